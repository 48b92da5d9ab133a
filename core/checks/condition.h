// Conditions asked of a world; a function each. Internal to core/checks.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/checks/course.h"

#include <nlohmann/json.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace hopyard::checks {

/// What was found.
struct Finding {
    Verdict verdict = Verdict::failed;
    std::string seen;
};
Finding found(bool isGood, std::string seen);
Finding impossible(std::string why);

/// Combinations and all others; a condition that takes time looks at a copy of its own.
Finding evaluate(Course &course, const lab::Condition &condition);

// tables.cpp: what nodes say at this moment.
Finding askRoute(Course &course, const lab::Condition &condition);
Finding askTable(Course &course, const lab::Condition &condition);
Finding askAdjacency(Course &course, const lab::Condition &condition);
Finding askBgp(Course &course, const lab::Condition &condition);
Finding askConfig(Course &course, const lab::Condition &condition);

// probes.cpp: what programs find out; the course is theirs to move.
Finding askPing(Course &course, const lab::Condition &condition);
Finding askTraceroute(Course &course, const lab::Condition &condition);
Finding askHttp(Course &course, const lab::Condition &condition);
Finding askThroughput(Course &course, const lab::Condition &condition);

// watching.cpp: what happens meanwhile.
Finding askSeen(Course &course, const lab::Condition &condition);
Finding askNoPageLeaked(Course &course, const lab::Condition &condition);
Finding askMoved(Course &course, const lab::Condition &condition);

// ask.cpp: what they share.
using Json = nlohmann::json;
/// The answer of a place's console as JSON; nothing where it refused, and `why` says what it said.
std::optional<Json> askJson(Course &course, std::string_view place, const std::string &line, std::string *why = nullptr);
/// Members of objects that may not be there or of another kind.
const Json *member(const Json &object, std::string_view key);
std::string textOf(const Json *value); ///< a text as it is, a number as its digits, else empty
double numberOf(const Json *value);    ///< 0 where it is none
/// The addresses of a place's interfaces, as text.
std::vector<std::string> addressesOf(Course &course, std::string_view place);
/// What `name` may stand for in an answer: an address itself, or the addresses of a node.
std::vector<std::string> meaningsOf(Course &course, std::string_view name);
/// The name of the node that has an address; the address itself where none has.
std::string ownerOf(Course &course, std::string_view address);
/// "30s", or `usual` where the key is not there.
base::Duration durationOf(const lab::Condition &condition, std::string_view key, base::Duration usual);
std::uint32_t countOf(const lab::Condition &condition, std::string_view key, std::uint32_t usual);
double probabilityOf(const lab::Condition &condition, std::string_view key, double usual);
bool flagOf(const lab::Condition &condition, std::string_view key);

} // namespace hopyard::checks
