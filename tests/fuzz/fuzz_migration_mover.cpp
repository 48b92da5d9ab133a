// Messages between movers, with the lab's key: from a machine that is broken or hostile. Whatever comes, nothing breaks,
// what is held stays within its bounds, deadlines move on, and a connection of this node is in its socket, or frozen, or
// was given away by the word of the arbiter.
//
// The input is a list of commands: a kind of message and its body, a move begun, or time.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/migration/mover.h"
#include "tests/fuzz/fuzz.h"
#include "tests/support/tcp_bench.h"

#include <vector>

using namespace hopyard;
using namespace hopyard::test;
using namespace hopyard::migration;

int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const base::SipKey key{1, 2};
    const base::Ipv4Address own(10, 0, 0, 1), other(10, 0, 0, 2);
    auto pool = std::make_shared<packet::PacketPool>();
    FakeIp ip(pool, own);
    transport::SocketLayer sockets{base::Random(1)};
    Mover mover{base::Random(2)};
    mover.configure(own, key);
    mover.giveTo(80, transport::ApplicationId(1));
    const Mover::Around around{sockets, ip, nullptr};
    base::TimePoint now = base::TimePoint::fromNs(1'000'000'000);
    ip.setNow(now);

    TcpBench bench; // for a connection in its first state
    bench.accept();
    tcp::ConnectionState first = *bench.stack.extract(bench.connection);
    first.local = {own, 80};
    const auto socket = sockets.insertStream(ip, std::move(first), transport::ApplicationId(1));
    fuzz::require(socket.has_value());

    bool wasReleased = false;
    base::ByteReader in(base::Bytes(data, size));
    while (in.remaining() > 0) {
        const std::uint8_t what = in.u8();
        if (what < 0xc0) {
            std::vector<std::uint8_t> body(std::min<std::size_t>(in.u8() * (what & 0x20 ? 5u : 1u), in.remaining()));
            for (std::uint8_t &byte : body)
                byte = in.u8();
            const auto kind = static_cast<MessageKind>(1 + what % 8);
            mover.receive(around, what & 0x10 ? own : other, seal(key, kind, body));
        } else if (what < 0xe0) {
            static_cast<void>(mover.move(around, *socket, other));
        } else {
            now = std::max(now + base::Duration::milliseconds(what & 0x1f), std::min(mover.nextDeadline(), now + base::Duration::seconds(20)));
            ip.setNow(now);
            mover.expire(around);
            fuzz::require(mover.nextDeadline() > now);
        }
        for (const MoveEvent &event : mover.takeEvents())
            wasReleased |= event.phase == MovePhase::released;
        fuzz::require(mover.takeOutgoing().size() < 1'000);
        const auto info = sockets.tcpInfo(*socket, now);
        fuzz::require(info.has_value());
        const bool isFrozen = info->state == tcp::TcpState::synSent;
        fuzz::require(wasReleased || isFrozen == (mover.leaving() > 0 && isFrozen));
        fuzz::require(wasReleased || isFrozen || info->state == tcp::TcpState::established);
        ip.sent.clear();
        sockets.takeReady();
    }
    return 0;
}
