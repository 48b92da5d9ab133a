// Any bytes as an MRT file: read at once and in pieces they give the same entries.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/wire/mrt.h"
#include "tests/fuzz/fuzz.h"

#include <string>
#include <vector>

using namespace hopyard;

namespace {

std::vector<std::string> readAll(base::Bytes bytes, std::size_t piece, wire::MrtCounters &counters)
{
    wire::MrtReader reader;
    wire::MrtEntry entry;
    wire::BgpAttributes attributes;
    std::vector<std::string> found;
    for (std::size_t at = 0; at < bytes.size(); at += piece) {
        reader.feed(bytes.subspan(at, std::min(piece, bytes.size() - at)));
        while (reader.next(entry)) {
            fuzz::require(entry.peer < reader.peers().size());
            const bool good = wire::parseMrtAttributes(entry, attributes);
            found.push_back(toString(entry.prefix) + (good ? attributes.asPath.toString() : "-"));
        }
    }
    counters = reader.counters();
    return found;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const base::Bytes bytes(data, size);
    wire::MrtCounters whole, pieces;
    fuzz::require(readAll(bytes, size + 1, whole) == readAll(bytes, 13, pieces));
    fuzz::require(whole == pieces);
    return 0;
}
