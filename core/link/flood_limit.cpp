// What both flooding devices do with a frame beyond the limit; see flood_limit.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/link/flood_limit.h"

namespace hopyard::link {

void dropFlooded(Context &context, FloodLimit &limit, const packet::Packet &frame)
{
    using namespace base::trace;
    context.trace.emit(context.now, PacketDropped{context.self, {}, {}, base::DropReason::rateLimited, frame.id(),
                                                  frame.bytes()});
    if (context.trace.wants<Notice>() && limit.shouldTell(context.now))
        context.trace.emit(context.now, Notice{Notice::Level::warning, context.self,
                                               "broadcast storm: flooded frames are being dropped. Is there a loop of "
                                               "switches or hubs? Take out one of its links."});
}

} // namespace hopyard::link
