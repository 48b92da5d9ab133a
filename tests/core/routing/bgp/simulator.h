// Several BGP speakers in virtual time, joined by connections that deliver after a millisecond.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/routing/bgp/bgp.h"
#include "core/wire/bgp_update_writer.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace hopyard::routing::bgp::test {

inline base::IpAddress ip(const std::string &text) { return *base::IpAddress::parse(text); }
inline base::IpPrefix net(const std::string &text) { return *base::IpPrefix::parse(text); }
inline RouterId id(const std::string &text) { return *base::Ipv4Address::parse(text); }

/// A speaker's configuration with what all tests want: no policy asked for, networks announced unseen.
inline Config config(AsNumber as, const std::string &routerId)
{
    Config c;
    c.as = as;
    c.routerId = id(routerId);
    c.ebgpRequiresPolicy = false;
    c.networkImportCheck = false;
    return c;
}
inline NeighbourConfig &neighbour(Config &c, const std::string &address, AsNumber as)
{
    NeighbourConfig &n = c.neighbours[ip(address)];
    n.remoteAs = RemoteAs{RemoteAs::Kind::number, as};
    return n;
}
inline void network(Config &c, const std::string &prefix)
{
    const base::IpPrefix p = net(prefix);
    c.families[at(afiOf(p.family()))].networks[p] = {};
}

class Simulator {
public:
    struct Speaker {
        base::IpAddress address;
        Bgp bgp;
        Output out;
        std::map<base::IpPrefix, std::vector<base::IpAddress>> rib;
        std::vector<Event> events;
        std::map<base::IpAddress, NextHopState> nextHops; ///< those that are not simply reachable
        std::set<base::IpAddress> tracked;
        std::map<SessionId, std::pair<std::size_t, SessionId>> ends; ///< our session → who is at the other end
        std::vector<std::uint8_t> sent; ///< everything that was sent, to anybody
        std::size_t room = 1 << 20;     ///< what is told after everything that was sent
    };

    std::size_t add(const std::string &address, const Config &c)
    {
        speakers.push_back(Speaker{ip(address), Bgp(c, speakers.size() + 1), {}, {}, {}, {}, {}, {}, {}});
        return speakers.size() - 1;
    }
    Speaker &operator[](std::size_t n) { return speakers[n]; }

    void start()
    {
        for (std::size_t n = 0; n < speakers.size(); ++n)
            call(n, [](Bgp &bgp, TimePoint t, Output &out) { bgp.start(t, out); });
    }
    /// Calls a speaker and does what it wants.
    template <class F>
    void call(std::size_t n, F f)
    {
        Output out;
        f(speakers[n].bgp, now, out);
        take(n, out);
    }
    void run(Duration duration)
    {
        const TimePoint end = now + duration;
        for (;;) {
            TimePoint next = m_messages.empty() ? TimePoint::never() : m_messages.begin()->first.first;
            std::optional<std::size_t> due;
            for (std::size_t n = 0; n < speakers.size(); ++n)
                if (speakers[n].bgp.nextDeadline() < next) {
                    next = speakers[n].bgp.nextDeadline();
                    due = n;
                }
            if (next > end || next.isNever())
                break;
            now = std::max(now, next);
            if (due) {
                call(*due, [](Bgp &bgp, TimePoint t, Output &out) { bgp.expire(t, out); });
                continue;
            }
            const Message message = std::move(m_messages.begin()->second);
            m_messages.erase(m_messages.begin());
            deliver(message);
        }
        now = end;
    }
    /// Cuts every connection between two speakers: both hear of it after a millisecond.
    void cut(std::size_t a, std::size_t b)
    {
        std::vector<SessionId> gone;
        for (const auto &[session, end] : speakers[a].ends)
            if (end.first == b)
                gone.push_back(session);
        for (const SessionId session : gone) {
            const auto other = speakers[a].ends[session];
            speakers[a].ends.erase(session);
            post({a, session, Kind::closed, {}});
            if (speakers[other.first].ends.erase(other.second))
                post({other.first, other.second, Kind::closed, {}});
        }
    }
    /// Nothing of what is sent between two speakers arrives any more, and neither is told.
    void silence(std::size_t a, std::size_t b) { m_silent.insert(std::minmax(a, b)); }

    /// From now on n is told of no more room for what it sends to the other, as where that does not read; until resume().
    void stall(std::size_t n, std::size_t other) { m_stalled.insert({n, other}); }
    void resume(std::size_t n, std::size_t other)
    {
        m_stalled.erase({n, other});
        for (const auto &[session, end] : std::map(speakers[n].ends))
            if (end.first == other)
                call(n, [&, id = session](Bgp &bgp, TimePoint t, Output &o) { bgp.writable(t, id, speakers[n].room, o); });
    }

    State state(std::size_t n, const std::string &peer)
    {
        for (const NeighbourInfo &info : speakers[n].bgp.neighbours())
            if (info.address == ip(peer))
                return info.state;
        return State::idle;
    }
    NeighbourInfo info(std::size_t n, const std::string &peer)
    {
        for (const NeighbourInfo &i : speakers[n].bgp.neighbours())
            if (i.address == ip(peer))
                return i;
        return {};
    }
    /// The best path as text: "next hop | AS path | …"; empty: there is none.
    std::optional<PathInfo> best(std::size_t n, const std::string &prefix)
    {
        if (const auto info = speakers[n].bgp.prefix(net(prefix)))
            for (const PathInfo &path : info->paths)
                if (path.best)
                    return path;
        return std::nullopt;
    }
    std::string asPath(std::size_t n, const std::string &prefix)
    {
        const auto path = best(n, prefix);
        return path ? path->attributes.asPath.toString() : "none";
    }
    template <class T>
    std::vector<T> eventsOf(std::size_t n) const
    {
        std::vector<T> found;
        for (const Event &event : speakers[n].events)
            if (const T *e = std::get_if<T>(&event))
                found.push_back(*e);
        return found;
    }

    TimePoint now = TimePoint::fromNs(1'000'000'000);
    std::vector<Speaker> speakers;

private:
    enum class Kind { arrived, closed, open };
    struct Message {
        std::size_t to;
        SessionId session;
        Kind kind;
        std::vector<std::uint8_t> bytes;
        base::IpAddress remote{};
    };

    void post(Message message) { m_messages[{now + Duration::milliseconds(1), m_sequence++}] = std::move(message); }

    SessionPlace place(std::size_t n) const
    {
        SessionPlace p;
        p.local = speakers[n].address;
        p.network = base::IpPrefix(p.local, 24);
        return p;
    }

    void take(std::size_t n, Output &out)
    {
        Speaker &s = speakers[n];
        for (const RouteChange &route : out.routes) {
            if (route.removed) {
                s.rib.erase(route.prefix);
            } else {
                const auto hops = out.nextHopsOf(route);
                s.rib[route.prefix].assign(hops.begin(), hops.end());
            }
        }
        s.events.insert(s.events.end(), out.events.begin(), out.events.end());
        std::vector<SessionId> written;
        std::vector<base::IpAddress> asked;
        for (const Action &action : out.actions) {
            if (const auto *open = std::get_if<action::Open>(&action)) {
                post({n, open->session, Kind::open, {}, open->remote});
            } else if (const auto *close = std::get_if<action::Close>(&action)) {
                if (const auto end = s.ends.find(close->session); end != s.ends.end()) {
                    const auto other = end->second;
                    s.ends.erase(end);
                    if (!m_silent.contains(std::minmax(n, other.first)))
                        post({other.first, other.second, Kind::closed, {}});
                }
            } else if (const auto *send = std::get_if<action::Send>(&action)) {
                const base::Bytes bytes = out.bytes(*send);
                s.sent.insert(s.sent.end(), bytes.begin(), bytes.end());
                if (const auto end = s.ends.find(send->session); end != s.ends.end() && !m_silent.contains(std::minmax(n, end->second.first)))
                    post({end->second.first, end->second.second, Kind::arrived, {bytes.begin(), bytes.end()}});
                written.push_back(send->session);
            } else if (const auto *track = std::get_if<action::Track>(&action)) {
                if (track->on)
                    asked.push_back(track->address);
                else
                    s.tracked.erase(track->address);
            }
        }
        for (const SessionId session : written)
            if (const auto end = speakers[n].ends.find(session); end != speakers[n].ends.end() && !m_stalled.contains({n, end->second.first}))
                call(n, [&](Bgp &bgp, TimePoint t, Output &o) { bgp.writable(t, session, speakers[n].room, o); });
        for (const base::IpAddress &address : asked) {
            speakers[n].tracked.insert(address);
            NextHopState state{true, true, false, 0};
            if (const auto known = speakers[n].nextHops.find(address); known != speakers[n].nextHops.end())
                state = known->second;
            call(n, [&](Bgp &bgp, TimePoint t, Output &o) { bgp.nextHopChanged(t, address, state, o); });
        }
    }

    void deliver(const Message &m)
    {
        switch (m.kind) {
        case Kind::arrived:
            call(m.to, [&](Bgp &bgp, TimePoint t, Output &out) { bgp.received(t, m.session, m.bytes, out); });
            return;
        case Kind::closed:
            speakers[m.to].ends.erase(m.session);
            call(m.to, [&](Bgp &bgp, TimePoint t, Output &out) { bgp.connectionClosed(t, m.session, out); });
            return;
        case Kind::open: {
            std::size_t other = 0;
            while (other < speakers.size() && speakers[other].address != m.remote)
                ++other;
            if (other < speakers.size() && !m_silent.contains(std::minmax(m.to, other))) {
                // Joined before anything is sent, so that what accept() sends finds its way.
                Output out;
                const auto session = speakers[other].bgp.accept(now, place(other), speakers[m.to].address, out);
                if (session) {
                    speakers[other].ends[*session] = {m.to, m.session};
                    speakers[m.to].ends[m.session] = {other, *session};
                    call(m.to, [&](Bgp &bgp, TimePoint t, Output &o) { bgp.connected(t, m.session, place(m.to), o); });
                    take(other, out);
                    return;
                }
                take(other, out);
            }
            call(m.to, [&](Bgp &bgp, TimePoint t, Output &out) { bgp.connectionFailed(t, m.session, out); });
            return;
        }
        }
    }

    std::map<std::pair<TimePoint, std::uint64_t>, Message> m_messages;
    std::uint64_t m_sequence = 0;
    std::set<std::pair<std::size_t, std::size_t>> m_silent, m_stalled;
};

} // namespace hopyard::routing::bgp::test
