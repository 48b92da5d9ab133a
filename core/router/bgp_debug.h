// `debug bgp …`: messages and happenings of BGP as lines.
//
// Messages are read from the bytes of the streams, beside the protocol, which is not slowed by it: only while somebody
// wants to see them. Switched on in the middle of a message, the reader waits for the next one.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/router/routing_process.h"
#include "core/routing/bgp/output.h"

#include <cstdint>
#include <vector>

namespace hopyard::router {

/// The bytes of one direction of a session, as far as no whole message is there yet.
class BgpDebugReader {
public:
    void take(const ProcessContext &context, const base::IpAddress &peer, bool isSent, base::Bytes bytes);

private:
    std::vector<std::uint8_t> m_rest;
};

bool debugsBgpMessages(DebugFlags flags);
void debugBgpEvent(const ProcessContext &context, const routing::bgp::Event &event);

} // namespace hopyard::router
