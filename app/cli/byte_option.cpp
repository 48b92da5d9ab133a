// Numbers of bytes on the command line; see byte_option.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/byte_option.h"

#include "core/base/quantity.h"

#include <limits>

#include <CLI/App.hpp>

namespace hopyard::cli {

CLI::Option *addByteLimit(CLI::App &command, const std::string &name, std::optional<std::uint64_t> &value,
                          const std::string &what)
{
    CLI::Option *option = command.add_option_function<std::string>(
        name,
        [name, &value](const std::string &text) {
            const auto bytes = text == "none" ? std::optional<std::uint64_t>(0) : base::parseByteCount(text);
            if (!bytes || *bytes > std::numeric_limits<std::int64_t>::max() || (*bytes == 0 && text != "none"))
                throw CLI::ValidationError(name, "\"" + text
                                                     + "\" is no number of bytes; write one with its unit, such as "
                                                       "500MB or 2GB, or none");
            value = *bytes;
        },
        what);
    return option->type_name("BYTES");
}

} // namespace hopyard::cli
