// The one-line summary of a frame: it must say something of whatever bytes.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/wire/summary.h"
#include "tests/fuzz/fuzz.h"

using namespace hopyard;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const base::Bytes frame(data, size);
    const wire::Summary summary = wire::summarise(frame);
    fuzz::require(summary.protocol == wire::protocolOf(frame) && !summary.info.empty());
    return 0;
}
