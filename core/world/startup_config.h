// `write memory`: a router's running configuration as what the lab's text says of it.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <string>
#include <string_view>

namespace hopyard::world {

struct StartupConfig {
    std::string text;       ///< the lab's, as it is to be saved
    bool isChanged = false; ///< false: the lab says the same already, and `text` is what it was
};

/// `labText` with the configuration of the router `node` replaced by `running` (as `show running-config` prints it);
/// everything else of the text stays as it stands, comments too. The error is a sentence for the console.
base::Result<StartupConfig, std::string> withStartupConfig(std::string_view labText, std::string_view fileName,
                                                           std::string_view node, std::string_view running);

} // namespace hopyard::world
