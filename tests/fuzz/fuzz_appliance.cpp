// Any text as an appliance of GNS3: reading ends in an appliance or a sentence, and the node that is made of each of its versions is one that a lab can
// have and that is read back as it was.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/exchange/appliance.h"
#include "core/lab/read.h"
#include "core/lab/validate.h"
#include "core/lab/write.h"
#include "tests/fuzz/fuzz.h"

#include <string_view>

using namespace hopyard;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const std::string_view text(reinterpret_cast<const char *>(data), size);
    exchange::looksLikeAppliance(text, "x");
    const auto appliance = exchange::readAppliance(text);
    if (!appliance) {
        fuzz::require(!appliance.error().empty());
        return 0;
    }
    for (const exchange::Appliance::Version &version : appliance->versions) {
        for (const exchange::Appliance::Image *image : appliance->imagesOf(version))
            fuzz::require(image->file.find('/') == std::string::npos && !image->file.empty());
        lab::Lab lab;
        lab.nodes.push_back(exchange::applianceNode(*appliance, version, [](std::string_view file) { return "images/" + std::string(file); }));
        fuzz::require(!lab::hasErrors(lab::validate(lab)));
        const auto again = lab::read(lab::write(lab));
        fuzz::require(again.has_value());
        fuzz::require(*again == lab);
    }
    return 0;
}
