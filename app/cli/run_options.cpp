// Reading the values of `hop run`'s options; see run_options.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/run_options.h"

#include <filesystem>

namespace hopyard::cli {

std::optional<lab::End> parseEnd(const std::string &text)
{
    const std::size_t colon = text.find(':');
    if (colon == std::string::npos || colon == 0 || colon + 1 == text.size())
        return std::nullopt;
    return lab::End{text.substr(0, colon), text.substr(colon + 1)};
}

base::Result<CaptureSpec, base::Error> parseCaptureSpec(const std::string &text)
{
    const std::size_t equals = text.find('=');
    const auto end = parseEnd(text.substr(0, equals));
    if (equals == std::string::npos || !end || equals + 1 == text.size()) {
        return base::fail(base::Error{"\"" + text + "\" is no capture; write the end of a link and a file: "
                                                    "r1:eth1=r1.pcap or r1:eth1=r1.pcap,after"});
    }
    CaptureSpec spec{*end, text.substr(equals + 1), capture::Where::port};
    if (const std::size_t comma = spec.file.rfind(','); comma != std::string::npos) {
        if (const auto where = capture::parseWhere(spec.file.substr(comma + 1))) {
            spec.where = *where;
            spec.file.erase(comma);
        }
    }
    if (spec.file.empty())
        return base::fail(base::Error{"\"" + text + "\" names no file"});
    if (spec.file != "-")
        spec.file = std::filesystem::absolute(spec.file).string();
    return spec;
}

} // namespace hopyard::cli
