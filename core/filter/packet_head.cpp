// The binary form of a head: one list of fields, walked by a writer and by a reader, so that they cannot differ.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/filter/packet_head.h"

#include <algorithm>
#include <array>
#include <type_traits>

namespace hopyard::filter {

namespace {

class Writer {
public:
    static constexpr bool kReads = false;
    explicit Writer(std::vector<std::uint8_t> &out) : m_out(out) {}

    template <class T>
    void number(const T &value)
    {
        for (int shift = int(sizeof(T)) * 8; shift > 0;) {
            shift -= 8;
            m_out.push_back(static_cast<std::uint8_t>(static_cast<std::uint64_t>(value) >> shift));
        }
    }
    void bytes(base::Bytes bytes) { m_out.insert(m_out.end(), bytes.begin(), bytes.end()); }
    void mac(const base::MacAddress &mac) { bytes(mac.bytes()); }
    void address(const base::IpAddress &address)
    {
        number(static_cast<std::uint8_t>(address.family()));
        bytes(address.bytes());
    }
    void text(const std::string &text)
    {
        const std::size_t size = std::min(text.size(), PacketHead::kMaxText);
        number(static_cast<std::uint8_t>(size));
        m_out.insert(m_out.end(), text.begin(), text.begin() + static_cast<std::ptrdiff_t>(size));
    }
    bool ok() const { return true; }

private:
    std::vector<std::uint8_t> &m_out;
};

class Reader {
public:
    static constexpr bool kReads = true;
    explicit Reader(base::ByteReader &in) : m_in(in) {}

    template <class T>
    void number(T &value)
    {
        if constexpr (sizeof(T) == 1)
            value = static_cast<T>(m_in.u8());
        else if constexpr (sizeof(T) == 2)
            value = static_cast<T>(m_in.u16());
        else if constexpr (sizeof(T) == 4)
            value = static_cast<T>(m_in.u32());
        else
            value = static_cast<T>(m_in.u64());
    }
    void mac(base::MacAddress &mac)
    {
        if (const base::Bytes bytes = m_in.bytes(6); bytes.size() == 6)
            mac = base::MacAddress::load(bytes.data());
    }
    void address(base::IpAddress &address)
    {
        const auto family = static_cast<base::Family>(m_in.u8());
        address = {};
        if (family == base::Family::ipv4) {
            address = base::Ipv4Address(m_in.u32());
        } else if (family == base::Family::ipv6) {
            if (const base::Bytes bytes = m_in.bytes(16); bytes.size() == 16) {
                std::array<std::uint8_t, 16> six;
                std::copy(bytes.begin(), bytes.end(), six.begin());
                address = base::Ipv6Address(six);
            }
        } else if (family != base::Family::none) {
            m_ok = false;
        }
    }
    void text(std::string &text)
    {
        const std::size_t size = m_in.u8();
        const base::Bytes bytes = m_in.bytes(size);
        text.assign(bytes.begin(), bytes.end());
        m_ok = m_ok && size <= PacketHead::kMaxText;
    }
    bool ok() const { return m_ok && m_in.ok(); }

private:
    base::ByteReader &m_in;
    bool m_ok = true;
};

/// An id type, a time, an enum, a set: as the number that it is.
template <class Coder, class Number, class Get, class Set>
void as(Coder &coder, Get get, Set set)
{
    Number number = Coder::kReads ? Number() : static_cast<Number>(get());
    coder.number(number);
    if constexpr (Coder::kReads)
        set(number);
}

template <class Coder, class Head>
void walk(Coder &coder, Head &h)
{
    constexpr auto none = 0xffffffffu;
    coder.number(h.number);
    coder.number(h.packetId);
    as<Coder, std::int64_t>(coder, [&] { return h.time.ns(); }, [&](auto n) {
        if constexpr (Coder::kReads)
            h.time = base::TimePoint::fromNs(n);
    });
    as<Coder, std::uint32_t>(coder, [&] { return h.link.value(); }, [&](auto n) {
        if constexpr (Coder::kReads)
            h.link = n == none ? base::LinkId() : base::LinkId(n);
    });
    as<Coder, std::uint32_t>(coder, [&] { return h.node.value(); }, [&](auto n) {
        if constexpr (Coder::kReads)
            h.node = n == none ? base::NodeId() : base::NodeId(n);
    });
    as<Coder, std::uint8_t>(coder, [&] { return static_cast<std::uint8_t>(h.direction); }, [&](auto n) {
        if constexpr (Coder::kReads)
            h.direction = n == 1 ? base::Direction::backward : base::Direction::forward;
    });
    coder.number(h.drop);
    coder.number(h.length);
    as<Coder, std::uint32_t>(coder, [&] { return h.layers.bits(); }, [&](auto n) {
        if constexpr (Coder::kReads)
            h.layers = Layers(n);
    });
    if (h.layers.has(Layer::ethernet)) {
        coder.mac(h.etherSource);
        coder.mac(h.etherDestination);
        coder.number(h.etherType);
    }
    if (h.layers.has(Layer::vlan))
        coder.number(h.vlan);
    const bool ip = h.layers.has(Layer::ipv4) || h.layers.has(Layer::ipv6);
    if (ip || h.layers.has(Layer::arp)) {
        coder.address(h.source);
        coder.address(h.destination);
    }
    if (h.layers.has(Layer::arp))
        coder.number(h.arpOperation);
    if (ip) {
        coder.number(h.ttl);
        coder.number(h.protocol);
        coder.number(h.tos);
        coder.number(h.ipLength);
        coder.number(h.ipId);
        coder.number(h.fragmentOffset);
        as<Coder, std::uint8_t>(coder, [&] { return (h.moreFragments ? 1 : 0) | (h.dontFragment ? 2 : 0); }, [&](auto n) {
            if constexpr (Coder::kReads) {
                h.moreFragments = (n & 1) != 0;
                h.dontFragment = (n & 2) != 0;
            }
        });
    }
    if (h.layers.has(Layer::tcp) || h.layers.has(Layer::udp)) {
        coder.number(h.sourcePort);
        coder.number(h.destinationPort);
        coder.number(h.stream);
        coder.number(h.payloadLength);
    }
    if (h.layers.has(Layer::tcp)) {
        coder.number(h.tcpFlags);
        coder.number(h.tcpWindow);
        coder.number(h.tcpSequence);
        coder.number(h.tcpAcknowledgement);
    }
    if (h.layers.has(Layer::icmp) || h.layers.has(Layer::icmpv6) || h.layers.has(Layer::igmp)) {
        coder.number(h.type);
        coder.number(h.code);
        coder.number(h.echoId);
        coder.number(h.echoSequence);
    }
    if (h.layers.has(Layer::stp)) {
        coder.number(h.stpFlags);
        coder.number(h.stpRoot.priority);
        coder.mac(h.stpRoot.address);
        coder.number(h.stpRootCost);
        coder.number(h.stpBridge.priority);
        coder.mac(h.stpBridge.address);
        coder.number(h.stpPort);
    }
    coder.number(h.message);
    if (h.layers.has(Layer::ospf) || h.layers.has(Layer::dhcp))
        as<Coder, std::uint32_t>(coder, [&] { return h.router.value(); }, [&](auto n) {
            if constexpr (Coder::kReads)
                h.router = base::Ipv4Address(n);
        });
    coder.text(h.text);
}

} // namespace

void append(std::vector<std::uint8_t> &out, const PacketHead &head)
{
    Writer writer(out);
    walk(writer, head);
}

bool read(base::ByteReader &in, PacketHead &head)
{
    head = {};
    Reader reader(in);
    walk(reader, head);
    return reader.ok();
}

} // namespace hopyard::filter
