// See player.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/tcp/player.h"

#include "tests/tcp/calls.h"
#include "tests/tcp/packets.h"

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <memory>
#include <thread>
#include <vector>

#include <fmt/format.h>
#include <linux/tcp.h>
#include <netinet/in.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace hopyard::script {

namespace {

constexpr Microseconds kTolerance = 4'000; ///< packetdrill's default
constexpr std::uint16_t kFirstRemotePort = 50'001;

struct Stop {
    PlayFailure failure;
};

/// A call that was begun on a thread of its own.
struct Begun {
    const Event *event = nullptr;
    const SystemCall *call = nullptr;
    Call prepared;
    Microseconds startedAt = 0;
    long result = 0;
    int error = 0;
    Microseconds endedAt = 0;
    std::atomic<int> thread = 0;
    std::atomic<bool> done = false;
    std::thread runner;
};

struct InfoField {
    std::string_view name;
    std::int64_t (*get)(const tcp_info &);
};
#define HOPYARD_FIELD(name) {#name, [](const tcp_info &i) { return static_cast<std::int64_t>(i.name); }}
constexpr InfoField kInfoFields[] = {
    HOPYARD_FIELD(tcpi_state), HOPYARD_FIELD(tcpi_ca_state), HOPYARD_FIELD(tcpi_retransmits),
    HOPYARD_FIELD(tcpi_probes), HOPYARD_FIELD(tcpi_backoff), HOPYARD_FIELD(tcpi_options),
    HOPYARD_FIELD(tcpi_snd_wscale), HOPYARD_FIELD(tcpi_rcv_wscale), HOPYARD_FIELD(tcpi_rto), HOPYARD_FIELD(tcpi_ato),
    HOPYARD_FIELD(tcpi_snd_mss), HOPYARD_FIELD(tcpi_rcv_mss), HOPYARD_FIELD(tcpi_unacked), HOPYARD_FIELD(tcpi_sacked),
    HOPYARD_FIELD(tcpi_lost), HOPYARD_FIELD(tcpi_retrans), HOPYARD_FIELD(tcpi_pmtu), HOPYARD_FIELD(tcpi_rcv_ssthresh),
    HOPYARD_FIELD(tcpi_rtt), HOPYARD_FIELD(tcpi_rttvar), HOPYARD_FIELD(tcpi_snd_ssthresh), HOPYARD_FIELD(tcpi_snd_cwnd),
    HOPYARD_FIELD(tcpi_advmss), HOPYARD_FIELD(tcpi_reordering), HOPYARD_FIELD(tcpi_total_retrans),
    HOPYARD_FIELD(tcpi_bytes_acked), HOPYARD_FIELD(tcpi_bytes_received), HOPYARD_FIELD(tcpi_segs_out),
    HOPYARD_FIELD(tcpi_segs_in), HOPYARD_FIELD(tcpi_notsent_bytes), HOPYARD_FIELD(tcpi_min_rtt),
    HOPYARD_FIELD(tcpi_data_segs_in), HOPYARD_FIELD(tcpi_data_segs_out), HOPYARD_FIELD(tcpi_delivered),
    HOPYARD_FIELD(tcpi_delivered_ce), HOPYARD_FIELD(tcpi_bytes_sent), HOPYARD_FIELD(tcpi_bytes_retrans),
    HOPYARD_FIELD(tcpi_dsack_dups), HOPYARD_FIELD(tcpi_reord_seen), HOPYARD_FIELD(tcpi_snd_wnd),
};
#undef HOPYARD_FIELD

std::string seconds(Microseconds us) { return fmt::format("{:.6f}", static_cast<double>(us) * 1e-6); }

class Player {
public:
    Player(const Script &script, const packetdrill_interface &table, const Surroundings &surroundings)
        : m_script(script), m_table(table), m_surroundings(surroundings), m_start(clock())
    {
        const auto tolerance = script.options.find("--tolerance_usecs");
        if (tolerance != script.options.end())
            std::from_chars(tolerance->second.data(), tolerance->second.data() + tolerance->second.size(), m_tolerance);
    }
    ~Player()
    {
        if (m_begun)
            m_begun->runner.join();
    }

    void run()
    {
        for (const Event &event : m_script.events) {
            m_event = &event;
            m_offset = event.when.isRelative ? relativeOffset() : 0;
            if (const auto *packet = std::get_if<Packet>(&event.what))
                packet->isOutbound ? expectPacket(*packet) : sendPacket(*packet);
            else if (const auto *call = std::get_if<SystemCall>(&event.what))
                systemCall(*call);
            else if (const auto *command = std::get_if<Command>(&event.what))
                runCommand(*command);
            else
                check(std::get<Assertions>(event.what));
            m_last = &event;
        }
        finishCall(true);
    }

private:
    [[noreturn]] void fail(std::string message, int line = 0) const
    {
        throw Stop{{line ? line : m_event->line, std::move(message)}};
    }

    // --- time ---
    Microseconds clock() const
    {
        timeval now{};
        m_table.gettimeofday(m_table.userdata, &now, nullptr);
        return now.tv_sec * 1'000'000 + now.tv_usec;
    }
    Microseconds now() const { return clock() - m_start; }
    static bool isInbound(const Event &event)
    {
        const auto *packet = std::get_if<Packet>(&event.what);
        return packet && !packet->isOutbound;
    }
    /// Packets in are spaced by the script alone, everything else from when the event before happened.
    Microseconds relativeOffset() const
    {
        return m_last && isInbound(*m_last) && isInbound(*m_event) ? m_scheduled : now();
    }
    void waitForTime()
    {
        if (m_event->when.isAny) {
            m_scheduled = now();
            return;
        }
        m_scheduled = m_event->when.from + m_offset;
        if (const Microseconds rest = m_scheduled - now(); rest > 0)
            m_table.usleep(m_table.userdata, static_cast<useconds_t>(rest));
        finishCall(false);
        if (const Microseconds late = now() - m_scheduled; late > m_tolerance)
            fail(fmt::format("this was due at {} and it is {} already: an event before it came late",
                             seconds(m_scheduled), seconds(now())));
    }

    // --- packets ---
    std::vector<std::uint8_t> lastCookie() const
    {
        return m_flows.empty() ? std::vector<std::uint8_t>() : m_flows.back().cookie;
    }
    void sendPacket(const Packet &packet)
    {
        waitForTime();
        const auto *tcp = std::get_if<TcpPacket>(&packet.body);
        const bool opens = tcp && (tcp->flags & 0x12) == 0x02 && !m_descriptors.listening.empty();
        if (m_flows.empty() || (opens && !m_script.samePorts))
            m_flows.push_back({kBoundPort, m_nextRemotePort++, {}, {}, lastCookie()});
        else if (opens)
            m_flows.back().localOffset.reset();
        const std::vector<std::uint8_t> bytes = build(packet, m_flows.back());
        if (m_table.netdev_send(m_table.userdata, bytes.data(), bytes.size()) != 0)
            fail("the stack does not take the packet");
    }

    void expectPacket(const Packet &packet)
    {
        const Microseconds begunAt = now();
        const std::string wanted = wantedText(packet);
        long long at = 0;
        Flow *flow = nullptr;
        auto live = receive(wanted, flow, at);
        // Where the script has a large segment, single ones that follow each other make it up.
        const auto *tcp = std::get_if<TcpPacket>(&packet.body);
        while (tcp && live.tcp && live.tcp->length > 0 && live.tcp->length < tcp->length) {
            long long nextAt = 0;
            Flow *nextFlow = nullptr;
            if (const auto next = receive(wanted, nextFlow, nextAt); !append(live, next))
                fail(fmt::format("expected {}\n       seen     {} {}\n       and then {} {}", wanted,
                                 seconds(at - m_start), seenText(live, *flow), seconds(nextAt - m_start),
                                 seenText(next, *nextFlow)));
            at = nextAt;
        }
        const std::string difference = compare(packet, live, *flow);
        const std::string seen = fmt::format("{} {}", seconds(at - m_start), seenText(live, *flow));
        if (!difference.empty())
            fail(fmt::format("expected {}\n       seen     {}\n       {}", wanted, seen, difference));
        checkTime(at - m_start, begunAt, wanted, seen);
        m_scheduled = at - m_start;
        finishCall(false);
    }

    /// The next packet of a connection that the script knows.
    LivePacket receive(const std::string &wanted, Flow *&flow, long long &at)
    {
        std::vector<std::uint8_t> room(70'000);
        while (true) {
            std::size_t size = room.size();
            if (m_table.netdev_receive(m_table.userdata, room.data(), &size, &at) != 0 || size == 0)
                fail(fmt::format("expected {}\n       seen nothing: the stack will send no more", wanted));
            auto live = takeApart({room.data(), size});
            if (!live)
                fail(fmt::format("expected {}\n       seen a packet that cannot be read", wanted));
            if ((flow = flowOf(*live)))
                return std::move(*live);
        }
    }

    /// The connection a packet is of; the first packet of connect() makes one.
    Flow *flowOf(const LivePacket &live)
    {
        if (live.protocol == 1)
            return m_flows.empty() ? nullptr : &m_flows.back();
        for (auto flow = m_flows.rbegin(); flow != m_flows.rend(); ++flow)
            if (flow->localPort == live.sourcePort && flow->remotePort == live.destinationPort)
                return &*flow;
        const bool opens = live.protocol == 17 || (live.tcp && (live.tcp->flags & 0x12) == 0x02);
        if (!opens || live.destinationPort != kConnectPort)
            return nullptr;
        m_flows.push_back({live.sourcePort, live.destinationPort, {}, {}, lastCookie()});
        return &m_flows.back();
    }

    void checkTime(Microseconds at, Microseconds begunAt, const std::string &wanted, const std::string &seen)
    {
        const When &when = m_event->when;
        if (when.isAny)
            return;
        const Microseconds offset = when.isRelative ? begunAt : 0;
        const Microseconds from = when.from + offset;
        const Microseconds to = when.to.value_or(when.from) + offset;
        if (at < from - m_tolerance || at > to + m_tolerance)
            fail(fmt::format("expected {} at {}{}\n       seen     {}", wanted, seconds(from),
                             when.to ? " to " + seconds(to) : "", seen));
    }

    static std::string wantedText(const Packet &packet)
    {
        if (const auto *tcp = std::get_if<TcpPacket>(&packet.body))
            return describe(*tcp);
        return std::holds_alternative<UdpPacket>(packet.body) ? "UDP" : "ICMP";
    }
    static std::string seenText(const LivePacket &live, const Flow &flow)
    {
        if (live.tcp)
            return describe(*live.tcp, flow.localOffset.value_or(0));
        return fmt::format("a packet of protocol {}", live.protocol);
    }

    // --- calls ---
    void systemCall(const SystemCall &call)
    {
        waitForTime();
        finishCall(false);
        auto prepared = prepare(call, m_table, m_descriptors);
        if (!prepared)
            fail(prepared.error());
        if (call.blocks) {
            begin(call, std::move(*prepared));
            return;
        }
        errno = 0;
        const long result = prepared->make();
        checkCall(*m_event, call, *prepared, result, errno);
    }

    void begin(const SystemCall &call, Call prepared)
    {
        if (m_begun)
            fail("another call is blocked already");
        m_begun = std::make_unique<Begun>();
        Begun &begun = *m_begun;
        begun.event = m_event;
        begun.call = &call;
        begun.prepared = std::move(prepared);
        begun.startedAt = m_offset;
        begun.runner = std::thread([this, &begun] {
            begun.thread = static_cast<int>(::syscall(SYS_gettid));
            errno = 0;
            begun.result = begun.prepared.make();
            begun.error = errno;
            if (begun.error != EINTR) // else the stack is gone
                begun.endedAt = now();
            begun.done = true;
        });
        while (!begun.done && (begun.thread == 0 || m_surroundings.blocked(begun.thread) == 0))
            std::this_thread::yield();
        finishCall(false);
    }

    /// Takes the result of a blocked call that has come to its end. Where `last`, it must have.
    void finishCall(bool last)
    {
        if (!m_begun)
            return;
        Begun &begun = *m_begun;
        while (!begun.done && m_surroundings.blocked(begun.thread) == 0)
            std::this_thread::yield(); // it has ended, its thread is on its way
        if (!begun.done) {
            if (last)
                fail(fmt::format("{}() is blocked still at the end", begun.call->name), begun.event->line);
            return;
        }
        begun.runner.join();
        const std::unique_ptr<Begun> ended = std::move(m_begun);
        checkCall(*ended->event, *ended->call, ended->prepared, ended->result, ended->error);
        const Microseconds due = ended->call->returnsAt + ended->startedAt;
        if (std::abs(ended->endedAt - due) > m_tolerance)
            fail(fmt::format("{}() should have returned at {} and did at {}", ended->call->name, seconds(due),
                             seconds(ended->endedAt)),
                 ended->event->line);
    }

    void checkCall(const Event &event, const SystemCall &call, const Call &prepared, long result, int error)
    {
        const auto text = [](long r, int e) {
            return r == -1 ? fmt::format("-1 {} ({})", strerrorname_np(e) ? strerrorname_np(e) : "?", std::strerror(e))
                           : fmt::format("{}", r);
        };
        if (call.result.isNumber()) {
            const bool wantsFailure = call.result.number == -1;
            const bool bothDescriptors = prepared.resultIsDescriptor && !wantsFailure && result >= 0;
            const bool same = bothDescriptors || result == call.result.number;
            if (!same || (wantsFailure && call.error != 0 && error != call.error))
                fail(fmt::format("{}() returned {}, expected {}", call.name, text(result, error),
                                 text(call.result.number, call.error)),
                     event.line);
        }
        if (result >= 0 && prepared.note)
            prepared.note(result);
        if (prepared.check && result >= 0)
            if (const std::string difference = prepared.check(); !difference.empty())
                fail(fmt::format("{}(): {}", call.name, difference), event.line);
    }

    // --- the rest ---
    void runCommand(const Command &command)
    {
        waitForTime();
        for (const auto &[name, value] : command.settings)
            m_surroundings.setSysctl(name, value);
    }

    /// On the descriptor that was last accepted, or else last opened: the highest number that does not listen.
    void check(const Assertions &assertions)
    {
        waitForTime();
        int fd = -1;
        for (const auto &[number, live] : m_descriptors.live)
            if (!m_descriptors.listening.contains(number))
                fd = live;
        tcp_info info{};
        socklen_t length = sizeof info;
        if (m_table.getsockopt(m_table.userdata, fd, IPPROTO_TCP, TCP_INFO, &info, &length) != 0)
            fail(fmt::format("TCP_INFO: {}", std::strerror(errno)));
        for (const Assertions::One &one : assertions.all) {
            const auto *const field = std::find_if(std::begin(kInfoFields), std::end(kInfoFields),
                                                   [&](const InfoField &f) { return f.name == one.name; });
            if (field == std::end(kInfoFields))
                fail(fmt::format("TCP_INFO has no {}", one.name), one.line);
            const std::int64_t value = field->get(info);
            const std::string &r = one.relation;
            const bool holds = r == "==" ? value == one.value
                             : r == "!=" ? value != one.value
                             : r == "<"  ? value < one.value
                             : r == "<=" ? value <= one.value
                             : r == ">"  ? value > one.value
                                         : value >= one.value;
            if (!holds)
                fail(fmt::format("expected {} {} {}, seen {}", one.name, r, one.value, value), one.line);
        }
    }

    const Script &m_script;
    const packetdrill_interface &m_table;
    const Surroundings &m_surroundings;
    Microseconds m_start;
    Microseconds m_tolerance = kTolerance;
    const Event *m_event = nullptr;
    const Event *m_last = nullptr;
    Microseconds m_offset = 0;    // what a relative time is counted from
    Microseconds m_scheduled = 0; // when the last event was due
    Descriptors m_descriptors;
    std::vector<Flow> m_flows; // the last is the one under test
    std::uint16_t m_nextRemotePort = kFirstRemotePort;
    std::unique_ptr<Begun> m_begun;
};

} // namespace

std::optional<PlayFailure> play(const Script &script, const packetdrill_interface &table,
                                const Surroundings &surroundings)
{
    auto player = std::make_unique<Player>(script, table, surroundings);
    std::optional<PlayFailure> failure;
    try {
        player->run();
    } catch (const Stop &stop) {
        failure = stop.failure;
    }
    table.free(table.userdata); // sends a call that is still blocked home
    player.reset();             // which waits for its thread
    return failure;
}

} // namespace hopyard::script
