// See protocol.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/services/iperf3/protocol.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>

namespace hopyard::services::iperf3 {

namespace {

using Json = nlohmann::ordered_json;

constexpr std::uint32_t kMostSeconds = 86'400;
constexpr std::uint32_t kMostLength = 1024 * 1024;
constexpr std::uint32_t kMostUdpLength = 65'507;
constexpr std::uint32_t kLeastUdpLength = 16;

/// A number of the object, whatever kind of number it is; `otherwise` where it is missing or none.
double number(const Json &object, const char *name, double otherwise = 0)
{
    const auto at = object.find(name);
    return at != object.end() && at->is_number() ? at->get<double>() : otherwise;
}
std::uint64_t count(const Json &object, const char *name)
{
    const auto at = object.find(name);
    if (at == object.end() || !at->is_number())
        return 0;
    if (at->is_number_unsigned())
        return at->get<std::uint64_t>();
    const double value = at->get<double>();
    return value > 0 && value < 1.8e19 ? static_cast<std::uint64_t>(value) : 0;
}
bool flag(const Json &object, const char *name)
{
    const auto at = object.find(name);
    return at != object.end() && ((at->is_boolean() && at->get<bool>()) || (at->is_number() && at->get<double>() != 0));
}

std::optional<Json> parseObject(std::string_view text)
{
    Json json = Json::parse(text, nullptr, false); // without exceptions
    if (json.is_discarded() || !json.is_object())
        return std::nullopt;
    return json;
}

} // namespace

std::array<std::uint8_t, kCookieLength> makeCookie(base::Random &random)
{
    constexpr std::string_view letters = "abcdefghijklmnopqrstuvwxyz234567";
    std::array<std::uint8_t, kCookieLength> cookie{};
    for (std::size_t i = 0; i + 1 < cookie.size(); ++i)
        cookie[i] = static_cast<std::uint8_t>(letters[random.below(letters.size())]);
    return cookie;
}

std::string toJson(const Parameters &p)
{
    Json json;
    json[p.udp ? "udp" : "tcp"] = true;
    json["omit"] = p.omit;
    json["time"] = p.seconds;
    json["num"] = p.bytes;
    json["blockcount"] = p.blocks;
    if (p.noDelay)
        json["nodelay"] = true;
    json["parallel"] = p.parallel;
    if (p.reverse)
        json["reverse"] = true;
    if (p.bidirectional)
        json["bidirectional"] = true;
    json["len"] = p.length;
    if (!p.rate.isUnlimited())
        json["bandwidth"] = p.rate.bps();
    if (p.tos)
        json["TOS"] = p.tos;
    if (p.counters64)
        json["udp_counters_64bit"] = 1;
    json["client_version"] = "3.12"; // whose messages these are
    return json.dump();
}

std::optional<Parameters> parseParameters(std::string_view text)
{
    const auto json = parseObject(text);
    if (!json)
        return std::nullopt;
    Parameters p;
    p.udp = flag(*json, "udp");
    if (!p.udp && !flag(*json, "tcp"))
        return std::nullopt; // SCTP
    const std::uint64_t seconds = count(*json, "time"), omit = count(*json, "omit"), parallel = count(*json, "parallel");
    const std::uint64_t length = count(*json, "len"), rate = count(*json, "bandwidth");
    p.bytes = count(*json, "num");
    p.blocks = count(*json, "blockcount");
    p.reverse = flag(*json, "reverse");
    p.bidirectional = flag(*json, "bidirectional");
    p.counters64 = flag(*json, "udp_counters_64bit");
    p.noDelay = flag(*json, "nodelay");
    p.tos = static_cast<std::uint8_t>(count(*json, "TOS"));
    const std::uint32_t most = p.udp ? kMostUdpLength : kMostLength;
    const std::uint32_t least = p.udp ? kLeastUdpLength : 1;
    if (seconds > kMostSeconds || omit > kMostSeconds || parallel > kMaxStreams || (length != 0 && length < least)
        || length > most || (p.reverse && p.bidirectional))
        return std::nullopt;
    p.seconds = static_cast<std::uint32_t>(seconds);
    p.omit = static_cast<std::uint32_t>(omit);
    p.parallel = std::max(1u, static_cast<std::uint32_t>(parallel));
    p.length = length != 0 ? static_cast<std::uint32_t>(length) : p.udp ? 1'448 : Parameters().length;
    if (rate > 0)
        p.rate = base::BitRate::bitsPerSecond(rate);
    return p;
}

const StreamResult *Results::find(unsigned id) const
{
    const auto at = std::ranges::find(streams, id, &StreamResult::id);
    return at == streams.end() ? nullptr : &*at;
}

std::string toJson(const Results &results)
{
    Json json;
    json["cpu_util_total"] = 0;
    json["cpu_util_user"] = 0;
    json["cpu_util_system"] = 0;
    json["sender_has_retransmits"] = results.senderHasRetransmits ? 1 : 0;
    json["streams"] = Json::array();
    for (const StreamResult &s : results.streams)
        json["streams"].push_back({{"id", s.id},
                                   {"bytes", s.bytes},
                                   {"retransmits", s.retransmits},
                                   {"jitter", s.jitterSeconds},
                                   {"errors", s.lost},
                                   {"omitted_errors", 0},
                                   {"packets", s.packets},
                                   {"omitted_packets", 0},
                                   {"start_time", s.startSeconds},
                                   {"end_time", s.endSeconds}});
    return json.dump();
}

std::optional<Results> parseResults(std::string_view text)
{
    const auto json = parseObject(text);
    if (!json)
        return std::nullopt;
    Results results;
    results.senderHasRetransmits = number(*json, "sender_has_retransmits") > 0;
    const auto streams = json->find("streams");
    if (streams == json->end() || !streams->is_array() || streams->size() > 2 * kMaxStreams)
        return std::nullopt;
    for (const Json &stream : *streams) {
        if (!stream.is_object())
            return std::nullopt;
        StreamResult s;
        s.id = static_cast<unsigned>(std::min<std::uint64_t>(count(stream, "id"), 0xffff));
        s.bytes = count(stream, "bytes");
        const double retransmits = number(stream, "retransmits", -1); // iperf 3.12 writes -1 without its sign
        s.retransmits = retransmits >= 0 && retransmits < 1e15 ? static_cast<std::int64_t>(retransmits) : -1;
        s.jitterSeconds = number(stream, "jitter");
        s.lost = count(stream, "errors") - std::min(count(stream, "errors"), count(stream, "omitted_errors"));
        s.packets = count(stream, "packets") - std::min(count(stream, "packets"), count(stream, "omitted_packets"));
        s.startSeconds = number(stream, "start_time");
        s.endSeconds = number(stream, "end_time");
        results.streams.push_back(s);
    }
    return results;
}

std::optional<DatagramHeader> DatagramHeader::parse(base::Bytes datagram, bool counters64)
{
    base::ByteReader reader(datagram);
    const std::int64_t seconds = reader.u32();
    const std::int64_t microseconds = reader.u32();
    DatagramHeader header;
    header.sentAt = base::TimePoint() + base::Duration::seconds(seconds) + base::Duration::microseconds(microseconds);
    header.number = counters64 ? reader.u64() : reader.u32();
    if (!reader.ok() || header.number == 0 || header.number > std::uint64_t(1) << 62)
        return std::nullopt;
    return header;
}

void DatagramHeader::emit(base::MutableBytes datagram, bool counters64) const
{
    const std::int64_t us = sentAt.ns() / 1000;
    base::ByteWriter writer(datagram);
    writer.u32(static_cast<std::uint32_t>(us / 1'000'000));
    writer.u32(static_cast<std::uint32_t>(us % 1'000'000));
    if (counters64)
        writer.u64(number);
    else
        writer.u32(static_cast<std::uint32_t>(number));
}

} // namespace hopyard::services::iperf3
