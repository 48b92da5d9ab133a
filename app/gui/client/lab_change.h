// What of a lab has changed since the engine was last told: decides how the running network hears of it.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/lab/lab.h"
#include "emulation/rpc/json.h"

#include <vector>

namespace hopyard::client {

enum class ChangeKind {
    nothing,
    cosmetic,    ///< places, labels, notes, titles: the network does not care, the engine's copy should know some day
    impairments, ///< links that behave otherwise, and perhaps cosmetics: link.set
    network,     ///< anything else: the whole document, lab.apply
};

struct LabChange {
    ChangeKind kind = ChangeKind::nothing;
    std::vector<rpc::Json> linkSets; ///< params of link.set, where kind is impairments
};

LabChange compare(const lab::Lab &before, const lab::Lab &after);

/// The keys of an impairment that differ, as link.set takes them; an object with "link" and "direction".
/// Nothing where a key differs that link.set's text form does not carry simply (queue, burst).
std::optional<rpc::Json> linkSet(const lab::End &end, std::string_view direction, const base::Impairment &before,
                                 const base::Impairment &after);

} // namespace hopyard::client
