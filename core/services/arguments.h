// The words of a command line, taken one by one, with the first mistake remembered.
//
// A command asks for its options in a loop and looks at error() once at the end; so a parser is a list of options.
// A word in double quotes may hold blanks; inside, \" \\ \n \r \t are what they are in C.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/address.h"
#include "core/base/quantity.h"
#include "core/base/result.h"
#include "core/base/time.h"
#include "core/services/target.h"

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
    /// A text as the word of a command line that means it.
    static std::string quoted(std::string_view text);

    std::string_view command() const { return m_words.empty() ? std::string_view() : m_words.front(); }
    /// Takes the next word as an option's name. Nothing at the end and after a mistake.
    std::optional<std::string_view> nextOption();

    // What follows the option that was taken last. After a mistake: a default value, to be ignored.
    base::IpAddress address();
    Target target(); ///< an address, or a name to be resolved
    std::uint16_t port() { return static_cast<std::uint16_t>(number(1, 65'535)); }
    std::uint64_t number(std::uint64_t low, std::uint64_t high);
    base::Duration duration(); ///< "200ms"; a bare number is of seconds, as the Unix tools have it
    base::BitRate rate();
    std::string_view word(); ///< valid as long as this

    /// The option that was taken last is none of the command's.
    void unknown(std::string_view known);
    void fail(std::string message);
    const std::optional<base::Error> &error() const { return m_error; }

private:
    std::vector<std::string> m_words;
    std::size_t m_at = 1;
    std::string_view m_option;
    std::optional<base::Error> m_error;
};

} // namespace hopyard::services
