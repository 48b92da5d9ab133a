// Saving one lab over the text of another: two texts with a byte 0 between them. What is saved is read back as the
// lab it was given; unchanged it is the text to the byte. Both are checked, which must end and not crash.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/lab/edit.h"
#include "core/lab/lab_text.h"
#include "core/lab/read.h"
#include "core/world/check_lab.h"
#include "tests/fuzz/fuzz.h"

#include <string_view>

using namespace hopyard;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const std::string_view input(reinterpret_cast<const char *>(data), size);
    const std::size_t zero = input.find('\0');
    const auto text = lab::LabText::read(input.substr(0, zero), "lab.yaml");
    if (!text)
        return 0;
    world::checkLab(text->lab(), text->places());
    fuzz::require(text->text().empty() || text->save(text->lab()) == text->text());
    if (zero == std::string_view::npos)
        return 0;
    const auto other = lab::read(input.substr(zero + 1));
    if (!other)
        return 0;
    const auto again = lab::read(text->save(*other));
    fuzz::require(again.has_value() && *again == *other);
    return 0;
}
