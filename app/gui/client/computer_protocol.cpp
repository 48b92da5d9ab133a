// See computer_protocol.h and docs/rpc.md.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/client/computer_protocol.h"

#include "app/gui/client/json_fields.h"

#include <limits>
#include <utility>

namespace hopyard::client {

namespace {

using namespace fields;

constexpr std::array<std::string_view, kPageStates> kStates{"free",   "guest memory", "base storage", "in DMA table",
                                                           "filled", "mapped",       "being cleared"};

std::optional<std::uint64_t> maybe(const Json *value)
{
    if (!value || !value->is_number_integer() || (!value->is_number_unsigned() && value->get<std::int64_t>() < 0))
        return std::nullopt;
    return value->get<std::uint64_t>();
}

std::optional<std::uint32_t> page(const Json *value)
{
    const auto number = maybe(value);
    if (!number || *number > std::numeric_limits<std::uint32_t>::max())
        return std::nullopt;
    return static_cast<std::uint32_t>(*number);
}

} // namespace

PageState parsePageState(std::string_view text)
{
    for (std::size_t i = 0; i < kStates.size(); ++i)
        if (kStates[i] == text)
            return static_cast<PageState>(i);
    return PageState::free;
}

BufferMap parseBufferMap(const Json &json)
{
    BufferMap map;
    map.pages = page(rpc::member(json, "pages")).value_or(0);
    map.pageSize = page(rpc::member(json, "pageSize")).value_or(4'096);
    if (const Json *counts = rpc::member(json, "counts"))
        for (std::size_t i = 0; i < kStates.size(); ++i)
            map.counts[i] = count(*counts, kStates[i]);
    std::uint32_t next = 0;
    forEach(json, "runs", [&](const Json &row) {
        PageRun run;
        const auto first = page(rpc::member(row, "first")), length = page(rpc::member(row, "count"));
        if (!first || !length || *length == 0 || *first != next || *length > map.pages - next)
            return;
        run.first = *first;
        run.count = *length;
        next += run.count;
        run.state = parsePageState(text(row, "state"));
        run.guest = text(row, "guest");
        run.guestPage = page(rpc::member(row, "guestPage"));
        run.shared = flag(row, "shared");
        run.packet = maybe(rpc::member(row, "packet"));
        if (const auto since = rpc::intMember(row, "since"))
            run.since = base::TimePoint::fromNs(*since);
        map.runs.push_back(std::move(run));
    });
    map.pages = next; // what was not told of is not there
    return map;
}

Guests parseGuests(const Json &json)
{
    Guests all;
    all.mode = text(json, "mode");
    all.receive = text(json, "receive");
    all.memory = count(json, "memory");
    all.freeMemory = count(json, "freeMemory");
    forEach(json, "guests", [&](const Json &row) {
        GuestInfo guest;
        guest.name = text(row, "guest");
        guest.kind = text(row, "kind");
        guest.state = text(row, "state");
        guest.memory = count(row, "memory");
        guest.share = count(row, "share");
        guest.release = text(row, "release");
        if (const Json *loans = rpc::member(row, "loans"); loans && loans->is_array())
            guest.loans = loans->size();
        guest.used = base::Duration::nanoseconds(rpc::intMember(row, "usedNs").value_or(0));
        guest.faults = count(row, "faults");
        forEach(row, "interfaces", [&](const Json &nic) {
            guest.interfaces.push_back({text(nic, "interface"), count(nic, "output"), count(nic, "input"),
                                        count(nic, "lent"), count(nic, "copiedInstead"), count(nic, "noBuffer")});
        });
        all.guests.push_back(std::move(guest));
    });
    return all;
}

CarryCosts parseCarryCosts(const Json &json)
{
    CarryCosts all;
    forEachOf(json, [&](const Json &row) {
        all.packets += count(row, "packets");
        all.copies += count(row, "copies");
        all.bytesCopied += count(row, "bytesCopied");
        all.maps += count(row, "maps");
        all.unmaps += count(row, "unmaps");
        all.clears += count(row, "clears");
    });
    return all;
}

std::vector<BufferStep> parseBufferSteps(const Json &array)
{
    std::vector<BufferStep> steps;
    forEachOf(array, [&](const Json &row) {
        if (!row.is_array() || row.size() < 7 || !row[0].is_number_integer() || !row[1].is_string()
            || !row[2].is_string() || !row[3].is_string())
            return;
        steps.push_back({base::TimePoint::fromNs(row[0].get<std::int64_t>()), row[1].get<std::string>(),
                         row[2].get<std::string>(), row[3].get<std::string>(), page(&row[4]), page(&row[5]),
                         maybe(&row[6]).value_or(0)});
    });
    return steps;
}

} // namespace hopyard::client
