// See free_address.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/document/free_address.h"

#include "core/lab/frr_config.h"

namespace hopyard::document {

namespace {

/// The next free address of the network, round from its end to its beginning; the address itself where there is none.
base::IpAddress nextFree(const base::InterfaceAddress &address, const std::set<base::IpAddress> &taken)
{
    constexpr std::uint32_t kTries = 65'536; // in a larger network a free one comes long before
    if (!address.address.isV4() || address.length > 30)
        return address.address;
    const std::uint32_t size = std::uint32_t(1) << (32 - address.length); // 0 for length 0: the arithmetic wraps rightly
    const std::uint32_t network = address.network().address().v4().value();
    std::uint32_t host = address.address.v4().value() - network;
    for (std::uint32_t tries = 0; tries < kTries; ++tries) {
        host = host + 1 >= size - 1 ? 1 : host + 1; // neither the network's own address nor its broadcast
        const base::IpAddress candidate(base::Ipv4Address(network + host));
        if (candidate == address.address)
            break;
        if (!taken.contains(candidate))
            return candidate;
    }
    return address.address;
}

} // namespace

std::set<base::IpAddress> addressesOf(const lab::Lab &lab)
{
    std::set<base::IpAddress> all;
    for (const lab::Node &node : lab.nodes) {
        for (const lab::Interface &interface : node.interfaces)
            for (const base::InterfaceAddress &address : interface.addresses)
                all.insert(address.address);
        for (const auto &fact : lab::frrFacts(node.config).addresses)
            all.insert(fact.address.address);
        if (node.gateway)
            all.insert(*node.gateway);
    }
    return all;
}

void takeFreeAddresses(lab::Node &node, std::set<base::IpAddress> &taken)
{
    for (lab::Interface &interface : node.interfaces) {
        interface.mac.reset();
        for (base::InterfaceAddress &address : interface.addresses) {
            if (taken.contains(address.address))
                address.address = nextFree(address, taken);
            taken.insert(address.address);
        }
    }
}

} // namespace hopyard::document
