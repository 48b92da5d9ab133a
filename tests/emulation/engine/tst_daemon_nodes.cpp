// An engine with a frr node: a new configuration starts it anew, and what cannot be run is a sentence.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "emulation/linux/privileges.h"
#include "emulation/nodes/routing_daemons.h"
#include "tests/emulation/engine/engine_process.h"

#include <QtCore/QElapsedTimer>
#include <QtTest/QtTest>

using namespace hopyard;
using engine::EngineProcess;
using rpc::Json;

namespace {

std::string labWith(const std::string &route)
{
    return "hopyard: 1\nnodes:\n  r1:\n    kind: frr\n    config: |\n      interface eth0\n       ip address 10.0.1.1/24\n      ip route "
        + route + " 10.0.1.2\n  h1: {kind: host, interfaces: {eth0: {address: 10.0.1.2/24}}}\nlinks:\n  - {ends: [r1:eth0, h1:eth0]}\n";
}

} // namespace

class TestDaemonNodes : public QObject {
    Q_OBJECT
private:
    std::unique_ptr<EngineProcess> m;

    bool awaitRoute(const std::string &prefix)
    {
        QElapsedTimer clock;
        clock.start();
        while (clock.elapsed() < 60'000) {
            const auto answer = m->ask("console.run", {{"node", "r1"}, {"line", "show ip route"}});
            const Json *json = answer ? rpc::member(*answer, "json") : nullptr;
            if (json && json->contains(prefix))
                return true;
        }
        return false;
    }

private slots:
    void initTestCase()
    {
        for (const linux::Check &check : linux::checkSystem())
            if (!check.ok)
                QSKIP(qPrintable(QString::fromStdString("needs " + check.name + ": " + check.found)));
        if (const auto missing = nodes::frrMissing("ip route 0.0.0.0/0 1.1.1.1"))
            QSKIP(qPrintable(QString::fromStdString(*missing)));
    }
    void init()
    {
        m = std::make_unique<EngineProcess>();
        QVERIFY2(m->start(), m->error.constData());
    }
    void cleanup() { m.reset(); }

    void anotherConfigurationStartsItAnew()
    {
        QCOMPARE(m->code("lab.load", {{"text", labWith("10.7.0.0/16")}}), 0);
        QVERIFY2(m->code("run.start") == 0, m->lastError.message.c_str());
        QVERIFY(awaitRoute("10.7.0.0/16"));
        QCOMPARE(m->code("lab.apply", {{"text", labWith("10.8.0.0/16")}}), 0);
        QVERIFY(awaitRoute("10.8.0.0/16"));
        const auto answer = m->ask("console.run", {{"node", "r1"}, {"line", "show ip route"}});
        QVERIFY(answer && !(*answer)["json"].contains("10.7.0.0/16"));
    }

    void aStoppedNodeDoesNotAnswer()
    {
        QCOMPARE(m->code("lab.load", {{"text", labWith("10.7.0.0/16")}}), 0);
        QCOMPARE(m->code("run.start"), 0);
        QVERIFY(awaitRoute("10.7.0.0/16"));
        QCOMPARE(m->code("node.stop", {{"node", "r1"}}), 0);
        auto answer = m->ask("console.run", {{"node", "r1"}, {"line", "show ip route"}});
        QVERIFY(answer && !(*answer)["ok"].get<bool>());
        QCOMPARE(m->code("node.start", {{"node", "r1"}}), 0);
        QVERIFY(awaitRoute("10.7.0.0/16"));
        answer = m->ask("table.get", {{"node", "r1"}, {"table", "route"}});
        QVERIFY2(answer && (*answer)["rows"].dump().find("10.7.0.0/16") != std::string::npos, m->lastError.message.c_str());
    }
};

int main(int argc, char **argv)
{
    return hopyard::engine::mainOfEngineTest<TestDaemonNodes>(argc, argv);
}
#include "tst_daemon_nodes.moc"
