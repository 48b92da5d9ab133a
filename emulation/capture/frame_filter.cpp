// See frame_filter.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "emulation/capture/frame_filter.h"

#include "core/dissect/head.h"
#include "core/filter/filter.h"
#include "emulation/capture/filter.h"

#include <memory>
#include <utility>

namespace hopyard::capture {

namespace {
constexpr unsigned kWholeFrame = 65'535;
}

base::Result<std::function<bool(base::Bytes)>, base::Error> frameFilter(const std::string &text)
{
    auto filter = Filter::compile(text, kWholeFrame);
    if (!filter) { // Wireshark's language knows what libpcap's has no words for
        auto display = filter::Filter::parse(text);
        if (!display)
            return base::fail(std::move(filter.error()));
        return std::function<bool(base::Bytes)>([display = std::move(*display)](base::Bytes frame) {
            filter::PacketHead head;
            dissect::fillHead(frame, head);
            return display.accepts(head);
        });
    }
    // Shared, because a std::function must be copyable and a compiled filter is not.
    return std::function<bool(base::Bytes)>([compiled = std::make_shared<Filter>(std::move(*filter))](base::Bytes frame) {
        return compiled->matches(frame);
    });
}

} // namespace hopyard::capture
