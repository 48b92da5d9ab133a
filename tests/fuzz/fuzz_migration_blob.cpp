// A blob of a migrated connection: whatever the bytes, it is refused or it is a state that stays sound: written again it
// reads as the same, and put into a TCP it survives segments, calls and time.
//
// The checksum would keep the fuzzer out: it is put right before the bytes are read.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/migration/blob.h"
#include "core/migration/checksum.h"
#include "tests/fuzz/fuzz.h"
#include "tests/support/tcp_bench.h"

#include <vector>

using namespace hopyard;
using namespace hopyard::test;

int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    std::vector<std::uint8_t> bytes(data, data + size);
    TcpBench bench;
    bench.advance(base::Duration::seconds(1'000));
    if (bytes.size() >= 15) {
        base::storeU32(bytes.data() + 3, static_cast<std::uint32_t>(bytes.size()));
        base::storeU64(bytes.data() + bytes.size() - 8, migration::checksum64(base::Bytes(bytes).first(bytes.size() - 8)));
    }
    auto blob = migration::decodeBlob(bytes, bench.now, *bench.pool);
    if (!blob)
        return 0;
    const auto again = migration::encodeBlob(blob->mapping, blob->state, bench.now);
    const auto same = migration::decodeBlob(again, bench.now, *bench.pool);
    fuzz::require(same.has_value());
    fuzz::require(migration::encodeBlob(same->mapping, same->state, bench.now) == again);

    const Endpoint local = blob->state.local, remote = blob->state.remote;
    const tcp::Sequence next = blob->state.receive.next, una = blob->state.send.una;
    const auto id = bench.stack.insert(bench.ip, std::move(blob->state));
    fuzz::require(id.has_value());
    if (!local.address.isV4() || !remote.address.isV4())
        return 0;
    bench.own = local;
    bench.peer = remote;
    std::vector<std::uint8_t> buffer(5'000, 'x');
    for (int i = 0; i < 6; ++i) {
        wire::TcpRepr header;
        header.sourcePort = remote.port;
        header.destinationPort = local.port;
        header.sequence = next.value + static_cast<std::uint32_t>(i) * 100;
        header.acknowledgement = una.value + static_cast<std::uint32_t>(i) * 1'000;
        header.flags.bits = TcpFlags::ack;
        header.window = 1'000;
        bench.injectRaw(header, std::vector<std::uint8_t>(i % 2 == 0 ? 0 : 60, 'd'));
        static_cast<void>(bench.stack.send(bench.ip, *id, buffer));
        static_cast<void>(bench.stack.receive(bench.ip, *id, buffer));
        const base::TimePoint due = bench.stack.nextDeadline();
        if (!due.isNever() && due < bench.now + base::Duration::seconds(100'000)) {
            bench.now = std::max(bench.now, due);
            bench.ip.setNow(bench.now);
            bench.stack.expire(bench.ip);
        }
        bench.ip.sent.clear();
    }
    static_cast<void>(bench.stack.info(*id, bench.now));
    bench.stack.close(bench.ip, *id);
    return 0;
}
