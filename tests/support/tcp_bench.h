// TCP for tests in virtual time: one Tcp against literal segments (TcpBench), and two of them over a pipe with delay,
// loss, reordering and duplication (TcpPair).
//
// Segments are written as in tcpdump's short form, with sequence numbers relative to each side's first one:
//   "S 0", "SA 0 ack 1 win 65160 mss 1460 sackOK ts 5:7 wscale 7", "PA 1 len 100 ack 1", "R 1",
//   "A 1 ack 101 sack 201-301"
// The peer's first number is 0; ours is what the SYN or SYN-ACK said. Numbers of our segments are told minus that.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/random.h"
#include "core/base/trace.h"
#include "core/transport/tcp/connection_state.h"
#include "core/transport/tcp/tcp.h"

#include <algorithm>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <sstream>
#include <string>
#include <vector>

namespace hopyard::test {

namespace tcp = transport::tcp;
using transport::Endpoint;
using wire::TcpFlags;

/// An IP layer that keeps what is sent.
class FakeIp final : public transport::IpOutput {
public:
    FakeIp(std::shared_ptr<packet::PacketPool> pool, base::IpAddress own)
        : m_pool(std::move(pool)), m_own(own), m_context{base::TimePoint(), base::NodeId(0), *m_pool, m_out, m_hub}
    {
    }
    base::Result<void, ip::SendError> send(ip::Datagram datagram) override
    {
        if (refuse)
            return base::fail(*refuse);
        sent.push_back(std::move(datagram));
        return {};
    }
    base::IpAddress sourceFor(const base::IpAddress &, base::PortIndex) const override { return m_own; }
    bool isOwnAddress(const base::IpAddress &address) const override { return address == m_own; }
    std::uint32_t mtuTo(const base::IpAddress &) const override { return mtu; }
    link::Context &context() override { return m_context; }
    void setNow(base::TimePoint now) { m_context.now = now; }

    std::deque<ip::Datagram> sent;
    std::uint32_t mtu = 1500;
    std::optional<ip::SendError> refuse;
    base::trace::Hub &hub() { return m_hub; }

private:
    std::shared_ptr<packet::PacketPool> m_pool;
    base::IpAddress m_own;
    link::Outbox m_out;
    base::trace::Hub m_hub;
    link::Context m_context;
};

/// A segment as text.
struct SegmentText {
    std::uint32_t ourBase = 0;   ///< first number of who sent it
    std::uint32_t theirBase = 0; ///< of the other side

    std::string write(const wire::TcpRepr &h, std::size_t length) const
    {
        std::ostringstream o;
        const auto flag = [&](std::uint8_t bit, char name) {
            if (h.flags.has(bit))
                o << name;
        };
        flag(TcpFlags::syn, 'S');
        flag(TcpFlags::fin, 'F');
        flag(TcpFlags::rst, 'R');
        flag(TcpFlags::psh, 'P');
        flag(TcpFlags::urg, 'U');
        flag(TcpFlags::ece, 'E');
        flag(TcpFlags::cwr, 'W');
        flag(TcpFlags::ack, 'A');
        o << ' ' << h.sequence - ourBase;
        if (length > 0)
            o << " len " << length;
        if (h.flags.has(TcpFlags::ack))
            o << " ack " << h.acknowledgement - theirBase;
        if (!h.flags.has(TcpFlags::rst))
            o << " win " << h.window;
        if (h.flags.has(TcpFlags::urg))
            o << " urg " << h.urgentPointer;
        if (h.maximumSegmentSize)
            o << " mss " << *h.maximumSegmentSize;
        if (h.sackPermitted)
            o << " sackOK";
        if (h.timestamps)
            o << " ts";
        if (h.windowScale)
            o << " wscale " << int(*h.windowScale);
        if (h.fastOpen)
            o << " fo" << int(h.fastOpen->length);
        if (h.signature)
            o << " md5";
        for (std::size_t i = 0; i < h.sackCount; ++i)
            o << (i == 0 ? " sack " : ",") << h.sackBlocks[i].left - theirBase << '-'
              << h.sackBlocks[i].right - theirBase;
        return o.str();
    }

    struct Read {
        wire::TcpRepr header;
        std::uint32_t length = 0;
    };
    Read read(const std::string &text) const
    {
        Read r;
        std::istringstream in(text);
        std::string word;
        in >> word;
        for (const char c : word)
            r.header.flags.bits |= c == 'S' ? TcpFlags::syn : c == 'F' ? TcpFlags::fin : c == 'R' ? TcpFlags::rst
                : c == 'P' ? TcpFlags::psh : c == 'U' ? TcpFlags::urg : c == 'E' ? TcpFlags::ece
                : c == 'W' ? TcpFlags::cwr : c == 'A' ? TcpFlags::ack : 0;
        std::uint32_t n = 0;
        in >> n;
        r.header.sequence = ourBase + n;
        r.header.window = 65'535;
        while (in >> word) {
            if (word == "sackOK") {
                r.header.sackPermitted = true;
                continue;
            }
            std::string value;
            in >> value;
            const auto number = static_cast<std::uint32_t>(std::strtoul(value.c_str(), nullptr, 10));
            if (word == "len")
                r.length = number;
            else if (word == "ack")
                r.header.acknowledgement = theirBase + number;
            else if (word == "win")
                r.header.window = static_cast<std::uint16_t>(number);
            else if (word == "urg")
                r.header.urgentPointer = static_cast<std::uint16_t>(number);
            else if (word == "mss")
                r.header.maximumSegmentSize = static_cast<std::uint16_t>(number);
            else if (word == "wscale")
                r.header.windowScale = static_cast<std::uint8_t>(number);
            else if (word == "ts")
                r.header.timestamps = wire::TcpTimestamps{
                    number,
                    static_cast<std::uint32_t>(std::strtoul(value.substr(value.find(':') + 1).c_str(), nullptr, 10))};
            else if (word == "sack") {
                std::istringstream blocks(value);
                for (std::string block; std::getline(blocks, block, ',');) {
                    const auto dash = block.find('-');
                    r.header.sackBlocks[r.header.sackCount++] = {
                        theirBase + static_cast<std::uint32_t>(std::strtoul(block.c_str(), nullptr, 10)),
                        theirBase + static_cast<std::uint32_t>(std::strtoul(block.c_str() + dash + 1, nullptr, 10))};
                }
            } else {
                assert(!"unknown word in a segment");
            }
        }
        return r;
    }
};

/// Byte n of every stream in these tests.
inline std::uint8_t streamByte(std::uint64_t n) { return static_cast<std::uint8_t>(n * 131 + (n >> 8) * 7); }

/// "EPIPE"; "" where it succeeded.
template <class T>
std::string errorOf(const base::Result<T, transport::SocketError> &result)
{
    return result ? std::string() : std::string(transport::errnoName(result.error()));
}

/// One Tcp, and segments by hand on the other side.
class TcpBench {
public:
    TcpBench() : pool(std::make_shared<packet::PacketPool>()), ip(pool, own.address), stack(base::Random(7))
    {
        advance(base::Duration::seconds(1));
    }

    Endpoint own{base::Ipv4Address(192, 168, 0, 1), 8080};
    Endpoint peer{base::Ipv4Address(192, 0, 2, 1), 40'000};
    std::shared_ptr<packet::PacketPool> pool;
    FakeIp ip;
    tcp::Tcp stack;
    tcp::Settings settings;
    tcp::ConnectionId connection;
    tcp::ListenerId listener;
    std::uint32_t ourFirst = 0;   ///< learnt from our SYN or SYN-ACK
    std::uint32_t peerFirst = 0;  ///< chosen by the test
    std::uint8_t peerTos = 0;
    std::uint8_t peerTtl = 64;
    std::optional<wire::TcpFastOpenCookie> peerCookie; ///< goes with the next segment injected
    wire::TcpRepr last;           ///< header of what next() told last
    std::uint8_t lastTos = 0;
    std::uint8_t lastTtl = 0;
    std::uint16_t lastSegmentSize = 0;
    std::vector<std::uint8_t> lastPayload;
    base::TimePoint now;

    void advance(base::Duration by)
    {
        const base::TimePoint end = now + by;
        while (stack.nextDeadline() <= end) {
            now = std::max(now, stack.nextDeadline());
            ip.setNow(now);
            stack.expire(ip);
            assert(stack.nextDeadline() > now);
        }
        now = end;
        ip.setNow(now);
    }
    void advanceMs(std::int64_t ms) { advance(base::Duration::milliseconds(ms)); }

    /// A segment from the peer. Payload byte for sequence n (relative, 1 is the first) is streamByte(n - 1).
    void inject(const std::string &text)
    {
        const SegmentText form{peerFirst, ourFirst};
        SegmentText::Read r = form.read(text);
        r.header.sourcePort = peer.port;
        r.header.destinationPort = own.port;
        r.header.fastOpen = std::exchange(peerCookie, std::nullopt);
        std::vector<std::uint8_t> payload(r.length);
        for (std::uint32_t i = 0; i < r.length; ++i)
            payload[i] = streamByte(r.header.sequence - peerFirst - 1 + r.header.flags.has(TcpFlags::syn) + i);
        injectRaw(r.header, payload);
    }
    void injectRaw(const wire::TcpRepr &header, const std::vector<std::uint8_t> &payload)
    {
        const std::size_t head = header.headerLength();
        packet::Packet packet = pool->make(20 + head + payload.size());
        const base::MutableBytes bytes = packet.writable();
        std::fill(bytes.begin(), bytes.begin() + 20, std::uint8_t(0));
        std::copy(payload.begin(), payload.end(), bytes.begin() + 20 + static_cast<std::ptrdiff_t>(head));
        header.emit(bytes.subspan(20), peer.address, own.address);
        deliver(std::move(packet));
    }
    /// `packet`: room for an IP header, then the segment.
    void deliver(packet::Packet packet)
    {
        ip::Delivered d;
        d.source = peer.address;
        d.destination = own.address;
        d.protocol = wire::IpProtocol::tcp;
        d.ttl = peerTtl;
        d.tos = peerTos;
        d.datagram = std::move(packet);
        d.payloadOffset = 20;
        stack.deliver(ip, d);
    }
    void icmp(ip::ErrorKind kind, std::uint32_t sequence, std::uint32_t mtu = 0)
    {
        ip::ErrorReport report;
        report.kind = kind;
        report.mtu = mtu;
        report.source = own.address;
        report.destination = peer.address;
        report.protocol = wire::IpProtocol::tcp;
        report.reporterTtl = 64;
        report.transportLength = 8;
        base::storeU16(report.transport.data(), own.port);
        base::storeU16(report.transport.data() + 2, peer.port);
        base::storeU32(report.transport.data() + 4, ourFirst + sequence);
        stack.report(ip, report);
    }

    /// The next segment that was sent, as text; "" where there is none.
    std::string next()
    {
        if (ip.sent.empty())
            return {};
        const ip::Datagram d = std::move(ip.sent.front());
        ip.sent.pop_front();
        const auto view = wire::TcpView::parse(d.payload.bytes());
        assert(view);
        last = *wire::TcpRepr::parse(*view);
        lastTos = d.tos;
        lastTtl = d.ttl;
        lastSegmentSize = d.payload.offload().segmentSize;
        lastPayload.assign(view->payload().begin(), view->payload().end());
        if (last.flags.has(TcpFlags::syn))
            ourFirst = last.sequence;
        return SegmentText{ourFirst, peerFirst}.write(last, view->payload().size());
    }
    /// The same without the window, and without options.
    std::string nextShort()
    {
        std::string text = next();
        if (const auto at = text.find(" win "); at != std::string::npos)
            text.resize(at);
        return text;
    }
    /// All that was sent, in short form, with " | " between.
    std::string allShort()
    {
        std::string all;
        while (!ip.sent.empty())
            all += (all.empty() ? "" : " | ") + nextShort();
        return all;
    }

    /// Listens, and takes a connection through the handshake; the queue of what was sent is empty afterwards.
    void accept(const std::string &synOptions = "mss 1460 sackOK wscale 7", std::uint32_t window = 65'535)
    {
        if (!listener.isValid())
            listener = *stack.listen(settings, own, 8);
        const std::string win = " win " + std::to_string(window);
        inject("S 0" + win + ' ' + synOptions);
        next();
        const std::string stamps = last.timestamps ? " ts 101:" + std::to_string(last.timestamps->value) : "";
        inject("A 1 ack 1" + win + stamps);
        connection = stack.accept(listener);
        ip.sent.clear();
        stack.takeChanged();
    }
    /// Opens actively and finishes the handshake.
    void connect(const std::string &synAckOptions = "mss 1460 sackOK wscale 7", std::uint32_t window = 65'535)
    {
        connection = *stack.connect(ip, settings, own, peer);
        next();
        inject("SA 0 ack 1 win " + std::to_string(window) + ' ' + synAckOptions);
        ip.sent.clear();
        stack.takeChanged();
    }
    /// Writes n bytes of our stream.
    base::Result<std::size_t, transport::SocketError> write(std::size_t n, tcp::SendFlags flags = {})
    {
        std::vector<std::uint8_t> data(n);
        for (std::size_t i = 0; i < n; ++i)
            data[i] = streamByte(m_written + i);
        auto result = stack.send(ip, connection, data, flags);
        if (result)
            m_written += *result;
        return result;
    }
    base::Result<std::size_t, transport::SocketError> read(std::size_t n, tcp::ReceiveFlags flags = {})
    {
        readBytes.resize(n);
        auto result = stack.receive(ip, connection, readBytes, flags);
        readBytes.resize(result ? *result : 0);
        return result;
    }
    std::vector<std::uint8_t> readBytes;
    tcp::TcpState state() const
    {
        const tcp::ConnectionState *s = stack.state(connection);
        return s ? s->state : tcp::TcpState::closed;
    }
    std::string stateName() const { return std::string(toString(state())); }

private:
    std::uint64_t m_written = 0;
};

/// What lies between two stacks.
struct TestPath {
    base::Duration delay = base::Duration::milliseconds(5);
    double loss = 0;
    double duplicate = 0;
    double reorder = 0;                                      ///< chance of being held back
    base::Duration reorderBy = base::Duration::milliseconds(3);
    std::int64_t bitsPerSecond = 0;                          ///< 0: no limit
    std::size_t queueBytes = 256 * 1024;                     ///< where there is a limit
    std::uint32_t mtu = 1500;
    bool keepLarge = false;                                  ///< large packets travel whole
    double mark = 0;                                         ///< chance of a CE mark on ECT packets
};

/// Two stacks and what lies between them.
class TcpPair {
public:
    using Path = TestPath;
    struct Side {
        std::unique_ptr<FakeIp> ip;
        tcp::Tcp stack{base::Random(1)};
        Endpoint at;
        base::TimePoint lineFree;
        base::Duration clockAhead{}; ///< of the pair's: machines' clocks differ
    };

    explicit TcpPair(Path p = {}, std::uint64_t seed = 1)
        : path(p), pool(std::make_shared<packet::PacketPool>()), random(seed)
    {
        for (int i = 0; i < 2; ++i) {
            sides[i].at = {base::Ipv4Address(10, 0, 0, static_cast<std::uint8_t>(i + 1)),
                           static_cast<std::uint16_t>(5'000 + i)};
            sides[i].ip = std::make_unique<FakeIp>(pool, sides[i].at.address);
            sides[i].ip->mtu = path.mtu;
            sides[i].stack = tcp::Tcp(base::Random(seed * 2 + static_cast<std::uint64_t>(i)));
        }
    }

    Path path;
    std::shared_ptr<packet::PacketPool> pool;
    base::Random random;
    Side sides[2];
    base::TimePoint now;
    std::uint64_t packets = 0, dropped = 0;
    std::vector<std::string> log;  ///< every packet that left, where keepLog
    bool keepLog = false;
    std::function<bool(int from, const wire::TcpRepr &, std::size_t length)> drop; ///< chosen losses

    std::function<bool(int to, const ip::Delivered &)> hold; ///< takes what arrived for itself

    /// One thing that happens; false: nothing ever will.
    bool step(base::TimePoint until = base::TimePoint::never())
    {
        carry();
        base::TimePoint due = m_flying.empty() ? base::TimePoint::never() : m_flying.begin()->first.first;
        int who = -1;
        for (int i = 0; i < 2; ++i)
            if (const base::TimePoint at = sides[i].stack.nextDeadline();
                !at.isNever() && at - sides[i].clockAhead < due) {
                due = at - sides[i].clockAhead;
                who = i;
            }
        if (due.isNever() || due > until) {
            if (!until.isNever())
                setNow(until);
            return false;
        }
        setNow(std::max(now, due));
        if (who >= 0) {
            sides[who].stack.expire(*sides[who].ip);
        } else {
            auto [to, delivered] = std::move(m_flying.begin()->second);
            m_flying.erase(m_flying.begin());
            if (!hold || !hold(to, delivered))
                sides[to].stack.deliver(*sides[to].ip, delivered);
        }
        carry();
        return true;
    }
    void run(base::Duration time)
    {
        const base::TimePoint end = now + time;
        while (step(end)) {
        }
    }
    void setNow(base::TimePoint t)
    {
        now = t;
        for (Side &side : sides)
            side.ip->setNow(t + side.clockAhead);
    }
    /// Sends what the stacks left in their outboxes.
    void carry()
    {
        for (int i = 0; i < 2; ++i)
            while (!sides[i].ip->sent.empty()) {
                ip::Datagram d = std::move(sides[i].ip->sent.front());
                sides[i].ip->sent.pop_front();
                split(i, std::move(d));
            }
    }

private:
    void split(int from, ip::Datagram &&d)
    {
        const packet::Offload offload = d.payload.offload();
        if (offload.segmentSize == 0 || path.keepLarge) {
            put(from, std::move(d), offload);
            return;
        }
        const auto view = wire::TcpView::parse(d.payload.bytes());
        wire::TcpRepr header = *wire::TcpRepr::parse(*view);
        const base::Bytes data = view->payload();
        for (std::size_t at = 0; at < data.size(); at += offload.segmentSize) {
            const base::Bytes part = data.subspan(at, std::min<std::size_t>(offload.segmentSize, data.size() - at));
            wire::TcpRepr piece = header;
            piece.sequence += static_cast<std::uint32_t>(at);
            if (at > 0)
                piece.flags.bits &= static_cast<std::uint8_t>(~TcpFlags::cwr);
            if (at + part.size() < data.size())
                piece.flags.bits &= static_cast<std::uint8_t>(~(TcpFlags::fin | TcpFlags::psh));
            ip::Datagram single;
            single.source = d.source;
            single.destination = d.destination;
            single.ttl = d.ttl;
            single.tos = d.tos;
            single.payload = pool->make(piece.headerLength() + part.size());
            const base::MutableBytes bytes = single.payload.writable();
            std::copy(part.begin(), part.end(), bytes.begin() + static_cast<std::ptrdiff_t>(piece.headerLength()));
            piece.emitUnfinished(bytes.first(piece.headerLength()), bytes.size(), d.source, d.destination);
            put(from, std::move(single), {0, true});
        }
    }
    void put(int from, ip::Datagram &&d, const packet::Offload &offload)
    {
        ++packets;
        if (keepLog) {
            const auto view = wire::TcpView::parse(d.payload.bytes());
            log.push_back(base::toString(now) + (from == 0 ? " > " : " < ")
                          + SegmentText{}.write(*wire::TcpRepr::parse(*view), view->payload().size()));
        }
        if (drop) {
            const auto view = wire::TcpView::parse(d.payload.bytes());
            if (drop(from, *wire::TcpRepr::parse(*view), view->payload().size())) {
                ++dropped;
                return;
            }
        }
        if (random.chance(path.loss)) {
            ++dropped;
            return;
        }
        ip::Delivered delivered;
        delivered.source = d.source;
        delivered.destination = d.destination;
        delivered.protocol = wire::IpProtocol::tcp;
        delivered.ttl = d.ttl;
        delivered.tos = d.tos;
        if ((d.tos & 3) != 0 && random.chance(path.mark))
            delivered.tos |= 3;
        delivered.datagram = std::move(d.payload);
        delivered.datagram.pushFront(20);
        delivered.datagram.setOffload(offload);
        delivered.payloadOffset = 20;
        base::TimePoint leaves = now;
        Side &side = sides[from];
        if (path.bitsPerSecond > 0) {
            const auto onLine = base::Duration::nanoseconds(static_cast<std::int64_t>(delivered.datagram.size()) * 8
                                                            * 1'000'000'000 / path.bitsPerSecond);
            const std::int64_t waiting = side.lineFree > now ? (side.lineFree - now).ns() : 0;
            if (static_cast<double>(waiting) * static_cast<double>(path.bitsPerSecond) / 8e9
                > static_cast<double>(path.queueBytes)) {
                ++dropped;
                return;
            }
            side.lineFree = std::max(side.lineFree, now) + onLine;
            leaves = side.lineFree;
        }
        base::TimePoint arrives = leaves + path.delay;
        if (random.chance(path.reorder))
            arrives = arrives + path.reorderBy;
        if (random.chance(path.duplicate))
            m_flying.emplace(std::pair(arrives + base::Duration::microseconds(10), m_sequence++),
                             std::pair(1 - from, delivered));
        m_flying.emplace(std::pair(arrives, m_sequence++), std::pair(1 - from, std::move(delivered)));
    }

    std::map<std::pair<base::TimePoint, std::uint64_t>, std::pair<int, ip::Delivered>> m_flying;
    std::uint64_t m_sequence = 0;
};

} // namespace hopyard::test
