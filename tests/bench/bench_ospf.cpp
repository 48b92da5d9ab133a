// OSPF: the calculation of a large area alone, and whole networks of virtual routers from their start to all routes everywhere.
//
// Networks: grids of point-to-point links; and the topology files (GraphML) that HOPYARD_TOPOLOGIES names, with ':' between
// them, built as `hop import --plan ospf` builds them, without rates. A network counts as converged at the last change of a
// route that leads to every loopback and link everywhere; wall time is from the first moment of the built world to then.
// Peak memory is the process's: run one network a process (--benchmark_filter) to know it.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/routing/ospf/instance.h"
#include "core/routing/ospf/lsdb.h"
#include "core/routing/ospf/route_calculation.h"
#include "core/topology/build_lab.h"
#include "core/topology/import.h"
#include "core/wire/ospf_lsa.h"
#include "core/world/world.h"

#include <benchmark/benchmark.h>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <chrono>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <string>
#include <sys/resource.h>
#include <unistd.h>

using namespace hopyard;
namespace ospf = routing::ospf;
namespace trace = base::trace;
using Clock = std::chrono::steady_clock;

namespace {

double secondsSince(Clock::time_point start)
{
    return std::chrono::duration<double>(Clock::now() - start).count();
}

double residentMebibytes()
{
    std::ifstream statm("/proc/self/statm");
    std::size_t size = 0, resident = 0;
    statm >> size >> resident;
    return double(resident) * double(sysconf(_SC_PAGESIZE)) / (1 << 20);
}

double peakMebibytes()
{
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    return double(usage.ru_maxrss) / 1024;
}

// --- whole networks ---

topology::Topology gridOf(std::size_t side)
{
    topology::Topology grid;
    grid.name = fmt::format("Grid {0}x{0}", side);
    grid.nodes.resize(side * side);
    for (std::size_t i = 0; i < grid.nodes.size(); ++i) {
        grid.nodes[i].id = fmt::format("{}", i);
        grid.nodes[i].drawn = lab::Position{double(i % side) * 100, double(i / side) * 100};
        if (i % side + 1 < side)
            grid.links.push_back({i, i + 1, {}, {}, {}, {}});
        if (i + side < grid.nodes.size())
            grid.links.push_back({i, i + side, {}, {}, {}, {}});
    }
    return grid;
}

/// When the last route changed.
struct LastChange final : trace::Sink {
    void event(base::TimePoint time, const trace::Event &) override
    {
        at = time;
        wall = Clock::now();
        ++changes;
    }
    base::TimePoint at;
    Clock::time_point wall;
    std::uint64_t changes = 0;
};

std::size_t ospfRoutes(world::World &world, base::NodeId node)
{
    const auto json = nlohmann::json::parse(world.command(node, "show ip route summary json").json);
    for (const auto &kind : json["routes"])
        if (kind["type"] == "ospf")
            return kind["rib"].get<std::size_t>();
    return 0;
}

void converge(benchmark::State &state, const topology::Topology &topology)
{
    topology::BuildOptions options;
    options.withRates = false;
    const lab::Lab lab = topology::buildLab(topology, options).lab;
    const std::vector<std::size_t> components = topology::components(topology);
    for (auto _ : state) {
        const double before = residentMebibytes();
        auto world = world::World::build(lab, 1);
        if (!world)
            return state.SkipWithError(lab::toString(world.error().front()).c_str());
        LastChange last;
        world->trace().add(&last, trace::kindOf<trace::RouteChanged>());
        const auto start = Clock::now();
        last.wall = start;
        // Until nothing changed for longer than the dead interval; what is measured ends with the last change.
        while (world->now() < last.at + base::Duration::seconds(60))
            world->runUntil(world->now() + base::Duration::seconds(5));
        state.SetIterationTime(std::chrono::duration<double>(last.wall - start).count());
        std::size_t missing = 0;
        for (std::size_t i = 0; i < topology.nodes.size(); ++i) {
            std::size_t expected = 0; // loopbacks and links of its part of the network
            for (std::size_t j = 0; j < topology.nodes.size(); ++j)
                expected += components[i] == components[j];
            for (const topology::Link &link : topology.links)
                expected += components[link.from] == components[i];
            const std::size_t got = ospfRoutes(*world, world->nodes()[i]);
            missing += got < expected ? expected - got : 0;
        }
        if (missing > 0)
            return state.SkipWithError(fmt::format("{} routes are missing", missing).c_str());
        state.counters["routers"] = double(topology.nodes.size());
        state.counters["links"] = double(topology.links.size());
        state.counters["virtual_s"] = last.at.ns() / 1e9;
        state.counters["wall_all_s"] = secondsSince(start);
        state.counters["events"] = double(world->eventCount());
        state.counters["route_changes"] = double(last.changes);
        state.counters["network_MiB"] = residentMebibytes() - before;
        state.counters["peak_MiB"] = peakMebibytes();
    }
}

void grid(benchmark::State &state)
{
    converge(state, gridOf(static_cast<std::size_t>(state.range(0))));
}
BENCHMARK(grid)->Arg(8)->Arg(16)->UseManualTime()->Iterations(1)->Unit(benchmark::kSecond);

void file(benchmark::State &state, const std::string &path)
{
    std::ifstream in(path, std::ios::binary);
    const std::string text{std::istreambuf_iterator<char>(in), {}};
    const topology::Parsed parsed = topology::parseTopology(text, path);
    if (!parsed.topology)
        return state.SkipWithError("not a topology");
    converge(state, *parsed.topology);
}

// --- the calculation alone ---

base::Ipv4Address routerId(std::size_t i) { return base::Ipv4Address(std::uint32_t(0x0a000001 + i)); }

/// The database of an area that is a grid of routers with point-to-point links, numbered, and a loopback network each.
ospf::Lsdb gridDatabase(std::size_t side)
{
    ospf::Lsdb db;
    for (std::size_t i = 0; i < side * side; ++i) {
        wire::RouterLsa lsa;
        const auto link = [&](std::size_t other, std::uint32_t own) {
            lsa.links.push_back({wire::RouterLink::Type::pointToPoint, routerId(other), base::Ipv4Address(own), 10});
            lsa.links.push_back({wire::RouterLink::Type::stub, base::Ipv4Address(own & ~3u), base::Ipv4Address(0xfffffffc), 10});
        };
        const auto right = [&](std::size_t from) { return std::uint32_t(0x14000000 + from * 8); };
        const auto down = [&](std::size_t from) { return std::uint32_t(0x1e000000 + from * 8); };
        if (i % side + 1 < side)
            link(i + 1, right(i) + 1);
        if (i % side > 0)
            link(i - 1, right(i - 1) + 2);
        if (i + side < side * side)
            link(i + side, down(i) + 1);
        if (i >= side)
            link(i - side, down(i - side) + 2);
        lsa.links.push_back({wire::RouterLink::Type::stub, routerId(i), base::Ipv4Address(0xffffffff), 0});
        wire::LsaHeader header;
        header.key = {wire::LsaType::router, routerId(i), routerId(i)};
        ospf::StoredLsa stored;
        stored.bytes = ospf::makeLsaBytes(wire::emitLsa(header, lsa.body()));
        stored.own = i == 0;
        db.install(std::move(stored));
    }
    return db;
}

/// The router in the grid's corner, adjacent to its two neighbours.
ospf::Instance cornerRouter(std::size_t side)
{
    ospf::Config config;
    config.routerId = routerId(0);
    ospf::Instance r(config, 1);
    r.running = true;
    ospf::Area &area = r.areas[1];
    area.serial = 1;
    area.db = gridDatabase(side);
    const auto adjacent = [&](ospf::Serial serial, std::uint32_t network, std::size_t to) {
        ospf::Interface &interface = r.interfaces[serial];
        interface.serial = serial;
        interface.id = {base::PortIndex(serial), base::Ipv4Address(network + 1), {}};
        interface.config.length = 30;
        interface.config.type = ospf::NetworkType::pointToPoint;
        interface.area = 1;
        interface.state = ospf::InterfaceState::pointToPoint;
        ospf::Neighbour &neighbour = interface.neighbours[serial + 10];
        neighbour.id = routerId(to);
        neighbour.address = base::Ipv4Address(network + 2);
        neighbour.state = ospf::NeighbourState::full;
    };
    adjacent(2, 0x14000000, 1);
    adjacent(3, 0x1e000000, side);
    return r;
}

/// A full run of the calculation, as a changed router advertisement asks for one: graph, tree, all routes, what differs.
void calculation(benchmark::State &state)
{
    const auto side = static_cast<std::size_t>(state.range(0));
    ospf::Instance r = cornerRouter(side);
    ospf::Output out;
    for (auto _ : state) {
        out.clear();
        ospf::Context context{r, base::TimePoint::fromNs(1), out};
        r.planned = ospf::Extent::full;
        ospf::spfTimer(context);
    }
    state.counters["routers"] = double(side * side);
    state.counters["routes"] = double(r.table.routes.size());
    if (r.table.routes.size() != side * side - 1 + 2 * side * (side - 1)) // its own loopback has no interface here
        state.SkipWithError("routes are missing");
}
BENCHMARK(calculation)->Arg(32)->Arg(100)->Unit(benchmark::kMillisecond);

} // namespace

int main(int argc, char **argv)
{
    const char *names = std::getenv("HOPYARD_TOPOLOGIES");
    std::string rest = names ? names : "";
    while (!rest.empty()) {
        const std::size_t end = std::min(rest.find(':'), rest.size());
        const std::string path = rest.substr(0, end);
        const std::string name = path.substr(path.rfind('/') + 1);
        benchmark::RegisterBenchmark(name.c_str(), [path](benchmark::State &state) { file(state, path); })
            ->UseManualTime()->Iterations(1)->Unit(benchmark::kSecond);
        rest.erase(0, std::min(end + 1, rest.size()));
    }
    benchmark::Initialize(&argc, argv);
    benchmark::RunSpecifiedBenchmarks();
    return 0;
}
