// Who should answer? Rules that choose hosts by the first bytes of a connection.
//
//     # Comments and empty lines are skipped. The first rule that holds decides.
//     path /video/*                      -> b
//     method POST path /upload/*         -> a, b=3 by weights
//     host shop.example                  -> c
//     header User-Agent "*curl*"         -> a
//     cookie user=gold*                  -> b
//     tls *.example.org                  -> c by hash
//     bytes "SSH-"                       -> a
//     bytes at 4 hex 00 ff ??            -> a
//     default least-connections
//
// Conditions on one line must all hold. What they compare is a pattern with '*' and '?', all of the value, hosts and TLS
// names in any case of letters; texts with blanks stand in quotes ("\r", "\n", "\t", "\xNN", "\\", "\"" are known).
// Behind the arrow: hosts with weights, and how to choose among them (least-connections unless `by` says otherwise). The
// last line is the default; without one it is `default least-connections` over all hosts.
//
// A rule that cannot be decided yet keeps those behind it waiting. How long to wait is the classifier's affair: asked for
// the last time, what is not known does not hold.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/bytes.h"
#include "core/base/result.h"
#include "core/migration/received.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace hopyard::migration {

enum class Policy : std::uint8_t { leastConnections, weights, hash };
std::string_view toString(Policy policy); ///< as in the text

struct WeightedHost {
    std::size_t host = 0; ///< its place in the service's list
    std::uint32_t weight = 1;
    bool operator==(const WeightedHost &) const = default;
};

/// Where a rule leads.
struct Choice {
    std::vector<WeightedHost> hosts; ///< at least one
    Policy policy = Policy::leastConnections;
    bool operator==(const Choice &) const = default;
};

struct Condition {
    enum class What : std::uint8_t { method, path, host, header, cookie, tls, bytes };
    What what = What::path;
    std::string name;    ///< of the header or cookie
    std::string pattern; ///< all but bytes
    std::size_t at = 0;  ///< bytes: where in the connection
    std::vector<std::optional<std::uint8_t>> bytes; ///< bytes: nothing stands for any byte
    bool operator==(const Condition &) const = default;
};

struct Rule {
    std::vector<Condition> conditions; ///< none: the default
    Choice choice;
    int line = 0; ///< in the text; 0: not there
    bool operator==(const Rule &) const = default;
};

struct RuleError {
    int line = 0;
    std::string message;
    bool operator==(const RuleError &) const = default;
};

class Rules {
public:
    static constexpr std::size_t kMaxRules = 1'000;
    static constexpr std::size_t kMaxBytes = 16'384; ///< of a connection that anything is decided by
    static constexpr std::uint32_t kMaxWeight = 100;

    /// `default least-connections` over this many hosts.
    explicit Rules(std::size_t hosts = 1);
    /// `hosts` are the names of the service's hosts, by their places. All mistakes are told, in order of their lines.
    static base::Result<Rules, std::vector<RuleError>> parse(std::string_view text, std::span<const std::string> hosts);

    struct Decision {
        Answer answer = Answer::needMore; ///< never no: there is a default
        const Rule *rule = nullptr;       ///< where yes
    };
    /// `last`: no more will come, or nobody wants to wait; the answer is yes then.
    Decision decide(base::Bytes received, bool last = false) const;
    /// One rule for people: "path /video/*", "default".
    static std::string describe(const Rule &rule);

    const std::vector<Rule> &rules() const { return m_rules; } ///< the default is the last
    bool operator==(const Rules &) const = default;

private:
    std::vector<Rule> m_rules;
};

} // namespace hopyard::migration
