// See server_link.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "emulation/migration/server_link.h"

#include "emulation/linux/unix_socket.h"

#include <array>
#include <charconv>
#include <cstddef>
#include <cstring>
#include <span>
#include <sys/socket.h>
#include <sys/un.h>

#include <fmt/format.h>

namespace hopyard::migration {

using linux::Fd;
using linux::sysFail;

namespace {

constexpr std::array<std::string_view, 6> kWords{"take", "leave", "stay", "gone", "left", "over"};

std::pair<sockaddr_un, socklen_t> addressOf(std::uint16_t port, Skill skill)
{
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    const std::string name = serverSocketName(port, skill);
    std::memcpy(address.sun_path + 1, name.data(), name.size());
    return {address, static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + 1 + name.size())};
}

} // namespace

std::string serverSocketName(std::uint16_t port, Skill skill)
{
    return fmt::format("hopyard-{}-{}", skill == Skill::goesOn ? "connections" : "arrivals", port);
}

linux::Result<ServerLink> ServerLink::connect(std::uint16_t port, Skill skill)
{
    Fd fd(::socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
    const auto [address, size] = addressOf(port, skill);
    if (!fd || ::connect(fd.get(), reinterpret_cast<const sockaddr *>(&address), size) != 0)
        return sysFail("reach a server at @" + serverSocketName(port, skill));
    return ServerLink(std::move(fd));
}

linux::Result<Fd> listenForConnections(std::uint16_t port, Skill skill)
{
    Fd fd(::socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
    const auto [address, size] = addressOf(port, skill);
    if (!fd || ::bind(fd.get(), reinterpret_cast<const sockaddr *>(&address), size) != 0 || ::listen(fd.get(), 16) != 0)
        return sysFail("listen at @" + serverSocketName(port, skill));
    return fd;
}

linux::Result<void> ServerLink::send(ServerMessage::Kind kind, std::uint64_t number, std::string_view peer,
                                     std::string_view packed, int socket)
{
    std::string text = fmt::format("{} {}{}{}\n", kWords[static_cast<std::size_t>(kind)], number, peer.empty() ? "" : " ", peer);
    text += packed;
    if (text.size() > kLongest)
        return sysFail("tell a server of a connection", "Its program has too much to say of it.", EMSGSIZE);
    const base::Bytes bytes(reinterpret_cast<const std::uint8_t *>(text.data()), text.size());
    return linux::sendMessage(m_socket.get(), bytes, std::span(&socket, socket < 0 ? 0 : 1));
}

linux::Result<std::optional<ServerMessage>> ServerLink::receive()
{
    auto message = linux::receiveMessage(m_socket.get());
    if (!message && (message.error().code == EAGAIN || message.error().code == EINTR))
        return std::optional<ServerMessage>();
    if (!message)
        return base::fail(message.error());
    const std::string_view text(reinterpret_cast<const char *>(message->bytes.data()), message->bytes.size());
    const std::size_t end = text.find('\n'), blank = text.find(' ');
    if (text.empty())
        return sysFail("hear of connections", {}, ECONNRESET);
    const auto nonsense = [] { return sysFail("understand what is said of connections", {}, EPROTO); };
    if (end == std::string_view::npos || blank > end)
        return nonsense();
    ServerMessage read;
    std::size_t kind = 0;
    while (kind < kWords.size() && kWords[kind] != text.substr(0, blank))
        ++kind;
    const auto [rest, error] = std::from_chars(text.data() + blank + 1, text.data() + end, read.number);
    if (kind == kWords.size() || error != std::errc())
        return nonsense();
    read.kind = static_cast<ServerMessage::Kind>(kind);
    const bool hasSocket = read.kind == ServerMessage::Kind::take || read.kind == ServerMessage::Kind::left;
    if (message->fds.size() != (hasSocket ? 1u : 0u))
        return nonsense();
    if (hasSocket)
        read.socket = std::move(message->fds.front());
    if (rest < text.data() + end)
        read.peer = std::string(rest + 1, static_cast<std::size_t>(text.data() + end - rest - 1));
    read.packed = text.substr(end + 1);
    return std::optional(std::move(read));
}

} // namespace hopyard::migration
