// Our own advertisements: which we want to have in the databases, and making it so.
//
// Who knows what is to be announced says want() or unwant(); here that becomes new instances with their sequence
// numbers, not more often than MinLSInterval, and withdrawal (RFC 2328 sections 12.1.6, 12.4, 13.4, 14.1).
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/routing/ospf/instance.h"

#include <set>

namespace hopyard::routing::ospf {

void want(Context &c, DbRef ref, const wire::LsaKey &key, std::uint8_t options, std::vector<std::uint8_t> body);
void unwant(Context &c, DbRef ref, const wire::LsaKey &key);
/// unwant() for all wanted in that database of one of the types but not among `keep`.
void unwantOthers(Context &c, DbRef ref, wire::LsaType from, wire::LsaType to, const std::set<wire::LsaKey> &keep);
/// A new instance although nothing changed.
void refresh(Context &c, DbRef ref, const wire::LsaKey &key);
/// What was throttled and is due.
void originateTimer(Context &c);
/// An advertisement has gone at MaxAge: made anew where it was to begin again at the first sequence number.
void removedOwn(Context &c, DbRef ref, const wire::LsaKey &key);

/// RFC 2328 section 13.4.
bool isOwn(const Instance &r, const wire::LsaKey &key);
/// Somebody had a newer instance of one of ours: ours is made newer still, or withdrawn.
void answerOwn(Context &c, DbRef ref, const wire::LsaKey &key);

/// What the router and network advertisements depend on changed.
void interfaceChanged(Context &c, Interface &interface);
void adjacencyChanged(Context &c, Interface &interface);
/// Router advertisements that are due, of all areas (originate_router.cpp).
void originateRouters(Context &c);
void originateNetwork(Context &c, Interface &interface);
/// Whether we are on the border of areas; all that follows where that changed.
void updateBorder(Context &c);

/// `max-metric router-lsa`, for good or for a while after the start: nobody shall go through it.
bool isStubRouter(const Instance &r);

} // namespace hopyard::routing::ospf
