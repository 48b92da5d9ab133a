// Linux's options that are structures or texts; see linux_structures.h. Layouts are those of the kernel's headers for
// programs (linux/tcp.h, linux/in.h, linux/errqueue.h).
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/transport/linux_structures.h"

#include "core/transport/linux_options.h"
#include "core/transport/socket_layer.h"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

namespace hopyard::transport {

namespace linux_abi {

namespace {

using Structure = base::Result<std::vector<std::uint8_t>, SocketError>;
using Done = base::Result<void, SocketError>;

constexpr std::size_t kSockaddrStorage = 128;
constexpr std::size_t kCongestionName = 16; // TCP_CA_NAME_MAX
constexpr std::array<std::string_view, 2> kCongestionNames{"reno", "cubic"}; // by tcp::CongestionAlgorithm

auto failure(SocketError error) { return base::fail(error); }

base::IpAddress addressAt(base::Bytes bytes, std::size_t at) { return base::Ipv4Address::load(bytes.data() + at); }

/// Of a struct sockaddr_in; not valid: of another family.
base::IpAddress sockaddrAt(base::Bytes bytes, std::size_t at)
{
    return loadLittle(bytes, at, 2) == 2 ? addressAt(bytes, at + 4) : base::IpAddress();
}

std::string textOf(base::Bytes bytes)
{
    const auto end = std::ranges::find(bytes, std::uint8_t(0));
    return std::string(bytes.begin(), end);
}

std::vector<std::uint8_t> bytesOf(std::string_view text, std::size_t size)
{
    std::vector<std::uint8_t> bytes(text.begin(), text.end());
    bytes.resize(size);
    return bytes;
}

Done setLinger(SocketLayer &sockets, IpOutput &ip, SocketId id, base::Bytes value)
{
    if (value.size() < 8)
        return failure(SocketError::invalidArgument);
    return sockets.setOption(ip, id, SocketOption::linger, loadInt(value, 0) != 0 ? std::max(loadInt(value, 4), 0) : -1);
}

Done setDevice(SocketLayer &sockets, IpOutput &ip, SocketId id, base::Bytes value)
{
    const std::string name = textOf(value);
    const base::PortIndex port = ip.findInterface(name);
    if (!name.empty() && !port.isValid())
        return failure(SocketError::noSuchDevice);
    return sockets.setOption(ip, id, SocketOption::device, name.empty() ? -1 : std::int64_t(port.value()));
}

Done setCongestion(SocketLayer &sockets, IpOutput &ip, SocketId id, base::Bytes value)
{
    const auto at = std::ranges::find(kCongestionNames, std::string_view(textOf(value)));
    if (value.empty() || at == kCongestionNames.end())
        return failure(value.empty() ? SocketError::invalidArgument : SocketError::noSuchEntry);
    return sockets.setOption(ip, id, SocketOption::congestion, at - kCongestionNames.begin());
}

/// struct tcp_md5sig: sockaddr_storage, flags, prefix length, key length, interface, key.
Done setSigningKey(SocketLayer &sockets, IpOutput &ip, SocketId id, base::Bytes value, bool hasFlags)
{
    constexpr std::size_t kKey = kSockaddrStorage + 8;
    if (value.size() < kKey + 80)
        return failure(SocketError::invalidArgument);
    const base::IpAddress peer = sockaddrAt(value, 0);
    const bool hasPrefix = hasFlags && (value[kSockaddrStorage] & 1) != 0; // TCP_MD5SIG_FLAG_PREFIX
    const unsigned length = hasPrefix ? value[kSockaddrStorage + 1] : 32;
    const std::uint64_t keyLength = loadLittle(value, kSockaddrStorage + 2, 2);
    if (!peer.isValid() || length > 32 || keyLength > 80)
        return failure(SocketError::invalidArgument);
    const base::Bytes key = value.subspan(kKey, keyLength);
    return sockets.setSigningKey(ip, id, base::IpPrefix(peer, length), std::string(key.begin(), key.end()));
}

/// The interface of a struct ip_mreq or ip_mreqn that begins at `at` with the interface's address.
base::Result<base::PortIndex, SocketError> interfaceAt(IpOutput &ip, base::Bytes value, std::size_t at)
{
    const bool hasIndex = value.size() >= at + 8;
    const base::IpAddress address = addressAt(value, at);
    base::PortIndex port;
    if (hasIndex && loadInt(value, at + 4) != 0)
        port = portOfLinuxIndex(loadInt(value, at + 4));
    else if (!address.isUnspecified())
        port = ip.isOwnAddress(address) ? ip.interfaceFor(address) : base::PortIndex();
    else
        return base::PortIndex(); // whichever
    if (ip.interfaceName(port).empty())
        return failure(SocketError::noSuchDevice);
    return port;
}

Done setMulticastInterface(SocketLayer &sockets, IpOutput &ip, SocketId id, base::Bytes value)
{
    if (value.size() < 4)
        return failure(SocketError::invalidArgument);
    const auto port = interfaceAt(ip, value, value.size() >= 8 ? 4 : 0);
    if (!port)
        return failure(value.size() >= 12 ? port.error() : SocketError::addressNotAvailable);
    return sockets.setOption(ip, id, SocketOption::multicastInterface, port->isValid() ? std::int64_t(port->value()) : -1);
}

Done changeMembership(SocketLayer &sockets, IpOutput &ip, SocketId id, base::Bytes value, bool join)
{
    if (value.size() < 8)
        return failure(SocketError::invalidArgument);
    const auto port = interfaceAt(ip, value, 4);
    if (!port)
        return failure(port.error());
    return join ? sockets.joinGroup(ip, id, addressAt(value, 0), *port)
                : sockets.leaveGroup(ip, id, addressAt(value, 0), *port);
}

/// struct ip_mreq_source: group, interface, source.
Done changeSource(SocketLayer &sockets, IpOutput &ip, SocketId id, base::Bytes value, SocketLayer::SourceChange change)
{
    if (value.size() < 12)
        return failure(SocketError::invalidArgument);
    const auto port = interfaceAt(ip, value.first(8), 4);
    if (!port)
        return failure(port.error());
    return sockets.changeSource(ip, id, change, addressAt(value, 0), addressAt(value, 8), *port);
}

/// struct group_req and group_source_req: interface index, padding, one or two sockaddr_storage (RFC 3678 section 5.1).
Done changeByIndex(SocketLayer &sockets, IpOutput &ip, SocketId id, base::Bytes value, int name)
{
    using Change = SocketLayer::SourceChange;
    const bool hasSource = name != 42 && name != 45;
    if (value.size() < 8 + kSockaddrStorage * (hasSource ? 2 : 1))
        return failure(SocketError::invalidArgument);
    const base::PortIndex port = portOfLinuxIndex(loadInt(value, 0));
    const base::IpAddress group = sockaddrAt(value, 8);
    if (port.isValid() && ip.interfaceName(port).empty())
        return failure(SocketError::noSuchDevice);
    const base::IpAddress source = hasSource ? sockaddrAt(value, 8 + kSockaddrStorage) : base::IpAddress();
    switch (name) {
    case 42: return sockets.joinGroup(ip, id, group, port);                           // MCAST_JOIN_GROUP
    case 43: return sockets.changeSource(ip, id, Change::block, group, source, port); // MCAST_BLOCK_SOURCE
    case 44: return sockets.changeSource(ip, id, Change::unblock, group, source, port);
    case 45: return sockets.leaveGroup(ip, id, group, port);
    case 46: return sockets.changeSource(ip, id, Change::join, group, source, port);
    default: return sockets.changeSource(ip, id, Change::leave, group, source, port);
    }
}

Structure lingerBytes(SocketLayer &sockets, IpOutput &ip, SocketId id)
{
    const auto seconds = sockets.option(ip, id, SocketOption::linger);
    if (!seconds)
        return failure(seconds.error());
    std::vector<std::uint8_t> bytes;
    appendLittle(bytes, *seconds >= 0, 4);
    appendLittle(bytes, static_cast<std::uint64_t>(std::max<std::int64_t>(*seconds, 0)), 4);
    return bytes;
}

Structure deviceBytes(SocketLayer &sockets, IpOutput &ip, SocketId id)
{
    const auto device = sockets.option(ip, id, SocketOption::device);
    if (!device)
        return failure(device.error());
    if (*device < 0)
        return std::vector<std::uint8_t>();
    const std::string name = ip.interfaceName(base::PortIndex(static_cast<std::uint32_t>(*device)));
    return bytesOf(name, name.size() + 1);
}

Structure errorBytes(SocketLayer &sockets, SocketId id)
{
    if (!sockets.localName(id))
        return failure(SocketError::badSocket);
    const auto error = sockets.takeError(id);
    std::vector<std::uint8_t> bytes;
    appendLittle(bytes, static_cast<std::uint64_t>(error ? errnoNumber(*error) : 0), 4);
    return bytes;
}

/// SO_MEMINFO: what the buffers hold and may hold (enum sk_meminfo of linux/sock_diag.h).
Structure memoryBytes(SocketLayer &sockets, IpOutput &ip, SocketId id)
{
    const auto received = sockets.receiveQueueSize(id);
    if (!received)
        return failure(received.error());
    const std::size_t sent = *sockets.sendQueueSize(id);
    const auto room = [&](SocketOption option) { return static_cast<std::uint64_t>(*sockets.option(ip, id, option)); };
    std::vector<std::uint8_t> bytes;
    for (const std::uint64_t value : {std::uint64_t(*received), room(SocketOption::receiveBuffer), std::uint64_t(0),
                                      room(SocketOption::sendBuffer), std::uint64_t(0), std::uint64_t(sent),
                                      std::uint64_t(0), std::uint64_t(0), std::uint64_t(0)})
        appendLittle(bytes, value, 4);
    return bytes;
}

Structure multicastInterfaceBytes(SocketLayer &sockets, IpOutput &ip, SocketId id)
{
    const auto port = sockets.option(ip, id, SocketOption::multicastInterface);
    if (!port)
        return failure(port.error());
    std::vector<std::uint8_t> bytes(4);
    if (*port >= 0)
        if (const auto own = ip.addressOf(base::PortIndex(static_cast<std::uint32_t>(*port)), base::Family::ipv4); own.isV4())
            own.v4().store(bytes.data());
    return bytes;
}

Structure congestionBytes(SocketLayer &sockets, IpOutput &ip, SocketId id)
{
    const auto number = sockets.option(ip, id, SocketOption::congestion);
    if (!number)
        return failure(number.error());
    return bytesOf(kCongestionNames[static_cast<std::size_t>(*number)], kCongestionName);
}

} // namespace

Done setStructure(SocketLayer &sockets, IpOutput &ip, SocketId id, int level, int name, base::Bytes value)
{
    using Change = SocketLayer::SourceChange;
    if (level == kLevelSocket) {
        switch (name) {
        case 13: return setLinger(sockets, ip, id, value); // SO_LINGER
        case 25: return setDevice(sockets, ip, id, value); // SO_BINDTODEVICE
        default: break;
        }
    } else if (level == kLevelIp) {
        switch (name) {
        case 32: return setMulticastInterface(sockets, ip, id, value);              // IP_MULTICAST_IF
        case 35: return changeMembership(sockets, ip, id, value, true);             // IP_ADD_MEMBERSHIP
        case 36: return changeMembership(sockets, ip, id, value, false);            // IP_DROP_MEMBERSHIP
        case 37: return changeSource(sockets, ip, id, value, Change::unblock);      // IP_UNBLOCK_SOURCE
        case 38: return changeSource(sockets, ip, id, value, Change::block);        // IP_BLOCK_SOURCE
        case 39: return changeSource(sockets, ip, id, value, Change::join);         // IP_ADD_SOURCE_MEMBERSHIP
        case 40: return changeSource(sockets, ip, id, value, Change::leave);        // IP_DROP_SOURCE_MEMBERSHIP
        case 42:
        case 43:
        case 44:
        case 45:
        case 46:
        case 47: return changeByIndex(sockets, ip, id, value, name);
        default: break;
        }
    } else if (level == kLevelTcp) {
        switch (name) {
        case 13: return setCongestion(sockets, ip, id, value);        // TCP_CONGESTION
        case 14: return setSigningKey(sockets, ip, id, value, false); // TCP_MD5SIG
        case 32: return setSigningKey(sockets, ip, id, value, true);  // TCP_MD5SIG_EXT
        default: break;
        }
    }
    return failure(sockets.localName(id) ? SocketError::protocolUnavailable : SocketError::badSocket);
}

Structure structure(SocketLayer &sockets, IpOutput &ip, SocketId id, int level, int name)
{
    if (level == kLevelSocket) {
        switch (name) {
        case 4: return errorBytes(sockets, id);          // SO_ERROR
        case 13: return lingerBytes(sockets, ip, id);    // SO_LINGER
        case 25: return deviceBytes(sockets, ip, id);    // SO_BINDTODEVICE
        case 55: return memoryBytes(sockets, ip, id);    // SO_MEMINFO
        default: break;
        }
    } else if (level == kLevelIp && name == 32) {
        return multicastInterfaceBytes(sockets, ip, id); // IP_MULTICAST_IF
    } else if (level == kLevelTcp) {
        switch (name) {
        case 11: // TCP_INFO
            if (const auto info = sockets.tcpInfo(id, ip.context().now))
                return tcpInfoBytes(*info);
            else
                return failure(info.error());
        case 13: return congestionBytes(sockets, ip, id); // TCP_CONGESTION
        case 26: // TCP_CC_INFO: neither of ours has any
            return sockets.option(ip, id, SocketOption::congestion) ? Structure(std::vector<std::uint8_t>())
                                                                    : failure(SocketError::protocolUnavailable);
        default: break;
        }
    }
    return failure(sockets.localName(id) ? SocketError::protocolUnavailable : SocketError::badSocket);
}

std::uint8_t linuxState(tcp::TcpState state)
{
    using State = tcp::TcpState;
    switch (state) {
    case State::established: return 1;
    case State::synSent: return 2;
    case State::synReceived: return 3;
    case State::finWait1: return 4;
    case State::finWait2: return 5;
    case State::timeWait: return 6;
    case State::closed: return 7;
    case State::closeWait: return 8;
    case State::lastAck: return 9;
    case State::listen: return 10;
    case State::closing: return 11;
    }
    return 7;
}

std::vector<std::uint8_t> tcpInfoBytes(const tcp::TcpInfo &i)
{
    std::vector<std::uint8_t> out;
    out.reserve(248);
    const auto u8 = [&](unsigned v) { out.push_back(static_cast<std::uint8_t>(v)); };
    const auto u32 = [&](std::uint64_t v) { appendLittle(out, std::min<std::uint64_t>(v, 0xffffffff), 4); };
    const auto u64 = [&](std::uint64_t v) { appendLittle(out, v, 8); };
    const auto micros = [&](base::Duration d) { u32(static_cast<std::uint64_t>(std::max<std::int64_t>(d.ns() / 1'000, 0))); };
    const auto millis = [&](base::Duration d) { u32(static_cast<std::uint64_t>(std::max<std::int64_t>(d.ns() / 1'000'000, 0))); };
    u8(linuxState(i.state));
    u8(i.congestionState);
    u8(i.retransmits);
    u8(i.probes);
    u8(i.backoff);
    u8(unsigned(i.timestamps) | unsigned(i.sack) << 1 | unsigned(i.windowScaling) << 2 | unsigned(i.ecn) << 3
       | unsigned(i.ecnSeen) << 4 | unsigned(i.synData) << 5);
    u8((i.sendScale & 0x0fu) | (i.receiveScale & 0x0fu) << 4);
    u8(i.applicationLimited);
    micros(i.rto);
    micros(i.delayedAck);
    u32(i.sendMss);
    u32(i.receiveMss);
    u32(i.unacknowledged);
    u32(i.sacked);
    u32(i.lost);
    u32(i.retransmitted);
    u32(0); // fackets, not kept since Linux 4.15
    millis(i.sinceDataSent);
    u32(0); // last_ack_sent, never kept
    millis(i.sinceDataReceived);
    millis(i.sinceAckReceived);
    u32(i.pathMtu);
    u32(i.receiveWindow); // rcv_ssthresh: as far as the window is open
    micros(i.rtt);
    micros(i.rttVariation);
    u32(i.slowStartThreshold);
    u32(i.congestionWindow);
    u32(i.advertisedMss);
    u32(i.reordering);
    micros(i.receiveRtt);
    u32(i.receiveSpace);
    u32(i.totalRetransmissions);
    u64(i.pacingRate);
    u64(~std::uint64_t(0)); // max_pacing_rate: none is set
    u64(i.bytesAcked);
    u64(i.bytesReceived);
    u32(i.segmentsOut);
    u32(i.segmentsIn);
    u32(i.notSent);
    micros(i.minimumRtt);
    u32(i.dataSegmentsIn);
    u32(i.dataSegmentsOut);
    u64(i.deliveryRate);
    u64(0); // busy_time, rwnd_limited, sndbuf_limited: not measured
    u64(0);
    u64(0);
    u32(i.delivered);
    u32(i.deliveredMarked);
    u64(i.bytesSent);
    u64(i.bytesRetransmitted);
    u32(i.duplicatesSeen);
    u32(i.reorderingSeen);
    u32(0); // rcv_ooopack
    u32(i.sendWindow);
    u32(i.receiveWindow);
    u32(0); // rehash
    u32(0); // total_rto, total_rto_recoveries
    u32(0); // total_rto_time
    return out;
}

} // namespace linux_abi

std::vector<std::uint8_t> linuxExtendedError(const ReceivedError &error)
{
    const ip::ErrorReport &report = error.report;
    std::vector<std::uint8_t> bytes;
    linux_abi::appendLittle(bytes, static_cast<std::uint64_t>(errnoNumber(error.error)), 4);
    bytes.push_back(report.reporterTtl == 0 ? 1 : 2); // SO_EE_ORIGIN_LOCAL, SO_EE_ORIGIN_ICMP
    bytes.push_back(report.type);
    bytes.push_back(report.code);
    bytes.push_back(0);
    linux_abi::appendLittle(bytes, report.mtu, 4);
    linux_abi::appendLittle(bytes, 0, 4);
    linux_abi::appendLittle(bytes, report.reporter.isV4() ? 2 : 0, 2); // the offender's struct sockaddr_in, without port
    linux_abi::appendLittle(bytes, 0, 2);
    std::array<std::uint8_t, 4> address{};
    if (report.reporter.isV4())
        report.reporter.v4().store(address.data());
    bytes.insert(bytes.end(), address.begin(), address.end());
    bytes.resize(32);
    return bytes;
}

} // namespace hopyard::transport
