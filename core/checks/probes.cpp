// Conditions that programs find out: ping, traceroute, HTTP, throughput; see condition.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/quantity.h"
#include "core/checks/program.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

namespace hopyard::checks {

namespace {

using base::Duration;

constexpr Duration kAnswerTime = Duration::seconds(3); // for the last echo request
constexpr Duration kHttpTime = Duration::seconds(30);
constexpr Duration kTraceTime = Duration::seconds(300);
constexpr Duration kUsualTransfer = Duration::seconds(5);
constexpr std::uint32_t kMostPings = 1'000;

std::string rateText(double bitsPerSecond)
{
    return fmt::format("{:.4g} Mbit/s", bitsPerSecond * 1e-6);
}

/// Who answered at each hop: the first answer, "*" where none came.
std::vector<std::string> hopsOf(Course &course, const Json &result)
{
    std::vector<std::string> hops;
    const Json *list = member(result, "hops");
    if (!list || !list->is_array())
        return hops;
    for (const Json &hop : *list) {
        std::string from = "*";
        if (const Json *probes = member(hop, "probes"); probes && probes->is_array())
            for (const Json &probe : *probes)
                if (const std::string address = textOf(member(probe, "from")); !address.empty() && from == "*")
                    from = ownerOf(course, address);
        hops.push_back(std::move(from));
    }
    return hops;
}

struct Flow {
    double bitsPerSecond = 0;
    double loss = 0;
    std::string error;
};

/// A whole test by iperf 3 from node to node.
std::optional<Flow> measure(Course &course, const lab::Condition &condition, std::string *why)
{
    constexpr std::uint16_t kPort = 5'987; // not the usual one: a student's server may run there
    const auto seconds = std::max<std::int64_t>(1, durationOf(condition, "for", kUsualTransfer) / Duration::seconds(1));
    const std::string to(condition.get("to"));
    if (!Program::launch(course, to, fmt::format("iperf3 server port {} once quiet", kPort), why))
        return std::nullopt;
    std::string target = to.substr(to.find('/') + 1);
    if (target == "server") // a word of the command
        if (const auto addresses = addressesOf(course, to); !addresses.empty())
            target = addresses.front();
    std::string line = fmt::format("iperf3 {} port {} time {}s quiet", target, kPort, seconds);
    const bool isUdp = condition.has("rate");
    if (isUdp)
        line += fmt::format(" udp rate {}", condition.get("rate"));
    const auto client = Program::launch(course, condition.get("from"), line, why);
    if (!client)
        return std::nullopt;
    const auto result = client->result(course, Duration::seconds(seconds) * 2 + Duration::seconds(30));
    if (!result)
        return std::nullopt;
    Flow flow;
    flow.error = textOf(member(*result, "error"));
    const Json *streams = member(*result, "streams");
    if (streams && streams->is_array() && !streams->empty()) {
        const Json &stream = streams->front();
        // By the receiver's clock: what still waited for the line at the end took its time to arrive.
        const double took = std::max(numberOf(member(stream, "seconds")), numberOf(member(stream, "receiveSeconds"))), packets = numberOf(member(stream, "packets"));
        flow.bitsPerSecond = took > 0 ? numberOf(member(stream, "received")) * 8 / took : 0;
        flow.loss = packets > 0 ? numberOf(member(stream, "lost")) / packets : 0;
    }
    return flow;
}

} // namespace

Finding askPing(Course &course, const lab::Condition &condition)
{
    const bool mustFail = condition.kind == lab::ConditionKind::noPing;
    const std::uint32_t count = std::clamp(countOf(condition, "count", 3), 1u, kMostPings);
    const std::string from(condition.get("from")), to(condition.get("to"));
    std::string line = fmt::format("ping {} count {} timeout 3s quiet", to.substr(to.find('/') + 1), count);
    if (condition.has("size"))
        line += fmt::format(" size {}", condition.get("size"));
    std::string why;
    const auto ping = Program::launch(course, from, line, &why);
    if (!ping)
        return found(mustFail, why); // a node that is off reaches nobody
    const auto result = ping->result(course, Duration::seconds(count) + kAnswerTime * 2);
    if (!result)
        return outOfLimits(course);
    const double received = numberOf(member(*result, "received"));
    const std::string seen = fmt::format("{} of {} echo requests from {} to {} were answered", received, count, from, to);
    const double lost = 1 - received / count;
    return found(mustFail ? received == 0 : received > 0 && lost <= probabilityOf(condition, "loss", 0), seen);
}

Finding askTraceroute(Course &course, const lab::Condition &condition)
{
    const std::string from(condition.get("from")), to(condition.get("to"));
    std::string why;
    const auto trace = Program::launch(course, from, fmt::format("traceroute {} icmp probes 1", to.substr(to.find('/') + 1)), &why);
    if (!trace)
        return found(false, why);
    const auto result = trace->result(course, kTraceTime);
    if (!result)
        return outOfLimits(course);
    const std::vector<std::string> hops = hopsOf(course, *result);
    const std::vector<std::string> &wanted = condition.list("path");
    const bool isGood = std::equal(hops.begin(), hops.end(), wanted.begin(), wanted.end(), [&](const std::string &hop, const std::string &want) {
        if (want == "*" || want == hop)
            return true;
        const auto address = base::IpAddress::parse(want);
        return address && ownerOf(course, toString(*address)) == hop;
    });
    return found(isGood, hops.empty() ? fmt::format("nobody answered on the way from {} to {}", from, to)
                                      : fmt::format("the way from {} to {} goes by {}", from, to, fmt::join(hops, ", ")));
}

Finding askHttp(Course &course, const lab::Condition &condition)
{
    const std::string from(condition.get("from")), url(condition.get("url"));
    std::string why;
    const auto client = Program::launch(course, from, fmt::format("http {} quiet timeout 20s", url), &why);
    if (!client)
        return found(false, why);
    const auto result = client->result(course, kHttpTime);
    if (!result)
        return outOfLimits(course);
    const std::uint32_t wanted = countOf(condition, "status", 200);
    const auto status = static_cast<std::uint32_t>(numberOf(member(*result, "lastStatus")));
    return found(status == wanted, status == 0 ? fmt::format("{} gave {} no answer", url, from) : fmt::format("{} answered {}", url, status));
}

Finding askThroughput(Course &course, const lab::Condition &condition)
{
    std::string why;
    const auto flow = measure(course, condition, &why);
    if (!flow)
        return why.empty() ? outOfLimits(course) : found(false, why);
    if (!flow->error.empty())
        return found(false, flow->error);
    const auto bound = [&](std::string_view key) { return static_cast<double>(base::parseBitRate(condition.get(key)).value_or(base::BitRate()).bps()); };
    const bool isGood = (!condition.has("at-least") || flow->bitsPerSecond >= bound("at-least"))
        && (!condition.has("at-most") || flow->bitsPerSecond <= bound("at-most")) && flow->loss <= probabilityOf(condition, "loss", 1);
    return found(isGood, fmt::format("{} from {} to {}, {:.3g} % lost", rateText(flow->bitsPerSecond), condition.get("from"), condition.get("to"),
                                     flow->loss * 100));
}

} // namespace hopyard::checks
