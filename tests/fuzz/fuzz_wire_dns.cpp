// A DNS message: what is read is written to something that is read as the same.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/wire/dns.h"
#include "tests/fuzz/fuzz.h"

using namespace hopyard;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const auto view = wire::DnsView::parse(base::Bytes(data, size));
    if (!view)
        return 0;
    const auto repr = wire::DnsRepr::parse(*view);
    for (const wire::DnsQuestion &question : repr.questions)
        fuzz::require(wire::isDnsName(question.name));
    const std::vector<std::uint8_t> out = repr.emit();
    const auto again = wire::DnsView::parse(out);
    fuzz::require(again.has_value());
    if (again->truncated() == repr.truncated)
        fuzz::require(wire::DnsRepr::parse(*again) == repr);
    for (const std::size_t limit : {std::size_t(12), size / 2, wire::DnsRepr::kMaxUdp}) {
        const std::vector<std::uint8_t> cut = repr.emit(limit);
        fuzz::require(cut.size() <= limit || cut.size() == wire::DnsView::kHeaderLength);
        fuzz::require(wire::DnsView::parse(cut).has_value());
    }
    return 0;
}
