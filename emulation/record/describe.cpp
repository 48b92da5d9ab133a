// Names of what is recorded; see describe.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "emulation/record/describe.h"

#include <fmt/format.h>

#include <algorithm>

namespace hopyard::record {

namespace trace = base::trace;

std::string_view toString(Place place)
{
    switch (place) {
    case Place::sent: return "sent";
    case Place::copy: return "copy";
    case Place::dropped: return "dropped";
    }
    return "sent";
}

namespace {

/// Index of an event type within trace::Event.
template <class T>
constexpr std::size_t indexOf()
{
    return trace::detail::indexOf<T>();
}

std::string_view levelName(trace::Notice::Level level)
{
    switch (level) {
    case trace::Notice::Level::info: return "info";
    case trace::Notice::Level::warning: return "warning";
    case trace::Notice::Level::error: return "error";
    }
    return "info";
}

} // namespace

EventText describeEvent(const Batch &batch, const EventRow &row)
{
    const std::string_view word = batch.textAt(row.word, row.wordLength);
    const std::string_view text = batch.textAt(row.text, row.textLength);
    switch (row.kind) {
    case indexOf<trace::PacketForwarded>(): {
        const std::string to = toString(row.address), matched = toString(row.prefix), via = toString(row.nextHop);
        return {"PacketForwarded", fmt::format("packet {} to {} matched {}, via {}", row.packetId, to, matched, via),
                fmt::format(R"({{"packet":{},"destination":"{}","matched":"{}","nextHop":"{}","port":{}}})",
                            row.packetId, to, matched, via, row.port.value())};
    }
    case indexOf<trace::NeighbourChanged>(): {
        const std::string address = toString(row.address), mac = toString(row.mac);
        return {"NeighbourChanged", fmt::format("{} at {} is {}", address, mac, word),
                fmt::format(R"({{"port":{},"address":"{}","mac":"{}","state":"{}"}})", row.port.value(), address, mac,
                            word)};
    }
    case indexOf<trace::RouteChanged>(): {
        const std::string prefix = toString(row.prefix);
        return {"RouteChanged", fmt::format("route {} ({}) {}", prefix, word, row.flag ? "added" : "removed"),
                fmt::format(R"({{"prefix":"{}","protocol":"{}","added":{}}})", prefix, word, row.flag)};
    }
    case indexOf<trace::InterfaceChanged>():
        return {"InterfaceChanged", row.flag ? "up" : "down",
                fmt::format(R"({{"port":{},"up":{}}})", row.port.value(), row.flag)};
    case indexOf<trace::LinkChanged>():
        return {"LinkChanged", row.flag ? "up" : "down", fmt::format(R"({{"up":{}}})", row.flag)};
    case indexOf<trace::NodeChanged>(): return {"NodeChanged", std::string(word), {}};
    case indexOf<trace::ApplicationOutput>():
        return {"ApplicationOutput", std::string(text), fmt::format(R"({{"application":"{}"}})", word)};
    case indexOf<trace::Notice>():
        return {"Notice", std::string(text), fmt::format(R"({{"level":"{}"}})", levelName(row.level))};
    case indexOf<trace::TcpChanged>(): {
        const std::string local = fmt::format("{}:{}", toString(row.address), row.packetId >> 16);
        const std::string remote = fmt::format("{}:{}", toString(row.nextHop), row.packetId & 0xffff);
        return {"TcpChanged", fmt::format("TCP {} to {}: {}, then {}", local, remote, word, text),
                fmt::format(R"({{"local":"{}","remote":"{}","from":"{}","to":"{}"}})", local, remote, word, text)};
    }
    case indexOf<trace::ProtocolChanged>(): {
        const std::size_t end = std::min(text.find('\n'), text.size());
        const std::string_view from = text.substr(0, end), to = text.substr(std::min(end + 1, text.size()));
        const std::string peer = row.address.isValid() ? toString(row.address) : std::string();
        return {"ProtocolChanged", fmt::format("{}{}{}: {}, then {}", word, peer.empty() ? "" : " ", peer, from, to),
                fmt::format(R"({{"subject":"{}","port":{},"peer":"{}","from":"{}","to":"{}"}})", word,
                            row.port.isValid() ? fmt::format("{}", row.port.value()) : "null", peer, from, to)};
    }
    case indexOf<trace::RoutesCalculated>(): {
        const std::uint64_t vertices = row.packetId >> 32, routes = row.packetId & 0xffffffff;
        return {"RoutesCalculated",
                fmt::format("{}: {} routes over {} vertices, {} changed", word, routes, vertices, row.number),
                fmt::format(R"({{"protocol":"{}","vertices":{},"routes":{},"changed":{}}})", word, vertices, routes, row.number)};
    }
    case indexOf<trace::BufferStep>(): {
        const auto page = [](std::uint64_t number) {
            return number == trace::BufferStep::kNoPage ? std::string("null") : fmt::format("{}", number);
        };
        const std::string host = page(row.packetId >> 32), in = page(row.packetId & 0xffffffff);
        return {"BufferStep", fmt::format("{} {}: host page {}, guest page {}", word, text, host, in),
                fmt::format(R"({{"step":"{}","guest":"{}","hostPage":{},"guestPage":{}}})", word, text, host, in)};
    }
    case indexOf<trace::GuestChanged>():
        return {"GuestChanged", fmt::format("guest {}: {}", word, text), fmt::format(R"({{"guest":"{}","state":"{}"}})", word, text)};
    case indexOf<trace::MigrationStep>(): {
        const std::size_t end = std::min(text.find('\n'), text.size());
        const std::string_view host = text.substr(0, end), detail = text.substr(std::min(end + 1, text.size()));
        const std::string local = fmt::format("{}:{}", toString(row.address), row.packetId >> 16 & 0xffff);
        const std::string remote = fmt::format("{}:{}", toString(row.nextHop), row.packetId & 0xffff);
        return {"MigrationStep",
                fmt::format("move of {} to {}: {}{}{}{}{}", local, remote, word, host.empty() ? "" : ", other side ", host,
                            detail.empty() ? "" : ", ", detail),
                fmt::format(R"({{"phase":"{}","local":"{}","remote":"{}","flow":{},"epoch":{},"host":"{}","detail":"{}"}})", word,
                            local, remote, row.packetId >> 32, row.number, host, detail)};
    }
    case kLostKind:
        return {"Lost", fmt::format("{} packets and events before this are not in the record", row.packetId),
                fmt::format(R"({{"count":{}}})", row.packetId)};
    default: return {"Unknown", {}, {}};
    }
}

} // namespace hopyard::record
