// Exchange of the databases: descriptions and requests (RFC 2328 sections 10.6 to 10.9).
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/routing/ospf/instance.h"

namespace hopyard::routing::ospf {

/// In ExStart: says that we are the master.
void sendFirstDescription(Context &c, Interface &interface, Neighbour &neighbour);
/// Lists what the neighbour is to be told of.
void listDatabase(Context &c, Interface &interface, Neighbour &neighbour);
void receiveDescription(Context &c, Interface &interface, Neighbour &neighbour, base::Bytes payload);
void descriptionTimer(Context &c, Interface &interface, Neighbour &neighbour);

void receiveRequest(Context &c, Interface &interface, Neighbour &neighbour, base::Bytes payload);
/// Asks for more where nothing is under way; with nothing left to ask for, loading is done.
void continueRequests(Context &c, Interface &interface, Neighbour &neighbour);
void requestTimer(Context &c, Interface &interface, Neighbour &neighbour);
/// Takes one off the list of requests.
void forgetRequest(Neighbour &neighbour, const wire::LsaKey &key);

/// The databases that a neighbour on this interface shares with us.
std::vector<DbRef> sharedDatabases(const Instance &r, const Interface &interface);

} // namespace hopyard::routing::ospf
