// Each problem with a fix: the sentence that the checks say, the fix that is offered, and that it mends the problem in one
// step that can be undone.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/document/quick_fixes.h"
#include "app/gui/document/templates.h"
#include "core/lab/network_checks.h"

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
