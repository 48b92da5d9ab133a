// Why packets are dropped, in the few kinds a person tells apart at a glance: each has a sign and a sentence.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <optional>
#include <string_view>

namespace hopyard::packets {

enum class DropKind { impairment, queue, link, route, ttl, checksum, filter, neighbour, size, program, protocol, other };

/// Of the engine's reason (core/base/trace.h); nothing for what is no loss: a frame that was for somebody else.
std::optional<DropKind> dropKindOf(std::string_view reason);
/// One letter or sign in the mark's badge.
QString signOf(DropKind kind);
/// "the queue was full"
QString sentenceOf(DropKind kind);

} // namespace hopyard::packets
