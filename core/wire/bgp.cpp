// BGP messages read and written. See bgp.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/wire/bgp.h"

#include <algorithm>
#include <array>

namespace hopyard::wire {

namespace {

using base::fail;

void push16(std::vector<std::uint8_t> &out, std::uint16_t v)
{
    out.push_back(static_cast<std::uint8_t>(v >> 8));
    out.push_back(static_cast<std::uint8_t>(v));
}
void push32(std::vector<std::uint8_t> &out, std::uint32_t v)
{
    push16(out, static_cast<std::uint16_t>(v >> 16));
    push16(out, static_cast<std::uint16_t>(v));
}

BgpNotification openError(std::uint8_t subcode) { return {BgpErrorCode::open, subcode, {}}; }

bool readGracefulRestart(base::Bytes value, BgpGracefulRestart &restart)
{
    if (value.size() < 2 || (value.size() - 2) % 4 != 0)
        return false;
    base::ByteReader r(value);
    const std::uint16_t head = r.u16();
    restart.restarted = head & 0x8000;
    restart.notification = head & 0x4000;
    restart.time = head & 0x0fff;
    while (r.remaining() > 0) {
        BgpGracefulRestart::Family f;
        f.family.afi = r.u16();
        f.family.safi = r.u8();
        f.forwarding = r.u8() & 0x80;
        restart.families.push_back(f);
    }
    return true;
}

/// False where a capability that we know has an impossible length.
bool readCapability(BgpOpen &open, std::uint8_t code, base::Bytes value)
{
    switch (code) {
    case bgp_capability::kMultiprotocol:
        if (value.size() != 4)
            return false;
        if (const BgpFamily family{base::loadU16(value.data()), value[3]};
            std::find(open.families.begin(), open.families.end(), family) == open.families.end())
            open.families.push_back(family);
        return true;
    case bgp_capability::kRouteRefresh:
        open.routeRefresh = true;
        return value.empty();
    case bgp_capability::kEnhancedRefresh:
        open.enhancedRefresh = true;
        return value.empty();
    case bgp_capability::kFourOctetAs:
        if (value.size() != 4)
            return false;
        open.fourOctetAs = base::loadU32(value.data());
        return true;
    case bgp_capability::kGracefulRestart:
        open.gracefulRestart.emplace();
        return readGracefulRestart(value, *open.gracefulRestart);
    default:
        open.others.push_back({code, {value.begin(), value.end()}});
        return true;
    }
}

void pushCapability(std::vector<std::uint8_t> &out, std::uint8_t code, base::Bytes value)
{
    if (out.size() + value.size() + 4 > 254) // one octet says how long they all are
        return;
    out.push_back(2); // each in a parameter of its own, as older peers expect it
    out.push_back(static_cast<std::uint8_t>(value.size() + 2));
    out.push_back(code);
    out.push_back(static_cast<std::uint8_t>(value.size()));
    out.insert(out.end(), value.begin(), value.end());
}

} // namespace

std::string_view toString(BgpType type)
{
    switch (type) {
    case BgpType::open: return "OPEN";
    case BgpType::update: return "UPDATE";
    case BgpType::notification: return "NOTIFICATION";
    case BgpType::keepalive: return "KEEPALIVE";
    case BgpType::routeRefresh: return "ROUTE-REFRESH";
    }
    return "unknown";
}

BgpNotification BgpNotification::parse(base::Bytes body)
{
    return {static_cast<BgpErrorCode>(body[0]), body[1], {body.begin() + 2, body.end()}};
}

void BgpNotification::append(std::vector<std::uint8_t> &out) const
{
    const std::size_t start = beginBgpMessage(out);
    out.push_back(static_cast<std::uint8_t>(code));
    out.push_back(subcode);
    const std::size_t fits = std::min(data.size(), kBgpMaxMessage - kBgpHeaderLength - 2);
    out.insert(out.end(), data.begin(), data.begin() + static_cast<std::ptrdiff_t>(fits));
    finishBgpMessage(out, start, BgpType::notification);
}

std::string BgpNotification::toString() const
{
    static constexpr std::array<std::string_view, 8> kCodes{
        "", "Message Header Error", "OPEN Message Error", "UPDATE Message Error", "Hold Timer Expired",
        "Neighbor Events Error", "Cease", "ROUTE-REFRESH Message Error"};
    static constexpr std::array<std::string_view, 4> kHeader{"", "/Connection Not Synchronized", "/Bad Message Length", "/Bad Message Type"};
    static constexpr std::array<std::string_view, 8> kOpen{
        "/Unspecific", "/Unsupported Version Number", "/Bad Peer AS", "/Bad BGP Identifier", "/Unsupported Optional Parameter",
        "/Authentication Failure", "/Unacceptable Hold Time", "/Unsupported Capability"};
    static constexpr std::array<std::string_view, 12> kUpdate{
        "", "/Malformed Attribute List", "/Unrecognized Well-known Attribute", "/Missing Well-known Attribute",
        "/Attribute Flags Error", "/Attribute Length Error", "/Invalid ORIGIN Attribute", "/AS Routing Loop",
        "/Invalid NEXT_HOP Attribute", "/Optional Attribute Error", "/Invalid Network Field", "/Malformed AS_PATH"};
    static constexpr std::array<std::string_view, 4> kFsm{
        "/Unspecific", "/Receive Unexpected Message in OpenSent State", "/Receive Unexpected Message in OpenConfirm State",
        "/Receive Unexpected Message in Established State"};
    static constexpr std::array<std::string_view, 9> kCease{
        "", "/Maximum Number of Prefixes Reached", "/Administrative Shutdown", "/Peer De-configured", "/Administrative Reset",
        "/Connection Rejected", "/Other Configuration Change", "/Connection Collision Resolution", "/Out of Resources"};
    const auto number = static_cast<std::size_t>(code);
    if (number == 0 || number >= kCodes.size())
        return "Unknown";
    std::string text(kCodes[number]);
    const auto add = [&](const auto &names) {
        if (subcode < names.size())
            text += names[subcode];
        else
            text += "/Unspecific";
    };
    switch (code) {
    case BgpErrorCode::header: add(kHeader); break;
    case BgpErrorCode::open: add(kOpen); break;
    case BgpErrorCode::update: add(kUpdate); break;
    case BgpErrorCode::fsm: add(kFsm); break;
    case BgpErrorCode::cease: add(kCease); break;
    case BgpErrorCode::holdTimer:
    case BgpErrorCode::routeRefresh: break;
    }
    return text;
}

base::Result<BgpFrame, BgpNotification> nextBgpMessage(base::Bytes stream)
{
    static constexpr std::array<std::uint8_t, 16> kMarker{0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
                                                          0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff};
    if (stream.size() < kBgpHeaderLength)
        return BgpFrame{};
    if (!std::equal(kMarker.begin(), kMarker.end(), stream.begin()))
        return fail(BgpNotification{BgpErrorCode::header, bgp_subcode::kNotSynchronized, {}});
    const std::size_t length = base::loadU16(&stream[16]);
    const std::uint8_t type = stream[18];
    const auto badLength = [&] {
        return fail(BgpNotification{BgpErrorCode::header, bgp_subcode::kBadLength, {stream[16], stream[17]}});
    };
    if (length < kBgpHeaderLength || length > kBgpMaxMessage)
        return badLength();
    switch (static_cast<BgpType>(type)) {
    case BgpType::open: if (length < 29) return badLength(); break;
    case BgpType::update: if (length < 23) return badLength(); break;
    case BgpType::notification: if (length < 21) return badLength(); break;
    case BgpType::keepalive: if (length != 19) return badLength(); break;
    case BgpType::routeRefresh: if (length < 23) return badLength(); break;
    default: return fail(BgpNotification{BgpErrorCode::header, bgp_subcode::kBadType, {type}});
    }
    if (stream.size() < length)
        return BgpFrame{};
    return BgpFrame{static_cast<BgpType>(type), stream.subspan(kBgpHeaderLength, length - kBgpHeaderLength), length};
}

std::size_t beginBgpMessage(std::vector<std::uint8_t> &out)
{
    const std::size_t start = out.size();
    out.resize(start + 16, 0xff);
    out.resize(start + kBgpHeaderLength);
    return start;
}

void finishBgpMessage(std::vector<std::uint8_t> &out, std::size_t start, BgpType type)
{
    base::storeU16(&out[start + 16], static_cast<std::uint16_t>(out.size() - start));
    out[start + 18] = static_cast<std::uint8_t>(type);
}

void appendKeepalive(std::vector<std::uint8_t> &out)
{
    finishBgpMessage(out, beginBgpMessage(out), BgpType::keepalive);
}

base::Result<BgpOpen, BgpNotification> BgpOpen::parse(base::Bytes body)
{
    base::ByteReader r(body);
    BgpOpen open;
    open.version = r.u8();
    open.as = r.u16();
    open.holdTime = r.u16();
    open.identifier = base::Ipv4Address(r.u32());
    std::size_t length = r.u8();
    if (!r.ok())
        return fail(openError(0));
    if (open.version != 4)
        return fail(BgpNotification{BgpErrorCode::open, bgp_subcode::kVersion, {0, 4}});
    bool wide = false;
    if (length == 255 && r.remaining() > 0 && r.rest()[0] == 255) { // RFC 9072
        wide = true;
        r.u8();
        length = r.u16();
    }
    if (!r.ok() || r.remaining() != length)
        return fail(openError(0));
    while (r.remaining() > 0) {
        const std::uint8_t type = r.u8();
        const base::Bytes value = r.bytes(wide ? r.u16() : r.u8());
        if (!r.ok())
            return fail(openError(0));
        if (type != 2)
            return fail(openError(bgp_subcode::kParameter));
        for (base::ByteReader c(value); c.remaining() > 0;) {
            const std::uint8_t code = c.u8();
            const base::Bytes what = c.bytes(c.u8());
            if (!c.ok() || !readCapability(open, code, what))
                return fail(openError(0));
        }
    }
    return open;
}

void BgpOpen::append(std::vector<std::uint8_t> &out) const
{
    std::vector<std::uint8_t> parameters;
    std::vector<std::uint8_t> value;
    for (const BgpFamily &f : families) {
        value.clear();
        push16(value, f.afi);
        value.push_back(0);
        value.push_back(f.safi);
        pushCapability(parameters, bgp_capability::kMultiprotocol, value);
    }
    if (routeRefresh)
        pushCapability(parameters, bgp_capability::kRouteRefresh, {});
    if (gracefulRestart) {
        value.clear();
        push16(value, static_cast<std::uint16_t>((gracefulRestart->restarted ? 0x8000 : 0) |
                                                 (gracefulRestart->notification ? 0x4000 : 0) | (gracefulRestart->time & 0x0fff)));
        for (const auto &f : gracefulRestart->families) {
            push16(value, f.family.afi);
            value.push_back(f.family.safi);
            value.push_back(f.forwarding ? 0x80 : 0);
        }
        pushCapability(parameters, bgp_capability::kGracefulRestart, value);
    }
    if (fourOctetAs) {
        value.clear();
        push32(value, *fourOctetAs);
        pushCapability(parameters, bgp_capability::kFourOctetAs, value);
    }
    if (enhancedRefresh)
        pushCapability(parameters, bgp_capability::kEnhancedRefresh, {});
    for (const BgpCapability &c : others)
        pushCapability(parameters, c.code, c.value);

    const std::size_t start = beginBgpMessage(out);
    out.push_back(version);
    push16(out, as);
    push16(out, holdTime);
    push32(out, identifier.value());
    out.push_back(static_cast<std::uint8_t>(parameters.size()));
    out.insert(out.end(), parameters.begin(), parameters.end());
    finishBgpMessage(out, start, BgpType::open);
}

base::Result<std::optional<BgpRouteRefresh>, BgpNotification> BgpRouteRefresh::parse(base::Bytes body)
{
    // RFC 7313 section 5: a length that is wrong is answered; the data is the message.
    if (body.size() != 4)
        return fail(BgpNotification{BgpErrorCode::routeRefresh, 1, {body.begin(), body.end()}});
    BgpRouteRefresh refresh;
    refresh.family = {base::loadU16(body.data()), body[3]};
    if (body[2] > 2)
        return std::optional<BgpRouteRefresh>();
    refresh.kind = static_cast<Kind>(body[2]);
    return std::optional(refresh);
}

void BgpRouteRefresh::append(std::vector<std::uint8_t> &out) const
{
    const std::size_t start = beginBgpMessage(out);
    push16(out, family.afi);
    out.push_back(static_cast<std::uint8_t>(kind));
    out.push_back(family.safi);
    finishBgpMessage(out, start, BgpType::routeRefresh);
}

base::Result<BgpUpdateView, BgpNotification> BgpUpdateView::parse(base::Bytes body)
{
    BgpUpdateView view;
    base::ByteReader r(body);
    view.withdrawn = r.bytes(r.u16());
    const std::uint16_t length = r.u16();
    view.attributes = r.bytes(length);
    if (!r.ok())
        return fail(BgpNotification{BgpErrorCode::update, bgp_subcode::kAttributeList, {}});
    view.announced = r.rest();
    return view;
}

bool BgpPrefixReader::next(base::IpPrefix &prefix)
{
    if (m_rest.empty())
        return false;
    const unsigned length = m_rest[0];
    const std::size_t octets = (length + 7) / 8;
    if (length > m_bits || m_rest.size() <= octets) {
        m_ok = false;
        return false;
    }
    std::array<std::uint8_t, 16> bytes{};
    std::copy_n(m_rest.begin() + 1, octets, bytes.begin());
    prefix = m_bits == 32 ? base::IpPrefix(base::Ipv4Address::load(bytes.data()), length)
                          : base::IpPrefix(base::Ipv6Address(bytes), length);
    m_rest = m_rest.subspan(1 + octets);
    return true;
}

void appendBgpPrefix(std::vector<std::uint8_t> &out, const base::IpPrefix &prefix)
{
    out.push_back(static_cast<std::uint8_t>(prefix.length()));
    const base::Bytes bytes = prefix.address().bytes().first((prefix.length() + 7) / 8);
    out.insert(out.end(), bytes.begin(), bytes.end());
}

} // namespace hopyard::wire
