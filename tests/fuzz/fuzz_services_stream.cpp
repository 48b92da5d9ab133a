// Payloads of udp-source, one behind the other, into a stream's statistics: its figures must stay consistent.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/services/probe_payload.h"
#include "core/services/stream_statistics.h"
#include "tests/fuzz/fuzz.h"

#include <vector>

using namespace hopyard;
using services::ProbePayload;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    services::StreamStatistics statistics;
    base::Bytes rest(data, size);
    for (; rest.size() >= ProbePayload::kLength; rest = rest.subspan(ProbePayload::kLength)) {
        const auto payload = ProbePayload::parse(rest);
        if (!payload)
            continue;
        std::vector<std::uint8_t> out(ProbePayload::kLength);
        payload->emit(out);
        fuzz::require(ProbePayload::parse(out) == payload);
        if (payload->kind == ProbePayload::Kind::end)
            statistics.setExpected(payload->sequence);
        else
            statistics.add(payload->sequence, payload->sentAt, base::TimePoint::fromNs(1'000'000), rest.size());
        fuzz::require(statistics.received() <= statistics.expected());
        fuzz::require(statistics.reordered() <= statistics.received());
    }
    return 0;
}
