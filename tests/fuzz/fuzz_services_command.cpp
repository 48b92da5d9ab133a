// A command line of the services: what is accepted starts the same again.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/services/command.h"

#include <string>
#include "tests/fuzz/fuzz.h"

using namespace hopyard;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const std::string_view line(reinterpret_cast<const char *>(data), size);
    const auto application = services::parseCommand(line);
    if (!application) {
        fuzz::require(!application.error().message.empty());
        return 0;
    }
    const std::string again = (*application)->commandLine();
    fuzz::require(services::parseCommand(again).value()->commandLine() == again);
    return 0;
}
