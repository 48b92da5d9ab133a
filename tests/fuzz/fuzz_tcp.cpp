// TCP under fire: one node's Tcp with a listener and connections in every state, and segments, ICMP errors, user's
// calls and time as the input says. Whatever comes, nothing breaks, queues and tables stay within their bounds,
// deadlines move on, and what a user reads is the stream that was sent.
//
// The input is a list of commands of a few bytes each; numbers in segments are taken relative to what the connection
// expects, or every segment would be outside the window.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/transport/tcp/connection_state.h"
#include "core/transport/tcp/tcp.h"
#include "tests/fuzz/fuzz.h"
#include "tests/support/tcp_bench.h"

#include <array>
#include <vector>

using namespace hopyard;
using namespace hopyard::test;

namespace {

/// The input, a byte after the other; zeros when it is over.
class Input {
public:
    Input(const std::uint8_t *data, std::size_t size) : m_reader(base::Bytes(data, size)) {}
    std::uint8_t u8() { return m_reader.u8(); }
    std::uint16_t u16() { return m_reader.u16(); }
    std::uint32_t u32() { return m_reader.u32(); }
    bool isOver() const { return m_reader.remaining() == 0; }

private:
    base::ByteReader m_reader;
};

struct World {
    TcpBench bench;
    std::vector<tcp::ConnectionId> connections;

    explicit World(std::uint8_t kind)
    {
        tcp::Settings &settings = bench.settings;
        settings.fastOpenQueue = kind & 1 ? 4 : 0;
        settings.keepAlive = kind & 2;
        settings.noDelay = kind & 4;
        settings.urgentInline = kind & 8;
        settings.receiveBuffer = kind & 16 ? 5'000 : 0;
        bench.stack.nodeSettings().ecn = kind & 32 ? 1 : 2;
        bench.listener = *bench.stack.listen(settings, bench.own, 3);
        bench.accept(kind & 64 ? "mss 1460 sackOK ts 5:0 wscale 7" : "mss 1460");
        connections.push_back(bench.connection);
        bench.own.port = 9'000;
        if (const auto id = bench.stack.connect(bench.ip, settings, bench.own, bench.peer))
            connections.push_back(*id);
        bench.own.port = 8'080;
    }

    const tcp::ConnectionState *target(std::uint8_t which) const
    {
        return bench.stack.state(connections[which % connections.size()]);
    }

    void segment(Input &in)
    {
        const std::uint8_t which = in.u8();
        const tcp::ConnectionState *s = target(which);
        wire::TcpRepr header;
        header.flags.bits = in.u8();
        const std::int16_t seq = static_cast<std::int16_t>(in.u16());
        const std::int16_t ack = static_cast<std::int16_t>(in.u16());
        const std::uint8_t options = in.u8();
        header.window = in.u16();
        header.sourcePort = which & 0x80 ? in.u8() : bench.peer.port;
        header.destinationPort = which & 1 ? 9'000 : 8'080;
        header.sequence = (s ? s->receive.next.value : 0) + static_cast<std::uint32_t>(seq);
        header.acknowledgement = (s ? s->send.next.value : 0) + static_cast<std::uint32_t>(ack);
        header.urgentPointer = options & 1 ? in.u16() : 0;
        if (options & 2)
            header.timestamps = wire::TcpTimestamps{in.u32(), in.u32()};
        if (options & 4)
            header.maximumSegmentSize = in.u16();
        if (options & 8)
            header.windowScale = in.u8();
        header.sackPermitted = options & 16;
        if (options & 32) {
            header.sackCount = static_cast<std::uint8_t>(1 + in.u8() % 2);
            for (std::size_t i = 0; i < header.sackCount; ++i) {
                header.sackBlocks[i].left = (s ? s->send.una.value : 0) + in.u16();
                header.sackBlocks[i].right = header.sackBlocks[i].left + in.u16();
            }
        }
        if (options & 64) {
            header.fastOpen.emplace();
            header.fastOpen->length = static_cast<std::uint8_t>(in.u8() % 2 * 8);
        }
        if (!header.fits())
            return;
        bench.peerTos = options & 128 ? 3 : 0;
        const std::size_t length = in.u16() % 3'000;
        std::vector<std::uint8_t> payload(length);
        for (std::size_t i = 0; i < length; ++i) // a byte for each number, so that what is read can be checked
            payload[i] = streamByte(header.sequence + i + (header.flags.has(TcpFlags::syn) ? 1 : 0));
        bench.injectRaw(header, payload);
    }

    void user(Input &in)
    {
        const std::uint8_t what = in.u8();
        tcp::ConnectionId &id = connections[in.u8() % connections.size()];
        switch (what % 10) {
        case 0: {
            std::vector<std::uint8_t> data(in.u16() % 20'000);
            bench.stack.send(bench.ip, id, data, {(what & 0x80) != 0, (what & 0x40) != 0});
            break;
        }
        case 1:
        case 2: {
            const tcp::ConnectionState *s = bench.stack.state(id);
            const std::uint32_t at = s ? s->receive.read.value : 0;
            const bool plain = s && s->receive.urgent == tcp::Urgent::none;
            std::vector<std::uint8_t> into(1 + in.u16() % 8'000);
            const auto count = bench.stack.receive(bench.ip, id, into, {(what & 0x80) != 0, (what & 0x40) != 0});
            for (std::size_t i = 0; plain && count && !(what & 0x40) && i < *count; ++i)
                fuzz::require(into[i] == streamByte(at + i));
            break;
        }
        case 3: bench.stack.shutdown(bench.ip, id, static_cast<tcp::Direction>(in.u8() % 3)); break;
        case 4: bench.stack.close(bench.ip, id); break;
        case 5: bench.stack.abort(bench.ip, id); break;
        case 6:
            if (auto state = bench.stack.extract(id))
                if (const auto back = bench.stack.insert(bench.ip, std::move(*state)))
                    id = *back;
            break;
        case 7: {
            const tcp::Settings *now = bench.stack.settings(id);
            if (!now)
                break;
            tcp::Settings settings = *now;
            const std::uint8_t bits = in.u8();
            settings.cork = bits & 1;
            settings.noDelay = bits & 2;
            settings.keepAlive = bits & 4;
            settings.userTimeout = base::Duration::milliseconds(bits & 8 ? 1 + in.u16() : 0);
            settings.congestion = bits & 16 ? tcp::CongestionAlgorithm::newReno : tcp::CongestionAlgorithm::cubic;
            settings.maxSegment = bits & 32 ? in.u16() : 0;
            settings.sendBuffer = bits & 64 ? 1 + in.u16() : 0;
            bench.stack.setSettings(bench.ip, id, settings);
            break;
        }
        case 8:
            if (const tcp::ConnectionId accepted = bench.stack.accept(bench.listener); accepted.isValid())
                connections.push_back(accepted);
            break;
        default: bench.stack.consume(bench.ip, id, in.u16()); break;
        }
    }

    void icmp(Input &in)
    {
        bench.own.port = in.u8() & 1 ? 9'000 : 8'080;
        const tcp::ConnectionState *s = target(bench.own.port == 9'000 ? 1 : 0);
        bench.ourFirst = s ? s->send.una.value : 0;
        const std::uint32_t mtu = in.u16();
        if (mtu >= 68)
            bench.ip.mtu = std::min(bench.ip.mtu, mtu);
        bench.icmp(static_cast<ip::ErrorKind>(in.u8() % 11), in.u16(), mtu);
        bench.own.port = 8'080;
    }

    void check()
    {
        std::size_t bytes = 0;
        for (const ip::Datagram &d : bench.ip.sent) {
            const auto view = wire::TcpView::parse(d.payload.bytes());
            fuzz::require(view.has_value());
            fuzz::require(wire::TcpRepr::parse(*view).has_value());
            bytes += d.payload.size();
        }
        fuzz::require(bytes < 8'000'000); // no storm
        bench.ip.sent.clear();
        for (const tcp::ConnectionId id : connections) {
            const tcp::ConnectionState *s = bench.stack.state(id);
            if (!s)
                continue;
            fuzz::require(s->send.una <= s->send.next);
            fuzz::require(s->receive.queue.size() + (s->receive.ahead ? s->receive.ahead->size() : 0)
                          <= 2 * std::size_t(s->window.space) + 70'000);
            fuzz::require(s->receive.queue.trueSize() + (s->receive.ahead ? s->receive.ahead->trueSize() : 0)
                          <= 8 * std::size_t(s->window.space) + 400'000);
            bench.stack.readiness(id);
            bench.stack.info(id, bench.now);
        }
        bench.stack.connections();
        bench.stack.takeChanged();
    }
};

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    Input in(data, size);
    World world(in.u8());
    for (int steps = 0; steps < 200 && !in.isOver(); ++steps) {
        switch (in.u8() % 8) {
        case 0:
        case 1:
        case 2:
        case 3: world.segment(in); break;
        case 4:
        case 5: world.user(in); break;
        case 6: world.icmp(in); break;
        default: world.bench.advanceMs(in.u16()); break;
        }
        world.check();
    }
    world.bench.advance(base::Duration::seconds(3'000)); // whatever state it is left in, time goes on
    world.check();
    return 0;
}
