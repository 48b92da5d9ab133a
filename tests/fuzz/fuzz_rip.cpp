// RIP messages with all that is in them: what is read is written and read again the same; a router that hears them goes
// on.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/routing/rip/rip.h"
#include "core/wire/rip.h"
#include "tests/fuzz/fuzz.h"

#include <algorithm>
#include <vector>

using namespace hopyard;
namespace rip = routing::rip;

namespace {

void lookAtMessage(const wire::RipView &view, base::Bytes bytes)
{
    std::vector<std::uint8_t> out;
    wire::RipHeader{view.command(), view.version()}.append(out);
    base::storeU16(&out[2], view.mustBeZero());
    if (const auto password = view.password())
        password->append(out);
    const auto header = view.digestHeader();
    if (header)
        header->append(out);
    if (view.isAuthenticated() && out.size() == wire::RipView::kHeaderLength)
        return; // of a kind that nobody knows
    for (std::size_t i = 0; i < view.size(); ++i)
        view.entry(i).append(out);
    if (header) {
        wire::appendRipTrailerHeader(out);
        out.insert(out.end(), view.digest().begin(), view.digest().end());
        std::copy_n(bytes.begin() + 16, 8, out.begin() + 16); // must be zero, but nobody checks
    }
    fuzz::require(std::equal(out.begin(), out.end(), bytes.begin(), bytes.end()));
}

rip::Config config(const rip::AuthenticationConfig &authentication)
{
    rip::Config made;
    rip::InterfaceConfig interface;
    interface.addresses = {{base::Ipv4Address(10, 0, 1, 1), 24}};
    interface.networks = {base::IpPrefix(base::Ipv4Address(10, 0, 1, 0), 24)};
    interface.authentication = authentication;
    interface.splitHorizon = rip::SplitHorizon::poisonedReverse;
    made.interfaces[base::PortIndex(0)] = interface;
    made.allowEcmp = true;
    return made;
}

} // namespace

/// Messages one behind the other, each after a byte with its length; who hears them answers and tells others.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    base::ByteReader reader({data, size});
    const std::uint8_t mode = reader.u8();
    rip::AuthenticationConfig authentication;
    if (mode & 1)
        authentication = {mode & 2 ? rip::Authentication::cryptographic : rip::Authentication::text,
                          {{1, {}, "k", true, true}},
                          true};
    rip::Rip router;
    const rip::Filters filters;
    rip::Output out;
    base::TimePoint now;
    router.setPort({now, filters, out}, base::PortIndex(0), true);
    router.configure({now, filters, out}, config(authentication));
    while (reader.remaining() > 0) {
        const std::uint8_t control = reader.u8();
        const base::Bytes bytes = reader.bytes(std::min<std::size_t>(reader.u16(), reader.remaining()));
        if (const auto view = wire::RipView::parse(bytes))
            lookAtMessage(*view, bytes);
        router.receive({now, filters, out}, {base::PortIndex(0), base::Ipv4Address(10, 0, 1, control & 7), 520, bytes});
        if (control & 0x80) {
            now = router.nextDeadline();
            router.expire({now, filters, out});
            fuzz::require(router.nextDeadline() > now);
        }
        for (const rip::SentMessage &message : out.messages)
            fuzz::require(wire::RipView::parse(out.bytes(message)).has_value()
                          && message.length <= wire::RipView::kMaxLength);
        for (const rip::RouteChange &route : out.routes)
            fuzz::require(route.nextHops.empty() || route.metric < rip::kInfinity);
        out.clear();
    }
    return 0;
}
