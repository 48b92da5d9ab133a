// Reliable flooding (RFC 2328 section 13): updates, acknowledgments, retransmission.
//
// What is flooded in one call goes out together at its end, in as few packets as it fits.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/routing/ospf/instance.h"

namespace hopyard::routing::ospf {

/// Which database on this interface an advertisement of that type belongs to.
DbRef databaseOf(const Interface &interface, wire::LsaType type);

void receiveUpdate(Context &c, Interface &interface, Neighbour &neighbour, base::Bytes payload);
void receiveAcknowledgment(Context &c, Interface &interface, Neighbour &neighbour, base::Bytes payload);

/// Puts an advertisement into its database in place of an older one, and asks for the calculation that follows.
Lsdb::Slot install(Context &c, DbRef ref, StoredLsa lsa);
/// Floods it (section 13.3) out of all interfaces that lead to its database's others. `from` is whom it came from, if
/// anybody. True where it went back out of the interface it came in by.
bool flood(Context &c, DbRef ref, Lsdb::Slot slot, Interface *in = nullptr, Neighbour *from = nullptr);
/// Its age is set to MaxAge and it is flooded, to take it out of the databases of all (section 14.1).
void flush(Context &c, DbRef ref, Lsdb::Slot slot);

FloodItem toSend(const Context &c, const Interface &interface, const StoredLsa &lsa);
void sendUpdates(Context &c, Interface &interface, const std::vector<FloodItem> &items, base::Ipv4Address destination);
/// What flood() has noted.
void sendFlooded(Context &c);
void sendDelayedAcks(Context &c, Interface &interface);

void retransmitTo(Context &c, Interface &interface, Neighbour &neighbour, DbRef ref, Lsdb::Slot slot);
void retransmitTimer(Context &c, Interface &interface, Neighbour &neighbour);
void forgetRetransmissions(Context &c, Neighbour &neighbour);
/// Takes an advertisement off all retransmission lists.
void forgetRetransmission(Context &c, DbRef ref, Lsdb::Slot slot);

} // namespace hopyard::routing::ospf
