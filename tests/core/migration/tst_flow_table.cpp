// The forwarder's table of flows: identifiers, quarantine, states, time-outs, the commit point of a move, memory.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/migration/flow_table.h"

#include <QtTest>

#include <map>
#include <set>

using namespace hopyard;
using namespace hopyard::base::literals;
using base::Ipv4Address;
using base::TimePoint;
using migration::Encapsulation;
using migration::FlowId;
using migration::FlowState;
using migration::FlowTable;
using migration::FlowTimeouts;
using migration::FourTuple;
using wire::TcpFlags;

namespace {

constexpr Ipv4Address kHostA(10, 0, 1, 1), kHostB(10, 0, 1, 2), kHostC(10, 0, 1, 3);
constexpr TimePoint kStart;

FourTuple flow(std::uint32_t n)
{
    return {Ipv4Address(0xc0000200u + n / 50'000), static_cast<std::uint16_t>(1'024 + n % 50'000), Ipv4Address(10, 0, 0, 80), 80};
}

TcpFlags flags(std::uint8_t bits) { return {bits}; }

/// Runs the sweep as a driver would.
void runUntil(FlowTable &table, TimePoint end)
{
    while (table.nextDeadline() <= end)
        table.expire(table.nextDeadline());
}

} // namespace

class FlowTableTest : public QObject {
    Q_OBJECT
private slots:
    void textOfFlows()
    {
        QCOMPARE(migration::toString(flow(0)), std::string("192.0.2.0:1024 > 10.0.0.80:80"));
        QCOMPARE(migration::toString(FlowId(0x00ab0001)), std::string("00ab0001"));
        QCOMPARE(migration::toString(FlowId()), std::string("-"));
        for (const char *text : {"ports", "shim", "ipip"})
            QCOMPARE(migration::toString(*migration::parseEncapsulation(text)), std::string_view(text));
        QVERIFY(!migration::parseEncapsulation("gre"));
    }

    void findsByTupleAndById()
    {
        FlowTable table(base::Random(1));
        const FlowTable::Entry *one = table.insert(kStart, flow(1), kHostA, Encapsulation::shim);
        QVERIFY(one);
        const FlowId id = one->id();
        QVERIFY(id.isValid());
        QVERIFY(!table.insert(kStart, flow(1), kHostB, Encapsulation::shim)); // known and not over
        QVERIFY(table.insert(kStart, flow(2), kHostB, Encapsulation::ports));
        QVERIFY(table.find(flow(1)) == table.find(id));
        QVERIFY(table.find(id)->flow() == flow(1));
        QVERIFY(table.find(id)->host() == kHostA);
        QVERIFY(table.find(id)->encapsulation() == Encapsulation::shim);
        QCOMPARE(table.find(id)->epoch(), 0u);
        QVERIFY(!table.find(flow(3)));
        QVERIFY(!table.find(FlowId()));
        QVERIFY(!table.find(FlowId(id.value() + 2))); // no such entry
        QVERIFY(!table.find(FlowId(id.value() ^ 1u << 29))); // another generation of the same entry
        // Neither half can be an ephemeral port.
        QVERIFY((id.value() & 0x80008000u) == 0);
    }

    void switchIsTheCommitPoint()
    {
        FlowTable table(base::Random(1));
        const FlowId id = table.insert(kStart, flow(1), kHostA, Encapsulation::ports)->id();
        using Switch = FlowTable::Switch;
        QVERIFY(table.switchTo(FlowId(77), kHostA, 0, kHostB) == Switch::unknownFlow);
        QVERIFY(table.switchTo(id, kHostB, 0, kHostC) == Switch::otherOwner);   // B never had it
        QVERIFY(table.switchTo(id, kHostA, 1, kHostB) == Switch::otherOwner);   // not at this epoch
        QVERIFY(table.switchTo(id, kHostA, 0, kHostB) == Switch::done);
        QVERIFY(table.switchTo(id, kHostA, 0, kHostB) == Switch::done);         // the same question, the same answer
        QVERIFY(table.switchTo(id, kHostA, 0, kHostC) == Switch::otherOwner);   // another question
        QCOMPARE(table.find(id)->epoch(), 1u);
        QVERIFY(table.find(id)->host() == kHostB);
        QCOMPARE(table.countOf(kHostA), 0u);
        QCOMPARE(table.countOf(kHostB), 1u);
        QVERIFY(table.switchTo(id, kHostB, 1, kHostA) == Switch::done);         // and back
        QVERIFY(table.switchTo(id, kHostA, 0, kHostB) == Switch::otherOwner);   // an old question, repeated
        QCOMPARE(table.counters().switched, std::uint64_t(2));
    }

    void statesFollowTheFlags_data()
    {
        QTest::addColumn<QByteArray>("packets"); // S syn, A ack, F fin, R rst; lower case f: a fin from the host
        QTest::addColumn<int>("state");
        const auto row = [](const char *packets, FlowState state) { QTest::newRow(packets) << QByteArray(packets) << static_cast<int>(state); };
        row("", FlowState::opening);
        row("S", FlowState::opening);
        row("SA", FlowState::open);
        row("SAA", FlowState::open);
        row("SAF", FlowState::finishing);
        row("SAFA", FlowState::finishing);
        row("SAf", FlowState::finishing);
        row("SAFf", FlowState::closed);
        row("SAfF", FlowState::closed);
        row("SAFfA", FlowState::closed);
        row("SAR", FlowState::reset);
        row("SARA", FlowState::open);      // the RST was not believed by its receiver
        row("SAFRA", FlowState::finishing);
        row("SAFfR", FlowState::closed);
        row("SR", FlowState::reset);
    }
    void statesFollowTheFlags()
    {
        QFETCH(QByteArray, packets);
        QFETCH(int, state);
        FlowTable table(base::Random(1));
        const FlowId id = table.insert(kStart, flow(1), kHostA, Encapsulation::ports)->id();
        for (const char c : packets) {
            const std::uint8_t bits = c == 'S' ? TcpFlags::syn : c == 'R' ? TcpFlags::rst
                                      : c == 'A' ? TcpFlags::ack : TcpFlags::fin | TcpFlags::ack;
            table.seen(kStart, *table.find(id), flags(static_cast<std::uint8_t>(bits)), c == 'f');
        }
        QCOMPARE(static_cast<int>(table.find(id)->state()), state);
        QCOMPARE(table.countOf(kHostA), table.find(id)->isOver() ? 0u : 1u);
    }

    void hostsWordEndsAFlow()
    {
        FlowTable table(base::Random(1));
        const FlowId id = table.insert(kStart, flow(1), kHostA, Encapsulation::ports)->id();
        table.switchTo(id, kHostA, 0, kHostB);
        QVERIFY(!table.ended(kStart, id, 0)); // the word of an owner of old
        QVERIFY(table.ended(kStart, id, 1));
        QVERIFY(table.find(id)->state() == FlowState::closed);
        // The same four-tuple again is another connection under another identifier.
        const FlowTable::Entry *again = table.insert(kStart + 1_s, flow(1), kHostC, Encapsulation::ports);
        QVERIFY(again);
        QVERIFY(again->id() != id);
        QVERIFY(!table.find(id));
    }

    void timeouts_data()
    {
        QTest::addColumn<QByteArray>("packets");
        QTest::addColumn<int>("seconds");
        QTest::newRow("opening") << QByteArray("S") << 60;
        QTest::newRow("open") << QByteArray("SA") << 7'440;
        QTest::newRow("finishing") << QByteArray("SAF") << 240;
        QTest::newRow("closed") << QByteArray("SAFf") << 60;
        QTest::newRow("reset") << QByteArray("SAR") << 10;
    }
    void timeouts()
    {
        QFETCH(QByteArray, packets);
        QFETCH(int, seconds);
        FlowTable table(base::Random(1));
        const FlowId id = table.insert(kStart, flow(1), kHostA, Encapsulation::ports)->id();
        const TimePoint seen = kStart + 3_s;
        for (const char c : packets) {
            const std::uint8_t bits = c == 'S' ? TcpFlags::syn : c == 'R' ? TcpFlags::rst : c == 'A' ? TcpFlags::ack : TcpFlags::fin;
            table.seen(seen, *table.find(id), flags(bits), c == 'f');
        }
        runUntil(table, seen + base::Duration::seconds(seconds));
        QVERIFY(table.find(id)); // never too early
        runUntil(table, seen + base::Duration::seconds(seconds) + FlowTable::kPass + 1_s);
        QVERIFY(!table.find(id)); // and one pass later at the latest
        QCOMPARE(table.size(), std::size_t(0));
        runUntil(table, seen + 10'000_s);
        QVERIFY(table.nextDeadline().isNever()); // an empty table wants nothing
    }

    void identifiersRestInQuarantine()
    {
        FlowTimeouts timeouts;
        FlowTable table(base::Random(1), timeouts);
        const FlowId id = table.insert(kStart, flow(1), kHostA, Encapsulation::ports)->id();
        table.erase(kStart, id);
        std::set<FlowId> given{id};
        for (std::uint32_t i = 2; i < 200; ++i) // within the quarantine: new entries all
            QVERIFY(given.insert(table.insert(kStart + 119_s, flow(i), kHostA, Encapsulation::ports)->id()).second);
        const FlowTable::Entry *later = table.insert(kStart + 121_s, flow(1), kHostA, Encapsulation::ports);
        QVERIFY(given.insert(later->id()).second); // the entry is used again, under another identifier
        QVERIFY((later->id().value() & 0x7fff) == (id.value() & 0x7fff));
        QVERIFY(!table.find(id));
    }

    /// Any mixture of operations, beside a plain map: same answers, no identifier twice within the quarantine, counts right.
    void agreesWithAModel()
    {
        for (std::uint64_t seed = 1; seed <= 20; ++seed) {
            base::Random random(seed);
            FlowTable table(base::Random(seed + 100));
            struct Model { FlowId id; Ipv4Address host; std::uint32_t epoch; };
            std::map<FourTuple, Model> model;
            std::map<FlowId, TimePoint> freed;
            TimePoint now;
            const Ipv4Address hosts[] = {kHostA, kHostB, kHostC};
            for (int step = 0; step < 4'000; ++step) {
                now = now + base::Duration::milliseconds(static_cast<std::int64_t>(random.below(400)));
                const FourTuple key = flow(static_cast<std::uint32_t>(random.below(60)));
                const Ipv4Address host = hosts[random.below(3)];
                const auto known = model.find(key);
                switch (random.below(4)) {
                case 0: {
                    const FlowTable::Entry *entry = table.insert(now, key, host, Encapsulation::ports);
                    QCOMPARE(entry == nullptr, known != model.end());
                    if (!entry)
                        break;
                    const auto before = freed.find(entry->id());
                    QVERIFY(before == freed.end() || now - before->second >= 120_s);
                    model[key] = {entry->id(), host, 0};
                    break;
                }
                case 1:
                    if (known == model.end())
                        break;
                    table.erase(now, known->second.id);
                    freed[known->second.id] = now;
                    model.erase(known);
                    break;
                case 2:
                    if (known == model.end())
                        break;
                    QVERIFY(table.switchTo(known->second.id, known->second.host, known->second.epoch, host) == FlowTable::Switch::done);
                    known->second.host = host;
                    ++known->second.epoch;
                    break;
                default:
                    if (known != model.end())
                        table.seen(now, *table.find(key), flags(TcpFlags::ack));
                    break;
                }
                QCOMPARE(table.size(), model.size());
            }
            std::map<Ipv4Address, std::uint32_t> counts;
            for (const auto &[key, one] : model) {
                const FlowTable::Entry *entry = table.find(key);
                QVERIFY(entry && entry->id() == one.id && entry->host() == one.host && entry->epoch() == one.epoch);
                QVERIFY(table.find(one.id) == entry);
                ++counts[one.host];
            }
            for (const Ipv4Address host : hosts)
                QCOMPARE(table.countOf(host), counts[host]);
            std::size_t listed = 0;
            table.forEach([&](const FlowTable::Entry &) { ++listed; });
            QCOMPARE(listed, model.size());
        }
    }

    void aMillionFlowsIn64BytesEach()
    {
        FlowTable table(base::Random(1));
        constexpr std::uint32_t kFlows = 1'000'000;
        for (std::uint32_t i = 0; i < kFlows; ++i) {
            QVERIFY(table.insert(kStart, flow(i), kHostA, Encapsulation::ports));
            if (i % 100'000 == 99'999)
                QVERIFY(table.memory() <= 64 * (std::size_t(i) + 1));
        }
        QVERIFY(table.memory() <= 64 * std::size_t(kFlows));
        const FlowTable copy = table; // a checkpoint
        for (std::uint32_t i = 0; i < kFlows; i += 997)
            QVERIFY(table.find(table.find(flow(i))->id())->flow() == flow(i) && copy.find(flow(i))->id() == table.find(flow(i))->id());
        runUntil(table, kStart + 61_s + FlowTable::kPass);
        QCOMPARE(table.size(), std::size_t(0));
    }

    void isFullAtItsLimit()
    {
        FlowTable table(base::Random(1), {}, 100'000);
        std::uint32_t n = 0;
        while (table.insert(kStart, flow(n), kHostA, Encapsulation::ports))
            ++n;
        QCOMPARE(n, 100'000u);
        QCOMPARE(table.counters().full, std::uint64_t(1));
        QVERIFY(table.find(flow(n - 1))->id() != table.find(flow(n - 2))->id());
    }
};

QTEST_APPLESS_MAIN(FlowTableTest)
#include "tst_flow_table.moc"
