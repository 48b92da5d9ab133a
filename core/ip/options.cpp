// Record route and timestamp in place (RFC 791 section 3.1); see options.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ip/options.h"

namespace hopyard::ip {

namespace {

using base::MutableBytes;
using wire::Ipv4OptionType;

base::Ipv4Address addressOf(const Interface &out)
{
    const base::InterfaceAddress *own = out.first(base::Family::ipv4);
    return own ? own->address.v4() : base::Ipv4Address();
}

// In both options the pointer counts from the option's first byte, which is 1; `data` begins at the third.

bool recordRoute(MutableBytes data, const Interface &out)
{
    if (data.empty() || data[0] < 4)
        return false;
    const std::size_t at = data[0] - 3u;
    if (at >= data.size())
        return true; // full: it goes on as it is
    if (at + 4 > data.size())
        return false;
    addressOf(out).store(&data[at]);
    data[0] = static_cast<std::uint8_t>(data[0] + 4);
    return true;
}

bool timestamp(MutableBytes data, const Interface &out, base::TimePoint now)
{
    if (data.size() < 2 || data[0] < 5)
        return false;
    const unsigned flag = data[1] & 0x0f;
    if (flag != 0 && flag != 1 && flag != 3)
        return false;
    const std::size_t entry = flag == 0 ? 4 : 8;
    const std::size_t at = data[0] - 3u;
    if (at >= data.size()) { // full: the overflow count tells how many found no room
        if (data[1] >> 4 == 0x0f)
            return false;
        data[1] = static_cast<std::uint8_t>(data[1] + 0x10);
        return true;
    }
    if (at + entry > data.size())
        return false;
    if (flag == 3 && !out.has(base::Ipv4Address::load(&data[at])))
        return true; // meant for another
    if (flag == 1)
        addressOf(out).store(&data[at]);
    const auto milliseconds = static_cast<std::uint32_t>(now.ns() / 1'000'000);
    base::storeU32(&data[at + entry - 4], milliseconds | 0x80000000u);
    data[0] = static_cast<std::uint8_t>(data[0] + entry);
    return true;
}

} // namespace

OptionResult forwardOptions(MutableBytes header, const Interface &out, base::TimePoint now)
{
    using Outcome = OptionResult::Outcome;
    const MutableBytes options = header.subspan(wire::Ipv4View::kMinHeaderLength);
    wire::Ipv4OptionReader reader(options);
    std::size_t end = wire::Ipv4View::kMinHeaderLength;
    while (const auto option = reader.next()) {
        const auto at = static_cast<std::size_t>(option->data.data() - header.data());
        const MutableBytes data = header.subspan(at, option->data.size());
        end = at + data.size();
        bool ok = true;
        switch (option->type) {
        case Ipv4OptionType::looseSourceRoute:
        case Ipv4OptionType::strictSourceRoute: return {Outcome::sourceRouted, 0};
        case Ipv4OptionType::recordRoute: ok = recordRoute(data, out); break;
        case Ipv4OptionType::timestamp: ok = timestamp(data, out, now); break;
        default: break;
        }
        if (!ok) // the pointer, which is the option's third byte, is what is wrong
            return {Outcome::malformed, static_cast<std::uint8_t>(at)};
    }
    if (!reader.ok())
        return {Outcome::malformed, static_cast<std::uint8_t>(end)};
    wire::fillIpv4Checksum(header);
    return {};
}

bool findOption(const wire::Ipv4View &view, wire::Ipv4OptionType type)
{
    if (!view.hasOptions())
        return false;
    wire::Ipv4OptionReader reader(view.options());
    while (const auto option = reader.next())
        if (option->type == type)
            return true;
    return false;
}

} // namespace hopyard::ip
