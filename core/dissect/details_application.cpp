// DNS (RFC 1035), DHCP (RFC 2131, the fixed part and the kind of message), the header lines of HTTP (RFC 9112).
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dissect/ports.h"
#include "core/dissect/tree.h"
#include "core/wire/dns.h"

namespace hopyard::dissect {

namespace {

std::string_view shown(const std::string &name) { return name.empty() ? std::string_view(".") : std::string_view(name); }

/// False where the section cannot be read on.
bool question(Place &place, base::Bytes message, std::size_t start)
{
    const DnsName name = dnsName(message, place.at() - start);
    const std::size_t length = name.next + start - place.at() + 4;
    if (!name.ok || length > place.size())
        return false;
    const std::uint32_t type = place.peek(2, length - 4);
    place.labelled(length, "dns.qry.name", fmt::format("Question: {} {}", shown(name.text), wire::toString(static_cast<wire::DnsType>(type))));
    return true;
}

bool record(Place &place, base::Bytes message, std::size_t start)
{
    constexpr std::size_t kFixed = 10; // type, class, time to live, length
    const DnsName name = dnsName(message, place.at() - start);
    const std::size_t fixed = name.next + start - place.at();
    if (!name.ok || fixed + kFixed > place.size())
        return false;
    const std::uint32_t type = place.peek(2, fixed);
    const std::uint32_t life = place.peek(4, fixed + 4);
    const std::size_t data = place.peek(2, fixed + 8);
    if (fixed + kFixed + data > place.size())
        return false;
    const std::size_t at = place.at() - start + fixed + kFixed;
    std::string value;
    const auto kind = static_cast<wire::DnsType>(type);
    if (kind == wire::DnsType::a && data == 4)
        value = base::toString(base::Ipv4Address(place.peek(4, fixed + kFixed)));
    else if (kind == wire::DnsType::cname || kind == wire::DnsType::ns || kind == wire::DnsType::ptr)
        value = dnsName(message, at).text;
    else
        value = fmt::format("{} bytes", data);
    place.labelled(fixed + kFixed + data, "", fmt::format("{} {} {}, for {} s", shown(name.text), wire::toString(kind), value, life));
    return true;
}

} // namespace

void dissectDns(Place place)
{
    Group group(place.tree(), "dns", "DNS", place.at(), place.size());
    if (!place.has(wire::DnsView::kHeaderLength, "Header"))
        return;
    const std::size_t start = place.at();
    const base::Bytes message = place.bytes();
    const std::uint32_t flags = place.peek(2, 2);
    const bool isAnswer = (flags & 0x8000) != 0;
    group.append(isAnswer ? ", answer" : ", query");
    place.hex(2, "", "Id");
    place.labelled(2, "dns.flags.response",
                   fmt::format("Flags: 0x{:04x} ({}{})", flags, isAnswer ? "answer, " : "query, ",
                               isAnswer ? wire::toString(static_cast<wire::DnsCode>(flags & 15)) : flags & 0x100 ? "recursion desired" : "no recursion"));
    const std::uint32_t questions = place.number(2, "", "Questions");
    std::uint32_t records = place.number(2, "", "Answers");
    records += place.number(2, "", "Authorities");
    records += place.number(2, "", "Additional records");
    bool readable = true;
    for (std::uint32_t i = 0; i < questions && readable && !place.tree().isFull(); ++i)
        readable = question(place, message, start);
    for (std::uint32_t i = 0; i < records && readable && !place.tree().isFull(); ++i)
        readable = record(place, message, start);
    place.rest("What is no whole record");
}

void dissectDhcp(Place place)
{
    Group group(place.tree(), "dhcp", "DHCP", place.at(), place.size());
    if (!place.has(236, "Message"))
        return;
    const std::uint32_t operation = place.peek(1);
    place.number(1, "", "Operation", operation == 1 ? "request" : operation == 2 ? "reply" : "");
    place.labelled(3, "", "Hardware type, address length, hops");
    place.hex(4, "", "Transaction");
    place.number(2, "", "Seconds");
    place.hex(2, "", "Flags");
    place.address("", "Client's address");
    place.address("", "Offered address");
    place.address("", "Next server");
    place.address("", "Relay");
    place.labelled(6, "", fmt::format("Client's Ethernet address: {}", base::toString(base::MacAddress::load(place.bytes().data()))));
    place.labelled(202, "", "Padding, server's name and boot file");
    if (place.size() >= 4)
        place.hex(4, "", "Magic cookie");
    while (place.size() >= 2 && !place.tree().isFull()) {
        const std::uint32_t code = place.peek(1);
        if (code == 0 || code == 255) {
            place.labelled(code == 0 ? 1 : place.size(), "", code == 0 ? "Padding" : "End of options");
            continue;
        }
        const std::size_t length = 2 + std::size_t(place.peek(1, 1));
        place.labelled(length, "", fmt::format("Option {}, {} bytes", code, length - 2));
    }
    place.rest("Rest");
}

void dissectHttp(Place place)
{
    constexpr std::size_t kMaxLine = 400;
    Group group(place.tree(), "http", "HTTP", place.at(), place.size());
    for (bool first = true; place.size() > 0 && !place.tree().isFull(); first = false) {
        const base::Bytes bytes = place.bytes();
        const auto end = std::find(bytes.begin(), bytes.end(), std::uint8_t('\n'));
        if (end == bytes.end())
            return place.rest("Part of a line");
        const std::size_t length = static_cast<std::size_t>(end - bytes.begin()) + 1;
        std::string line = firstLine(bytes, std::min(length, kMaxLine));
        if (line.empty()) {
            place.labelled(length, "", "End of the header");
            return place.rest("Body");
        }
        if (first)
            group.append(", " + line);
        place.labelled(length, first ? "http.line" : "", std::move(line));
    }
}

} // namespace hopyard::dissect
