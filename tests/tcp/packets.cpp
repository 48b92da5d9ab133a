// See packets.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/tcp/packets.h"

#include "core/wire/checksum.h"

#include <algorithm>

#include <fmt/format.h>

namespace hopyard::script {

namespace {

using Bytes = std::vector<std::uint8_t>;
using Kind = TcpOption::Kind;

constexpr std::uint8_t kSyn = 0x02;
constexpr std::uint8_t kAck = 0x10;

enum Number : std::uint8_t { endOption = 0, nopOption = 1, mssOption = 2, scaleOption = 3, sackOkOption = 4,
                             sackOption = 5, stampsOption = 8, md5Option = 19, fastOpenOption = 34 };

void put8(Bytes &to, std::uint32_t v) { to.push_back(static_cast<std::uint8_t>(v)); }
void put16(Bytes &to, std::uint32_t v)
{
    put8(to, v >> 8);
    put8(to, v);
}
void put32(Bytes &to, std::uint32_t v)
{
    put16(to, v >> 16);
    put16(to, v & 0xffff);
}

Bytes optionBytes(const TcpPacket &tcp, const Flow &flow)
{
    Bytes bytes;
    for (const TcpOption &option : tcp.options) {
        switch (option.kind) {
        case Kind::end: put8(bytes, endOption); break;
        case Kind::nop: put8(bytes, nopOption); break;
        case Kind::mss:
            put16(bytes, mssOption << 8 | 4);
            put16(bytes, option.first);
            break;
        case Kind::windowScale:
            put16(bytes, scaleOption << 8 | 3);
            put8(bytes, option.first);
            break;
        case Kind::sackPermitted: put16(bytes, sackOkOption << 8 | 2); break;
        case Kind::sack:
            put8(bytes, sackOption);
            put8(bytes, static_cast<std::uint32_t>(2 + 8 * option.blocks.size()));
            for (const auto &[left, right] : option.blocks) {
                put32(bytes, flow.toLive(left));
                put32(bytes, flow.toLive(right));
            }
            break;
        case Kind::timestamps:
            put16(bytes, stampsOption << 8 | 10);
            put32(bytes, option.first);
            put32(bytes, flow.liveStamp(option.second));
            break;
        case Kind::fastOpen: {
            const Bytes &cookie = option.isAnyCookie ? flow.cookie : option.cookie;
            put8(bytes, fastOpenOption);
            put8(bytes, static_cast<std::uint32_t>(2 + cookie.size()));
            bytes.insert(bytes.end(), cookie.begin(), cookie.end());
            break;
        }
        case Kind::md5:
            put16(bytes, md5Option << 8 | 18);
            bytes.insert(bytes.end(), 16, 0); // no digest that could be right
            break;
        }
    }
    while (bytes.size() % 4 != 0)
        put8(bytes, endOption);
    return bytes;
}

/// Nothing where a length is impossible.
std::optional<std::vector<TcpOption>> readOptions(base::Bytes bytes)
{
    std::vector<TcpOption> options;
    base::ByteReader reader(bytes);
    while (reader.remaining() > 0) {
        const std::uint8_t number = reader.u8();
        if (number == endOption)
            break; // padding
        if (number == nopOption) {
            options.push_back({Kind::nop, 0, 0, {}, {}, false});
            continue;
        }
        const std::uint8_t length = reader.u8();
        if (length < 2 || length - 2u > reader.remaining())
            return std::nullopt;
        base::ByteReader body(reader.bytes(length - 2u));
        TcpOption option;
        switch (number) {
        case mssOption:
            option.kind = Kind::mss;
            option.first = body.u16();
            break;
        case scaleOption:
            option.kind = Kind::windowScale;
            option.first = body.u8();
            break;
        case sackOkOption: option.kind = Kind::sackPermitted; break;
        case sackOption:
            option.kind = Kind::sack;
            while (body.remaining() >= 8) {
                const std::uint32_t left = body.u32();
                option.blocks.emplace_back(left, body.u32());
            }
            break;
        case stampsOption:
            option.kind = Kind::timestamps;
            option.first = body.u32();
            option.second = body.u32();
            break;
        case fastOpenOption: {
            option.kind = Kind::fastOpen;
            const base::Bytes cookie = body.bytes(body.remaining());
            option.cookie.assign(cookie.begin(), cookie.end());
            break;
        }
        case md5Option:
            option.kind = Kind::md5;
            body.skip(16);
            break;
        default: return std::nullopt;
        }
        if (!body.ok() || body.remaining() > 0)
            return std::nullopt;
        options.push_back(std::move(option));
    }
    return options;
}

Bytes tcpBytes(const TcpPacket &tcp, const Flow &flow)
{
    const Bytes options = optionBytes(tcp, flow);
    Bytes bytes;
    put16(bytes, flow.remotePort);
    put16(bytes, flow.localPort);
    put32(bytes, tcp.sequence);
    put32(bytes, tcp.acknowledgement ? flow.toLive(*tcp.acknowledgement) : 0);
    put8(bytes, static_cast<std::uint32_t>((20 + options.size()) / 4 << 4));
    put8(bytes, tcp.flags);
    put16(bytes, tcp.window.value_or(0));
    put16(bytes, 0); // checksum
    put16(bytes, tcp.urgent.value_or(0));
    bytes.insert(bytes.end(), options.begin(), options.end());
    bytes.insert(bytes.end(), tcp.length, 0);
    wire::Checksum sum;
    sum.addPseudoHeader(base::IpAddress(kRemote), base::IpAddress(kLocal), wire::IpProtocol::tcp, bytes.size());
    sum.add(bytes);
    base::storeU16(bytes.data() + 16, sum.value());
    return bytes;
}

Bytes udpBytes(const UdpPacket &udp, const Flow &flow)
{
    Bytes bytes;
    put16(bytes, flow.remotePort);
    put16(bytes, flow.localPort);
    put16(bytes, 8 + udp.length);
    put16(bytes, 0); // no checksum
    bytes.insert(bytes.end(), udp.length, 0);
    return bytes;
}

Bytes ipHeader(base::Ipv4Address from, base::Ipv4Address to, std::uint8_t protocol, std::uint8_t tos, std::uint8_t ttl,
               std::size_t payload)
{
    Bytes bytes;
    put8(bytes, 0x45);
    put8(bytes, tos);
    put16(bytes, static_cast<std::uint32_t>(20 + payload));
    put16(bytes, 0);
    put16(bytes, 0x4000); // don't fragment
    put8(bytes, ttl);
    put8(bytes, protocol);
    put16(bytes, 0);
    put32(bytes, from.value());
    put32(bytes, to.value());
    base::storeU16(bytes.data() + 10, wire::checksumOf(bytes));
    return bytes;
}

/// An error about a segment of the stack's: its IP header and the first eight bytes (RFC 792).
Bytes icmpBytes(const IcmpPacket &icmp, const Flow &flow)
{
    Bytes bytes;
    put8(bytes, icmp.type);
    put8(bytes, icmp.code);
    put16(bytes, 0); // checksum
    put16(bytes, 0);
    put16(bytes, icmp.mtu);
    const Bytes about = ipHeader(kLocal, kRemote, 6, 0, 64, 20 + icmp.length);
    bytes.insert(bytes.end(), about.begin(), about.end());
    put16(bytes, flow.localPort);
    put16(bytes, flow.remotePort);
    put32(bytes, flow.toLive(icmp.sequence));
    base::storeU16(bytes.data() + 2, wire::checksumOf(bytes));
    return bytes;
}

std::string describeOption(const TcpOption &option, std::uint32_t offset)
{
    switch (option.kind) {
    case Kind::end: return "eol";
    case Kind::nop: return "nop";
    case Kind::mss: return fmt::format("mss {}", option.first);
    case Kind::windowScale: return fmt::format("wscale {}", option.first);
    case Kind::sackPermitted: return "sackOK";
    case Kind::sack: {
        std::string text = "sack";
        for (const auto &[left, right] : option.blocks)
            text += fmt::format(" {}:{}", left - offset, right - offset);
        return text;
    }
    case Kind::timestamps: return fmt::format("TS val {} ecr {}", option.first, option.second);
    case Kind::fastOpen: {
        std::string text = option.isAnyCookie ? "FO TFO_COOKIE" : option.cookie.empty() ? "FO" : "FO ";
        for (const std::uint8_t byte : option.cookie)
            text += fmt::format("{:02x}", byte);
        return text;
    }
    case Kind::md5: return "md5";
    }
    return "?";
}

/// True where they are the same option; learns stamps and cookies.
bool sameOption(const TcpOption &script, const TcpOption &live, Flow &flow)
{
    if (script.kind != live.kind)
        return false;
    if (script.kind == Kind::timestamps) {
        const auto [at, isNew] = flow.stamps.emplace(script.first, live.first);
        return at->second == live.first && script.second == live.second;
    }
    if (script.kind == Kind::fastOpen && script.isAnyCookie)
        return !live.cookie.empty();
    return script == live;
}

} // namespace

/// One that the script saw, or else as far from it as the script says.
std::uint32_t Flow::liveStamp(std::uint32_t scriptStamp) const
{
    if (stamps.empty())
        return scriptStamp;
    const auto at = stamps.find(scriptStamp);
    const auto &[known, live] = at != stamps.end() ? *at : *stamps.begin();
    return scriptStamp - known + live;
}

std::optional<LivePacket> takeApart(base::Bytes packet)
{
    if (packet.size() < 20 || packet[0] >> 4 != 4)
        return std::nullopt;
    const std::size_t header = (packet[0] & 15) * 4u;
    if (header < 20 || base::loadU16(&packet[2]) != packet.size() || header + 8 > packet.size())
        return std::nullopt;
    LivePacket live;
    live.tos = packet[1];
    live.ttl = packet[8];
    live.protocol = packet[9];
    const base::Bytes body = packet.subspan(header);
    live.sourcePort = base::loadU16(body.data());
    live.destinationPort = base::loadU16(&body[2]);
    wire::Checksum sum;
    if (live.protocol != 1)
        sum.addPseudoHeader(base::Ipv4Address::load(&packet[12]), base::Ipv4Address::load(&packet[16]),
                            static_cast<wire::IpProtocol>(live.protocol), body.size());
    sum.add(body);
    live.checksumsGood = wire::checksumVerifies(packet.first(header)) && sum.verifies();
    if (live.protocol == 17) {
        live.udpLength = base::loadU16(&body[4]) - 8u;
    } else if (live.protocol == 1) {
        live.icmpType = body[0];
        live.icmpCode = body[1];
    } else if (live.protocol == 6) {
        if (body.size() < 20)
            return std::nullopt;
        const std::size_t length = (body[12] >> 4) * 4u;
        if (length < 20 || length > body.size())
            return std::nullopt;
        const auto options = readOptions(body.subspan(20, length - 20));
        if (!options)
            return std::nullopt;
        TcpPacket tcp;
        tcp.sequence = base::loadU32(&body[4]);
        tcp.flags = body[13];
        tcp.acknowledgement = base::loadU32(&body[8]);
        tcp.window = base::loadU16(&body[14]);
        tcp.urgent = base::loadU16(&body[18]);
        tcp.length = static_cast<std::uint32_t>(body.size() - length);
        tcp.options = *options;
        live.tcp = std::move(tcp);
    }
    return live;
}

bool append(LivePacket &whole, const LivePacket &next)
{
    constexpr std::uint8_t push = 0x08;
    constexpr std::uint8_t fin = 0x01;
    if (!whole.tcp || !next.tcp || !next.checksumsGood)
        return false;
    TcpPacket &first = *whole.tcp;
    const TcpPacket &second = *next.tcp;
    const bool sameHeader = (first.flags & ~push) == (second.flags & ~(push | fin)) && whole.tos == next.tos
        && first.acknowledgement == second.acknowledgement && first.options == second.options
        && whole.sourcePort == next.sourcePort && whole.destinationPort == next.destinationPort;
    if (!sameHeader || second.length == 0 || second.sequence != first.sequence + first.length)
        return false;
    first.length += second.length;
    first.flags |= second.flags;
    return true;
}

std::vector<std::uint8_t> build(const Packet &packet, const Flow &flow)
{
    Bytes body;
    std::uint8_t protocol = 6;
    if (const auto *tcp = std::get_if<TcpPacket>(&packet.body)) {
        body = tcpBytes(*tcp, flow);
    } else if (const auto *udp = std::get_if<UdpPacket>(&packet.body)) {
        body = udpBytes(*udp, flow);
        protocol = 17;
    } else {
        body = icmpBytes(std::get<IcmpPacket>(packet.body), flow);
        protocol = 1;
    }
    const unsigned whole = packet.tos.value_or(0);
    const auto tos = static_cast<std::uint8_t>((whole & 0xfc) | packet.ecn.value_or(whole & 3));
    Bytes bytes = ipHeader(kRemote, kLocal, protocol, tos, packet.ttl.value_or(64), body.size());
    bytes.insert(bytes.end(), body.begin(), body.end());
    return bytes;
}

std::string compare(const Packet &script, const LivePacket &live, Flow &flow)
{
    if (!live.checksumsGood)
        return "a checksum is wrong";
    if (script.ecn && (live.tos & 3) != *script.ecn)
        return fmt::format("ECN bits are {}", live.tos & 3);
    if (script.tos && live.tos != *script.tos)
        return fmt::format("TOS is {:#x}", live.tos);
    if (script.ttl && live.ttl != *script.ttl)
        return fmt::format("TTL is {}", live.ttl);
    if (const auto *udp = std::get_if<UdpPacket>(&script.body))
        return live.protocol != 17          ? "it is no UDP"
             : live.udpLength != udp->length ? fmt::format("it has {} bytes", live.udpLength)
                                             : "";
    if (const auto *icmp = std::get_if<IcmpPacket>(&script.body))
        return live.protocol == 1 && live.icmpType == icmp->type && live.icmpCode == icmp->code ? "" : "it is another";
    if (!live.tcp)
        return "it is no TCP";
    const TcpPacket &want = std::get<TcpPacket>(script.body);
    const TcpPacket &have = *live.tcp;
    if (have.flags != want.flags)
        return "the flags differ";
    if ((want.flags & kSyn) && !flow.localOffset)
        flow.localOffset = have.sequence - want.sequence;
    if (have.sequence != flow.toLive(want.sequence))
        return "the sequence number differs";
    if (have.length != want.length)
        return "the length differs";
    if ((want.flags & kAck) && have.acknowledgement != want.acknowledgement.value_or(0))
        return "the acknowledgement differs";
    if (want.window && have.window != want.window)
        return "the window differs";
    if (want.urgent && have.urgent != want.urgent)
        return "the urgent pointer differs";
    for (const TcpOption &option : have.options)
        if (option.kind == Kind::fastOpen && !option.cookie.empty())
            flow.cookie = option.cookie;
    if (want.anyOptions)
        return {};
    if (have.options.size() != want.options.size())
        return "the options differ";
    for (std::size_t i = 0; i < want.options.size(); ++i)
        if (!sameOption(want.options[i], have.options[i], flow))
            return fmt::format("option {} differs", i + 1);
    return {};
}

std::string describe(const TcpPacket &packet, std::uint32_t offset)
{
    static constexpr char kLetters[] = "FSRP.UEW";
    std::string text;
    for (int bit : {1, 0, 2, 3, 5, 6, 7, 4})
        if (packet.flags & 1 << bit)
            text += kLetters[bit];
    if (text.empty())
        text = "-";
    const std::uint32_t first = packet.sequence - offset;
    text += fmt::format(" {}:{}({})", first, first + packet.length, packet.length);
    if (packet.flags & kAck)
        text += fmt::format(" ack {}", packet.acknowledgement.value_or(0));
    if (packet.window)
        text += fmt::format(" win {}", *packet.window);
    if (packet.urgent.value_or(0) != 0)
        text += fmt::format(" urg {}", *packet.urgent);
    if (packet.anyOptions)
        return text + " <...>";
    if (!packet.options.empty()) {
        text += " <";
        for (const TcpOption &option : packet.options)
            text += (text.back() == '<' ? "" : ",") + describeOption(option, 0);
        text += ">";
    }
    return text;
}

} // namespace hopyard::script
