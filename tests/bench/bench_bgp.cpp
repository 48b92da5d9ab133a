// BGP: a whole table from one neighbour into a whole virtual router, and on to a second neighbour.
//
// The router is a VirtualRouter with its own TCP, BGP, RIB and forwarding table, configured in FRR's lines, on a cable to
// the one who speaks and on one to who listens; packets wait in queues between them, in virtual time. Its CPU time is that
// of the calls that move it: what its neighbours cost is not in it. Memory is the peak that the process adds: each
// measurement is a process of its own, and what the neighbours hold is in it.
// bgp_peers.py runs this beside BIRD and FRR, whom it gives the same bytes: `bench_bgp --write=FOLDER` writes them.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/console/config_text.h"
#include "core/router/bgp_process.h"
#include "core/router/virtual_router.h"
#include "tests/bench/bgp_load.h"

#include <benchmark/benchmark.h>
#include <fmt/format.h>

#include <malloc.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <cstdlib>
#include <deque>
#include <fstream>
#include <map>
#include <memory>
#include <string>
#include <utility>

using namespace hopyard;
using namespace hopyard::bench;
using namespace base::literals;

namespace {

constexpr std::size_t kMillion = 1'000'000;

double cpuSeconds()
{
    timespec now{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return double(now.tv_sec) + double(now.tv_nsec) * 1e-9;
}

/// A line of /proc/self/status, in MiB.
double statusMebibytes(const std::string &wanted)
{
    std::ifstream status("/proc/self/status");
    for (std::string line; std::getline(status, line);)
        if (line.rfind(wanted + ":", 0) == 0)
            return std::strtod(line.c_str() + wanted.size() + 1, nullptr) / 1024;
    return 0;
}

/// A neighbour that opens a session, says what it was given and counts what it hears.
class Neighbour final : public transport::Application {
public:
    Neighbour(base::Ipv4Address router, wire::AsNumber as, base::Ipv4Address identifier, base::Bytes says)
        : m_router(router), m_first(openMessage(as, identifier)), m_says(says)
    {
        wire::appendKeepalive(m_first);
    }
    void start(transport::AppContext &c) override
    {
        m_socket = *c.socket(transport::SocketKind::tcp, base::Family::ipv4);
        (void)c.connect(m_socket, {m_router, wire::kBgpPort});
    }
    void ready(transport::AppContext &c, transport::SocketId socket) override
    {
        for (base::Bytes bytes = c.peek(socket); !bytes.empty(); bytes = c.peek(socket)) {
            m_heard.insert(m_heard.end(), bytes.begin(), bytes.end());
            c.consume(socket, bytes.size());
            take();
        }
        std::uint8_t byte = 0;
        if (const auto end = c.read(socket, base::MutableBytes(&byte, 1)); end)
            over = true;
        write(c, m_first, m_firstSent);
        if (m_established && m_firstSent == m_first.size())
            write(c, m_says, m_saidTo);
    }
    void expire(transport::AppContext &) override {}
    base::TimePoint nextDeadline() const override { return base::TimePoint::never(); }
    void stop(transport::AppContext &) override {}
    bool isFinished() const override { return false; }
    std::unique_ptr<Application> clone() const override { return std::make_unique<Neighbour>(*this); }
    std::string_view name() const override { return "neighbour"; }
    std::string commandLine() const override { return "neighbour"; }
    std::string resultJson() const override { return "{}"; }

    std::size_t announced = 0; ///< prefixes heard
    bool ended = false;        ///< heard the mark of the end
    bool over = false;

private:
    void write(transport::AppContext &c, base::Bytes bytes, std::size_t &sent)
    {
        while (sent < bytes.size()) {
            const auto taken = c.write(m_socket, bytes.subspan(sent, std::min<std::size_t>(bytes.size() - sent, 1 << 16)));
            if (!taken)
                return;
            sent += *taken;
        }
    }
    void take()
    {
        std::size_t at = 0;
        for (;;) {
            const auto frame = wire::nextBgpMessage(base::Bytes(m_heard).subspan(at));
            if (!frame || frame->length == 0)
                break;
            at += frame->length;
            m_established = m_established || frame->type == wire::BgpType::keepalive;
            if (frame->type != wire::BgpType::update)
                continue;
            const auto update = wire::BgpUpdateView::parse(frame->body);
            ended = ended || (update->attributes.empty() && update->withdrawn.empty());
            wire::BgpPrefixReader prefixes(update->announced, base::Family::ipv4);
            std::uint32_t address = 0;
            std::uint8_t length = 0;
            while (prefixes.next(address, length))
                ++announced;
        }
        m_heard.erase(m_heard.begin(), m_heard.begin() + static_cast<std::ptrdiff_t>(at));
    }
    base::Ipv4Address m_router;
    std::vector<std::uint8_t> m_first;
    base::Bytes m_says;
    std::size_t m_firstSent = 0, m_saidTo = 0;
    bool m_established = false;
    transport::SocketId m_socket;
    std::vector<std::uint8_t> m_heard;
};

/// The router in the middle (node 0), who speaks (1) and who listens (2).
class Scene {
public:
    explicit Scene(base::Bytes says, bool withMonitor)
    {
        for (const char *name : {"router", "source", "monitor"}) {
            ip::StackOptions options;
            options.forwarding = m_nodes.empty();
            m_nodes.emplace_back(name, base::Random::derive(1, name), options);
        }
        port(0, "10.0.0.1/24"), port(0, "10.0.1.1/24");
        port(1, "10.0.0.2/24"), port(2, "10.0.1.3/24");
        for (std::size_t n = 0; n < 3; ++n)
            for (const base::PortIndex p : m_nodes[n].stack().ports())
                move(n, [&](link::Context &c) { m_nodes[n].carrierChanged(c, p, true); });
        const auto config = console::parseConfig(
            "router bgp 65000\n bgp router-id 10.0.0.1\n no bgp ebgp-requires-policy\n"
            " neighbor 10.0.0.2 remote-as 65001\n neighbor 10.0.0.2 passive\n"
            " neighbor 10.0.1.3 remote-as 65002\n neighbor 10.0.1.3 passive\n neighbor 10.0.1.3 timers connect 5\n"
            " neighbor 10.0.0.2 advertisement-interval 0\n neighbor 10.0.1.3 advertisement-interval 0\n");
        if (!config)
            std::abort();
        router::RouterConfig whole = *config;
        for (std::size_t n = 0; n < 2; ++n)
            whole.interfaces["eth" + std::to_string(n)].addresses = m_nodes[0].stack().interface(base::PortIndex(std::uint32_t(n)))->addresses;
        move(0, [&](link::Context &c) { m_nodes[0].configure(c, whole); });
        run(2_s); // announcements of addresses, start timers
        if (withMonitor)
            monitor = launch(2, kMonitorAs, base::Ipv4Address(10, 0, 1, 3), base::Ipv4Address(10, 0, 1, 1), {});
        run(2_s);
        cpu = 0;
        source = launch(1, kSourceAs, kSource, kRouter, says);
    }

    /// Until `done` or for a minute of virtual time.
    template <class Done>
    bool runUntil(Done done)
    {
        const base::TimePoint end = m_now + 60_s;
        while (!done() && m_now < end)
            round();
        return done();
    }
    router::VirtualRouter &router() { return m_nodes[0]; }
    const Neighbour *source = nullptr, *monitor = nullptr;
    double cpu = 0; ///< seconds, of the router

private:
    template <class F>
    void move(std::size_t n, F f)
    {
        link::Context context{m_now, base::NodeId(static_cast<std::uint32_t>(n)), m_pool, m_out, m_hub};
        const double before = n == 0 ? cpuSeconds() : 0;
        f(context);
        if (n == 0)
            cpu += cpuSeconds() - before;
        for (link::Outbox::Item &item : m_out.items()) {
            const std::size_t to = n == 0 ? 1 + item.port.index() : 0;
            m_flying.push_back({to, base::PortIndex(n == 2 ? 1u : 0u), std::move(item.packet)});
        }
        m_out.items().clear();
    }
    void port(std::size_t n, const char *address)
    {
        ip::InterfaceSpec spec;
        spec.name = "eth" + std::to_string(m_nodes[n].stack().ports().size());
        spec.mac = base::MacAddress::local(static_cast<std::uint32_t>(n << 8 | (m_nodes[n].stack().ports().size() + 1)));
        spec.addresses.push_back(*base::InterfaceAddress::parse(address));
        move(n, [&](link::Context &c) { m_nodes[n].addInterface(c, spec); });
    }
    const Neighbour *launch(std::size_t n, wire::AsNumber as, base::Ipv4Address id, base::Ipv4Address router, base::Bytes says)
    {
        auto made = std::make_unique<Neighbour>(router, as, id, says);
        const Neighbour *kept = made.get();
        move(n, [&](link::Context &c) { m_nodes[n].launch(c, std::move(made)); });
        return kept;
    }
    /// What is on its way arrives 50 µs later; timers that are due run.
    void round()
    {
        m_now = m_now + 50_us;
        for (std::size_t n = m_flying.size(); n > 0; --n) {
            Flying one = std::move(m_flying.front());
            m_flying.pop_front();
            move(one.to, [&](link::Context &c) { m_nodes[one.to].handle(c, one.port, std::move(one.packet)); });
        }
        for (std::size_t n = 0; n < m_nodes.size(); ++n)
            if (m_nodes[n].nextDeadline() <= m_now)
                move(n, [&](link::Context &c) { m_nodes[n].expire(c); });
    }
    void run(base::Duration duration)
    {
        for (const base::TimePoint end = m_now + duration; m_now < end;)
            round();
    }

    struct Flying {
        std::size_t to;
        base::PortIndex port;
        packet::Packet packet;
    };
    packet::PacketPool m_pool;
    link::Outbox m_out;
    base::trace::Hub m_hub;
    std::deque<router::VirtualRouter> m_nodes;
    std::deque<Flying> m_flying;
    base::TimePoint m_now;
};

struct Measured {
    double cpu = 0, peak = 0, added = 0;
    double routes = 0, forwarding = 0, heard = 0;
    double ribMiB = 0, fibMiB = 0;
};

Measured measure(base::Bytes says, std::size_t prefixes, bool withMonitor)
{
    Measured m;
    std::ofstream("/proc/self/clear_refs") << "5"; // the peak begins anew
    const double before = statusMebibytes("VmRSS");
    Scene scene(says, withMonitor);
    const std::size_t own = scene.router().stack().forwardingTable().size(); // its addresses and networks
    scene.runUntil([&] {
        return scene.router().stack().forwardingTable().size() >= own + prefixes && (!withMonitor || scene.monitor->announced >= prefixes);
    });
    m.cpu = scene.cpu;
    m.peak = statusMebibytes("VmHWM");
    m.added = m.peak - before;
    m.routes = double(scene.router().rib().prefixes());
    m.forwarding = double(scene.router().stack().forwardingTable().size() - own);
    m.heard = withMonitor ? double(scene.monitor->announced) : 0;
    m.ribMiB = double(scene.router().rib().heapBytes()) / (1 << 20);
    m.fibMiB = double(scene.router().stack().forwardingTable().heapBytes()) / (1 << 20);
    return m;
}

/// In a process of its own.
Measured measureApart(base::Bytes says, std::size_t prefixes, bool withMonitor)
{
    int ends[2];
    if (pipe(ends) != 0)
        std::abort();
    malloc_trim(0);
    const pid_t child = fork();
    if (child == 0) {
        const Measured m = measure(says, prefixes, withMonitor);
        const bool written = write(ends[1], &m, sizeof m) == sizeof m;
        _exit(written ? 0 : 1);
    }
    close(ends[1]);
    Measured m;
    if (read(ends[0], &m, sizeof m) != sizeof m)
        m = {};
    close(ends[0]);
    waitpid(child, nullptr, 0);
    return m;
}

const std::vector<std::uint8_t> &table(std::size_t prefixes, std::size_t sets)
{
    static std::map<std::pair<std::size_t, std::size_t>, std::vector<std::uint8_t>> made;
    std::vector<std::uint8_t> &bytes = made[{prefixes, sets}];
    if (bytes.empty())
        bytes = tableAsUpdates(prefixes, sets);
    return bytes;
}

void receive(benchmark::State &state, std::size_t prefixes, std::size_t sets, bool withMonitor)
{
    const base::Bytes says = table(prefixes, sets);
    for (auto _ : state) {
        const Measured m = std::getenv("HOPYARD_BENCH_IN_PROCESS") ? measure(says, prefixes, withMonitor) // for a profiler
                                                                   : measureApart(says, prefixes, withMonitor);
        state.SetIterationTime(m.cpu);
        state.counters["peak_MiB"] = m.peak;
        state.counters["added_MiB"] = m.added;
        state.counters["rib"] = m.routes;
        state.counters["forwarding"] = m.forwarding;
        state.counters["heard"] = m.heard;
        state.counters["rib_MiB"] = m.ribMiB;
        state.counters["forwarding_MiB"] = m.fibMiB;
        if (m.forwarding < double(prefixes) || (withMonitor && m.heard < double(prefixes)))
            state.SkipWithError("routes are missing");
    }
}

void add(const char *name, std::size_t sets, bool withMonitor)
{
    benchmark::RegisterBenchmark(name, [=](benchmark::State &state) { receive(state, kMillion, sets, withMonitor); })
        ->UseManualTime()->Iterations(1)->Repetitions(3)->Unit(benchmark::kSecond);
}

} // namespace

int main(int argc, char **argv)
{
    if (argc == 2 && std::string(argv[1]).rfind("--write=", 0) == 0) {
        for (const std::size_t sets : {std::size_t(1), std::size_t(200'000)}) {
            const std::vector<std::uint8_t> &bytes = table(kMillion, sets);
            std::ofstream(fmt::format("{}/{}.updates", argv[1] + 8, sets), std::ios::binary)
                .write(reinterpret_cast<const char *>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
        }
        return 0;
    }
    add("bgp/receive_1M", 1, false);
    add("bgp/receive_1M_200k_sets", 200'000, false);
    add("bgp/receive_and_readvertise_1M_200k_sets", 200'000, true);
    benchmark::Initialize(&argc, argv);
    benchmark::RunSpecifiedBenchmarks();
    return 0;
}
