// What the simulators of the protocols share: routers on segments with a delay and seeded loss, in virtual time, and
// nothing of the IP stack. Each router's route changes are kept as a table of their own, so that a test sees what an
// adapter would.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/address.h"
#include "core/base/random.h"
#include "core/base/time.h"
#include "core/sim/timer_heap.h"

#include <cstdint>
#include <map>
#include <memory>
#include <string_view>
#include <utility>
#include <vector>

namespace hopyard::test {

inline base::Ipv4Address ip4(std::string_view text) { return *base::Ipv4Address::parse(text); }
inline base::IpPrefix net4(std::string_view text) { return *base::IpPrefix::parse(text); }

/// `Process` is a protocol of one router, `Packet` what it sends (with `port` and `destination`), `Route` what it
/// tells of a prefix.
template <class Process, class Packet, class Route>
class Segments {
public:
    explicit Segments(std::uint64_t seed) : m_random(seed) {}
    virtual ~Segments() = default;

    std::size_t routers() const { return m_running.size(); }
    bool isRunning(std::size_t router) const { return m_running[router].process != nullptr; }
    Process &process(std::size_t router) { return *m_running[router].process; }
    const std::map<base::IpPrefix, Route> &routes(std::size_t router) const { return m_running[router].routes; }
    base::TimePoint now() const { return m_now; }

    void start()
    {
        for (std::size_t i = 0; i < routers(); ++i)
            startRouter(i);
    }
    virtual void startRouter(std::size_t router) = 0;
    /// Gone without a word.
    void kill(std::size_t i)
    {
        m_running[i].process.reset();
        m_running[i].routes.clear();
        m_deadlines.cancel(m_running[i].timer);
    }
    /// The link's carrier, seen by all on it.
    void setUp(std::size_t segment, bool up)
    {
        m_segments[segment].up = up;
        for (const Member &m : m_segments[segment].members)
            if (isRunning(m.router))
                tellPort(m.router, m.port);
    }
    /// Nothing gets through, and nobody notices by the carrier.
    void setSilent(std::size_t segment, bool silent) { m_segments[segment].silent = silent; }
    void setLoss(std::size_t segment, double loss) { m_segments[segment].loss = loss; }

    void run(base::Duration time)
    {
        const base::TimePoint end = m_now + time;
        while (m_deadlines.nextDeadline() <= end) {
            auto due = m_deadlines.popDue(end);
            m_now = due->when;
            const std::size_t i = due->payload.router;
            if (!due->payload.packet)
                expire(i);
            else if (isRunning(i))
                deliver(i, *due->payload.packet);
        }
        m_now = end;
    }
    void runSeconds(std::int64_t seconds) { run(base::Duration::seconds(seconds)); }

protected:
    struct Member {
        std::size_t router = 0, port = 0;
        base::Ipv4Address address;
    };
    struct Segment {
        std::vector<Member> members;
        base::Duration delay = base::Duration::milliseconds(1);
        bool up = true, silent = false;
        double loss = 0;

        bool carries() const { return up && !silent; }
    };

    virtual void tellPort(std::size_t router, std::size_t port) = 0;
    virtual void deliver(std::size_t router, const Packet &packet) = 0;
    virtual void expire(std::size_t router) = 0;

    std::size_t addRouter()
    {
        m_running.emplace_back();
        return m_running.size() - 1;
    }
    void begin(std::size_t i, std::shared_ptr<Process> process)
    {
        m_running[i].process = std::move(process);
        m_running[i].routes.clear();
    }
    std::map<base::IpPrefix, Route> &table(std::size_t router) { return m_running[router].routes; }
    const std::map<base::IpPrefix, Route> &table(std::size_t router) const { return m_running[router].routes; }
    const Process &process(std::size_t router) const { return *m_running[router].process; }
    Segment &segment(std::size_t segment) { return m_segments[segment]; }
    std::size_t addSegment(Segment segment)
    {
        m_segments.push_back(std::move(segment));
        return m_segments.size() - 1;
    }
    std::size_t segments() const { return m_segments.size(); }

    /// Sets the router's own deadline anew.
    void wind(std::size_t i)
    {
        const base::TimePoint next = m_running[i].process->nextDeadline();
        if (!m_deadlines.move(m_running[i].timer, next))
            m_running[i].timer = m_deadlines.set(next, Due{i, {}});
    }
    void arriveIn(base::Duration delay, std::size_t router, std::shared_ptr<Packet> packet)
    {
        m_deadlines.set(m_now + delay, Due{router, std::move(packet)});
    }
    /// To everybody on the segment that the destination means.
    void sendOn(std::size_t segment, std::size_t from, const Packet &packet)
    {
        const Segment &s = m_segments[segment];
        if (!s.carries())
            return;
        const bool toAll = packet.destination.isMulticast() || (packet.destination.value() & 0xff) == 0xff;
        for (const Member &m : s.members) {
            if (m.router == from || !(toAll || packet.destination == m.address) || m_random.chance(s.loss))
                continue;
            auto copy = std::make_shared<Packet>(packet);
            copy->port = m.port;
            arriveIn(s.delay, m.router, std::move(copy));
        }
    }

private:
    struct Running {
        std::shared_ptr<Process> process;
        std::map<base::IpPrefix, Route> routes;
        sim::TimerHandle timer;
    };
    struct Due {
        std::size_t router = 0;
        std::shared_ptr<Packet> packet; // none: the router's own deadline
    };

    std::vector<Running> m_running;
    std::vector<Segment> m_segments;
    sim::TimerHeap<Due> m_deadlines;
    base::TimePoint m_now;
    base::Random m_random;
};

} // namespace hopyard::test
