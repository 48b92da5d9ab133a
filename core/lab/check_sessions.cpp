// See check_sessions.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/lab/check_sessions.h"

#include "core/lab/network_checks.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <string_view>
#include <utility>

namespace hopyard::lab {

namespace {

using Peer = NeighbourFacts::Peer;

/// A neighbour whose address a router of the lab has.
struct Session {
    std::size_t to = 0;
    base::IpAddress address;
    Peer peer;
};

class Checker {
public:
    Checker(const std::vector<SpeakingRouter> &routers, const std::vector<OwnedAddress> &addresses) : m_routers(routers)
    {
        std::map<std::string_view, std::size_t> numbers;
        for (std::size_t i = 0; i < routers.size(); ++i)
            numbers.emplace(routers[i].node->name, i);
        std::map<base::IpAddress, std::size_t> owners;
        for (const OwnedAddress &owned : addresses)
            if (const auto router = numbers.find(owned.at.node); router != numbers.end())
                owners.emplace(owned.address.address, router->second);
        m_sessions.resize(routers.size());
        for (std::size_t i = 0; i < routers.size(); ++i) {
            for (auto &[address, peer] : routers[i].facts.peers())
                if (const auto owner = owners.find(address); owner != owners.end() && owner->second != i)
                    m_sessions[i].push_back({owner->second, address, std::move(peer)});
            std::ranges::stable_sort(m_sessions[i], {}, &Session::to);
        }
    }

    std::vector<SessionFinding> run()
    {
        for (std::size_t i = 0; i < m_routers.size(); ++i)
            for (const Session &session : m_sessions[i])
                if (const NeighbourFacts &facts = m_routers[i].facts; isSure(facts) && isSure(m_routers[session.to].facts))
                    if (!session.peer.isShut && !session.peer.remoteAs.empty())
                        check(i, session);
        return std::move(m_found);
    }

private:
    static bool isSure(const NeighbourFacts &facts) { return !facts.isOpaque && !(facts.bgp && facts.bgp->isUnsure); }

    void check(std::size_t from, const Session &session)
    {
        const std::string &name = m_routers[from].node->name, &other = m_routers[session.to].node->name;
        const NeighbourFacts &own = m_routers[from].facts, &theirs = m_routers[session.to].facts;
        const auto say = [&](const std::string &node, const std::string &what) {
            m_found.push_back({node, fmt::format("{} and {} do not fit together in BGP: {}", name, other, what)});
        };
        if (!theirs.bgp) {
            say(other, fmt::format("{} has the neighbor {}, and {} speaks no BGP", name, toString(session.address), other));
            return;
        }
        const auto back = std::ranges::lower_bound(m_sessions[session.to], from, {}, &Session::to);
        if (back == m_sessions[session.to].end() || back->to != from) {
            say(other, fmt::format("{} has the neighbor {}, and {} has none of {}'s addresses as one", name, toString(session.address), other, name));
            return;
        }
        const std::string &expected = session.peer.remoteAs, &as = theirs.bgp->as;
        const bool isExpected = expected == "internal" ? as == own.bgp->as : expected == "external" ? as != own.bgp->as : as == expected;
        if (!isExpected && (back->peer.localAs.empty() || back->peer.localAs != expected))
            say(name, fmt::format("{} expects {} at {}, and {} is in AS {}", name, isNumber(expected) ? "AS " + expected : fmt::format("an {} AS", expected),
                                  toString(session.address), other, as));
        else if (from < session.to && session.peer.password != back->peer.password)
            say(other, fmt::format("the password of {} for {} is '{}', that of {} for {} is '{}'", name, toString(session.address), session.peer.password, other,
                                   toString(back->address), back->peer.password));
    }

    static bool isNumber(std::string_view text) { return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos; }

    const std::vector<SpeakingRouter> &m_routers;
    std::vector<std::vector<Session>> m_sessions; ///< of each router, by whom they are with
    std::vector<SessionFinding> m_found;
};

} // namespace

std::vector<SessionFinding> checkSessions(const std::vector<SpeakingRouter> &routers, const std::vector<OwnedAddress> &addresses)
{
    return Checker(routers, addresses).run();
}

} // namespace hopyard::lab
