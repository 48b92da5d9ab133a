// Names and addresses of those that a node's services speak of.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/migration/config.h"

namespace hopyard::migration {

std::string NodeConfig::nameOf(base::Ipv4Address address) const
{
    for (const auto *services : {&forwards, &classifies, &serves})
        for (const Service &service : *services) {
            if (service.forwarder.address == address)
                return service.forwarder.name;
            for (const auto *peers : {&service.classifiers, &service.hosts})
                for (const Peer &peer : *peers)
                    if (peer.address == address)
                        return peer.name;
        }
    return base::toString(address);
}

std::optional<base::Ipv4Address> NodeConfig::addressOf(std::string_view host) const
{
    for (const auto *services : {&forwards, &classifies, &serves})
        for (const Service &service : *services)
            for (const Peer &peer : service.hosts)
                if (peer.name == host)
                    return peer.address;
    return base::Ipv4Address::parse(host);
}

} // namespace hopyard::migration
