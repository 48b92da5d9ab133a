// Why packets are dropped: each reason of the core in words, and the few kinds of reasons that a person tells apart at a
// glance, each with a sign and a sentence.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/drop_reasons.h"

#include <QString>

#include <optional>
#include <string_view>

namespace hopyard::packets {

enum class DropKind {
    impairment, queue, link, route, ttl, checksum, filter, neighbour, size, program, protocol, reassembly, translation, guest,
    outside, other,
};

/// Nothing for what is no loss: a frame that was for somebody else.
std::optional<DropKind> dropKindOf(base::DropReason reason);
/// Of the engine's word for a reason; `other` where it is one that we do not know.
std::optional<DropKind> dropKindOf(std::string_view reason);
/// One letter or sign in the mark's badge.
QString signOf(DropKind kind);
/// "the queue was full"
QString sentenceOf(DropKind kind);
/// "queue full", in the language of the workbench.
QString wordOf(base::DropReason reason);
/// The same of the engine's word, which stays as it is where we do not know it.
QString wordOf(std::string_view reason);

} // namespace hopyard::packets
