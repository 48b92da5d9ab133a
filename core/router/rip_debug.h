// `debug rip …`: messages and happenings of RIP as lines.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/router/routing_process.h"
#include "core/routing/rip/output.h"

namespace hopyard::router {

void debugRipSent(const ProcessContext &context, const routing::rip::SentMessage &message, base::Bytes bytes);
void debugRipReceived(const ProcessContext &context, base::PortIndex port, base::Ipv4Address from, base::Bytes bytes);
void debugRipEvent(const ProcessContext &context, const routing::rip::Event &event);

} // namespace hopyard::router
