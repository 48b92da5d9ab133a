// OSPF packets with all that is in them: what is read is written and read again the same.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/wire/ospf.h"
#include "tests/fuzz/fuzz.h"

#include <algorithm>
#include <vector>

using namespace hopyard;

namespace {

void lookAtLsa(base::Bytes bytes)
{
    const auto view = wire::LsaView::parse(bytes);
    if (!view)
        return;
    view->checksumOk();
    const base::Bytes body = view->body();
    std::vector<std::uint8_t> out;
    switch (view->type()) {
    case wire::LsaType::router: {
        const auto lsa = wire::RouterLsa::load(body);
        out = wire::emitLsa(view->header(), lsa.body());
        fuzz::require(wire::RouterLsa::load(wire::LsaView::parse(out)->body()) == lsa);
        break;
    }
    case wire::LsaType::network: {
        const auto lsa = wire::NetworkLsa::load(body);
        out = wire::emitLsa(view->header(), lsa.body());
        fuzz::require(wire::NetworkLsa::load(wire::LsaView::parse(out)->body()) == lsa);
        break;
    }
    case wire::LsaType::summaryNetwork:
    case wire::LsaType::summaryRouter: {
        const auto lsa = wire::SummaryLsa::load(body);
        out = wire::emitLsa(view->header(), lsa.body());
        fuzz::require(wire::SummaryLsa::load(wire::LsaView::parse(out)->body()) == lsa);
        break;
    }
    case wire::LsaType::external:
    case wire::LsaType::nssa: {
        const auto lsa = wire::ExternalLsa::load(body);
        out = wire::emitLsa(view->header(), lsa.body());
        fuzz::require(wire::ExternalLsa::load(wire::LsaView::parse(out)->body()) == lsa);
        break;
    }
    default:
        if (const auto grace = wire::GraceLsa::load(body))
            fuzz::require(wire::GraceLsa::load(grace->body()) == grace);
        out = wire::emitLsa(view->header(), body);
    }
    const auto again = wire::LsaView::parse(out);
    fuzz::require(again && again->checksumOk() && again->key() == view->key());
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const base::Bytes bytes(data, size);
    lookAtLsa(bytes);
    const auto view = wire::OspfView::parse(bytes);
    if (!view)
        return 0;
    view->checksumOk();
    fuzz::require(view->packet().size() + view->trailer().size() == size);
    const base::Bytes payload = view->payload();
    std::vector<std::uint8_t> out;
    switch (view->type()) {
    case wire::OspfType::hello:
        if (const auto hello = wire::OspfHello::parse(payload)) {
            hello->append(out);
            fuzz::require(std::equal(out.begin(), out.end(), payload.begin(), payload.end()));
        }
        break;
    case wire::OspfType::description:
        if (const auto description = wire::OspfDescription::parse(payload)) {
            description->append(out);
            fuzz::require(wire::parseLsaHeaders(payload.subspan(wire::OspfDescription::kLength)).has_value());
            fuzz::require(std::equal(out.begin(), out.end(), payload.begin()));
        }
        break;
    case wire::OspfType::request:
        if (const auto keys = wire::parseOspfRequest(payload)) {
            for (const wire::LsaKey &key : *keys)
                wire::append(out, key);
            fuzz::require(std::equal(out.begin(), out.end(), payload.begin(), payload.end()));
        }
        break;
    case wire::OspfType::update: {
        wire::OspfUpdateReader reader(payload);
        for (base::Bytes lsa = reader.next(); !lsa.empty(); lsa = reader.next())
            lookAtLsa(lsa);
        break;
    }
    case wire::OspfType::acknowledgment:
        if (const auto headers = wire::parseLsaHeaders(payload)) {
            for (const wire::LsaHeader &header : *headers)
                wire::append(out, header);
            fuzz::require(std::equal(out.begin(), out.end(), payload.begin(), payload.end()));
        }
        break;
    }
    std::vector<std::uint8_t> packet(view->packet().begin(), view->packet().end());
    wire::OspfHeader::parse(*view).emit(packet);
    fuzz::require(wire::OspfView::parse(packet)->checksumOk());
    return 0;
}
