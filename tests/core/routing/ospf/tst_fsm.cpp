// The two state machines of RFC 2328, row by row as its sections 9.3 and 10.3 write them, and the election of 9.4.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/routing/ospf/interface_fsm.h"
#include "core/routing/ospf/neighbour_fsm.h"
#include "tests/support/compare.h"

#include <QtTest>

#include <map>

using namespace hopyard;
namespace ospf = routing::ospf;
using ospf::NetworkType;
using IS = ospf::InterfaceState;
using IE = ospf::InterfaceEvent;
using IA = ospf::InterfaceAction;
using NS = ospf::NeighbourState;
using NE = ospf::NeighbourEvent;
using NA = ospf::NeighbourAction;

namespace {

constexpr IS kInterfaceStates[] = {IS::down, IS::loopback, IS::waiting, IS::pointToPoint, IS::drOther, IS::backup, IS::dr};
constexpr IE kInterfaceEvents[] = {IE::interfaceUp, IE::waitTimer, IE::backupSeen, IE::neighbourChange, IE::loopInd, IE::unloopInd, IE::interfaceDown};
constexpr NS kNeighbourStates[] = {NS::down, NS::attempt, NS::init, NS::twoWay, NS::exStart, NS::exchange, NS::loading, NS::full};
constexpr NE kNeighbourEvents[] = {NE::helloReceived, NE::start, NE::twoWayReceived, NE::negotiationDone, NE::exchangeDone, NE::badLsReq, NE::loadingDone,
                                   NE::adjOk, NE::seqNumberMismatch, NE::oneWayReceived, NE::killNbr, NE::inactivityTimer, NE::llDown};

base::Ipv4Address at(unsigned n) { return base::Ipv4Address(10, 0, 0, static_cast<std::uint8_t>(n)); }
base::Ipv4Address id(unsigned n) { return base::Ipv4Address(static_cast<std::uint8_t>(n), 0, 0, 0); }
/// dr and bdr: numbers of routers, 0 for none.
ospf::Candidate candidate(unsigned n, unsigned priority, unsigned dr = 0, unsigned bdr = 0)
{
    return {id(n), at(n), static_cast<std::uint8_t>(priority), dr ? at(dr) : base::Ipv4Address(), bdr ? at(bdr) : base::Ipv4Address()};
}
ospf::Elected elected(unsigned dr, unsigned bdr)
{
    return {dr ? at(dr) : base::Ipv4Address(), bdr ? at(bdr) : base::Ipv4Address()};
}

} // namespace

class TestFsm : public QObject {
    Q_OBJECT
private slots:
    void interfaceTable()
    {
        // What is not here means nothing: no action, the state stays.
        std::map<std::pair<IS, IE>, ospf::InterfaceStep> rows;
        rows[{IS::down, IE::interfaceUp}] = {IA::beginWait, IS::waiting};
        rows[{IS::loopback, IE::unloopInd}] = {IA::none, IS::down};
        for (const IE e : {IE::waitTimer, IE::backupSeen})
            rows[{IS::waiting, e}] = {IA::elect, IS::drOther};
        for (const IS s : {IS::drOther, IS::backup, IS::dr})
            rows[{s, IE::neighbourChange}] = {IA::elect, IS::drOther};
        for (const IS s : kInterfaceStates) {
            if (s != IS::loopback)
                rows[{s, IE::loopInd}] = {IA::reset, IS::loopback};
            if (s != IS::down)
                rows[{s, IE::interfaceDown}] = {IA::reset, IS::down};
        }
        for (const IS s : kInterfaceStates)
            for (const IE e : kInterfaceEvents) {
                const auto it = rows.find({s, e});
                const ospf::InterfaceStep expected = it == rows.end() ? ospf::InterfaceStep{IA::none, s} : it->second;
                QVERIFY2(step(s, e, NetworkType::broadcast, 1) == expected, (std::string(toString(s)) + ' ' + std::string(toString(e))).c_str());
            }
    }

    void interfaceUpByKindOfNetwork()
    {
        const auto up = [](NetworkType type, std::uint8_t priority) { return step(IS::down, IE::interfaceUp, type, priority); };
        for (const NetworkType type : {NetworkType::pointToPoint, NetworkType::pointToMultipoint, NetworkType::virtualLink})
            QVERIFY((up(type, 1) == ospf::InterfaceStep{IA::begin, IS::pointToPoint}));
        for (const NetworkType type : {NetworkType::broadcast, NetworkType::nbma}) {
            QVERIFY((up(type, 1) == ospf::InterfaceStep{IA::beginWait, IS::waiting}));
            QVERIFY((up(type, 0) == ospf::InterfaceStep{IA::electFirst, IS::drOther}));
        }
        QVERIFY((up(NetworkType::loopback, 1) == ospf::InterfaceStep{IA::none, IS::loopback}));
    }

    void neighbourTable()
    {
        std::map<std::pair<NS, NE>, ospf::NeighbourStep> rows;
        rows[{NS::down, NE::start}] = {NA::startAttempt, NS::attempt};
        for (const NS s : kNeighbourStates) {
            rows[{s, NE::helloReceived}] = {NA::alive, s <= NS::attempt ? NS::init : s};
            for (const NE e : {NE::killNbr, NE::inactivityTimer, NE::llDown})
                rows[{s, e}] = {NA::forget, NS::down};
            if (s >= NS::twoWay)
                rows[{s, NE::oneWayReceived}] = {NA::clearLists, NS::init};
            if (s >= NS::exStart)
                rows[{s, NE::adjOk}] = {NA::judgeAgain, s};
            if (s >= NS::exchange)
                for (const NE e : {NE::seqNumberMismatch, NE::badLsReq})
                    rows[{s, e}] = {NA::startOver, NS::exStart};
        }
        rows[{NS::init, NE::twoWayReceived}] = {NA::judge, NS::exStart};
        rows[{NS::twoWay, NE::adjOk}] = {NA::judge, NS::exStart};
        rows[{NS::exStart, NE::negotiationDone}] = {NA::summarise, NS::exchange};
        rows[{NS::exchange, NE::exchangeDone}] = {NA::request, NS::loading};
        rows[{NS::loading, NE::loadingDone}] = {NA::none, NS::full};
        for (const NS s : kNeighbourStates)
            for (const NE e : kNeighbourEvents) {
                const auto it = rows.find({s, e});
                const ospf::NeighbourStep expected = it == rows.end() ? ospf::NeighbourStep{NA::none, s} : it->second;
                QVERIFY2(step(s, e) == expected, (std::string(toString(s)) + ' ' + std::string(toString(e))).c_str());
            }
    }

    void elections()
    {
        using ospf::elect;
        // Nobody yet: the highest id becomes backup first, and as there is no DR, DR; the next one backup.
        QVERIFY(elect(candidate(1, 1), {candidate(2, 1), candidate(3, 1)}) == elected(3, 3) || elect(candidate(1, 1), {candidate(2, 1), candidate(3, 1)}) == elected(3, 2));
        QVERIFY(elect(candidate(3, 1), {candidate(1, 1), candidate(2, 1)}) == elected(3, 2));
        // The priority before the id; 0 never.
        QVERIFY(elect(candidate(1, 9), {candidate(2, 1), candidate(3, 1)}) == elected(1, 3));
        QVERIFY(elect(candidate(1, 1), {candidate(2, 0)}) == elected(1, 0));
        QVERIFY(elect(candidate(1, 0), {candidate(2, 0)}) == elected(0, 0));
        QVERIFY(elect(candidate(1, 0), {candidate(2, 1, 2)}) == elected(2, 0));
        // Who is in office stays there, whatever comes.
        QVERIFY(elect(candidate(9, 9), {candidate(1, 1, 1, 2), candidate(2, 1, 1, 2)}) == elected(1, 2));
        // The DR is gone: the backup follows it, and another becomes backup.
        QVERIFY(elect(candidate(2, 1, 1, 2), {candidate(3, 1, 1, 2)}) == elected(2, 3));
        QVERIFY(elect(candidate(3, 1, 1, 2), {candidate(2, 1, 1, 2)}) == elected(2, 2) || elect(candidate(3, 1, 1, 2), {candidate(2, 1, 1, 2)}) == elected(2, 3));
        // The backup is gone.
        QVERIFY(elect(candidate(3, 1, 1, 2), {candidate(1, 1, 1, 2), candidate(4, 1, 1, 2)}) == elected(1, 4));
        // Two networks grew together, each with a DR: the higher stays.
        QVERIFY(elect(candidate(1, 1, 1), {candidate(2, 1, 2)}) == elected(2, 1));
        QVERIFY(elect(candidate(2, 1, 2), {candidate(1, 1, 1)}) == elected(2, 0) || elect(candidate(2, 1, 2), {candidate(1, 1, 1)}) == elected(2, 1));
        QCOMPARE(stateAfter(elected(1, 2), at(1)), IS::dr);
        QCOMPARE(stateAfter(elected(1, 2), at(2)), IS::backup);
        QCOMPARE(stateAfter(elected(1, 2), at(3)), IS::drOther);
    }
};

QTEST_APPLESS_MAIN(TestFsm)
#include "tst_fsm.moc"
