// See computer_values.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/lab/computer_values.h"

#include "core/base/quantity.h"
#include "core/base/suggest.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <charconv>

namespace hopyard::lab {

namespace {

auto wrong(std::string_view text, std::string_view right)
{
    return base::fail(fmt::format("'{:.60}' is not {}", text, right));
}

template <class T>
Parsed<T> parseNumber(std::string_view text, std::uint64_t low, std::uint64_t high, std::string_view what)
{
    std::uint64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size() || value < low || value > high)
        return wrong(text, fmt::format("{}, a number from {} to {}", what, low, high));
    return static_cast<T>(value);
}

constexpr std::uint64_t kMostMemory = 64ull << 30;

Parsed<std::uint64_t> parseMemory(std::string_view text)
{
    const auto bytes = base::parseByteCount(text);
    if (!bytes || *bytes == 0 || *bytes > kMostMemory)
        return wrong(text, "an amount of memory such as 16MiB or 2GiB (at most 64GiB)");
    if (*bytes % kPageBytes != 0)
        return base::fail(fmt::format("{} bytes are no whole number of pages of 4 KiB; the next that is one is {}", *bytes,
                                      memoryText((*bytes / kPageBytes + 1) * kPageBytes)));
    return *bytes;
}

Parsed<bool> parseSwitch(std::string_view text)
{
    if (text == "true" || text == "yes" || text == "on")
        return true;
    if (text == "false" || text == "no" || text == "off")
        return false;
    return wrong(text, "true or false");
}

/// One of a few words, by its place.
template <class Enum, std::size_t n>
Parsed<Enum> parseWord(std::string_view text, const std::array<std::string_view, n> &words)
{
    const auto found = std::ranges::find(words, text);
    if (found != words.end())
        return static_cast<Enum>(found - words.begin());
    const std::string_view close = base::closestWord(text, words);
    return base::fail(fmt::format("'{:.60}' is none of {}{}", text, fmt::join(words, ", "),
                                  close.empty() ? "" : fmt::format("; did you mean '{}'?", close)));
}

constexpr std::array<std::string_view, 3> kModes{"direct", "bridged", "nat"};
constexpr std::array<std::string_view, 2> kReceives{"copy", "remap"};
constexpr std::array<std::string_view, 3> kReleases{"eager", "when-asked", "never"};
constexpr std::array<std::string_view, 4> kKinds{"engine", "qemu", "uml", "micro"};
constexpr std::array<std::string_view, 2> kStates{"running", "stopped"};

constexpr std::array<std::string_view, 8> kComputerKeys{"memory", "processors", "shares",  "dma",
                                                        "lend",   "mode",       "receive", "header-split"};
constexpr std::array<std::string_view, 10> kCostKeys{"packet", "packet-kib", "timer", "carry",     "copy-kib",
                                                     "clear-kib", "map",     "unmap", "interrupt", "exit"};
static_assert(kCostKeys.size() == std::tuple_size_v<decltype(Computer::costs)>);
constexpr std::array<std::string_view, 7> kGuestKeys{"kind", "memory", "share", "gateway", "forwarding", "release", "state"};

template <class T>
Parsed<void> store(T &target, Parsed<T> value)
{
    if (!value)
        return base::fail(std::move(value.error()));
    target = std::move(*value);
    return {};
}

Parsed<void> unknownKey(std::string_view what, std::string_view key, std::span<const std::string_view> known)
{
    return base::fail(fmt::format("'{:.60}' is nothing {} has; known are {}", key, what, fmt::join(known, ", ")));
}

template <class Computer>
auto *findGuestIn(Computer &computer, std::string_view name)
{
    const auto found = std::ranges::find(computer.guests, name, &Guest::name);
    return found == computer.guests.end() ? nullptr : &*found;
}

} // namespace

std::string_view toString(GuestKind kind) { return kKinds[static_cast<std::size_t>(kind)]; }
std::string_view toString(CarryMode mode) { return kModes[static_cast<std::size_t>(mode)]; }
std::string_view toString(ReceiveMode mode) { return kReceives[static_cast<std::size_t>(mode)]; }
std::string_view toString(ReleaseMode mode) { return kReleases[static_cast<std::size_t>(mode)]; }

const Guest *Computer::findGuest(std::string_view name) const { return findGuestIn(*this, name); }
Guest *Computer::findGuest(std::string_view name) { return findGuestIn(*this, name); }

bool Computer::isFree() const
{
    return std::ranges::all_of(costs, [](const auto &cost) { return cost && *cost == base::Duration(); });
}

std::optional<base::IpAddress> Computer::firstAddressOf(std::string_view name) const
{
    if (const Guest *guest = findGuest(name))
        for (const GuestInterface &interface : guest->interfaces)
            for (const base::InterfaceAddress &address : interface.addresses)
                if (address.address.isV4())
                    return address.address;
    return std::nullopt;
}

std::span<const std::string_view> computerKeys() { return kComputerKeys; }
std::span<const std::string_view> costKeys() { return kCostKeys; }
std::span<const std::string_view> guestKeys() { return kGuestKeys; }

Parsed<void> setComputerValue(Computer &c, std::string_view key, std::string_view text)
{
    if (key == "memory")
        return store(c.memory, parseMemory(text));
    if (key == "processors")
        return store(c.processors, parseNumber<std::uint32_t>(text, 1, 64, "how many processors a computer has"));
    if (key == "shares")
        return store(c.shares, parseNumber<std::uint32_t>(text, 1, 1'000'000, "how many shares can be given"));
    if (key == "dma")
        return store(c.dma, parseNumber<std::uint32_t>(text, 1, 65'536, "a number of pages"));
    if (key == "lend")
        return store(c.lend, parseNumber<std::uint32_t>(text, 1, 65'536, "a number of pages"));
    if (key == "mode")
        return store(c.mode, parseWord<CarryMode>(text, kModes));
    if (key == "receive")
        return store(c.receive, parseWord<ReceiveMode>(text, kReceives));
    if (key == "header-split")
        return store(c.headerSplit, parseSwitch(text));
    return unknownKey("a computer", key, kComputerKeys);
}

std::string computerValue(const Computer &c, std::string_view key)
{
    if (key == "memory")
        return memoryText(c.memory);
    if (key == "processors")
        return fmt::format("{}", c.processors);
    if (key == "shares")
        return fmt::format("{}", c.shares);
    if (key == "dma")
        return fmt::format("{}", c.dma);
    if (key == "lend")
        return fmt::format("{}", c.lend);
    if (key == "mode")
        return std::string(toString(c.mode));
    if (key == "receive")
        return std::string(toString(c.receive));
    if (key == "header-split")
        return c.headerSplit ? "true" : "false";
    return {};
}

Parsed<void> setCostValue(Computer &computer, std::string_view key, std::string_view text)
{
    const auto found = std::ranges::find(kCostKeys, key);
    if (found == kCostKeys.end())
        return unknownKey("the table of costs", key, kCostKeys);
    const auto time = base::parseDuration(text);
    if (!time || *time < base::Duration() || *time > base::Duration::seconds(1))
        return wrong(text, "a time such as 200ns or 3us (at most 1s)");
    computer.costs[static_cast<std::size_t>(found - kCostKeys.begin())] = *time;
    return {};
}

Parsed<void> setGuestValue(Guest &g, std::string_view key, std::string_view text)
{
    if (key == "kind")
        return store(g.kind, parseWord<GuestKind>(text, kKinds));
    if (key == "memory")
        return store(g.memory, parseMemory(text));
    if (key == "share")
        return store(g.share, parseNumber<std::uint32_t>(text, 1, 1'000'000, "a share of the computer"));
    if (key == "gateway") {
        auto gateway = parseGatewayValue(text);
        if (!gateway)
            return base::fail(std::move(gateway.error()));
        g.gateway = *gateway;
        return {};
    }
    if (key == "forwarding")
        return store(g.forwards, parseSwitch(text));
    if (key == "release")
        return store(g.release, parseWord<ReleaseMode>(text, kReleases));
    if (key == "state")
        return store(g.isStopped, parseWord<bool>(text, kStates));
    return unknownKey("a guest", key, kGuestKeys);
}

std::string guestValue(const Guest &g, std::string_view key)
{
    if (key == "kind")
        return std::string(toString(g.kind));
    if (key == "memory")
        return memoryText(g.memory);
    if (key == "share")
        return fmt::format("{}", g.share);
    if (key == "gateway")
        return g.gateway ? base::toString(*g.gateway) : std::string();
    if (key == "forwarding")
        return g.forwards ? "true" : "false";
    if (key == "release")
        return std::string(toString(g.release));
    if (key == "state")
        return std::string(kStates[g.isStopped ? 1 : 0]);
    return {};
}

Parsed<std::uint16_t> parseVlanValue(std::string_view text) { return parseNumber<std::uint16_t>(text, 1, 4094, "a VLAN"); }
Parsed<std::uint16_t> parsePortValue(std::string_view text) { return parseNumber<std::uint16_t>(text, 1, 65'535, "a port"); }

Parsed<bool> parseIsUdpValue(std::string_view text)
{
    if (text == "tcp" || text == "udp")
        return text == "udp";
    return wrong(text, "tcp or udp");
}

Parsed<void> setPortTarget(PortRow &row, std::string_view text)
{
    const std::size_t colon = text.rfind(':');
    const std::string_view host = text.substr(0, std::min(colon, text.size()));
    if (colon == std::string_view::npos || (!isNodeName(host) && !base::Ipv4Address::parse(host)))
        return wrong(text, "a guest or its address, and a port, such as g1:80");
    const auto port = parsePortValue(text.substr(colon + 1));
    if (!port)
        return base::fail(port.error());
    row.to = host;
    row.toPort = *port;
    return {};
}

std::string speakerOf(std::string node, std::string_view application)
{
    const auto [guest, program] = splitGuestPlace(application);
    return program.empty() || !isNodeName(guest) ? node : std::move(node) + '/' + std::string(guest);
}

std::string memoryText(std::uint64_t bytes)
{
    for (const auto &[unit, shift] : {std::pair("GiB", 30), std::pair("MiB", 20), std::pair("KiB", 10)})
        if (bytes != 0 && bytes % (1ull << shift) == 0)
            return fmt::format("{}{}", bytes >> shift, unit);
    return fmt::format("{}B", bytes);
}

} // namespace hopyard::lab
