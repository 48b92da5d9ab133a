// A connection of an HTTP/1.1 server, without the connection: bytes in, bytes out. It can be said as a string and go on
// from one elsewhere, in the middle of a request or of an answer.
//
// Requests may be pipelined; they are answered one after the other. Bodies of up to 1 MiB are taken. Big answers are
// made from the pattern as they are asked for.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/bytes.h"
#include "core/services/http/message.h"
#include "core/services/http/pages.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace hopyard::services::http {

class Exchange {
public:
    enum class Phase : std::uint8_t {
        open,
        lastAnswer, ///< the connection ends with it: once it is written, end of file
        draining,   ///< it was: what comes is thrown away until the client has closed
    };

    /// How many of the bytes it took; fewer than given where an answer is to be made or written first.
    std::size_t take(base::Bytes bytes);

    struct Answered {
        std::string line; ///< of the request; empty where it was none
        unsigned status = 0;
        std::uint64_t size = 0;     ///< of the body
        std::uint64_t textSize = 0; ///< of what of it is no pattern
        bool isRefusal = false;     ///< of what could not be read
    };
    enum class Step : std::uint8_t { wait, write };
    /// What there is to do with what was taken: an answer is made, or more is needed. `answered` gets what was answered.
    Step advance(const Site &site, std::string_view client, std::optional<Answered> &answered);

    /// What is to be written next; empty: all is.
    base::Bytes output() const;
    /// How many of these were of the pattern.
    std::size_t written(std::size_t count);

    Phase phase() const { return m_phase; }
    void endOfFileSent() { m_phase = Phase::draining; }

    std::string pack() const;
    /// Nothing where it makes no sense.
    static std::optional<Exchange> unpack(std::string_view packed);

private:
    bool isTooBig() const;
    void send(const Response &response, std::optional<Answered> &answered);

    MessageReader m_reader{MessageReader::Kind::request};
    std::string m_body;
    bool m_hasSeenHead = false;
    std::string m_out;
    std::size_t m_outAt = 0; // what lies before is written
    std::uint64_t m_patternAt = 0, m_patternTo = 0; // still to be written
    Phase m_phase = Phase::open;
};

} // namespace hopyard::services::http
