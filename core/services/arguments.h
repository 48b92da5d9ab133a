// The words of a command line, taken one by one, with the first mistake remembered.
//
// A command asks for its options in a loop and looks at error() once at the end; so a parser is a list of options.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/address.h"
#include "core/base/quantity.h"
#include "core/base/result.h"
#include "core/base/time.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace hopyard::services {

class Arguments {
public:
    /// Splits at blanks; the first word is the command's name.
    explicit Arguments(std::string_view line);

    std::string_view command() const { return m_words.empty() ? std::string_view() : m_words.front(); }
    /// Takes the next word as an option's name. Nothing at the end and after a mistake.
    std::optional<std::string_view> nextOption();

    // What follows the option that was taken last. After a mistake: a default value, to be ignored.
    base::IpAddress address();
    std::uint64_t number(std::uint64_t low, std::uint64_t high);
    base::Duration duration(); ///< "200ms"; a bare number is of seconds, as the Unix tools have it
    base::BitRate rate();
    std::string_view word();

    /// The option that was taken last is none of the command's.
    void unknown(std::string_view known);
    void fail(std::string message);
    const std::optional<base::Error> &error() const { return m_error; }

private:
    std::vector<std::string_view> m_words;
    std::size_t m_at = 1;
    std::string_view m_option;
    std::optional<base::Error> m_error;
};

} // namespace hopyard::services
