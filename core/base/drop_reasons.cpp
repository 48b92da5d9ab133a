// See drop_reasons.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/drop_reasons.h"

#include "core/base/trace.h"

namespace hopyard::base {

/// They end where toString(), whose switch the compiler wants whole, knows no more.
const std::vector<DropReason> &allDropReasons()
{
    static const std::vector<DropReason> all = [] {
        std::vector<DropReason> reasons;
        const std::string_view none = toString(static_cast<DropReason>(0xff));
        for (unsigned i = 0; i < 0xff && toString(static_cast<DropReason>(i)) != none; ++i)
            reasons.push_back(static_cast<DropReason>(i));
        return reasons;
    }();
    return all;
}

std::optional<DropReason> parseDropReason(std::string_view text)
{
    for (const DropReason reason : allDropReasons())
        if (toString(reason) == text)
            return reason;
    return std::nullopt;
}

} // namespace hopyard::base
