// A script in packetdrill's language, as far as ours need it: what is to happen to a stack, and when.
//
// The language is packetdrill's own, so that a script of ours runs there too: events with times, packets in ("<") and
// out (">"), system calls with their results, sysctl commands in back quotes, assertions on TCP_INFO in %{ }%. What is
// not understood is an error with its line, never skipped. docs/packetdrill.md lists the subset.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace hopyard::script {

using Microseconds = std::int64_t;

/// When an event has to happen.
struct When {
    bool isAny = false;      ///< "*"
    bool isRelative = false; ///< "+0.1": after the event before
    Microseconds from = 0;
    std::optional<Microseconds> to; ///< "0.1~0.2"
};

/// An argument or result: a number, "...", a "text", a [list] or a {name=value} record.
struct Value {
    enum class Kind : std::uint8_t { number, ellipsis, text, list, record } kind = Kind::number;
    std::int64_t number = 0;
    std::string text;
    std::vector<Value> items;
    std::vector<std::string> names; ///< of a record's items

    bool isNumber() const { return kind == Kind::number; }
    bool isEllipsis() const { return kind == Kind::ellipsis; }
    const Value *field(std::string_view name) const; ///< null: there is none
};

struct SystemCall {
    std::string name;
    std::vector<Value> arguments;
    bool blocks = false;            ///< "0.1...0.3 read(…)"
    Microseconds returnsAt = 0;     ///< on the scale of the event's time
    Value result;
    int error = 0;                  ///< errno where the result is -1
};

struct TcpOption {
    enum class Kind : std::uint8_t { end, nop, mss, windowScale, sackPermitted, sack, timestamps, fastOpen, md5 };
    Kind kind = Kind::nop;
    std::uint32_t first = 0;  ///< mss, shift, TSval
    std::uint32_t second = 0; ///< TSecr
    std::vector<std::pair<std::uint32_t, std::uint32_t>> blocks; ///< sack
    std::vector<std::uint8_t> cookie;                            ///< fastOpen
    bool isAnyCookie = false;                                    ///< "FO TFO_COOKIE": whatever the stack says
    bool operator==(const TcpOption &) const = default;
};

struct TcpPacket {
    std::uint8_t flags = 0; ///< as on the wire
    std::uint32_t sequence = 0;
    std::uint32_t length = 0;
    std::optional<std::uint32_t> acknowledgement;
    std::optional<std::uint16_t> window;
    std::optional<std::uint16_t> urgent;
    std::vector<TcpOption> options;
    bool anyOptions = false; ///< "<...>"
};

struct IcmpPacket {
    std::uint8_t type = 0;
    std::uint8_t code = 0;
    std::uint16_t mtu = 0;
    std::uint32_t sequence = 0; ///< of the segment that it is about
    std::uint32_t length = 0;
};

struct UdpPacket {
    std::uint32_t length = 0;
};

struct Packet {
    bool isOutbound = false;
    std::optional<std::uint8_t> ecn; ///< the two bits; inbound: none is 0, outbound: none is not looked at
    std::optional<std::uint8_t> tos;
    std::optional<std::uint8_t> ttl;
    std::variant<TcpPacket, IcmpPacket, UdpPacket> body;
};

/// `sysctl -q net.ipv4.tcp_NAME=VALUE`: nothing else is understood.
struct Command {
    std::vector<std::pair<std::string, std::string>> settings; ///< tcp_NAME → VALUE
};

/// "assert tcpi_unacked == 3, tcpi_unacked", one a line.
struct Assertions {
    struct One {
        int line = 0;
        std::string name;
        std::string relation; ///< == != < <= > >=
        std::int64_t value = 0;
    };
    std::vector<One> all;
};

struct Event {
    int line = 0;
    When when;
    std::variant<Packet, SystemCall, Command, Assertions> what;
};

struct Script {
    std::map<std::string, std::string> options; ///< "--tolerance_usecs=1000" and their like
    bool samePorts = false;        ///< comment "hopyard: same ports": a new SYN has the last connection's ports
    std::string knownFailure;      ///< comment "hopyard: known failure: WHY"
    std::string firstComment;      ///< where the RFC clause stands
    std::vector<Event> events;
};

struct ParseFailure {
    int line = 0;
    std::string message;
};

base::Result<Script, ParseFailure> parse(std::string_view text);

/// The number of a name like SOL_SOCKET, MSG_PEEK or EAGAIN.
std::optional<std::int64_t> constant(std::string_view name);

} // namespace hopyard::script
