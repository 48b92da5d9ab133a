// Parsing of single values with their messages; see values.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/lab/values.h"

#include "core/base/quantity.h"
#include "core/base/suggest.h"
#include "core/base/time.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

namespace hopyard::lab {

namespace {

using base::Impairment;
using base::QueueLimit;

/// What stands in a message: a mistyped megabyte is not repeated.
std::string quoted(std::string_view text)
{
    constexpr std::size_t kMost = 60;
    if (text.size() <= kMost)
        return fmt::format("'{}'", text);
    std::size_t cut = kMost;
    while (cut > 0 && (static_cast<unsigned char>(text[cut]) & 0xc0) == 0x80)
        --cut; // not in the middle of a character
    return fmt::format("'{}…'", text.substr(0, cut));
}

auto wrong(std::string_view text, std::string_view right)
{
    return base::fail(fmt::format("{} is not {}", quoted(text), right));
}

Parsed<base::Duration> parseSpan(std::string_view text)
{
    const auto d = base::parseDuration(text);
    if (!d) {
        const auto parts = base::splitQuantity(text);
        if (parts && parts->unit.empty() && parts->number > 0)
            return base::fail(fmt::format("{} has no unit; write {}ms or {}s", quoted(text), parts->digits,
                                          parts->digits));
        return wrong(text, "a time such as 5ms, 250us or 1.5s");
    }
    if (*d < base::Duration())
        return base::fail(fmt::format("{} is negative; a time is 0 or more", quoted(text)));
    return *d;
}

Parsed<base::BitRate> parseRate(std::string_view text)
{
    if (const auto rate = base::parseBitRate(text))
        return *rate;
    const auto parts = base::splitQuantity(text);
    if (parts && parts->number == 0)
        return base::fail(std::string("a rate of 0 would let nothing pass; write down: true for that, or unlimited"));
    return wrong(text, "a rate such as 100mbit, 1.5gbit or unlimited");
}

Parsed<QueueLimit> parseQueue(std::string_view text)
{
    const auto parts = base::splitQuantity(text);
    const std::string_view unit = parts ? parts->unit : std::string_view();
    if (parts && (unit.empty() || unit == "packets" || unit == "packet")) {
        const auto amount = base::scaledDecimal(parts->digits, 1);
        if (amount && *amount >= 0 && parts->number == std::floor(parts->number))
            return QueueLimit{static_cast<std::uint64_t>(*amount), QueueLimit::Unit::packets};
    } else if (const auto bytes = base::parseByteCount(text)) {
        return QueueLimit{*bytes, QueueLimit::Unit::bytes};
    }
    return wrong(text, "a queue length such as 100 (packets) or 64kB");
}

Parsed<double> parseChance(std::string_view text)
{
    if (const auto p = base::parseProbability(text))
        return *p;
    return wrong(text, "a probability such as 0.1% or 0.001 (at most 100%)");
}

Parsed<bool> parseSwitch(std::string_view text)
{
    for (const std::string_view yes : {"true", "yes", "on"})
        if (text == yes)
            return true;
    for (const std::string_view no : {"false", "no", "off"})
        if (text == no)
            return false;
    return wrong(text, "true or false");
}

std::string queueText(const QueueLimit &queue)
{
    return queue.unit == QueueLimit::Unit::packets ? fmt::format("{}", queue.amount)
                                                   : base::byteCountToString(queue.amount);
}

/// One key: how it is set and how it is written.
struct Field {
    std::string_view name;
    Parsed<void> (*set)(Impairment &, std::string_view);
    std::string (*text)(const Impairment &);
};

template <class T>
Parsed<void> store(T &target, Parsed<T> value)
{
    if (!value)
        return base::fail(std::move(value.error()));
    target = *value;
    return {};
}

using base::BurstLoss;

BurstLoss burstOf(const Impairment &i)
{
    return i.burst.value_or(BurstLoss());
}

template <double BurstLoss::*member>
Parsed<void> setBurst(Impairment &i, std::string_view text)
{
    auto value = parseChance(text);
    if (!value)
        return base::fail(std::move(value.error()));
    if (!i.burst)
        i.burst = BurstLoss();
    (*i.burst).*member = *value;
    return {};
}

template <double BurstLoss::*member>
std::string burstText(const Impairment &i)
{
    return base::probabilityToString(burstOf(i).*member);
}

constexpr std::array<Field, 13> kFields{{
    {"delay", [](Impairment &i, std::string_view t) { return store(i.delay, parseSpan(t)); },
     [](const Impairment &i) { return base::toString(i.delay); }},
    {"jitter", [](Impairment &i, std::string_view t) { return store(i.jitter, parseSpan(t)); },
     [](const Impairment &i) { return base::toString(i.jitter); }},
    {"rate", [](Impairment &i, std::string_view t) { return store(i.rate, parseRate(t)); },
     [](const Impairment &i) { return base::toString(i.rate); }},
    {"queue", [](Impairment &i, std::string_view t) { return store(i.queue, parseQueue(t)); },
     [](const Impairment &i) { return queueText(i.queue); }},
    {"loss", [](Impairment &i, std::string_view t) { return store(i.loss, parseChance(t)); },
     [](const Impairment &i) { return base::probabilityToString(i.loss); }},
    {"duplicate", [](Impairment &i, std::string_view t) { return store(i.duplicate, parseChance(t)); },
     [](const Impairment &i) { return base::probabilityToString(i.duplicate); }},
    {"reorder", [](Impairment &i, std::string_view t) { return store(i.reorder, parseChance(t)); },
     [](const Impairment &i) { return base::probabilityToString(i.reorder); }},
    {"corrupt", [](Impairment &i, std::string_view t) { return store(i.corrupt, parseChance(t)); },
     [](const Impairment &i) { return base::probabilityToString(i.corrupt); }},
    {"down", [](Impairment &i, std::string_view t) { return store(i.down, parseSwitch(t)); },
     [](const Impairment &i) { return std::string(i.down ? "true" : "false"); }},
    {"burst.enter", setBurst<&BurstLoss::enterBad>, burstText<&BurstLoss::enterBad>},
    {"burst.leave", setBurst<&BurstLoss::leaveBad>, burstText<&BurstLoss::leaveBad>},
    {"burst.good", setBurst<&BurstLoss::lossGood>, burstText<&BurstLoss::lossGood>},
    {"burst.bad", setBurst<&BurstLoss::lossBad>, burstText<&BurstLoss::lossBad>},
}};

constexpr std::array<std::string_view, 9> kImpairmentKeys{"delay",     "jitter",  "rate",    "queue", "loss",
                                                          "duplicate", "reorder", "corrupt", "down"};
constexpr std::array<std::string_view, 4> kBurstKeys{"enter", "leave", "good", "bad"};

const Field *findField(std::string_view key)
{
    const auto found = std::ranges::find(kFields, key, &Field::name);
    return found == kFields.end() ? nullptr : &*found;
}

bool isLetterOrDigit(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

} // namespace

Parsed<NodeKind> parseKindValue(std::string_view text)
{
    if (const auto kind = parseNodeKind(text))
        return *kind;
    const std::string_view close = base::closestWord(text, nodeKindNames());
    return base::fail(fmt::format("{} is no kind of node; {}", quoted(text),
                                  close.empty() ? fmt::format("known are {}", fmt::join(nodeKindNames(), ", "))
                                                : fmt::format("did you mean '{}'?", close)));
}

Parsed<base::InterfaceAddress> parseAddressValue(std::string_view text)
{
    if (const auto address = base::InterfaceAddress::parse(text))
        return *address;
    if (const auto bare = base::IpAddress::parse(text))
        return base::fail(fmt::format("{} has no prefix length; write {}/{}", quoted(text), text,
                                      bare->isV4() ? 24 : 64));
    return wrong(text, "an address with its prefix length such as 10.0.1.10/24 or 2001:db8::10/64");
}

Parsed<base::IpAddress> parseGatewayValue(std::string_view text)
{
    if (const auto address = base::IpAddress::parse(text))
        return *address;
    if (const auto withLength = base::InterfaceAddress::parse(text))
        return base::fail(fmt::format("{} has a prefix length; a gateway is an address alone: {}", quoted(text),
                                      base::toString(withLength->address)));
    return wrong(text, "an address such as 10.0.1.1");
}

Parsed<HostRoute> parseRouteValue(std::string_view text)
{
    constexpr std::string_view kVia = " via ";
    const std::size_t middle = text.find(kVia);
    if (middle == std::string_view::npos)
        return wrong(text, "a route such as 192.168.0.0/16 via 10.0.1.1");
    const auto prefix = base::IpPrefix::parse(text.substr(0, middle));
    const auto via = base::IpAddress::parse(text.substr(middle + kVia.size()));
    if (!prefix || !via)
        return wrong(text, "a route such as 192.168.0.0/16 via 10.0.1.1");
    if (prefix->family() != via->family())
        return base::fail(fmt::format("{} leads from one address family into the other", quoted(text)));
    return HostRoute{*prefix, *via};
}

Parsed<base::MacAddress> parseMacValue(std::string_view text)
{
    const auto mac = base::MacAddress::parse(text);
    if (!mac)
        return wrong(text, "a MAC address such as 02:00:00:00:00:01");
    if (mac->isMulticast() || *mac == base::MacAddress())
        return wrong(text, "a MAC address of one interface (its first byte is even, as in 02:00:00:00:00:01)");
    return *mac;
}

Parsed<std::uint32_t> parseMtuValue(std::string_view text)
{
    std::uint32_t mtu = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), mtu);
    if (error != std::errc() || end != text.data() + text.size() || mtu < 68 || mtu > 65521)
        return wrong(text, "an MTU, a number of bytes from 68 to 65521");
    return mtu;
}

Parsed<std::uint32_t> parseMemoryValue(std::string_view text)
{
    const auto bytes = base::parseByteCount(text);
    const std::uint64_t mib = bytes ? *bytes >> 20 : 0;
    if (!bytes || *bytes % (1u << 20) != 0 || mib < Machine::kLeastMemory || mib > Machine::kMostMemory)
        return wrong(text, "a machine's memory, whole MiB such as 128MiB or 1GiB");
    return static_cast<std::uint32_t>(mib);
}

Parsed<std::uint32_t> parseProcessorsValue(std::string_view text)
{
    std::uint32_t count = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), count);
    if (error != std::errc() || end != text.data() + text.size() || count < 1 || count > Machine::kMostProcessors)
        return wrong(text, fmt::format("a number of processors from 1 to {}", Machine::kMostProcessors));
    return count;
}

Parsed<MachineAccel> parseAccelValue(std::string_view text)
{
    if (const auto accel = parseMachineAccel(text))
        return *accel;
    return wrong(text, fmt::format("one of {}", fmt::join(machineAccelNames(), ", ")));
}

Parsed<MachineCard> parseCardValue(std::string_view text)
{
    if (const auto card = parseMachineCard(text))
        return *card;
    return wrong(text, fmt::format("one of {}", fmt::join(machineCardNames(), ", ")));
}

Parsed<MachineDisk> parseDiskValue(std::string_view text)
{
    if (const auto disk = parseMachineDisk(text))
        return *disk;
    return wrong(text, fmt::format("one of {}", fmt::join(machineDiskNames(), ", ")));
}

Parsed<MachineNetwork> parseNetworkValue(std::string_view text)
{
    if (const auto network = parseMachineNetwork(text))
        return *network;
    return wrong(text, fmt::format("one of {}", fmt::join(machineNetworkNames(), ", ")));
}

Parsed<bool> parseFlagValue(std::string_view text)
{
    if (text == "true" || text == "false")
        return text == "true";
    return wrong(text, "true or false");
}

Parsed<double> parseCoordinateValue(std::string_view text)
{
    const auto parts = base::splitQuantity(text);
    if (!parts || !parts->unit.empty() || !(std::abs(parts->number) <= 1e9))
        return wrong(text, "a coordinate, a number such as -300");
    return parts->number;
}

Parsed<End> parseEndValue(std::string_view text)
{
    const std::size_t colon = text.find(':');
    if (colon == std::string_view::npos || colon == 0 || colon + 1 == text.size())
        return wrong(text, "an end of a link, NODE:INTERFACE, such as r1:eth0");
    return End{std::string(text.substr(0, colon)), std::string(text.substr(colon + 1))};
}

std::span<const std::string_view> impairmentKeys()
{
    return kImpairmentKeys;
}

std::span<const std::string_view> burstKeys()
{
    return kBurstKeys;
}

Parsed<void> setImpairmentValue(Impairment &impairment, std::string_view key, std::string_view text)
{
    if (key == "burst" && (text == "off" || text == "none")) {
        impairment.burst.reset();
        return {};
    }
    if (const Field *field = findField(key))
        return field->set(impairment, text);
    return base::fail(fmt::format("{} is nothing a link has; known are {}", quoted(key),
                                  "delay, jitter, rate, queue, loss, burst, duplicate, reorder, corrupt and down"));
}

std::string impairmentValue(const Impairment &impairment, std::string_view key)
{
    const Field *field = findField(key);
    return field ? field->text(impairment) : std::string();
}

bool isNodeName(std::string_view name)
{
    const auto allowed = [](char c) { return isLetterOrDigit(c) || c == '-' || c == '_' || c == '.'; };
    return !name.empty() && name.size() <= 63 && isLetterOrDigit(name.front()) && std::ranges::all_of(name, allowed);
}

bool isInterfaceName(std::string_view name)
{
    const auto allowed = [](char c) { return c > ' ' && c != '/' && c != ':' && c != 0x7f; };
    return !name.empty() && name.size() <= 15 && name != "." && name != ".." && std::ranges::all_of(name, allowed);
}

} // namespace hopyard::lab
