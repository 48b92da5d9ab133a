// Socket options of programs: those that concern the pair or our own work are kept here, all others go to the node's
// socket as they are; see server.h. socket(7), ip(7), ipv6(7).
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/transport/linux_options.h"
#include "emulation/sockets/server.h"

#include <algorithm>
#include <cerrno>
#include <cstring>

#include <net/if.h>
#include <netinet/in.h>
#include <sys/socket.h>

namespace hopyard::remote {

namespace {

using transport::IpOutput;
using transport::SocketLayer;

constexpr std::size_t kMaxKeptOptions = 32;

/// What the program wants to know of each message, by the option that says so; 0 where it is another option.
std::uint8_t wantOf(const OptionBody &option)
{
    if (option.level == SOL_SOCKET)
        return option.name == SO_TIMESTAMP     ? DatagramHead::wantsTime
               : option.name == SO_TIMESTAMPNS ? DatagramHead::wantsTimeNs
                                               : 0;
    if (option.level != IPPROTO_IP)
        return 0;
    switch (option.name) {
    case IP_PKTINFO: return DatagramHead::wantsInfo;
    case IP_RECVTTL: return DatagramHead::wantsTtl;
    case IP_RECVTOS: return DatagramHead::wantsTos;
    case IP_RECVORIGDSTADDR: return DatagramHead::wantsOrigin;
    default: return 0;
    }
}

int intOf(base::Bytes bytes)
{
    int value = 0;
    std::memcpy(&value, bytes.data(), std::min(bytes.size(), sizeof value));
    return value;
}

/// The option of IPv4 that means the same; false where there is none.
bool toIpv4(OptionBody &option)
{
    switch (option.name) {
    case IPV6_UNICAST_HOPS: option.name = IP_TTL; break;
    case IPV6_MULTICAST_HOPS: option.name = IP_MULTICAST_TTL; break;
    case IPV6_MULTICAST_LOOP: option.name = IP_MULTICAST_LOOP; break;
    case IPV6_TCLASS: option.name = IP_TOS; break;
    case IPV6_MTU_DISCOVER: option.name = IP_MTU_DISCOVER; break;
    case IPV6_RECVERR: option.name = IP_RECVERR; break;
    default: return false;
    }
    option.level = IPPROTO_IP;
    return true;
}

std::vector<std::uint8_t> bytesOf(int value, std::uint32_t size)
{
    std::vector<std::uint8_t> bytes(std::min<std::size_t>(size, sizeof value));
    std::memcpy(bytes.data(), &value, bytes.size());
    return bytes;
}

} // namespace

Server::Answer Server::setOption(RemoteSocket &s, const Request &request)
{
    OptionBody option = request.option;
    if (option.level == IPPROTO_IPV6) {
        if (s.family != 6)
            return {ENOPROTOOPT, 0, {}, {}};
        if (option.name == IPV6_V6ONLY) {
            if (s.isBound || request.bytes.size() < sizeof(int))
                return {EINVAL, 0, {}, {}};
            s.onlyV6 = intOf(request.bytes) != 0;
            return {};
        }
        if (!toIpv4(option))
            return {ENOPROTOOPT, 0, {}, {}};
    }
    if (const std::uint8_t want = wantOf(option)) {
        s.wants = static_cast<std::uint8_t>(intOf(request.bytes) != 0 ? s.wants | want : s.wants & ~want);
        return {};
    }
    if (option.level == IPPROTO_IP && (option.name == IP_RETOPTS || option.name == IP_RECVOPTS))
        return {}; // no options are handed up, so there are none to be told of
    Answer answer{ENETDOWN, 0, {}, {}};
    std::vector<std::uint8_t> value(request.bytes.begin(), request.bytes.end());
    if (option.level == SOL_SOCKET && option.name == SO_BINDTODEVICE) { // an interface of the node, by its name
        const std::string name(value.begin(), std::find(value.begin(), value.end(), 0));
        const base::PortRef port = name.empty() ? base::PortRef{} : m_world->findPort({m_world->name(s.node), name});
        if (!name.empty() && !port.node.isValid())
            return {ENODEV, 0, {}, {}};
        use(s, [&](SocketLayer &layer, IpOutput &ip) {
            const auto set = layer.setOption(ip, s.socket, transport::SocketOption::device,
                                             name.empty() ? -1 : std::int64_t(port.port.value()));
            answer.error = set ? 0 : transport::errnoNumber(set.error());
        });
        return answer;
    }
    use(s, [&](SocketLayer &layer, IpOutput &ip) {
        const auto set = transport::setLinuxOption(layer, ip, s.socket, option.level, option.name, value);
        answer.error = set ? 0 : transport::errnoNumber(set.error());
    });
    if (answer.error == 0 && s.options.size() < kMaxKeptOptions)
        s.options.push_back({option.level, option.name, std::move(value)});
    return answer;
}

Server::Answer Server::getOption(RemoteSocket &s, const Request &request)
{
    OptionBody option = request.option;
    if (option.level == SOL_SOCKET && option.name == SO_ERROR)
        return {0, 0, bytesOf(static_cast<int>(takeError(s).value), option.size), {}};
    if (option.level == SOL_SOCKET && option.name == SO_ACCEPTCONN)
        return {0, 0, bytesOf(s.phase == RemoteSocket::Phase::listening ? 1 : 0, option.size), {}};
    if (option.level == IPPROTO_IPV6) {
        if (s.family == 6 && option.name == IPV6_V6ONLY)
            return {0, 0, bytesOf(s.onlyV6 ? 1 : 0, option.size), {}};
        if (s.family != 6 || !toIpv4(option))
            return {ENOPROTOOPT, 0, {}, {}};
    }
    if (const std::uint8_t want = wantOf(option))
        return {0, 0, bytesOf((s.wants & want) != 0 ? 1 : 0, option.size), {}};
    Answer answer{ENETDOWN, 0, {}, {}};
    use(s, [&](SocketLayer &layer, IpOutput &ip) {
        auto got = transport::getLinuxOption(layer, ip, s.socket, option.level, option.name, option.size);
        answer.error = got ? 0 : transport::errnoNumber(got.error());
        if (got)
            answer.body = std::move(*got);
    });
    return answer;
}

} // namespace hopyard::remote
