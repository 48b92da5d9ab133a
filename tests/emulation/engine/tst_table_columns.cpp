// Every column of every table of a network that has something of everything: all stand in the list from which the workbench
// has its headings, and so do the counters of a stack.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "emulation/rpc/table_columns.h"
#include "tests/emulation/engine/harness.h"

#include <QtTest/QtTest>

using namespace hopyard;
using engine::Harness;
using rpc::Json;

namespace {

constexpr std::int64_t kSecond = 1'000'000'000;

constexpr const char *kLab = R"(hopyard: 1
title: Something of everything
nodes:
  h1: {kind: host, interfaces: {eth0: {address: 10.0.1.10/24}}, gateway: 10.0.1.1}
  h2: {kind: host, interfaces: {eth0: {address: 10.0.2.10/24}}, gateway: 10.0.2.1, start: [iperf3 server quiet]}
  r1:
    kind: router
    config: |
      interface eth0
       ip address 10.0.1.1/24
      interface eth1
       ip address 10.0.2.1/24
      router rip
       network 10.0.0.0/16
  r2:
    kind: router
    config: |
      interface eth0
       ip address 10.0.2.2/24
      interface eth1
       ip address 10.0.3.2/24
      router rip
       network 10.0.0.0/16
  s1:
    kind: switch
    bridge: {spanning-tree: rapid}
    interfaces: {p1: {vlan: 10}, p2: {vlan: 10}, p3: {vlan: 10}}
  b1: {kind: hub}
  pc1:
    kind: hypervisor
    interfaces: {eth0: {address: 10.0.3.3/24}}
    computer: {memory: 16MiB, receive: remap}
    nat: [{protocol: udp, port: 53, to: "g2:53"}]
    guests:
      g1: {memory: 2MiB, address: 10.0.3.11/24, start: ["ping 10.0.3.2 count 2"]}
      g2: {memory: 2MiB, address: 10.0.3.12/24}
links:
  - {ends: [h1:eth0, r1:eth0], delay: 1ms, loss: 2%}
  - {ends: [r1:eth1, s1:p1]}
  - {ends: [h2:eth0, s1:p2]}
  - {ends: [r2:eth0, s1:p3]}
  - {ends: [r2:eth1, b1:p1]}
  - {ends: [pc1:eth0, b1:p2]}
)";

} // namespace

class TestTableColumns : public QObject {
    Q_OBJECT
private slots:
    void allAreListed()
    {
        Harness h;
        QVERIFY2(h.code("lab.load", {{"text", kLab}, {"time", "virtual"}, {"seed", 1}}) == 0, h.lastError.message.c_str());
        QCOMPARE(h.code("run.start", {{"paused", true}}), 0);
        const auto runUntil = [&h](std::int64_t time) {
            return h.code("run.until", {{"time", time}}) == 0 && h.until([&] { return h.state() == "paused"; });
        };
        QVERIFY(runUntil(20 * kSecond));
        QCOMPARE(h.code("console.run", {{"node", "h1"}, {"line", "iperf3 10.0.2.10 time 20 quiet"}}), 0);
        QCOMPARE(h.code("console.run", {{"node", "h1"}, {"line", "ping 10.9.9.9 count 2"}}), 0);
        QVERIFY(runUntil(25 * kSecond));
        const std::vector<std::string> ofAStack{"route", "neighbour", "interface", "socket", "rib", "counter", "tcp"};
        std::vector<std::pair<std::string, std::string>> asked;
        for (const char *node : {"h1", "h2", "r1", "r2"})
            for (const std::string &table : ofAStack)
                asked.emplace_back(node, table);
        asked.insert(asked.end(),
                     {{"r1", "rip"}, {"s1", "mac"}, {"s1", "vlan"}, {"s1", "spanningTree"}, {"s1", "interface"}, {"b1", "interface"}});
        for (const char *table : {"guest", "buffer", "address", "nat", "mac", "cost", "interface"})
            asked.emplace_back("pc1", table);
        for (const auto &[node, table] : asked) {
            const std::string where = node + ' ' + table;
            const auto answer = h.ask("table.get", {{"node", node}, {"table", table}});
            QVERIFY2(answer, (where + ": " + (answer ? "" : answer.error().message)).c_str());
            QVERIFY2(!answer->at("columns").empty(), where.c_str());
            for (const Json &column : answer->at("columns"))
                QVERIFY2(rpc::isTableColumn(column.get<std::string>()), (where + ": " + column.dump()).c_str());
            for (const Json &row : answer->at("rows"))
                if (const std::string name = table == "counter" ? row.at(0).get<std::string>() : "dropped: "; !name.starts_with("dropped: "))
                    QVERIFY2(std::ranges::find(rpc::kStackCounters, name) != rpc::kStackCounters.end(), (where + ": " + name).c_str());
        }
        // A connection that carries data says the most of itself.
        const auto tcp = h.ask("table.get", {{"node", "h1"}, {"table", "tcp"}});
        QVERIFY2(tcp && tcp->at("columns").dump().find("congestionWindowBytes") != std::string::npos, tcp->dump().c_str());
    }
};

QTEST_GUILESS_MAIN(TestTableColumns)
#include "tst_table_columns.moc"
