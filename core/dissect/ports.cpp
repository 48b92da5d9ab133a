// See ports.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dissect/ports.h"

#include "core/wire/bgp.h"
#include "core/wire/dns.h"
#include "core/wire/rip.h"

#include <algorithm>
#include <string_view>

namespace hopyard::dissect {

namespace {

constexpr std::uint16_t kDhcpServer = 67;
constexpr std::uint16_t kDhcpClient = 68;

bool beginsWith(base::Bytes bytes, std::string_view text)
{
    return bytes.size() >= text.size() && std::equal(text.begin(), text.end(), bytes.begin(), [](char c, std::uint8_t b) {
        return static_cast<std::uint8_t>(c) == b;
    });
}

/// RFC 9110 section 9.3 and RFC 5789; 0: no method. Asked of every segment, so its first letters decide.
std::size_t lengthOfMethod(base::Bytes payload)
{
    if (payload.size() < 4)
        return 0;
    const auto is = [&](std::string_view method) { return beginsWith(payload, method) ? method.size() : 0; };
    switch (payload[0]) {
    case 'G': return is("GET ");
    case 'P': return payload[1] == 'O' ? is("POST ") : payload[1] == 'U' ? is("PUT ") : is("PATCH ");
    case 'H': return is("HEAD ");
    case 'D': return is("DELETE ");
    case 'O': return is("OPTIONS ");
    case 'C': return is("CONNECT ");
    case 'T': return is("TRACE ");
    default: return 0;
    }
}

} // namespace

bool isHttp(base::Bytes payload)
{
    constexpr std::string_view kVersion = "HTTP/1.";
    const std::size_t method = lengthOfMethod(payload);
    if (method == 0)
        return beginsWith(payload, kVersion);
    const base::Bytes rest = payload.subspan(method);
    const auto end = std::find(rest.begin(), rest.end(), '\n');
    if (end == rest.end())
        return !rest.empty() && (rest[0] == '/' || rest[0] == '*' || beginsWith(rest, "http") || payload[0] == 'C');
    auto line = rest.first(static_cast<std::size_t>(end - rest.begin()));
    if (!line.empty() && line.back() == '\r')
        line = line.first(line.size() - 1);
    constexpr std::size_t kWord = kVersion.size() + 1; // and a digit
    return line.size() > kWord + 1 && line[line.size() - kWord - 1] == ' ' && beginsWith(line.last(kWord), kVersion);
}

Application applicationOfUdp(std::uint16_t source, std::uint16_t destination, base::Bytes payload)
{
    const auto is = [&](std::uint16_t port) { return source == port || destination == port; };
    if (is(wire::kRipPort) && payload.size() >= wire::RipView::kHeaderLength)
        return Application::rip;
    if (is(wire::DnsRepr::kPort) && payload.size() >= wire::DnsView::kHeaderLength)
        return Application::dns;
    if ((is(kDhcpServer) || is(kDhcpClient)) && payload.size() >= 236)
        return Application::dhcp;
    return Application::none;
}

Application applicationOfTcp(std::uint16_t source, std::uint16_t destination, base::Bytes payload)
{
    const auto is = [&](std::uint16_t port) { return source == port || destination == port; };
    const bool marked = payload.size() >= wire::kBgpHeaderLength
        && std::all_of(payload.begin(), payload.begin() + 16, [](std::uint8_t b) { return b == 0xff; });
    if (is(wire::kBgpPort) && marked)
        return Application::bgp;
    if (is(wire::DnsRepr::kPort) && payload.size() >= 2 + wire::DnsView::kHeaderLength)
        return Application::dns;
    return isHttp(payload) ? Application::http : Application::none;
}

std::string firstLine(base::Bytes bytes, std::size_t most)
{
    std::string line;
    for (const std::uint8_t byte : bytes.first(std::min(bytes.size(), most))) {
        if (byte == '\r' || byte == '\n')
            break;
        line += byte >= 0x20 && byte < 0x7f ? static_cast<char>(byte) : '.';
    }
    return line;
}

DnsName dnsName(base::Bytes message, std::size_t at)
{
    DnsName name;
    bool jumped = false;
    // Each jump goes to an earlier place, so there is an end.
    for (std::size_t limit = message.size();;) {
        if (at >= message.size())
            return name;
        const std::uint8_t length = message[at];
        if ((length & 0xc0) == 0xc0) {
            if (at + 1 >= message.size())
                return name;
            const std::size_t target = std::size_t(length & 0x3f) << 8 | message[at + 1];
            if (!jumped)
                name.next = at + 2;
            jumped = true;
            if (target >= std::min(at, limit))
                return name;
            limit = target;
            at = target;
            continue;
        }
        if (length & 0xc0 || at + 1 + length > message.size() || name.text.size() + length > 255)
            return name;
        if (length == 0) {
            if (!jumped)
                name.next = at + 1;
            name.ok = true;
            return name;
        }
        if (!name.text.empty())
            name.text += '.';
        for (const std::uint8_t byte : message.subspan(at + 1, length))
            name.text += byte > 0x20 && byte < 0x7f ? static_cast<char>(byte) : '?';
        at += 1u + length;
    }
}

} // namespace hopyard::dissect
