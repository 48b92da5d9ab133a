// What FRR and BIRD know, written down for the past: FRR's socket protocol in literal bytes, which lines are asked and what of an
// answer lasts, and an engine with both daemons that is asked about a moment ago.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "emulation/engine/daemon_snapshots.h"
#include "emulation/linux/privileges.h"
#include "emulation/nodes/routing_daemons.h"
#include "emulation/record/sqlite.h"
#include "tests/emulation/engine/engine_process.h"

#include <QtCore/QTemporaryDir>
#include <QtTest/QtTest>

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

using namespace hopyard;
using engine::DaemonSnapshots;
using engine::EngineProcess;
using engine::FrrVty;
using lab::NodeKind;
using rpc::Json;

namespace {

const char *const kLab = R"LAB(hopyard: 1
nodes:
  r1:
    kind: frr
    interfaces: {eth0: {address: 10.0.1.1/24}}
    config: |
      interface eth0
       ip ospf hello-interval 1
       ip ospf dead-interval 4
      router ospf
       ospf router-id 1.1.1.1
       network 10.0.1.0/24 area 0
  r2:
    kind: router
    config: |
      interface lo
       ip address 10.9.9.9/32
      interface eth0
       ip address 10.0.1.2/24
       ip ospf hello-interval 1
       ip ospf dead-interval 4
      router ospf
       ospf router-id 2.2.2.2
       network 10.0.1.0/24 area 0
       network 10.9.9.9/32 area 0
  r3:
    kind: bird
    interfaces: {eth0: {address: 10.0.1.3/24}}
    config: |
      router id 3.3.3.3;
      protocol device { }
      protocol ospf v2 o1 { ipv4; area 0 { interface "eth0" { hello 1; dead 4; }; }; }
  s1: {kind: switch}
links:
  - {ends: [r1:eth0, s1:p1]}
  - {ends: [r2:eth0, s1:p2]}
  - {ends: [r3:eth0, s1:p3]}
)LAB";

/// A daemon's socket in a directory of its own; says what it is told to and hears what is asked.
struct Daemon {
    QTemporaryDir folder;
    linux::Fd listening{socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0)};
    linux::Fd talking;

    std::string directory() const { return folder.path().toStdString(); }
    bool listen(const char *name)
    {
        sockaddr_un address{};
        address.sun_family = AF_UNIX;
        qstrncpy(address.sun_path, (folder.filePath(name) + ".vty").toUtf8().constData(), sizeof address.sun_path);
        return bind(listening.get(), reinterpret_cast<const sockaddr *>(&address), sizeof address) == 0 && ::listen(listening.get(), 4) == 0;
    }
    QByteArray hear()
    {
        if (!talking)
            talking = linux::Fd(accept(listening.get(), nullptr, nullptr));
        QByteArray text(200, '\0');
        const ssize_t n = read(talking.get(), text.data(), std::size_t(text.size()));
        return text.left(std::max<ssize_t>(0, n));
    }
    void say(const QByteArray &bytes) { QCOMPARE(write(talking.get(), bytes.constData(), std::size_t(bytes.size())), bytes.size()); }
};

/// The loop's turns until `is`; false after a while.
template <class Is>
bool turns(engine::EventLoop &loop, Is is)
{
    for (int turn = 0; turn < 2000 && !is(); ++turn)
        if (!loop.runOnce(base::Duration::milliseconds(5)))
            return false;
    return is();
}

} // namespace

class TestDaemonSnapshots : public QObject {
    Q_OBJECT

private slots:
    void frrIsAskedAsVtyshDoes()
    {
        Daemon ospfd;
        QVERIFY(ospfd.listen("ospfd"));
        auto loop = engine::EventLoop::create();
        QVERIFY(loop);
        FrrVty vty(*loop);
        std::optional<std::vector<FrrVty::Reply>> replies;
        vty.ask(ospfd.directory(), {{"ospfd", "show one"}, {"ospfd", "show two"}, {"bgpd", "show three"}},
                [&](std::vector<FrrVty::Reply> said) { replies = std::move(said); });
        QVERIFY(vty.isAsking());
        QCOMPARE(ospfd.hear(), QByteArray("show one\0", 9));
        ospfd.say("first\nsec"); // in pieces
        const auto idle = [&] { return loop->runOnce(base::Duration::nanoseconds(0)) == std::size_t(0); };
        QVERIFY(turns(*loop, idle));
        QVERIFY(!replies);
        ospfd.say(QByteArray("ond\n\0\0\0\0", 8));
        QVERIFY(turns(*loop, idle));
        QCOMPARE(ospfd.hear(), QByteArray("show two\0", 9));
        ospfd.say(QByteArray("% Unknown command\0\0\0\2", 21));
        QVERIFY(turns(*loop, [&] { return replies.has_value(); })); // there is no bgpd
        QCOMPARE(replies->size(), 2u);
        QVERIFY(replies->at(0).ok && !replies->at(1).ok);
        QCOMPARE(replies->at(0).text, "first\nsecond\n");
        QVERIFY(!vty.isAsking() && !vty.wasTooLong());
    }

    void aDaemonThatHangsUpOrSaysTooMuchEndsTheTalk()
    {
        Daemon ospfd;
        QVERIFY(ospfd.listen("ospfd"));
        auto loop = engine::EventLoop::create();
        QVERIFY(loop);
        FrrVty vty(*loop);
        int calls = 0;
        const auto count = [&](const std::vector<FrrVty::Reply> &said) { calls += said.empty() ? 1 : 100; };
        vty.ask(ospfd.directory(), {{"zebra", "show"}}, count);
        QCOMPARE(calls, 1); // nobody is there
        vty.ask(ospfd.directory(), {{"ospfd", "show"}}, count);
        ospfd.hear();
        ospfd.talking.reset();
        QVERIFY(turns(*loop, [&] { return calls == 2; }));
        vty.ask(ospfd.directory(), {{"ospfd", "show"}}, count);
        ospfd.hear();
        const QByteArray much(64 * 1024, 'x');
        for (std::size_t said = 0; calls == 2 && said <= FrrVty::kLongest + 64 * 1024; said += 64 * 1024) {
            ospfd.say(much);
            turns(*loop, [&] { return loop->runOnce(base::Duration::nanoseconds(0)) == std::size_t(0); });
        }
        QCOMPARE(calls, 3);
        QVERIFY(vty.wasTooLong());
    }

    void whatIsAsked()
    {
        using Lines = std::vector<std::string>;
        QCOMPARE(DaemonSnapshots::linesFor(NodeKind::frr, "router bgp 1\n neighbor 10.0.0.1 remote-as 2\n"),
                 (Lines{"show ip bgp summary", "show ip route", "show ip bgp"}));
        QCOMPARE(DaemonSnapshots::linesFor(NodeKind::bird, "protocol ospf v2 o1 { }"),
                 (Lines{"show ip ospf interface", "show ip ospf neighbor", "show ip ospf database detail", "show ip route"}));
        QVERIFY(DaemonSnapshots::linesFor(NodeKind::namespaceNode, "router ospf").empty());
        const std::vector<std::string_view> shortened{"sh", "ip", "os", "nei"}, other{"show", "ip", "bgp", "10.0.0.0/8"};
        QCOMPARE(DaemonSnapshots::lineMeant(shortened), std::string_view("show ip ospf neighbor"));
        QVERIFY(DaemonSnapshots::lineMeant(other).empty());
        QCOMPARE(DaemonSnapshots::lasting(R"({"a": [{"lsaAge": 7, "id": 1, "upTimeInMsec": 3}], "count": 4, "timers": {"x": 1}})"),
                 R"({"a":[{"id":1}],"timers":{"x":1}})");
        QCOMPARE(DaemonSnapshots::lasting("no JSON"), "no JSON");
    }

    void theyAreAskedAboutAMomentAgo()
    {
        for (const linux::Check &check : linux::checkSystem())
            if (!check.ok)
                QSKIP(qPrintable(QString::fromStdString("needs " + check.name + ": " + check.found)));
        for (const auto &missing : {nodes::frrMissing("router ospf"), nodes::birdMissing()})
            if (missing)
                QSKIP(qPrintable(QString::fromStdString(*missing)));
        EngineProcess m;
        QVERIFY2(m.start(), m.error.constData());
        QVERIFY2(m.code("lab.load", {{"text", kLab}}) == 0, m.lastError.message.c_str());
        QVERIFY2(m.code("run.start", {{"allowPrograms", true}, {"history", true}}) == 0, m.lastError.message.c_str());
        const auto ask = [&](const char *node, const char *line) {
            return m.ask("console.run", {{"node", node}, {"line", line}}).value_or(Json());
        };
        // Until it is written down that both have the router that is no daemon as a neighbour, and its route.
        const std::string file = m.directory().toStdString() + "/run.hopyard";
        QVERIFY2(m.code("record.start", {{"file", file}}) == 0, m.lastError.message.c_str());
        const auto first = [&file](const char *node, const char *line, const char *like) {
            record::Database database;
            const std::string question = std::string("SELECT min(time) FROM snapshot JOIN node ON node.id = snapshot.node WHERE node.name = '")
                + node + "' AND what = '" + line + "' AND data LIKE '" + like + "'";
            return database.open(file, record::Database::Mode::read) ? database.number(question.c_str()) : std::int64_t(0);
        };
        std::int64_t then = 0;
        const auto isThere = [&] {
            for (const char *node : {"r1", "r3"})
                for (const auto &[line, like] : {std::pair("show ip ospf neighbor", "%2.2.2.2%Full/%"), {"show ip ospf database detail", "%10.9.9.9%"},
                                                 {"show ip ospf interface", "%eth0%"}}) {
                    const std::int64_t time = first(node, line, like);
                    if (time == 0)
                        return false;
                    then = std::max(then, time);
                }
            return true;
        };
        QVERIFY(QTest::qWaitFor(isThere, 90'000));

        // What is shown goes on from that moment; the present waits.
        QVERIFY(m.ask("run.seek", {{"time", then}}));
        Json frr = ask("r1", "sh ip ospf nei");
        QVERIFY2(frr["text"].dump().find("As it was answered at ") != std::string::npos, frr["text"].dump().c_str());
        QVERIFY2(frr["json"]["neighbors"].contains("2.2.2.2"), frr.dump().c_str());
        for (const auto &[node, root] : {std::pair("r1", "router 1.1.1.1 [0]"), {"r3", "router 3.3.3.3 [0]"}}) {
            const Json database = ask(node, "show ip ospf database detail");
            QVERIFY2(database.contains("json") && database["json"].contains("routerLinkStates"), database.dump().c_str());
            const Json tree = ask(node, "explain ospf");
            QVERIFY2(tree["text"].dump().find(root) != std::string::npos, tree.dump().c_str());
        }
        Json interfaces = ask("r1", "show ip ospf interface json");
        QVERIFY2(interfaces["json"]["interfaces"].contains("eth0"), interfaces.dump().c_str());
        Json bird = ask("r3", "show ip ospf neighbor");
        QVERIFY2(bird["json"]["neighbors"].contains("2.2.2.2"), bird.dump().c_str());
        const Json never = ask("r1", "show ip bgp summary");
        QVERIFY2(!never.value("ok", true) && never.dump().find("no answer was written down") != std::string::npos, never.dump().c_str());
        QVERIFY(m.ask("run.seek", {{"time", 0}}));
        QVERIFY(!ask("r1", "show ip ospf neighbor").value("ok", true));
    }
};

int main(int argc, char **argv)
{
    return hopyard::engine::mainOfEngineTest<TestDaemonSnapshots>(argc, argv);
}
#include "tst_daemon_snapshots.moc"
