// See host.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/services/host.h"

#include "core/services/format.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

namespace hopyard::services {

using transport::AppContext;
using wire::DnsRecord;
using wire::DnsType;

namespace {

constexpr std::array<DnsType, 9> kTypes{DnsType::a, DnsType::aaaa, DnsType::any, DnsType::cname, DnsType::mx,
                                        DnsType::ns, DnsType::ptr, DnsType::soa, DnsType::txt};

/// The character strings of a TXT record (RFC 1035 section 3.3.14), each in quotes.
std::string textOfTxt(base::Bytes data)
{
    std::string out;
    for (std::size_t at = 0; at < data.size();) {
        const std::size_t length = std::min<std::size_t>(data[at], data.size() - at - 1);
        out += out.empty() ? "\"" : " \"";
        for (const std::uint8_t c : data.subspan(at + 1, length))
            out += c >= 0x20 && c < 0x7f ? static_cast<char>(c) : '?';
        out += '"';
        at += 1 + length;
    }
    return out;
}

struct Said {
    std::string line;
    std::string value;
};
Said sayRecord(const DnsRecord &record)
{
    switch (record.type) {
    case DnsType::a: {
        const std::string value = base::toString(record.address);
        return {fmt::format("{} has address {}", record.name, value), value};
    }
    case DnsType::aaaa: {
        const std::string value = base::toString(record.address);
        return {fmt::format("{} has IPv6 address {}", record.name, value), value};
    }
    case DnsType::cname: return {fmt::format("{} is an alias for {}.", record.name, record.target), record.target};
    case DnsType::ptr: return {fmt::format("{} domain name pointer {}.", record.name, record.target), record.target};
    case DnsType::ns: return {fmt::format("{} name server {}.", record.name, record.target), record.target};
    case DnsType::txt: {
        const std::string value = textOfTxt(record.data);
        return {fmt::format("{} descriptive text {}", record.name, value), value};
    }
    default:
        return {fmt::format("{} has a {} record of {} bytes", record.name, toString(record.type), record.data.size()),
                toString(record.type)};
    }
}

} // namespace

std::optional<DnsType> parseDnsType(std::string_view text)
{
    std::string upper(text);
    std::ranges::transform(upper, upper.begin(),
                           [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; });
    for (const DnsType type : kTypes)
        if (toString(type) == upper)
            return type;
    return std::nullopt;
}

void Host::say(AppContext &context, std::string line, std::string value)
{
    context.print(std::move(line));
    if (!value.empty())
        m_values.push_back(std::move(value));
}

void Host::start(AppContext &context)
{
    if (!m_options.server.isValid() && !m_options.type && answerFromTable(context)) {
        m_isFinished = true;
        return;
    }
    const auto address = base::IpAddress::parse(m_options.name);
    wire::DnsQuestion question;
    question.name = address ? wire::reverseName(*address) : m_options.name;
    question.type = m_options.type.value_or(address ? DnsType::ptr : DnsType::a);
    m_client.ask(context, std::move(question),
                 m_options.server.isValid() ? std::vector{m_options.server} : context.names().servers);
    settle(context);
}

bool Host::answerFromTable(AppContext &context)
{
    const transport::HostsTable &hosts = *context.names().hosts;
    if (const auto address = base::IpAddress::parse(m_options.name)) {
        const std::string_view known = hosts.nameOf(*address);
        if (!known.empty())
            say(context, fmt::format("{} domain name pointer {}.", wire::reverseName(*address), known),
                std::string(known));
        return !known.empty();
    }
    for (const base::IpAddress &address : hosts.addressesOf(m_options.name)) {
        const Said said = sayRecord(DnsRecord::ofAddress(transport::canonicalName(m_options.name), address, 0));
        say(context, said.line, said.value);
    }
    return !m_values.empty();
}

void Host::settle(AppContext &context)
{
    switch (m_client.state()) {
    case DnsClient::State::asking:
    case DnsClient::State::idle: return;
    case DnsClient::State::noServer:
        say(context, fmt::format("Host {} not found: no node of the lab, and no name server is configured "
                                 "(ip name-server ADDRESS)",
                                 m_options.name));
        break;
    case DnsClient::State::timedOut: say(context, ";; connection timed out; no servers could be reached"); break;
    case DnsClient::State::answered: {
        const wire::DnsRepr &reply = m_client.reply();
        if (reply.code != wire::DnsCode::noError)
            say(context, fmt::format("Host {} not found: {}({})", m_options.name, static_cast<unsigned>(reply.code),
                                     toString(reply.code)));
        else if (reply.answers.empty())
            say(context, fmt::format("{} has no {} record", m_options.name,
                                     toString(m_options.type.value_or(DnsType::a))));
        for (const DnsRecord &record : reply.answers) {
            const Said said = sayRecord(record);
            say(context, said.line, said.value);
        }
        break;
    }
    }
    m_isFinished = true;
}

void Host::ready(AppContext &context, transport::SocketId socket)
{
    if (!m_client.owns(socket))
        return;
    m_client.ready(context);
    settle(context);
}

void Host::expire(AppContext &context)
{
    m_client.expire(context);
    settle(context);
}

void Host::stop(AppContext &)
{
    m_isFinished = true;
}

std::string Host::commandLine() const
{
    std::string line = "host " + m_options.name;
    if (m_options.type)
        line += " type " + toString(*m_options.type);
    if (m_options.server.isValid())
        line += " server " + base::toString(m_options.server);
    return line;
}

std::string Host::resultJson() const
{
    std::string values;
    for (const std::string &value : m_values)
        values += fmt::format("{}{}", values.empty() ? "" : ",", jsonText(value));
    return fmt::format(R"({{"name":{},"answers":[{}]}})", jsonText(m_options.name), values);
}

} // namespace hopyard::services
