// Rules as a person writes them, up to an empty line; behind it what a client sends, in two pieces: an answer that was
// given is given again when more has come.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/migration/rules.h"
#include "tests/fuzz/fuzz.h"

#include <array>
#include <string_view>

using namespace hopyard;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const std::array<std::string, 3> hosts{"a", "b", "c"};
    const std::string_view all(reinterpret_cast<const char *>(data), size);
    const std::size_t cut = std::min(all.find("\n\n"), size);
    const auto rules = migration::Rules::parse(all.substr(0, cut), hosts);
    if (!rules) {
        fuzz::require(!rules.error().empty());
        return 0;
    }
    const base::Bytes sent = base::Bytes(data, size).subspan(std::min(cut + 2, size));
    const auto half = rules->decide(sent.first(sent.size() / 2));
    const auto whole = rules->decide(sent);
    fuzz::require(rules->decide(sent, true).answer == migration::Answer::yes);
    if (half.answer == migration::Answer::yes)
        fuzz::require(whole.answer == migration::Answer::yes && whole.rule == half.rule);
    for (const migration::Rule &rule : rules->rules())
        fuzz::require(!migration::Rules::describe(rule).empty() && !rule.choice.hosts.empty());
    return 0;
}
