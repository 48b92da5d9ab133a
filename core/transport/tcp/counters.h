// What TCP of one node counted. Names as RFC 4022 and Linux's nstat have them.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

namespace hopyard::transport::tcp {

struct TcpCounters {
    std::uint64_t activeOpens = 0, passiveOpens = 0, attemptFails = 0, estabResets = 0, inSegments = 0, outSegments = 0,
                  retransmittedSegments = 0, inErrors = 0, badChecksum = 0, outResets = 0, listenOverflows = 0,
                  listenDrops = 0, synCookiesSent = 0, synCookiesReceived = 0, synCookiesFailed = 0, challengeAcks = 0,
                  pawsRejected = 0, md5Rejected = 0, minTtlDropped = 0, timeouts = 0, lossProbes = 0,
                  spuriousTimeouts = 0, dsackUndos = 0, dsackSent = 0, outOfOrder = 0, fastOpenActive = 0,
                  fastOpenPassive = 0, timeWaitReused = 0, mtuProbes = 0;
};

} // namespace hopyard::transport::tcp
