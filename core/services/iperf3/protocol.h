// What iperf 3 says on its control connection and in front of its datagrams, as iperf 3.12 does it.
//
// One byte for each state; parameters and results as JSON behind a length of four bytes; streams begin with the cookie
// of the test (TCP) or a datagram of four bytes that is answered with another (UDP). There is no document: learnt from
// what iperf 3.12 sends, and tested against it (tests/app/cli/tst_iperf3.cpp).
// Deliberately missing: authentication, SCTP, statistics of the processor (given as 0), the server's text output.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/bytes.h"
#include "core/base/quantity.h"
#include "core/base/random.h"
#include "core/base/time.h"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace hopyard::services::iperf3 {

inline constexpr std::uint16_t kPort = 5201;
inline constexpr std::size_t kCookieLength = 37; ///< with the NUL at its end
inline constexpr std::size_t kMaxJson = 1024 * 1024;
inline constexpr unsigned kMaxStreams = 128;

/// A byte on the control connection. Who says it: C client, S server.
enum class State : std::int8_t {
    testStart = 1,       ///< S: all streams are there
    testRunning = 2,     ///< S
    testEnd = 4,         ///< C
    paramExchange = 9,   ///< S: parameters, please
    createStreams = 10,  ///< S
    serverTerminate = 11, ///< S: it was stopped
    clientTerminate = 12, ///< C: it was stopped
    exchangeResults = 13, ///< S: results, please; its own follow
    displayResults = 14, ///< S
    iperfDone = 16,      ///< C: good-bye
    accessDenied = -1,   ///< S: busy
    serverError = -2,    ///< S: two numbers of four bytes follow, its own and errno's
};

/// 36 letters and digits and a NUL.
std::array<std::uint8_t, kCookieLength> makeCookie(base::Random &random);

struct Parameters {
    bool udp = false;
    std::uint32_t seconds = 10;   ///< 0: by bytes or blocks
    std::uint64_t bytes = 0;      ///< in all, of the sender; 0: by time
    std::uint64_t blocks = 0;     ///< writes in all; 0: by time
    std::uint32_t omit = 0;       ///< seconds before the time begins, not counted
    std::uint32_t parallel = 1;   ///< 1..kMaxStreams
    bool reverse = false;         ///< the server sends
    bool bidirectional = false;
    std::uint32_t length = 131'072; ///< bytes of a write or a datagram
    base::BitRate rate;           ///< of each stream; unlimited where it is not limited
    bool counters64 = false;      ///< UDP: sequence numbers of eight bytes
    bool noDelay = false;
    std::uint8_t tos = 0;
    bool operator==(const Parameters &) const = default;
};
std::string toJson(const Parameters &parameters);
/// Nothing where it is no JSON object, or asks for what cannot be.
std::optional<Parameters> parseParameters(std::string_view json);

struct StreamResult {
    unsigned id = 0;
    std::uint64_t bytes = 0;
    std::int64_t retransmits = -1; ///< segments; -1: not known
    double jitterSeconds = 0;
    std::uint64_t lost = 0;        ///< datagrams, as the receiver sees it
    std::uint64_t packets = 0;     ///< datagrams: sent, or the greatest number received
    double startSeconds = 0, endSeconds = 0;
    bool operator==(const StreamResult &) const = default;
};
struct Results {
    bool senderHasRetransmits = false;
    std::vector<StreamResult> streams;
    bool operator==(const Results &) const = default;
    const StreamResult *find(unsigned id) const;
};
std::string toJson(const Results &results);
std::optional<Results> parseResults(std::string_view json);

/// The number of the n-th stream, counted from 0: 1, 3, 4, 5, … as iperf 3 has it.
constexpr unsigned streamId(unsigned n) { return n == 0 ? 1 : n + 2; }

/// In front of every datagram: when it was sent, and its number counted from 1.
struct DatagramHeader {
    base::TimePoint sentAt; ///< whole microseconds
    std::uint64_t number = 0;
    bool operator==(const DatagramHeader &) const = default;

    static constexpr std::size_t length(bool counters64) { return counters64 ? 16 : 12; }
    static std::optional<DatagramHeader> parse(base::Bytes datagram, bool counters64);
    /// `datagram` has at least length() bytes.
    void emit(base::MutableBytes datagram, bool counters64) const;
};

/// A UDP stream's first datagram, and the answer to it.
inline constexpr std::array<std::uint8_t, 4> kConnectMessage{0x39, 0x38, 0x37, 0x36};
inline constexpr std::array<std::uint8_t, 4> kConnectReply{0x36, 0x37, 0x38, 0x39};

} // namespace hopyard::services::iperf3
