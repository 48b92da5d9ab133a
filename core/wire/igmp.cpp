// Queries and reports as wholes; see igmp.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/wire/igmp.h"

#include <algorithm>
#include <cassert>
#include <type_traits>

namespace hopyard::wire {

namespace {

constexpr std::size_t kQueryLength = 12;      // of version 3, without sources
constexpr std::size_t kReportLength = 8;      // of version 3, without records
constexpr std::size_t kRecordLength = 8;

std::vector<base::Ipv4Address> addressesFrom(base::ByteReader &reader, std::size_t count)
{
    std::vector<base::Ipv4Address> addresses;
    if (count * 4 > reader.remaining()) { // nothing is made room for that is not there
        reader.skip(reader.remaining() + 1);
        return addresses;
    }
    addresses.reserve(count);
    for (std::size_t i = 0; i < count; ++i)
        addresses.emplace_back(reader.u32());
    return addresses;
}

base::Result<IgmpRepr, ParseError> parseQuery(const IgmpView &view)
{
    IgmpQuery query;
    query.group = view.group();
    query.code = view.code();
    query.robustness = 0;
    query.intervalCode = 0;
    if (view.message().size() < kQueryLength) {
        query.version = view.code() == 0 ? 1 : 2;
        return IgmpRepr{query};
    }
    base::ByteReader reader(view.message().subspan(IgmpView::kHeaderLength));
    const std::uint8_t flags = reader.u8();
    query.suppressesRouters = (flags & 0x08) != 0;
    query.robustness = flags & 0x07;
    query.intervalCode = reader.u8();
    query.sources = addressesFrom(reader, reader.u16());
    if (!reader.ok())
        return base::fail(ParseError::truncated);
    return IgmpRepr{query};
}

base::Result<IgmpRepr, ParseError> parseReport(const IgmpView &view)
{
    IgmpReport report;
    base::ByteReader reader(view.message().subspan(6));
    const std::uint16_t count = reader.u16();
    for (std::uint16_t i = 0; i < count && reader.ok(); ++i) {
        IgmpRecord record;
        record.type = static_cast<IgmpRecordType>(reader.u8());
        const std::size_t auxiliary = reader.u8() * 4u;
        const std::size_t sources = reader.u16();
        record.group = base::Ipv4Address(reader.u32());
        record.sources = addressesFrom(reader, sources);
        reader.skip(auxiliary);
        report.records.push_back(std::move(record));
    }
    if (!reader.ok())
        return base::fail(ParseError::truncated);
    return IgmpRepr{std::move(report)};
}

void store(base::MutableBytes bytes, const IgmpQuery &query)
{
    bytes[0] = static_cast<std::uint8_t>(IgmpType::query);
    bytes[1] = query.code;
    query.group.store(bytes.data() + 4);
    if (query.version < 3)
        return;
    bytes[8] = static_cast<std::uint8_t>((query.suppressesRouters ? 0x08 : 0) | (query.robustness & 0x07));
    bytes[9] = query.intervalCode;
    base::storeU16(bytes.data() + 10, static_cast<std::uint16_t>(query.sources.size()));
    for (std::size_t i = 0; i < query.sources.size(); ++i)
        query.sources[i].store(bytes.data() + kQueryLength + 4 * i);
}

void store(base::MutableBytes bytes, const IgmpMembership &membership)
{
    bytes[0] = static_cast<std::uint8_t>(membership.type);
    membership.group.store(bytes.data() + 4);
}

void store(base::MutableBytes bytes, const IgmpReport &report)
{
    bytes[0] = static_cast<std::uint8_t>(IgmpType::reportV3);
    base::storeU16(bytes.data() + 6, static_cast<std::uint16_t>(report.records.size()));
    std::size_t at = kReportLength;
    for (const IgmpRecord &record : report.records) {
        bytes[at] = static_cast<std::uint8_t>(record.type);
        base::storeU16(bytes.data() + at + 2, static_cast<std::uint16_t>(record.sources.size()));
        record.group.store(bytes.data() + at + 4);
        at += kRecordLength;
        for (const base::Ipv4Address source : record.sources) {
            source.store(bytes.data() + at);
            at += 4;
        }
    }
}

} // namespace

std::uint32_t igmpCodeValue(std::uint8_t code)
{
    return code < 128 ? code : (0x10u | (code & 0x0fu)) << ((code >> 4 & 0x07u) + 3);
}

std::uint8_t igmpCodeOf(std::uint32_t value)
{
    if (value < 128)
        return static_cast<std::uint8_t>(value);
    value = std::min(value, igmpCodeValue(0xff));
    std::uint32_t exponent = 0;
    while (value >> (exponent + 3) > 0x1f)
        ++exponent;
    return static_cast<std::uint8_t>(0x80 | exponent << 4 | (value >> (exponent + 3) & 0x0f));
}

base::Duration IgmpQuery::responseTime() const
{
    const std::uint32_t tenths = version == 1 ? 100 : version == 2 ? code : igmpCodeValue(code);
    return base::Duration::milliseconds(100 * std::int64_t(tenths));
}

base::Result<IgmpRepr, ParseError> IgmpRepr::parse(const IgmpView &view)
{
    switch (view.type()) {
    case IgmpType::query: return parseQuery(view);
    case IgmpType::reportV1:
    case IgmpType::reportV2:
    case IgmpType::leave: return IgmpRepr{IgmpMembership{view.type(), view.group()}};
    case IgmpType::reportV3: return parseReport(view);
    }
    return base::fail(ParseError::unsupported);
}

std::size_t IgmpRepr::length() const
{
    if (const auto *query = std::get_if<IgmpQuery>(&message))
        return query->version < 3 ? IgmpView::kHeaderLength : kQueryLength + 4 * query->sources.size();
    if (const auto *report = std::get_if<IgmpReport>(&message)) {
        std::size_t length = kReportLength;
        for (const IgmpRecord &record : report->records)
            length += record.length();
        return length;
    }
    return IgmpView::kHeaderLength;
}

void IgmpRepr::emit(base::MutableBytes bytes) const
{
    assert(bytes.size() >= length());
    const base::MutableBytes out = bytes.first(length());
    std::fill(out.begin(), out.end(), std::uint8_t(0));
    std::visit([out](const auto &m) { store(out, m); }, message);
    base::storeU16(out.data() + 2, checksumOf(out));
}

} // namespace hopyard::wire
