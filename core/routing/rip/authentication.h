// Signing RIP messages and checking signatures: passwords (RFC 2453 section 4.1), keyed MD5 and HMAC-SHA (RFC 4822).
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/bytes.h"
#include "core/routing/rip/config.h"
#include "core/routing/rip/output.h"
#include "core/wire/rip.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace hopyard::routing::rip {

/// Bytes that authentication takes of a message, in front of and behind the routes.
std::size_t authenticationRoom(const AuthenticationConfig &config);
/// Appends the first entry behind a message's header, where there is to be one.
void beginAuthentication(const AuthenticationConfig &config, std::uint32_t sequence, std::vector<std::uint8_t> &out);
/// Ends the message that begins at `offset`: lengths, trailer and digest.
void endAuthentication(const AuthenticationConfig &config, std::size_t offset, std::vector<std::uint8_t> &out);

/// Why a message is not taken; replays are for who remembers sequence numbers.
std::optional<PacketError> checkAuthentication(const AuthenticationConfig &config, const wire::RipView &message);

} // namespace hopyard::routing::rip
