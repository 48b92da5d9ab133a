// Computers with guests in a running network: how datagrams are carried in each mode, reception without copying, processor
// time, changes under way, and that it is all the same when it is done again.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/hypervisor/hypervisor.h"
#include "core/wire/ethernet.h"
#include "core/wire/ipv4.h"
#include "places.h"
#include "tests/support/worlds.h"

#include <nlohmann/json.hpp>

#include <QFile>
#include <QtTest>

#include <set>

using namespace hopyard;
using support::seconds;
namespace trace = base::trace;

namespace {

std::string sample(const char *name)
{
    QFile file(QStringLiteral(HOPYARD_SOURCE_DIR "/resources/labs/") + name);
    if (!file.open(QIODevice::ReadOnly))
        qFatal("no %s", name);
    return file.readAll().toStdString();
}

constexpr std::string_view kPc = R"(
hopyard: 1
nodes:
  h1: {kind: host, interfaces: {eth0: {address: 10.0.0.1/24}}}
  pc1:
    kind: hypervisor
    interfaces: {eth0: {address: 10.0.0.2/24}}
    computer: {memory: 16MiB, dma: 32, lend: 16}
    guests:
      g1: {memory: 2MiB, address: 10.0.0.11/24}
      g2: {memory: 2MiB, address: 10.0.0.12/24}
links:
  - {ends: [h1:eth0, pc1:eth0], delay: 1ms}
)";

std::string with(std::string_view text, const std::string &what, const std::string &instead)
{
    std::string out(text);
    const std::size_t at = out.find(what);
    if (at == std::string::npos)
        qFatal("no '%s'", what.c_str());
    return out.replace(at, what.size(), instead);
}

/// The IPv4 destination of a frame, or none.
std::string destinationOf(base::Bytes frame)
{
    if (frame.size() < 34 || base::loadU16(frame.data() + 12) != 0x0800)
        return {};
    const auto view = wire::Ipv4View::parseQuoted(frame.subspan(14));
    return view ? toString(view->destination()) : std::string();
}

/// The destinations seen on links, and at each step inside a computer, and why packets were dropped.
struct Watch final : trace::Sink {
    explicit Watch(world::World &world)
    {
        world.trace().add(this, trace::kindOf<trace::PacketSent>() | trace::kindOf<trace::BufferStep>()
                                    | trace::kindOf<trace::PacketDropped>() | trace::kindOf<trace::GuestChanged>());
    }
    void event(base::TimePoint time, const trace::Event &event) override
    {
        if (const auto *sent = std::get_if<trace::PacketSent>(&event)) {
            onLinks.insert(destinationOf(sent->bytes));
        } else if (const auto *step = std::get_if<trace::BufferStep>(&event)) {
            ++steps[std::string(step->step)];
            if (const std::string to = destinationOf(step->bytes); !to.empty())
                inside[std::string(step->step)].insert(to);
            log += std::to_string(time.ns()) + ' ' + std::string(step->step) + ' ' + std::string(step->guest) + ' '
                + std::to_string(step->hostPage) + ' ' + std::to_string(step->guestPage) + '\n';
        } else if (const auto *dropped = std::get_if<trace::PacketDropped>(&event)) {
            ++drops[std::string(toString(dropped->reason))];
        } else {
            const auto &guest = std::get<trace::GuestChanged>(event);
            states.push_back(std::string(guest.guest) + " " + std::string(guest.state));
        }
    }
    std::set<std::string> onLinks;
    std::map<std::string, std::set<std::string>> inside; // by step
    std::map<std::string, int> steps, drops;
    std::vector<std::string> states;
    std::string log;
};

nlohmann::json show(world::World &world, std::string_view place, std::string_view line)
{
    const world::CommandAnswer answer = world.command(place, line);
    if (!answer.ok)
        qFatal("%s", answer.text.c_str());
    return nlohmann::json::parse(answer.json);
}

/// "10 sent, 10 received, …" of a ping run from that place.
std::string pings(world::World &world, std::string_view from, const std::string &to, int count = 1)
{
    support::Lines lines(world);
    const world::CommandAnswer started = world.command(from, "ping " + to + " interval 10ms count " + std::to_string(count));
    world.runUntil(world.now() + base::Duration::seconds(15));
    world.trace().remove(&lines);
    return started.ok ? lines.with(" received") : started.text;
}

bool isWhole(world::World &world, std::string_view node)
{
    const world::CommandAnswer answer = world.command(node, "verify");
    if (!answer.ok)
        qWarning("%s", answer.text.c_str());
    return answer.ok;
}

#define VERIFY_HAS(text, part) \
    do { \
        const std::string hasText = (text); \
        QVERIFY2(hasText.find(part) != std::string::npos, hasText.c_str()); \
    } while (false)

} // namespace

class WorldHypervisorTest : public QObject {
    Q_OBJECT
private slots:
    void theLabsCostsAreTheComputers()
    {
        // Not named in the lab: as core/hypervisor has them. `free`: nothing takes time.
        world::World usual = support::worldFrom(kPc);
        world::World fast = support::worldFrom(with(kPc, "lend: 16", "lend: 16, costs: free"));
        for (world::World *world : {&usual, &fast})
            VERIFY_HAS(pings(*world, "pc1/g1", "g2"), "1 received");
        QVERIFY(show(usual, "pc1", "show costs").at(0).at("timeNs").get<std::int64_t>() > 0);
        QCOMPARE(show(fast, "pc1", "show costs").at(0).at("timeNs").get<std::int64_t>(), 0);
    }

    void directNeverLeavesTheComputerAndTranslatesNothing()
    {
        world::World world = support::worldFrom(kPc);
        Watch watch(world);
        VERIFY_HAS(pings(world, "pc1/g1", "g2", 5), "5 received");
        QVERIFY(!watch.onLinks.contains("10.0.0.11") && !watch.onLinks.contains("10.0.0.12"));
        QVERIFY((watch.inside["output"] == std::set<std::string>{"10.0.0.11", "10.0.0.12"}));
        QVERIFY(watch.inside["copied"] == watch.inside["output"]); // at both ends the same
        // Out and in again: the destination is the same at every point.
        Watch outside(world);
        VERIFY_HAS(pings(world, "h1", "g1", 3), "3 received");
        QVERIFY(outside.onLinks.contains("10.0.0.11") && outside.onLinks.contains("10.0.0.1"));
        QVERIFY((outside.inside["landed"] == std::set<std::string>{"10.0.0.11"}));
        QVERIFY((outside.inside["sent"] == std::set<std::string>{"10.0.0.1"}));
        QVERIFY(isWhole(world, "pc1"));
    }

    void threeWaysOut()
    {
        world::World world = support::worldFrom(sample("three-ways-out.yaml"));
        support::Lines lines(world);
        Watch watch(world);
        world.runUntil(seconds(20));
        QCOMPARE(std::count_if(lines.lines.begin(), lines.lines.end(), [](const std::string &l) { return l.find("3 received") != std::string::npos; }), 5);
        QVERIFY2(lines.notices.empty(), lines.notices.empty() ? "" : lines.notices.front().c_str());
        // Inside a translation nobody outside knows an address, and nobody reaches its server until a row leads there.
        QVERIFY(!watch.onLinks.contains("192.168.7.11"));
        const auto fetched = [&] {
            support::Lines said(world);
            (void)world.command("h1", "http 10.0.0.30:8080 timeout 2s");
            world.runUntil(world.now() + base::Duration::seconds(200));
            return !said.with("200 OK").empty();
        };
        QVERIFY(!fetched());
        QVERIFY(show(world, "nat", "show nat").at("noTranslation").get<int>() > 0);
        VERIFY_HAS(world.command("nat", "show nat").text, "until a row leads to it");
        QVERIFY(world.command("nat", "nat add tcp 8080 192.168.7.11 80").ok);
        QVERIFY(fetched());
        QVERIFY(world.command("nat", "nat delete tcp 8080").ok);
        QVERIFY(!fetched());
        // Mode bridged tells the wire each guest's own address, mode direct one for all.
        const nlohmann::json macs = show(world, "s1", "show mac");
        std::map<std::string, int> behind;
        for (const auto &row : macs)
            ++behind[row.at("port").get<std::string>()];
        for (const char *node : {"direct", "bridge", "nat"})
            QVERIFY(isWhole(world, node));
        QVERIFY(behind["p2"] <= 1 && behind["p4"] <= 1);
        VERIFY_HAS(pings(world, "h1", "b1", 2), "2 received");
        VERIFY_HAS(pings(world, "h1", "b2", 2), "2 received");
        VERIFY_HAS(pings(world, "h1", "d2", 2), "2 received");
        behind.clear();
        for (const auto &row : show(world, "s1", "show mac"))
            ++behind[row.at("port").get<std::string>()];
        QCOMPARE(behind["p2"], 1);
        QCOMPARE(behind["p3"], 2);
    }

    void whereThePacketLanded()
    {
        world::World world = support::worldFrom(sample("where-the-packet-landed.yaml"));
        Watch watch(world);
        world.runUntil(seconds(6.5));
        for (const char *step : {"landed", "named", "mapped", "interrupt", "released", "unmapped", "cleared", "listed"})
            QVERIFY2(watch.steps[step] > 0, step);
        QVERIFY(watch.inside["copied"].empty()); // but for answers to ARP, which the base portion makes itself
        // g2 keeps what it was lent until it is asked for it.
        const nlohmann::json guest = show(world, "pc1", "show guest g2");
        QVERIFY(guest.at("loans").size() >= 5);
        const nlohmann::json map = show(world, "pc1", "show buffers");
        QCOMPARE(map.at("pages").get<int>(), 8192);
        std::size_t pages = 0, mapped = 0;
        for (const auto &run : map.at("runs")) {
            pages += run.at("count").get<std::size_t>();
            if (run.at("state") == "mapped") {
                ++mapped;
                QCOMPARE(run.at("guest").get<std::string>(), std::string("g2"));
                QVERIFY(run.at("guestPage").is_number() && run.at("packet").is_number());
            }
        }
        QCOMPARE(pages, std::size_t(8192)); // none is lost
        QCOMPARE(mapped, guest.at("loans").size());
        QCOMPARE(show(world, "pc1", "show dma").at("pages").size(), 16 - mapped);
        world.runUntil(seconds(30));
        QVERIFY(watch.steps["asked"] > 0);
        QCOMPARE(watch.drops.size(), std::size_t(0));
        QVERIFY(isWhole(world, "pc1"));
    }

    void oneThatWillNotGiveBack()
    {
        world::World world = support::worldFrom(sample("never-gives-back.yaml"));
        support::Lines lines(world);
        world.runUntil(seconds(15));
        QCOMPARE(std::count_if(lines.lines.begin(), lines.lines.end(), [](const std::string &l) { return l.find("100 received") != std::string::npos; }), 2);
        const nlohmann::json miser = show(world, "pc1", "show guest miser"), kind = show(world, "pc1", "show guest kind");
        QCOMPARE(miser.at("loans").size(), std::size_t(8)); // its limit
        QCOMPARE(miser.at("interfaces").at(0).at("lent").get<int>(), 8);
        QVERIFY(miser.at("interfaces").at(0).at("copiedInstead").get<int>() >= 92);
        QVERIFY(kind.at("interfaces").at(0).at("lent").get<int>() >= 100);
        QCOMPARE(kind.at("interfaces").at(0).at("copiedInstead").get<int>(), 0);
        QCOMPARE(show(world, "pc1", "show dma").at("pages").size(), std::size_t(4));
        QVERIFY(isWhole(world, "pc1"));
        QVERIFY(world.command("pc1", "guest miser stop").ok);
        QCOMPARE(show(world, "pc1", "show dma").at("pages").size(), std::size_t(12));
        QVERIFY(isWhole(world, "pc1"));
    }

    void sharesCountUnderContention()
    {
        // Each datagram takes a guest 100 us; both are sent more than the one processor can take.
        const std::string lab = with(with(kPc, "lend: 16", "lend: 16, costs: {packet: 100us}"), "10.0.0.11/24}", "10.0.0.11/24, share: 300, start: [udp-sink]}");
        world::World world = support::worldFrom(with(lab, "10.0.0.12/24}", "10.0.0.12/24, share: 100, start: [udp-sink]}"));
        for (const char *guest : {"g1", "g2"})
            QVERIFY(world.command("h1", std::string("udp-source ") + guest + " pps 20000 size 100 for 3s").ok);
        world.runUntil(seconds(2.5));
        std::map<std::string, double> used;
        const nlohmann::json scheduler = show(world, "pc1", "show scheduler");
        for (const auto &row : scheduler.at("guests"))
            used[row.at("guest").get<std::string>()] = row.at("usedNs").get<double>();
        const double ratio = used["g1"] / used["g2"];
        QVERIFY2(ratio > 2.8 && ratio < 3.2, qPrintable(QString::number(ratio)));
        // What they got done is in proportion, too.
        std::map<std::string, double> got;
        for (const char *guest : {"g1", "g2"})
            got[guest] = show(world, "pc1", std::string("show guest ") + guest).at("interfaces").at(0).at("input").get<double>();
        QVERIFY2(got["g1"] / got["g2"] > 2.5 && got["g1"] / got["g2"] < 3.5, qPrintable(QString::number(got["g1"] / got["g2"])));
        QVERIFY(isWhole(world, "pc1"));
    }

    void modesAreSwitchedWhileItRuns()
    {
        world::World world = support::worldFrom(kPc);
        support::Lines lines(world);
        QVERIFY(world.command("h1", "ping g1 count 400 interval 100ms").ok);
        QVERIFY(world.command("pc1", "on g2 ping g1 count 400 interval 100ms").ok);
        int at = 0;
        for (const char *line : {"mode bridged", "receive remap", "mode nat", "receive copy", "mode direct", "receive remap", "mode bridged", "mode direct"}) {
            world.runUntil(seconds(at += 4));
            QVERIFY(world.command("pc1", line).ok);
            QVERIFY(isWhole(world, "pc1"));
        }
        world.runUntil(seconds(60));
        int from[2] = {0, 0}, n = 0;
        for (const std::string &line : lines.lines)
            if (const std::size_t end = line.find(" received"); end != std::string::npos)
                from[n++] = std::stoi(line.substr(line.rfind(' ', end - 1) + 1));
        QCOMPARE(n, 2);
        // In mode nat, for eight seconds, nobody outside reaches g1; beside it g2 always does.
        const int least = std::min(from[0], from[1]), most = std::max(from[0], from[1]);
        QVERIFY2(most >= 390, qPrintable(QString::number(most)));
        QVERIFY2(least >= 300 && least <= 325, qPrintable(QString::number(least)));
    }

    void changesTakeEffectAndTheRestGoesOn()
    {
        world::World world = support::worldFrom(kPc);
        support::Lines lines(world);
        Watch watch(world);
        QVERIFY(world.command("h1", "ping 10.0.0.11 count 100 interval 100ms").ok);
        world.runUntil(seconds(2));
        const auto apply = [&](const std::string &text) {
            const auto problems = world.apply(support::labFrom(text));
            return !lab::hasErrors(problems) && isWhole(world, "pc1");
        };
        // A guest more, with a program; another's share, address and state; a mode.
        const std::string more = with(with(kPc, "      g2: {memory: 2MiB, address: 10.0.0.12/24}", "      g2: {memory: 2MiB, share: 50, address: 10.0.0.13/24}\n"
                                      "      g3: {memory: 2MiB, address: 10.0.0.12/24, start: [\"ping g1 count 2\"]}"), "lend: 16", "lend: 16, receive: remap");
        QVERIFY(apply(more));
        VERIFY_HAS(pings(world, "h1", "g3"), "1 received");
        VERIFY_HAS(pings(world, "h1", "10.0.0.13"), "1 received");
        QVERIFY(!lines.with("2 received").empty());
        QCOMPARE(show(world, "pc1", "show guest g2").at("share").get<int>(), 50);
        QCOMPARE(show(world, "pc1", "show guests").at("receive").get<std::string>(), std::string("remap"));
        QVERIFY(!lines.with("100 received").empty()); // it never noticed
        // Another machine of that name; one taken away; one that is not to run.
        watch.states.clear();
        QVERIFY(apply(with(with(kPc, "g1: {memory: 2MiB, address: 10.0.0.11/24}", "g1: {memory: 3MiB, address: 10.0.0.11/24}"),
                           "10.0.0.12/24}", "10.0.0.12/24, state: stopped}")));
        QCOMPARE(watch.states, (std::vector<std::string>{"g1 stopped", "g1 removed", "g3 stopped", "g3 removed", "g1 running", "g2 stopped"}));
        VERIFY_HAS(pings(world, "h1", "g1"), "1 received");
        VERIFY_HAS(pings(world, "h1", "g2"), "0 received");
        // Rows of ports, and a computer with other memory.
        QVERIFY(apply(with(kPc, "    guests:", "    nat: [{port: 8080, to: \"g2:80\"}]\n    guests:")));
        QCOMPARE(show(world, "pc1", "show nat").at("rows").at(0).at("inside").get<std::string>(), std::string("10.0.0.12"));
        QVERIFY(apply(with(kPc, "memory: 16MiB", "memory: 32MiB")));
        QCOMPARE(show(world, "pc1", "show nat").at("rows").size(), std::size_t(0));
        QCOMPARE(show(world, "pc1", "show buffers").at("pages").get<int>(), 8192);
        VERIFY_HAS(pings(world, "pc1/g2", "h1"), "1 received");
    }

    void anAddressMovesBetweenGuestsInOneEdit()
    {
        world::World world = support::worldFrom(kPc);
        std::string text = with(kPc, "10.0.0.11/24", "10.0.0.99/24");
        text = with(with(text, "10.0.0.12/24", "10.0.0.11/24"), "10.0.0.99/24", "10.0.0.12/24");
        QVERIFY(!lab::hasErrors(world.apply(support::labFrom(text))));
        VERIFY_HAS(pings(world, "h1", "10.0.0.11"), "1 received");
        QCOMPARE(show(world, "pc1", "show addresses").at(0).at("owner").get<std::string>(), std::string("g2:eth0"));
        QVERIFY(isWhole(world, "pc1"));
    }

    void whatAGuestSaysBearsItsName()
    {
        struct Names final : trace::Sink {
            std::set<std::string> names;
            void event(base::TimePoint, const trace::Event &event) override { names.emplace(std::get<trace::ApplicationOutput>(event).application); }
        } names;
        world::World world = support::worldFrom(kPc);
        world.trace().add(&names, trace::kindOf<trace::ApplicationOutput>());
        QVERIFY(world.command("pc1/g1", "ping g2 count 1").ok);
        world.runUntil(seconds(2));
        QVERIFY((names.names == std::set<std::string>{"g1/ping"}));
    }

    void onlyTouchedPagesCostMemory()
    {
        std::string guests;
        for (int i = 1; i <= 100; ++i)
            guests += "      v" + std::to_string(i) + ": {share: 10, address: 10.0.0." + std::to_string(100 + i) + "/24}\n";
        std::string text = with(kPc, "memory: 16MiB", "memory: 2GiB");
        text = with(with(text, "      g1: {memory: 2MiB, address: 10.0.0.11/24}\n", guests), "      g2: {memory: 2MiB, address: 10.0.0.12/24}\n", "");
        world::World world = support::worldFrom(text);
        world.runUntil(seconds(1));
        const nlohmann::json map = show(world, "pc1", "show buffers");
        QCOMPARE(map.at("counts").at("guest memory").get<int>(), 100 * 4096);
        QVERIFY2(map.at("resident").get<int>() < 1'000, qPrintable(QString::number(map.at("resident").get<int>())));
        VERIFY_HAS(pings(world, "pc1/v1", "v100"), "1 received");
    }

    void theSameAgainIsTheSame()
    {
        for (const char *lab : {"three-ways-out.yaml", "where-the-packet-landed.yaml", "never-gives-back.yaml"}) {
            world::World one = support::worldFrom(sample(lab)), other = support::worldFrom(sample(lab));
            support::Everything all(one), again(other);
            Watch steps(one), stepsAgain(other);
            one.runUntil(seconds(3));
            other.runUntil(seconds(3));
            // A checkpoint goes on as the world that it was made of.
            world::World third = other.copy();
            support::Everything rest(one), restOfCopy(third);
            Watch restSteps(one), restStepsOfCopy(third);
            one.runUntil(seconds(6));
            third.runUntil(seconds(6));
            QVERIFY(all.count > 0 && !steps.log.empty());
            QVERIFY(stepsAgain.log == steps.log.substr(0, stepsAgain.log.size()) && again.log == all.log.substr(0, again.log.size()));
            QVERIFY(rest.log == restOfCopy.log && restSteps.log == restStepsOfCopy.log && !restSteps.log.empty());
        }
    }
};

QTEST_APPLESS_MAIN(WorldHypervisorTest)
#include "tst_hypervisor.moc"
