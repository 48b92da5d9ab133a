// See flow.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/migration/flow.h"

#include <fmt/format.h>

namespace hopyard::migration {

std::string toString(const FourTuple &flow)
{
    return fmt::format("{}:{} > {}:{}", base::toString(flow.source), flow.sourcePort, base::toString(flow.destination),
                       flow.destinationPort);
}

std::string toString(FlowId id)
{
    return id.isValid() ? fmt::format("{:08x}", id.value()) : std::string("-");
}

} // namespace hopyard::migration
