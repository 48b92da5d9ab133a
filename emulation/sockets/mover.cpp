// Streams; see mover.h. Datagrams are in mover_datagrams.cpp.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "emulation/sockets/mover.h"

#include "core/transport/linux_options.h"
#include "emulation/sockets/pair.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>

#include <netinet/in.h>
#include <sys/socket.h>

namespace hopyard::remote {

namespace {

using What = Verdict::What;
using Outcome = Transferred::Outcome;
using transport::SocketError;

constexpr std::size_t kScratch = 256 * 1024;
/// What write() does not take is kept, and makes the node's socket tell when it has room: it tells only those it refused.
constexpr std::size_t kMaxLeftover = 128 * 1024;
constexpr std::size_t kSmallPiece = 16 * 1024; // below it, copying several together costs less than a call for each

/// As close() with unread bytes does: the connection is reset, not ended.
void resetOnClose(RemoteSocket &s, transport::SocketLayer &layer, transport::IpOutput &ip)
{
    const linger now{1, 0};
    (void)transport::setLinuxOption(layer, ip, s.socket, SOL_SOCKET, SO_LINGER,
                                    base::Bytes(reinterpret_cast<const std::uint8_t *>(&now), sizeof now));
}

} // namespace

Mover::Mover() : m_scratch(kScratch) {}

Verdict Mover::move(RemoteSocket &s, transport::SocketLayer &layer, transport::IpOutput &ip)
{
    return s.kind == Kind::tcp ? moveStream(s, layer, ip) : moveDatagrams(s, layer, ip);
}

void Mover::dropFiller(RemoteSocket &s)
{
    while (s.filler > 0) {
        const std::size_t size = std::min<std::size_t>(s.filler, m_scratch.size());
        const Transferred got = receiveSome(s.pair, base::MutableBytes(m_scratch.data(), size));
        if (got.outcome != Outcome::some) { // it promised more than it sent, or is gone
            s.filler = 0;
            return;
        }
        s.filler -= static_cast<std::uint32_t>(got.count);
    }
}

Verdict Mover::moveStream(RemoteSocket &s, transport::SocketLayer &layer, transport::IpOutput &ip)
{
    switch (s.phase) {
    case RemoteSocket::Phase::listening:
    case RemoteSocket::Phase::idle: return {s.hungUp ? What::gone : What::idle, 0};
    case RemoteSocket::Phase::connecting: {
        if (s.hungUp)
            return {What::gone, 0};
        const transport::tcp::Readiness ready = layer.readiness(s.socket);
        if (ready.error) {
            if (!s.isWaiting)
                return {What::lost, transport::errnoNumber(
                                        layer.takeError(s.socket).value_or(SocketError::connectionReset))};
            // A second call tells how the first went, and the socket may be connected again.
            const auto told = layer.connect(ip, s.socket, s.connectTo);
            s.error = told ? ECONNABORTED : transport::errnoNumber(told.error());
            s.phase = RemoteSocket::Phase::idle;
            dropFiller(s);
            return {};
        }
        if (!ready.writable)
            return {};
        s.phase = RemoteSocket::Phase::open;
        s.connectIsTold = s.isWaiting;
        dropFiller(s);
        break;
    }
    case RemoteSocket::Phase::open: break;
    }

    const Verdict sent = s.failing ? Verdict{} : fromProgram(s, layer, ip);
    if (sent.what == What::gone)
        return sent;
    const Verdict received = toProgram(s, layer, ip);
    if (received.what == What::lost || received.what == What::gone)
        return received;
    if (s.failing && (s.receiveOver || s.discards || s.canWrite))
        return received.what == What::more ? received : Verdict{What::lost, s.failing};
    return sent.what == What::more ? sent : received;
}

bool Mover::writeOrKeep(RemoteSocket &s, transport::SocketLayer &layer, transport::IpOutput &ip, base::Bytes bytes)
{
    std::size_t done = 0;
    while (done < bytes.size()) {
        const auto taken = layer.write(ip, s.socket, bytes.subspan(done));
        if (!taken) {
            if (taken.error() != SocketError::wouldBlock) {
                s.failing = transport::errnoNumber(taken.error());
                s.leftover.clear();
                return false;
            }
            break;
        }
        done += *taken;
    }
    if (bytes.data() == s.leftover.data())
        s.leftover.erase(s.leftover.begin(), s.leftover.begin() + static_cast<std::ptrdiff_t>(done));
    else
        s.leftover.assign(bytes.begin() + static_cast<std::ptrdiff_t>(done), bytes.end());
    if (s.leftover.empty())
        s.leftover.shrink_to_fit();
    return true;
}

Verdict Mover::fromProgram(RemoteSocket &s, transport::SocketLayer &layer, transport::IpOutput &ip)
{
    if (!s.leftover.empty() && !writeOrKeep(s, layer, ip, s.leftover))
        return {s.hungUp ? What::gone : What::idle, 0};
    std::size_t share = kShare;
    while (s.leftover.empty() && !s.sendOver && s.canRead) {
        if (share == 0)
            return {What::more, 0};
        const std::size_t size = std::min({share, m_scratch.size(), kMaxLeftover});
        const Transferred got = receiveSome(s.pair, base::MutableBytes(m_scratch.data(), size));
        switch (got.outcome) {
        case Outcome::wouldBlock: s.canRead = false; return {};
        case Outcome::reset:
            resetOnClose(s, layer, ip);
            return {What::gone, 0};
        case Outcome::end:
            s.sendOver = true;
            if (!s.hungUp)
                (void)layer.shutdown(ip, s.socket, transport::tcp::Direction::send);
            break;
        case Outcome::some:
            share -= got.count;
            if (!writeOrKeep(s, layer, ip, base::Bytes(m_scratch.data(), got.count)))
                return {s.hungUp ? What::gone : What::idle, 0};
            if (got.count < size)
                s.canRead = s.isEnding; // else what comes next is told of, the end included
            break;
        }
    }
    return {s.sendOver && s.hungUp ? What::gone : What::idle, 0};
}

Verdict Mover::toProgram(RemoteSocket &s, transport::SocketLayer &layer, transport::IpOutput &ip)
{
    std::size_t share = kShare;
    while (!s.receiveOver) {
        base::Bytes piece = layer.peek(s.socket);
        if (piece.size() < kSmallPiece) {
            const auto read = layer.read(ip, s.socket, m_scratch, {.peek = true});
            if (!read && read.error() == SocketError::wouldBlock)
                return {};
            if (!read)
                return {What::lost, transport::errnoNumber(read.error())};
            if (*read == 0) {
                s.receiveOver = true;
                ::shutdown(s.pair.get(), SHUT_WR);
                break;
            }
            piece = base::Bytes(m_scratch.data(), *read);
        }
        if (share == 0)
            return {What::more, 0};
        std::size_t count = std::min(share, piece.size());
        if (!s.discards) {
            if (!s.canWrite)
                return {};
            const Transferred sent = sendSome(s.pair, {}, piece.first(count));
            if (sent.outcome == Outcome::wouldBlock) {
                s.canWrite = false;
                return {};
            }
            if (sent.outcome == Outcome::some)
                count = sent.count;
            else
                s.discards = true;
        }
        layer.consume(ip, s.socket, count);
        share -= count;
    }
    if (layer.readiness(s.socket).error)
        if (const auto error = layer.takeError(s.socket))
            return {What::lost, transport::errnoNumber(*error)};
    return {};
}

} // namespace hopyard::remote
