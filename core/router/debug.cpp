// See debug.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/router/debug.h"

#include "core/link/device.h"

#include <fmt/format.h>

namespace hopyard::router {

void tellDebug(const link::Context &context, std::string_view daemon, std::string_view text)
{
    context.trace.emit(context.now,
                       base::trace::ApplicationOutput{context.self, daemon, fmt::format("{}: {}", daemon, text)});
}

} // namespace hopyard::router
