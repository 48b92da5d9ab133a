// See dhcp.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/wire/dhcp.h"

#include <algorithm>
#include <bit>

namespace hopyard::wire {

namespace {

constexpr std::uint32_t kCookie = 0x63825363; // RFC 2131 section 3
constexpr std::size_t kServerName = 44, kServerNameLength = 64, kFile = 108, kFileLength = 128;
constexpr std::uint8_t kOverloadFile = 1, kOverloadServerName = 2;

/// Calls take(code, bytes) for each option until the end; false where a length leads beyond it.
template <class Take>
bool walk(base::Bytes options, Take &&take)
{
    base::ByteReader reader(options);
    while (reader.remaining() > 0) {
        const auto code = static_cast<DhcpOption>(reader.u8());
        if (code == DhcpOption::pad)
            continue;
        if (code == DhcpOption::end)
            return true;
        const base::Bytes value = reader.bytes(reader.u8());
        if (!reader.ok())
            return false;
        take(code, value);
    }
    return true; // an end that is missing is forgiven
}

class Writer {
public:
    explicit Writer(std::vector<std::uint8_t> &out) : m_out(out) {}
    void add(DhcpOption code, base::Bytes value)
    {
        m_out.push_back(static_cast<std::uint8_t>(code));
        m_out.push_back(static_cast<std::uint8_t>(value.size()));
        m_out.insert(m_out.end(), value.begin(), value.end());
    }
    void addU32(DhcpOption code, std::uint32_t value)
    {
        std::uint8_t bytes[4];
        base::storeU32(bytes, value);
        add(code, bytes);
    }
    void addText(DhcpOption code, std::string_view text)
    {
        if (!text.empty())
            add(code, base::Bytes(reinterpret_cast<const std::uint8_t *>(text.data()), std::min(text.size(), DhcpRepr::kMaxText)));
    }
    void addBytes(DhcpOption code, const std::vector<std::uint8_t> &value)
    {
        if (!value.empty())
            add(code, base::Bytes(value).first(std::min<std::size_t>(value.size(), 255)));
    }
    void addAddresses(DhcpOption code, const std::vector<base::Ipv4Address> &addresses)
    {
        std::vector<std::uint8_t> bytes(std::min<std::size_t>(addresses.size(), 63) * 4);
        for (std::size_t i = 0; i < bytes.size() / 4; ++i)
            addresses[i].store(&bytes[i * 4]);
        addBytes(code, bytes);
    }

private:
    std::vector<std::uint8_t> &m_out;
};

} // namespace

std::string_view toString(DhcpType type)
{
    switch (type) {
    case DhcpType::discover: return "DHCPDISCOVER";
    case DhcpType::offer: return "DHCPOFFER";
    case DhcpType::request: return "DHCPREQUEST";
    case DhcpType::decline: return "DHCPDECLINE";
    case DhcpType::ack: return "DHCPACK";
    case DhcpType::nak: return "DHCPNAK";
    case DhcpType::release: return "DHCPRELEASE";
    case DhcpType::inform: return "DHCPINFORM";
    }
    return "unknown";
}

base::Result<DhcpView, ParseError> DhcpView::parse(base::Bytes bytes)
{
    if (bytes.size() < kFixedLength + 4)
        return base::fail(ParseError::truncated);
    if ((bytes[0] != 1 && bytes[0] != 2) || bytes[1] != 1 || bytes[2] != 6 || base::loadU32(&bytes[kFixedLength]) != kCookie)
        return base::fail(ParseError::unsupported);
    DhcpView view(bytes);
    bool isWhole = walk(bytes.subspan(kFixedLength + 4), [&](DhcpOption code, base::Bytes value) {
        if (code == DhcpOption::overload && value.size() == 1)
            view.m_overload = value[0] & (kOverloadFile | kOverloadServerName);
    });
    const auto ignore = [](DhcpOption, base::Bytes) {};
    if (view.m_overload & kOverloadFile)
        isWhole = walk(bytes.subspan(kFile, kFileLength), ignore) && isWhole;
    if (view.m_overload & kOverloadServerName)
        isWhole = walk(bytes.subspan(kServerName, kServerNameLength), ignore) && isWhole;
    if (!isWhole)
        return base::fail(ParseError::badOption);
    const auto type = view.option(DhcpOption::messageType);
    if (!type || type->size() != 1 || type->front() < 1 || type->front() > 8)
        return base::fail(ParseError::unsupported);
    view.m_type = static_cast<DhcpType>(type->front());
    return view;
}

std::optional<std::vector<std::uint8_t>> DhcpView::option(DhcpOption code) const
{
    std::optional<std::vector<std::uint8_t>> found;
    const auto take = [&](DhcpOption other, base::Bytes value) {
        if (other != code)
            return;
        if (!found)
            found.emplace();
        found->insert(found->end(), value.begin(), value.end());
    };
    walk(m_bytes.subspan(kFixedLength + 4), take);
    if (m_overload & kOverloadFile)
        walk(m_bytes.subspan(kFile, kFileLength), take);
    if (m_overload & kOverloadServerName)
        walk(m_bytes.subspan(kServerName, kServerNameLength), take);
    return found;
}

std::vector<std::uint8_t> DhcpView::relayed(std::uint8_t hops, base::Ipv4Address relay) const
{
    std::vector<std::uint8_t> out(m_bytes.begin(), m_bytes.end());
    out[3] = hops;
    relay.store(&out[24]);
    return out;
}

base::Result<DhcpRepr, ParseError> DhcpRepr::parse(const DhcpView &view)
{
    DhcpRepr repr;
    repr.type = view.type();
    repr.hops = view.hops();
    repr.transaction = view.transaction();
    repr.seconds = view.seconds();
    repr.broadcast = view.broadcast();
    repr.clientAddress = view.clientAddress();
    repr.yourAddress = view.yourAddress();
    repr.nextServer = view.nextServer();
    repr.relay = view.relay();
    repr.clientMac = view.clientMac();
    if (view.isRequest() != repr.isRequest())
        return base::fail(ParseError::unsupported);
    bool isGood = true;
    const auto readU32 = [&](DhcpOption code) -> std::optional<std::uint32_t> {
        const auto bytes = view.option(code);
        if (!bytes)
            return std::nullopt;
        isGood = isGood && bytes->size() == 4;
        return bytes->size() == 4 ? std::optional(base::loadU32(bytes->data())) : std::nullopt;
    };
    const auto readAddress = [&](DhcpOption code) -> std::optional<base::Ipv4Address> {
        const auto value = readU32(code);
        return value ? std::optional(base::Ipv4Address(*value)) : std::nullopt;
    };
    const auto readAddresses = [&](DhcpOption code) {
        std::vector<base::Ipv4Address> addresses;
        const auto bytes = view.option(code);
        if (!bytes)
            return addresses;
        isGood = isGood && !bytes->empty() && bytes->size() % 4 == 0;
        for (std::size_t at = 0; at + 4 <= bytes->size(); at += 4)
            addresses.push_back(base::Ipv4Address::load(&(*bytes)[at]));
        return addresses;
    };
    const auto readText = [&](DhcpOption code) {
        const auto bytes = view.option(code).value_or(std::vector<std::uint8_t>());
        std::string text(bytes.begin(), bytes.end());
        text.resize(std::min(text.size(), kMaxText));
        while (!text.empty() && text.back() == '\0') // some end it as C does (RFC 2132 section 2)
            text.pop_back();
        return text;
    };
    if (const auto mask = readU32(DhcpOption::subnetMask)) {
        repr.prefixLength = static_cast<std::uint8_t>(std::countl_one(*mask));
        isGood = isGood && std::countl_one(*mask) + std::countr_zero(*mask) >= 32;
    }
    repr.routers = readAddresses(DhcpOption::router);
    repr.nameServers = readAddresses(DhcpOption::domainNameServer);
    repr.hostName = readText(DhcpOption::hostName);
    repr.domainName = readText(DhcpOption::domainName);
    repr.text = readText(DhcpOption::message);
    repr.requestedAddress = readAddress(DhcpOption::requestedAddress);
    repr.serverIdentifier = readAddress(DhcpOption::serverIdentifier);
    repr.leaseTime = readU32(DhcpOption::leaseTime);
    repr.renewalTime = readU32(DhcpOption::renewalTime);
    repr.rebindingTime = readU32(DhcpOption::rebindingTime);
    repr.clientIdentifier = view.option(DhcpOption::clientIdentifier).value_or(std::vector<std::uint8_t>());
    repr.parameterRequests = view.option(DhcpOption::parameterRequestList).value_or(std::vector<std::uint8_t>());
    if (!isGood)
        return base::fail(ParseError::badOption);
    return repr;
}

std::vector<std::uint8_t> DhcpRepr::emit() const
{
    std::vector<std::uint8_t> out(DhcpView::kFixedLength + 4, 0);
    out[0] = isRequest() ? 1 : 2;
    out[1] = 1; // Ethernet
    out[2] = 6;
    out[3] = hops;
    base::storeU32(&out[4], transaction);
    base::storeU16(&out[8], seconds);
    base::storeU16(&out[10], broadcast ? 0x8000 : 0);
    clientAddress.store(&out[12]);
    yourAddress.store(&out[16]);
    nextServer.store(&out[20]);
    relay.store(&out[24]);
    clientMac.store(&out[28]);
    base::storeU32(&out[DhcpView::kFixedLength], kCookie);
    Writer options(out);
    const std::uint8_t kind = static_cast<std::uint8_t>(type);
    options.add(DhcpOption::messageType, base::Bytes(&kind, 1));
    if (serverIdentifier)
        options.addU32(DhcpOption::serverIdentifier, serverIdentifier->value());
    if (requestedAddress)
        options.addU32(DhcpOption::requestedAddress, requestedAddress->value());
    if (leaseTime)
        options.addU32(DhcpOption::leaseTime, *leaseTime);
    if (renewalTime)
        options.addU32(DhcpOption::renewalTime, *renewalTime);
    if (rebindingTime)
        options.addU32(DhcpOption::rebindingTime, *rebindingTime);
    if (prefixLength) // the mask comes before the routers (RFC 2132 section 3.3)
        options.addU32(DhcpOption::subnetMask, base::netmask4(*prefixLength));
    options.addAddresses(DhcpOption::router, routers);
    options.addAddresses(DhcpOption::domainNameServer, nameServers);
    options.addText(DhcpOption::hostName, hostName);
    options.addText(DhcpOption::domainName, domainName);
    options.addText(DhcpOption::message, text);
    options.addBytes(DhcpOption::clientIdentifier, clientIdentifier);
    options.addBytes(DhcpOption::parameterRequestList, parameterRequests);
    out.push_back(static_cast<std::uint8_t>(DhcpOption::end));
    if (out.size() < kMinLength)
        out.resize(kMinLength, 0);
    return out;
}

} // namespace hopyard::wire
