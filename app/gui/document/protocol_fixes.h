// Neighbours made to fit together: one takes over the other's parameter, speaks the protocol too, or knows the other as BGP's neighbour.
// A part of the quick fixes (quick_fixes.h); core/lab/check_neighbours.h finds what does not fit.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/gui/document/quick_fixes.h"
#include "core/base/address.h"

#include <string>
#include <vector>

namespace hopyard::document {

/// Two that speak different protocols: `b` speaks that of `a`, or the other way round. "ospf", "rip".
std::vector<Fix> speakAlike(const FixContext &context, const lab::End &a, const std::string &ofA, const lab::End &b, const std::string &ofB);
/// "OSPF", "RIP": `to` begins to speak it there as `from` does, or is no longer passive.
std::vector<Fix> speakThere(const FixContext &context, const std::string &protocol, const lab::End &from, const lab::End &to);
/// A parameter, by the name that its problem gives it, with its value at `from`: of `to` it becomes that, and at a link of two also the
/// other way round.
std::vector<Fix> agree(const FixContext &context, const std::string &protocol, const std::string &parameter, const lab::End &from, const std::string &ofFrom,
                       const lab::End &to, const std::string &ofTo);
/// The AS number that `node` expects of its neighbour becomes that.
std::vector<Fix> expectAs(const FixContext &context, const std::string &node, const std::string &neighbour, const std::string &as);
/// `other`, which has the address `neighbour`, has `node` as its neighbour, too.
std::vector<Fix> knowBack(const FixContext &context, const std::string &node, const std::string &neighbour, const std::string &other);
/// The password of `node` for its neighbour becomes that.
std::vector<Fix> setSessionPassword(const std::string &node, const std::string &neighbour, const std::string &password);

} // namespace hopyard::document
