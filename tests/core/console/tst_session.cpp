// A person at the console: modes, prompts, what is sent, completion; and filters of the output.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/console/console.h"
#include "core/console/output_filter.h"
#include "core/console/session.h"
#include "tests/support/network.h"

#include <QtTest/QTest>

using namespace hopyard;
using console::ConsoleSession;

namespace {

/// A session whose lines go to a router.
struct Seat {
    test::Network network;
    ConsoleSession session;

    Seat()
    {
        network.add("r1", true);
        network.port(0, {"10.0.1.1/24"});
    }
    /// The prompt after the line, or the answer where there was one, before it.
    QString say(std::string_view line)
    {
        const ConsoleSession::Step step = session.take(line);
        console::Answer answer{true, step.say, {}};
        if (!step.send.empty()) {
            network.move(0, [&](link::Context &c, router::VirtualRouter &r) { answer = console::execute(c, r, step.send); });
            session.answered(answer.ok);
        }
        return QString::fromStdString(answer.text + session.prompt(network.node(0).hostname()));
    }
};

} // namespace

class TestSession : public QObject {
    Q_OBJECT
private slots:
    /// "?" without Enter: all that can follow, or how the word that is begun goes on.
    void help()
    {
        const ConsoleSession looking;
        const auto says = [](const ConsoleSession &session, std::string_view line) {
            return QString::fromStdString(session.help(line));
        };
        const QString route = says(looking, "show ip route ");
        QVERIFY2(route.contains("  A.B.C.D\n") && route.contains("  ospf\n") && route.contains("  <Enter>\n"), qPrintable(route));
        QCOMPARE(says(looking, "show ip ro"), QString("  route\n"));
        QVERIFY(says(looking, "").contains("  configure\n"));
        QVERIFY(says(looking, "").contains("  ping "));
        QVERIFY(says(looking, "ping ").contains("count N"));
        QCOMPARE(says(looking, "terminal "), QString("  monitor\n  no\n"));
        QCOMPARE(says(looking, "nonsense "), QString("nothing can follow 'nonsense '\n"));
        Seat t;
        t.say("conf t");
        QVERIFY(says(t.session, "").contains("  router\n") && says(t.session, "").contains("  end\n"));
        t.say("router ospf");
        QCOMPARE(says(t.session, "auto-cost "), QString("  reference-bandwidth\n"));
        QCOMPARE(says(t.session, "do show ip ro"), QString("  route\n"));
    }
    void monitor()
    {
        ConsoleSession session;
        QVERIFY(session.take("terminal monitor").monitors == std::optional(true));
        QVERIFY(session.take("term mon").monitors == std::optional(true));
        QVERIFY(session.take("terminal no monitor").monitors == std::optional(false));
        QVERIFY(session.take("no terminal monitor").monitors == std::optional(false));
        QVERIFY(!session.take("terminal length 0").monitors);
        QVERIFY(session.take("terminal monitor").send.empty());
    }
    void modesAndPrompts()
    {
        Seat t;
        QCOMPARE(t.session.prompt("r1"), std::string("r1# "));
        QCOMPARE(t.say("conf t"), QString("r1(config)# "));
        QCOMPARE(t.say("hostname lab"), QString("lab(config)# "));
        QCOMPARE(t.say("interface eth0"), QString("lab(config-if)# "));
        QCOMPARE(t.say("descr The left one"), QString("lab(config-if)# "));
        QCOMPARE(QString::fromStdString(t.network.node(0).config().interfaces.at("eth0").description), QString("The left one"));
        QCOMPARE(t.say("router ospf"), QString("lab(config-router)# ")); // a line of the top ends the interface
        QCOMPARE(t.say("exit"), QString("lab(config)# "));
        QCOMPARE(t.say("key chain K"), QString("lab(config-keychain)# "));
        QCOMPARE(t.say("key 1"), QString("lab(config-keychain-key)# "));
        QCOMPARE(t.say("key-string abc"), QString("lab(config-keychain-key)# "));
        QCOMPARE(t.say("key 2"), QString("lab(config-keychain-key)# "));
        QCOMPARE(t.say("exit"), QString("lab(config-keychain)# "));
        QCOMPARE(t.say("route-map M permit 10"), QString("lab(config-route-map)# "));
        QCOMPARE(t.say("set metric 5"), QString("lab(config-route-map)# "));
        QCOMPARE(t.say("end"), QString("lab# "));
        QCOMPARE(int(t.network.node(0).config().policies.routeMaps.size()), 1);
        QCOMPARE(t.network.node(0).config().policies.keyChains.at("K").keys.size(), std::size_t(2));
        QVERIFY(t.session.take("exit").leaves);
    }

    void mistakesStayWhereTheyAre()
    {
        Seat t;
        t.say("configure terminal");
        t.say("interface eth0");
        QVERIFY(t.say("ip adress 10.0.0.1/24").endsWith("r1(config-if)# "));
        QVERIFY(t.say("ip adress 10.0.0.1/24").contains("address"));
        QVERIFY(t.say("no description").endsWith("r1(config-if)# "));
        QVERIFY(t.say("do show ip route").contains("r1(config-if)# "));
        QVERIFY(t.say("ip ?").contains("  address\n"));
    }

    void tab()
    {
        ConsoleSession session;
        QCOMPARE(session.completions("confi"), (std::vector<std::string>{"configure"}));
        QCOMPARE(session.completions("configure "), (std::vector<std::string>{"terminal"}));
        session.take("configure terminal");
        QCOMPARE(session.completions("hostn"), (std::vector<std::string>{"hostname"}));
        QCOMPARE(session.completions("do show runn"), (std::vector<std::string>{"running-config"}));
        const auto words = session.completions("route");
        QVERIFY(std::find(words.begin(), words.end(), "route-map") != words.end() && std::find(words.begin(), words.end(), "router") != words.end());
    }

    void filters()
    {
        const auto run = [](std::string_view line, std::string text) {
            const auto how = console::takeFilter(line);
            return how && console::filter(*how, text) ? text : std::string("?");
        };
        QCOMPARE(run("show x | include b", "abc\ndef\nb_b\n"), std::string("abc\nb_b\n"));
        QCOMPARE(run("show x | inc b_b", "abc\ndef\nb_b\n"), std::string("b_b\n"));
        QCOMPARE(run("show x | exclude ^d", "abc\ndef\nb\n"), std::string("abc\nb\n"));
        QCOMPARE(run("show x | begin d", "abc\ndef\nb\n"), std::string("def\nb\n"));
        QCOMPARE(run("show x | count b", "abc\ndef\nb\n"), std::string("2\n"));
        QCOMPARE(run("show x | count", "abc\ndef\nb\n"), std::string("3\n"));
        QCOMPARE(run("show x | include (", "abc\n"), std::string("?"));
        QCOMPARE(run("show x | weather", "abc\n"), std::string("?"));
        Seat t;
        QCOMPARE(t.say("show running-config | include ^interface"), QString("r1# "));
        QVERIFY(t.say("show interface brief | inc eth0").startsWith("eth0"));
        QVERIFY(t.say("show interface brief | include (").startsWith("the pattern '('"));
    }
};

QTEST_APPLESS_MAIN(TestSession)
#include "tst_session.moc"
