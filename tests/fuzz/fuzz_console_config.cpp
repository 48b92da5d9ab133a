// A configuration in FRR's language: what is read can be written and reads as the same.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/console/config_text.h"
#include "tests/fuzz/fuzz.h"

#include <string_view>

using namespace hopyard;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const auto config = console::parseConfig(std::string_view(reinterpret_cast<const char *>(data), size));
    if (!config) {
        fuzz::require(!config.error().empty() && config.error().front().line > 0);
        return 0;
    }
    const auto again = console::parseConfig(console::writeConfig(*config));
    fuzz::require(again.has_value() && *again == *config);
    return 0;
}
