// See ports.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dissect/ports.h"

#include "core/wire/bgp.h"
#include "core/wire/dns.h"
#include "core/wire/rip.h"

#include <algorithm>
#include <array>
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

bool isHttp(base::Bytes payload)
{
    constexpr std::array<std::string_view, 10> starts{"HTTP/1.", "GET ", "POST ", "HEAD ", "PUT ", "DELETE ", "OPTIONS ",
                                                      "PATCH ", "CONNECT ", "TRACE "};
    return std::any_of(starts.begin(), starts.end(), [&](std::string_view start) { return beginsWith(payload, start); });
}

} // namespace

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
