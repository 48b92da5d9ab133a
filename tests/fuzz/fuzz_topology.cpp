// Any text as GraphML or GML, and what is made of it as a lab: reading ends without a crash, and the lab is one that is
// read back as it was.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/lab/read.h"
#include "core/lab/validate.h"
#include "core/lab/write.h"
#include "core/topology/build_lab.h"
#include "core/topology/gml.h"
#include "core/topology/graphml.h"
#include "tests/fuzz/fuzz.h"

#include <string_view>

using namespace hopyard;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    if (size == 0)
        return 0;
    const std::string_view text(reinterpret_cast<const char *>(data + 1), size - 1);
    const topology::Parsed parsed = data[0] & 1 ? topology::parseGml(text, "x") : topology::parseGraphml(text, "x");
    fuzz::require(parsed.topology.has_value() == !lab::hasErrors(parsed.problems));
    if (!parsed.topology || parsed.topology->nodes.size() > 200)
        return 0;
    topology::BuildOptions options;
    options.plan = static_cast<topology::Plan>(data[0] >> 1 & 3);
    options.withExternal = (data[0] & 8) != 0;
    const lab::Lab built = topology::buildLab(*parsed.topology, options).lab;
    fuzz::require(!lab::hasErrors(lab::validate(built)));
    const auto again = lab::read(lab::write(built));
    fuzz::require(again.has_value() && *again == built);
    return 0;
}
