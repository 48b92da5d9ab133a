// A lab's text: what is read can be written and reads as the same; what is not has problems.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/lab/read.h"
#include "core/lab/write.h"
#include "tests/fuzz/fuzz.h"

#include <string_view>

using namespace hopyard;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const auto read = lab::read(std::string_view(reinterpret_cast<const char *>(data), size), "lab.yaml");
    if (!read) {
        fuzz::require(!read.error().empty());
        return 0;
    }
    const auto again = lab::read(lab::write(*read));
    fuzz::require(again.has_value() && *again == *read);
    return 0;
}
