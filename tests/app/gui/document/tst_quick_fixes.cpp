// Each problem with a fix: the sentence that the checks say, the fix that is offered, and that it mends the problem in one
// step that can be undone.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/document/quick_fixes.h"
#include "app/gui/document/templates.h"
#include "core/lab/network_checks.h"
#include "core/language/config_language.h"

#include <QStandardPaths>
#include <QtTest>

using namespace hopyard;

class TstQuickFixes : public QObject {
    Q_OBJECT

private slots:
    void initTestCase()
    {
        QStandardPaths::setTestModeEnabled(true);
        QCoreApplication::setApplicationName("hopyard-test-fixes");
    }

    void everyFixMendsItsProblem_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("says");
        QTest::addColumn<QString>("fix");
        const auto row = [](const char *name, const char *text, const char *says, const char *fix) {
            QTest::newRow(name) << QStringLiteral("hopyard: 1\n") + QLatin1String(text) << QString::fromUtf8(says) << QString::fromUtf8(fix);
        };
        row("address twice",
            "nodes:\n  a: {kind: host, interfaces: {eth0: {address: 10.0.0.1/24}}}\n  b: {kind: host, interfaces: {eth0: {address: 10.0.0.1/24}}}\n"
            "links: [{ends: [a:eth0, b:eth0]}]\n",
            "belongs to", "Give b:eth0 the address 10.0.0.2/24");
        row("address twice in a configuration",
            "nodes:\n  a: {kind: host, interfaces: {eth0: {address: 10.0.0.1/24}}, gateway: 10.0.0.7}\n"
            "  r: {kind: router, config: \"interface eth0\\n ip address 10.0.0.1/24\\n\"}\nlinks: [{ends: [a:eth0, r:eth0]}]\n",
            "belongs to", "Give r:eth0 the address 10.0.0.2/24");
        row("the network itself",
            "nodes:\n  a: {kind: host, interfaces: {eth0: {address: 10.0.0.0/24}}}\n  b: {kind: host, interfaces: {eth0: {address: 10.0.0.1/24}}}\n"
            "links: [{ends: [a:eth0, b:eth0]}]\n",
            "is the network itself", "Give a:eth0 the address 10.0.0.2/24");
        row("different networks",
            "nodes:\n  a: {kind: host, interfaces: {eth0: {address: 10.0.0.1/24}}}\n  b: {kind: host, interfaces: {eth0: {address: 10.0.1.1/24}}}\n"
            "links: [{ends: [a:eth0, b:eth0]}]\n",
            "different networks", "Give b:eth0 the address 10.0.0.2/24");
        row("wrong gateway",
            "nodes:\n  a: {kind: host, interfaces: {eth0: {address: 10.0.0.5/24}}, gateway: 10.9.9.9}\n"
            "  r: {kind: router, config: \"interface eth0\\n ip address 10.0.0.1/24\\n\"}\nlinks: [{ends: [a:eth0, r:eth0]}]\n",
            "is in none of its networks", "Make 10.0.0.1 the gateway of a");
        row("the gateway is the host itself",
            "nodes:\n  a: {kind: host, interfaces: {eth0: {address: 10.0.0.5/24}}, gateway: 10.0.0.5}\n"
            "  r: {kind: router, config: \"interface eth0\\n ip address 10.0.0.1/24\\n\"}\nlinks: [{ends: [a:eth0, r:eth0]}]\n",
            "is an address of", "Make 10.0.0.1 the gateway of a");
        row("a gateway and no address",
            "nodes:\n  a: {kind: host, gateway: 10.0.0.1}\n"
            "  r: {kind: router, config: \"interface eth0\\n ip address 10.0.0.1/28\\n\"}\nlinks: [{ends: [a:eth0, r:eth0]}]\n",
            "has a gateway but no address", "Give a:eth0 the address 10.0.0.2/28");
        row("a host's far route",
            "nodes:\n  a: {kind: host, interfaces: {eth0: {address: 10.0.0.5/24}}, gateway: 10.0.0.1, routes: [10.8.0.0/16 via 10.0.0.1, 10.9.0.0/16 via 10.9.9.9]}\n"
            "  r: {kind: router, config: \"interface eth0\\n ip address 10.0.0.1/24\\n\"}\nlinks: [{ends: [a:eth0, r:eth0]}]\n",
            "the route of 'a' to 10.9.0.0/16", "Let the route of a to 10.9.0.0/16 go by 10.0.0.1");
        row("a host's far route of IPv6",
            "nodes:\n  a: {kind: host, interfaces: {eth0: {addresses: [10.0.0.5/24, 2001:db8::5/64]}}, routes: [2001:db8:9::/48 via 2001:db8:1::1]}\n"
            "  r: {kind: router, config: \"interface eth0\\n ip address 10.0.0.1/24\\n ipv6 address 2001:db8::1/64\\n\"}\nlinks: [{ends: [a:eth0, r:eth0]}]\n",
            "the route of 'a' to 2001:db8:9::/48", "Let the route of a to 2001:db8:9::/48 go by 2001:db8::1");
        row("broadcast address",
            "nodes:\n  a: {kind: host, interfaces: {eth0: {address: 10.0.0.255/24}}}\n  b: {kind: host, interfaces: {eth0: {address: 10.0.0.1/24}}}\n"
            "links: [{ends: [a:eth0, b:eth0]}]\n",
            "broadcast address", "Give a:eth0 the address 10.0.0.2/24");
        row("IPv6 address twice",
            "nodes:\n  a: {kind: host, interfaces: {eth0: {address: '2001:db8::1/64'}}}\n  b: {kind: host, interfaces: {eth0: {address: '2001:db8::1/64'}}}\n"
            "links: [{ends: [a:eth0, b:eth0]}]\n",
            "belongs to", "Give b:eth0 the address 2001:db8::2/64");
        row("IPv6 address twice, written at length in a configuration",
            "nodes:\n  a: {kind: host, interfaces: {eth0: {address: '2001:db8::1/64'}}, gateway: '2001:db8::7'}\n"
            "  r: {kind: router, config: \"interface eth01\\n ipv6 address 2001:db8:1::1/64\\ninterface eth0\\n ipv6 address 2001:DB8:0::1/64\\n\"}\nlinks: [{ends: [a:eth0, r:eth0]}]\n",
            "belongs to", "Give r:eth0 the address 2001:db8::2/64");
        row("IPv6 in different networks",
            "nodes:\n  a: {kind: host, interfaces: {eth0: {address: '2001:db8:1::1/64'}}}\n  b: {kind: host, interfaces: {eth0: {address: '2001:db8:2::1/64'}}}\n"
            "links: [{ends: [a:eth0, b:eth0]}]\n",
            "different networks", "Give b:eth0 the address 2001:db8:1::2/64");
        row("twice in a network of two",
            "nodes:\n  a: {kind: host, interfaces: {eth0: {address: 10.0.0.0/31}}}\n  b: {kind: host, interfaces: {eth0: {address: 10.0.0.0/31}}}\n"
            "links: [{ends: [a:eth0, b:eth0]}]\n",
            "belongs to", "Give b:eth0 the address 10.0.0.1/31");
        row("twice in a network of two of IPv6",
            "nodes:\n  a: {kind: host, interfaces: {eth0: {address: '2001:db8::1/127'}}}\n  b: {kind: host, interfaces: {eth0: {address: '2001:db8::1/127'}}}\n"
            "links: [{ends: [a:eth0, b:eth0]}]\n",
            "belongs to", "Give b:eth0 the address 2001:db8::/127");
        row("the same loopback twice",
            "nodes:\n  r: {kind: router, config: \"interface lo\\n ip address 10.255.0.1/32\\n\"}\n  s: {kind: router, config: \"interface lo\\n ip address 10.255.0.1/32\\n\"}\n",
            "belongs to", "Give s:lo the address 10.255.0.2/32");
        row("an address of a guest twice",
            "nodes:\n  a: {kind: host, interfaces: {eth0: {address: 10.0.0.1/24}}}\n"
            "  pc: {kind: hypervisor, computer: {mode: bridged}, interfaces: {eth0: {}}, guests: {g: {interfaces: {eth0: {address: 10.0.0.1/24}}}}}\n"
            "links: [{ends: [a:eth0, pc:eth0]}]\n",
            "belongs to", "Give pc/g:eth0 the address 10.0.0.2/24");
        row("alone on its switch",
            "nodes:\n  a: {kind: host, interfaces: {eth0: {address: 10.0.0.1/24}}}\n  b: {kind: host, interfaces: {eth0: {address: 10.0.0.2/24}}}\n"
            "  c: {kind: host, interfaces: {eth0: {address: 10.0.1.3/24}}}\n  s: {kind: switch}\nlinks: [{ends: [a:eth0, s:1]}, {ends: [b:eth0, s:2]}, {ends: [c:eth0, s:3]}]\n",
            "shares no network", "Give c:eth0 the address 10.0.0.3/24");
        const QString ends = "  a: {kind: host, interfaces: {eth0: {address: 10.0.1.9/24}}, gateway: 10.0.1.1}\n  b: {kind: host, interfaces: {eth0: {address: 10.0.2.9/24}}, gateway: 10.0.2.1}\n"
                             "links: [{ends: [a:eth0, r:lan]}, {ends: [r:up, s:up]}, {ends: [b:eth0, s:lan]}]\n";
        const auto routers = [&](const char *r, const char *s) {
            return QString("nodes:\n  r: {kind: router, config: \"interface lan\\n ip address 10.0.1.1/24\\ninterface up\\n ip address 10.1.0.1/30\\n%1\"}\n"
                           "  s: {kind: router, config: \"interface lan\\n ip address 10.0.2.1/24\\ninterface up\\n ip address 10.1.0.2/30\\n%2\"}\n").arg(r, s) + ends;
        };
        row("no way there", routers("", "ip route 0.0.0.0/0 10.1.0.1\\n").toUtf8().constData(), "10.0.2.0/24 of s:lan is unreachable from r",
            "Add a static route to 10.0.2.0/24 on r");
        row("a protocol that leaves a network out",
            routers("router ospf\\n network 10.0.0.0/8 area 0\\n", "router ospf\\n network 10.1.0.0/16 area 0\\n").toUtf8().constData(),
            "10.0.2.0/24 of s:lan is unreachable from r", "Let s tell of 10.0.2.0/24 by OSPF");
        row("BGP that leaves a network out",
            routers("router bgp 1\\n neighbor 10.1.0.2 remote-as 2\\n network 10.0.1.0/24\\n", "router bgp 2\\n neighbor 10.1.0.1 remote-as 1\\n").toUtf8().constData(),
            "10.0.2.0/24 of s:lan is unreachable from r", "Let s tell of 10.0.2.0/24 by BGP");
        row("routers without routes",
            "nodes:\n  r: {kind: router, config: \"interface up\\n ip address 10.1.0.1/30\\n\"}\n"
            "  s: {kind: router, config: \"interface a\\n ip address 10.1.0.2/30\\ninterface b\\n ip address 10.2.0.1/30\\n\"}\n"
            "  t: {kind: router, config: \"interface up\\n ip address 10.2.0.2/30\\n\"}\nlinks: [{ends: [r:up, s:a]}, {ends: [s:b, t:up]}]\n",
            "neither a route nor", "Let 3 routers speak OSPF");
        row("a next hop that a neighbour is the way to",
            routers("ip route 10.0.2.0/24 10.7.0.1\\n", "ip route 0.0.0.0/0 10.1.0.1\\n").toUtf8().constData(), "its next hop", "Let the route of r to 10.0.2.0/24 go by 10.1.0.2");
        row("missing gateway",
            "nodes:\n  a: {kind: host, interfaces: {eth0: {address: 10.0.0.5/24}}}\n"
            "  r: {kind: router, config: \"interface eth0\\n ip address 10.0.0.1/24\\n\"}\nlinks: [{ends: [a:eth0, r:eth0]}]\n",
            "has no gateway", "Make 10.0.0.1 the gateway of a");
        row("loop",
            "nodes: {s: {kind: switch}, t: {kind: switch}}\nlinks: [{ends: [s:p1, t:p1]}, {ends: [s:p2, t:p2]}]\n", "a loop of switches",
            "Take s:p2 – t:p2 down");
        row("MAC twice",
            "nodes:\n  a: {kind: host, interfaces: {eth0: {mac: '02:00:00:00:00:01'}}}\n  b: {kind: host, interfaces: {eth0: {mac: '02:00:00:00:00:01'}}}\n"
            "links: [{ends: [a:eth0, b:eth0]}]\n",
            "MAC address", "Let b:eth0 have a MAC address of its own");
        row("interface not listed", "nodes: {a: {kind: host}, b: {kind: switch}}\nlinks: [{ends: [a:eth0, b:p1]}]\n", "of its own",
            "Add eth0 to the interfaces of a");
        row("unreachable",
            "nodes:\n  r: {kind: router, config: \"interface eth0\\n ip address 10.0.0.1/24\\nip route 10.5.0.0/16 10.7.0.1\\n\"}\n",
            "is unreachable for", "Remove “ip route 10.5.0.0/16 10.7.0.1” from r");
        row("a route whose text another begins with",
            "nodes:\n  r: {kind: router, config: \"interface eth0\\n ip address 10.7.0.20/28\\nip route 10.5.0.0/16 10.7.0.17\\nip route 10.5.0.0/16 10.7.0.1\\n\"}\n",
            "is unreachable for", "Remove “ip route 10.5.0.0/16 10.7.0.1” from r");
        row("protocols",
            "nodes:\n  r: {kind: router, config: \"interface eth0\\n ip address 10.0.0.1/24\\nrouter ospf\\n network 10.0.0.0/24 area 0\\n\"}\n"
            "  s: {kind: router, config: \"interface eth0\\n ip address 10.0.0.2/24\\nrouter rip\\n network 10.0.0.0/24\\n\"}\n"
            "links: [{ends: [r:eth0, s:eth0]}]\n",
            "different protocols", "Let s speak OSPF on eth0");
        // r, s and t on a switch, in 10.0.0.0/24; what is at fault is t's
        const QString ospf = "router ospf\\n network 10.0.0.0/24 area 0\\n", rip = "router rip\\n network 10.0.0.0/24\\n";
        const auto three = [&](const char *name, const QString &ofOthers, const QString &ofT, const char *says, const char *fix) {
            QString text = "nodes:\n";
            int number = 0;
            for (const char *const router : {"r", "s", "t"})
                text += QString("  %1: {kind: router, config: \"interface eth0\\n ip address 10.0.0.%2/24\\n%3\"}\n").arg(router).arg(++number).arg(number == 3 ? ofT : ofOthers);
            text += "  sw: {kind: switch}\nlinks: [{ends: [r:eth0, sw:1]}, {ends: [s:eth0, sw:2]}, {ends: [t:eth0, sw:3]}]\n";
            row(name, text.toUtf8().constData(), says, fix);
        };
        three("protocols on a switch", ospf, rip, "different protocols", "Let t speak OSPF on eth0");
        three("protocols on a switch, in another area", "router ospf\\n network 10.0.0.0/24 area 7\\n", rip, "different protocols", "Let t speak OSPF on eth0");
        three("area", ospf, "router ospf\\n network 10.0.0.0/24 area 1\\n", "the area of", "Set area of t:eth0 to 0");
        three("area of one of several interfaces", ospf, "interface eth1\\n ip address 10.5.0.1/24\\nrouter ospf\\n network 10.0.0.0/8 area 1\\n", "the area of", "Set area of t:eth0 to 0");
        three("area by interface", ospf, "interface eth0\\n ip ospf area 1\\nrouter ospf\\n", "the area of", "Set area of t:eth0 to 0");
        three("hello interval", ospf, "interface eth0\\n ip ospf hello-interval 5\\n" + ospf, "hello interval", "Set hello interval of t:eth0 to 10 s");
        three("dead interval", "interface eth0\\n ip ospf dead-interval 20\\n" + ospf, ospf, "dead interval", "Set dead interval of t:eth0 to 20 s");
        three("network type", ospf, "interface eth0\\n ip ospf network point-to-point\\n" + ospf, "network type", "Set network type of t:eth0 to broadcast");
        three("authentication", "interface eth0\\n ip ospf authentication message-digest\\n ip ospf message-digest-key 1 md5 x\\n" + ospf, ospf, "authentication",
              "Give t:eth0 the authentication of r:eth0");
        three("no authentication", ospf, ospf + " area 0 authentication\\n", "authentication", "Give t:eth0 the authentication of r:eth0");
        three("key", "interface eth0\\n ip ospf authentication\\n ip ospf authentication-key a\\n" + ospf, "interface eth0\\n ip ospf authentication\\n ip ospf authentication-key b\\n" + ospf,
              "the key of", "Give t:eth0 the authentication of r:eth0");
        const QString one = "router ospf\\n network 10.0.0.0/24 area 1\\n";
        three("kind of area", one + " area 1 nssa\\n", one, "kind of area", "Set kind of area of t:eth0 to nssa");
        three("no kind of area", one, one + " area 0.0.0.1 stub\\n", "kind of area", "Set kind of area of t:eth0 to normal");
        three("spoken elsewhere only", ospf, "interface eth1\\n ip address 10.5.0.1/24\\nrouter ospf\\n network 10.5.0.0/24 area 0\\n", "t does not", "Let t speak OSPF on eth0");
        three("passive", ospf, ospf + " passive-interface eth0\\n", "t is passive", "Let t speak OSPF on eth0, no longer passive");
        three("all passive", rip, rip + " passive-interface default\\n", "t is passive", "Let t speak RIP on eth0, no longer passive");
        three("RIP elsewhere only", rip, "router rip\\n network 10.5.0.0/24\\n", "t does not", "Let t speak RIP on eth0");
        three("RIP's version", rip, rip + " version 1\\n", "version", "Set version of t:eth0 to 2");
        three("RIP's password", "interface eth0\\n ip rip authentication mode text\\n ip rip authentication string a\\n" + rip, "interface eth0\\n ip rip authentication mode text\\n ip rip authentication string b\\n" + rip,
              "password", "Give t:eth0 the authentication of r:eth0");
        const auto pair = [&](const char *name, const QString &ofR, const QString &ofS, const char *says, const char *fix) {
            row(name, QString("nodes:\n  r: {kind: router, config: \"interface lo\\n ip address 10.255.0.1/32\\ninterface eth0\\n ip address 10.0.0.1/24\\n%1\"}\n"
                              "  s: {kind: router, config: \"interface lo\\n ip address 10.255.0.2/32\\ninterface eth0\\n ip address 10.0.0.2/24\\n%2\"}\nlinks: [{ends: [r:eth0, s:eth0]}]\n")
                          .arg(ofR, ofS).toUtf8().constData(), says, fix);
        };
        pair("area at a link", ospf, one, "the area of", "Set area of s:eth0 to 0");
        pair("MTU", ospf, ospf + "\", interfaces: {eth0: {mtu: 1400}}, note: \"", "the MTU of", "Set MTU of s:eth0 to 1500");
        pair("AS numbers", "router bgp 1\\n neighbor 10.0.0.2 remote-as 3\\n", "router bgp 2\\n neighbor 10.0.0.1 remote-as 1\\n", "r expects AS 3", "Let r expect AS 2 at 10.0.0.2");
        pair("no neighbour back", "router bgp 1\\n neighbor 10.0.0.2 remote-as 2\\n", "router bgp 2\\n", "none of r's", "Let s have the BGP neighbour 10.0.0.1");
        pair("no neighbour back between loopbacks", "router bgp 1\\n neighbor 10.255.0.2 remote-as 1\\n neighbor 10.255.0.2 update-source lo\\n", "router bgp 1\\n", "none of r's",
             "Let s have the BGP neighbour 10.255.0.1");
        pair("no BGP there", "router bgp 1\\n neighbor 10.0.0.2 remote-as 2\\n neighbor 10.0.0.2 password x\\n", "", "speaks no BGP", "Let s have the BGP neighbour 10.0.0.1");
        pair("BGP's passwords", "router bgp 1\\n neighbor 10.0.0.2 remote-as 2\\n neighbor 10.0.0.2 password x\\n", "router bgp 2\\n neighbor 10.0.0.1 remote-as 1\\n", "the password of",
             "Give s the same password for 10.0.0.1");
        QString bare = "nodes:\n", cables = "links:\n";
        for (int i = 0; i < 12; ++i) {
            bare += QString("  r%1: {kind: router}\n").arg(i);
            cables += QString("  - {ends: [r%1:eth0, r%2:eth1]}\n").arg(i).arg((i + 1) % 12);
        }
        row("many interfaces without addresses", (bare + cables).toUtf8().constData(), "made by their links alone", "Fill in all addresses that are missing");
        row("no addresses at all", "nodes:\n  a: {kind: host, interfaces: {e: {}}}\n  b: {kind: host, interfaces: {e: {}}}\nlinks: [{ends: [a:e, b:e]}]\n", "no interface of this lab has",
            "Fill in all addresses that are missing");
    }
    void everyFixMendsItsProblem()
    {
        QFETCH(const QString, text);
        QFETCH(const QString, says);
        QFETCH(const QString, fix);
        document::LabDocument document;
        const auto opened = document.openText(text.toStdString(), {}, false);
        QVERIFY2(opened.has_value(), opened ? "" : opened.error().front().message.c_str());
        const auto find = [&]() -> std::optional<lab::Problem> {
            document.checkProblems();
            for (const lab::Problem &problem : document.problems())
                if (QString::fromStdString(problem.message).contains(says))
                    return problem;
            return std::nullopt;
        };
        const auto problem = find();
        QVERIFY(problem);
        const auto fixes = document::quickFixes(document.lab(), *problem);
        QVERIFY(!fixes.empty());
        QCOMPARE(fixes.front().text, fix);
        const lab::Lab before = document.lab();
        document::applyFix(document, fixes.front());
        QCOMPARE(document.undoStack().count(), 1);
        QCOMPARE(document.undoStack().undoText(), fix);
        QVERIFY(!find());
        for (const lab::Node &node : document.lab().nodes) { // what was written is understood
            const auto mistakes = language::Analyser().analyse(node.config).mistakes;
            QVERIFY2(mistakes.empty(), (node.config + (mistakes.empty() ? std::string() : mistakes.front().message)).c_str());
        }
        document.undoStack().undo();
        QVERIFY(document.lab() == before);
        for (const document::Fix &other : fixes) { // each of them mends it
            document::applyFix(document, other);
            QVERIFY2(!find(), qPrintable(other.text));
            document.undoStack().undo();
        }
    }

    void placeholdersAreBoundOneOrAll()
    {
        document::LabDocument document;
        QVERIFY(document
                    .openText("hopyard: 1\nnodes:\n  a: {kind: placeholder, was: {tool: containerlab, kind: ceos}}\n"
                              "  b: {kind: placeholder, was: {tool: containerlab, kind: ceos}}\n  c: {kind: placeholder, was: {tool: containerlab, kind: srl}}\n"
                              "links: [{ends: [a:eth1, b:eth1]}]\n",
                              {}, false)
                    .has_value());
        document.checkProblems();
        QCOMPARE(std::ranges::count(document.problems(), lab::Problem::Severity::warning, &lab::Problem::severity), 3); // and two hints of their link
        const auto fixes = document::quickFixes(document.lab(), document.problems().front());
        QCOMPARE(fixes.front().text, QString("Make a a Host"));
        const auto all = std::find_if(fixes.begin(), fixes.end(), [](const document::Fix &fix) { return fix.text == "Make all 2 like it a Router"; });
        QVERIFY(all != fixes.end());
        const lab::Lab before = document.lab();
        document::applyFix(document, *all);
        QCOMPARE(document.undoStack().count(), 1);
        QVERIFY(document.lab().findNode("a")->kind == lab::NodeKind::router);
        QVERIFY(document.lab().findNode("b")->kind == lab::NodeKind::router);
        QVERIFY(document.lab().findNode("c")->kind == lab::NodeKind::placeholder);
        QCOMPARE(document.lab().findNode("a")->was.kind, std::string("ceos"));
        document.undoStack().undo();
        QVERIFY(document.lab() == before);
    }

    void whatAPersonMustDecideHasNoFix()
    {
        lab::Problem problem;
        problem.message = "two nodes are called 'a'; a name belongs to one";
        QVERIFY(document::quickFixes({}, problem).empty());
    }

    void templatesAreKept()
    {
        namespace templates = document::templates;
        for (const QString &name : templates::names())
            templates::remove(name);
        lab::Node node;
        node.name = "web";
        node.kind = lab::NodeKind::router;
        node.config = "hostname web\n";
        node.at = {5, 6};
        QVERIFY(templates::save("Edge router", node));
        QCOMPARE(templates::names(), QStringList{"Edge router"});
        const auto back = templates::load("Edge router");
        QVERIFY(back);
        node.at = {};
        QVERIFY(*back == node);
        QVERIFY(!templates::save("../evil", node));
        QVERIFY(!templates::save("", node));
        QVERIFY(!templates::load("../evil"));
        QVERIFY(templates::remove("Edge router"));
        QVERIFY(templates::names().isEmpty());
    }
};

QTEST_GUILESS_MAIN(TstQuickFixes)
#include "tst_quick_fixes.moc"
