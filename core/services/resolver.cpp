// See resolver.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/services/resolver.h"

#include <algorithm>

namespace hopyard::services {

using transport::AppContext;
using wire::DnsRecord;
using wire::DnsType;

namespace {

constexpr int kMaxAliases = 16;
constexpr std::uint32_t kMaxTimeToLive = 86'400; // a day; RFC 8767 section 4 caps it too

constexpr const char *kNotKnown = "Name or service not known";
constexpr const char *kTryAgain = "Temporary failure in name resolution";
constexpr const char *kNoAddress = "No address associated with hostname";

std::uint32_t secondsOf(std::uint32_t timeToLive)
{
    return timeToLive & 0x80000000u ? 0 : std::min(timeToLive, kMaxTimeToLive); // RFC 2181 section 8
}

} // namespace

ResolvedAnswer resolve(const wire::DnsRepr &reply, std::string_view name)
{
    ResolvedAnswer answer;
    std::string wanted = transport::canonicalName(name);
    std::uint32_t seconds = kMaxTimeToLive;
    for (int aliases = 0; aliases <= kMaxAliases; ++aliases) {
        std::string alias;
        for (const DnsRecord &record : reply.answers) {
            if (transport::canonicalName(record.name) != wanted)
                continue;
            if (record.type == DnsType::cname)
                alias = transport::canonicalName(record.target);
            else if (record.type == DnsType::a)
                answer.addresses.push_back(record.address);
            else
                continue;
            seconds = std::min(seconds, secondsOf(record.timeToLive));
        }
        if (!answer.addresses.empty() || alias.empty())
            break;
        wanted = alias;
    }
    if (answer.addresses.empty()) {
        seconds = 0;
        for (const DnsRecord &record : reply.authorities)
            if (record.type == DnsType::soa && record.data.size() >= 20)
                seconds = std::min(secondsOf(record.timeToLive),
                                   secondsOf(base::loadU32(record.data.data() + record.data.size() - 4)));
    }
    answer.timeToLive = base::Duration::seconds(seconds);
    return answer;
}

void Resolver::start(AppContext &context, std::string_view name)
{
    m_name = name;
    m_addresses.clear();
    m_failure.clear();
    transport::Names &names = context.names();
    if (const auto address = base::IpAddress::parse(name))
        return found(context, {*address});
    if (transport::canonicalName(name) == "localhost") // RFC 6761 section 6.3
        return found(context, {base::Ipv4Address(127, 0, 0, 1)});
    if (const auto known = names.hosts->addressesOf(name); !known.empty())
        return found(context, {known.begin(), known.end()});
    if (names.hosts->contains(name)) {
        m_failure = kNoAddress;
        return;
    }
    if (const auto *known = names.cache.find(context.now(), name, base::Family::ipv4))
        return found(context, *known);
    m_client.ask(context, {m_name, DnsType::a, 1}, names.servers);
    if (!isAsking())
        takeReply(context);
}

void Resolver::found(AppContext &context, std::vector<base::IpAddress> addresses)
{
    const auto isReachable = [&](const base::IpAddress &address) {
        return context.ip().sourceFor(address, base::PortIndex()).isValid();
    };
    const auto isV4 = [](const base::IpAddress &address) { return address.isV4(); };
    m_addresses = std::move(addresses);
    std::stable_partition(m_addresses.begin(), m_addresses.end(), isV4);
    std::stable_partition(m_addresses.begin(), m_addresses.end(), isReachable);
    if (m_addresses.empty())
        m_failure = kNotKnown;
}

void Resolver::takeReply(AppContext &context)
{
    switch (m_client.state()) {
    case DnsClient::State::answered: {
        const wire::DnsRepr &reply = m_client.reply();
        if (reply.code != wire::DnsCode::noError && reply.code != wire::DnsCode::nameError) {
            m_failure = kTryAgain;
            return;
        }
        ResolvedAnswer answer = resolve(reply, m_name);
        context.names().cache.put(context.now(), m_name, base::Family::ipv4, answer.addresses, answer.timeToLive);
        found(context, std::move(answer.addresses));
        return;
    }
    case DnsClient::State::timedOut: m_failure = kTryAgain; return;
    case DnsClient::State::noServer: m_failure = kNotKnown; return; // and nobody to be asked
    case DnsClient::State::idle:
    case DnsClient::State::asking: return;
    }
}

void Resolver::ready(AppContext &context)
{
    m_client.ready(context);
    if (!isAsking())
        takeReply(context);
}

void Resolver::expire(AppContext &context)
{
    m_client.expire(context);
    if (!isAsking())
        takeReply(context);
}

} // namespace hopyard::services
