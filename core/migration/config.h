// What a node of a lab is asked to do about moving connections, as a value: the world works it out of the lab, a running
// node becomes equal to it.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/address.h"
#include "core/base/time.h"
#include "core/migration/balance.h"
#include "core/migration/flow_table.h"
#include "core/migration/rules.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace hopyard::migration {

/// A node and the address of its own by which the others reach it.
struct Peer {
    std::string name;
    base::Ipv4Address address;
    bool operator==(const Peer &) const = default;
};

/// How a connection comes to its host.
enum class Mode : std::uint8_t {
    migrate, ///< its state is moved there
    replay,  ///< handshake and request are played to the host, whose sequence numbers are translated from then on
};
std::string_view toString(Mode mode);

/// How hosts are asked whether they are there.
struct HealthCheck {
    enum class Kind : std::uint8_t { none, tcp, http } kind = Kind::tcp;
    std::string path = "/"; ///< http: any answer below 500 is good
    base::Duration interval = base::Duration::seconds(2);
    base::Duration timeout = base::Duration::seconds(1);
    Health::Settings limits;
    bool operator==(const HealthCheck &) const = default;
};

/// A virtual address and port, and who answers there.
struct Service {
    Peer forwarder;
    base::Ipv4Address address;
    std::uint16_t port = 80;
    std::vector<Peer> classifiers; ///< empty: the forwarder is its own
    std::vector<Peer> hosts;
    Encapsulation encapsulation = Encapsulation::ports;
    Mode mode = Mode::migrate;
    std::string rules; ///< text (rules.h)
    HealthCheck check;
    bool operator==(const Service &) const = default;
    bool isAt(base::Ipv4Address at, std::uint16_t atPort) const { return address == at && port == atPort; }
    bool isOwnClassifier() const { return classifiers.empty(); }
};

struct NodeConfig {
    base::Ipv4Address own; ///< by which the others reach this node
    std::vector<Service> forwards;   ///< that this node is the forwarder of
    std::vector<Service> classifies; ///< that it accepts connections for
    std::vector<Service> serves;     ///< that it is a host of
    std::string key = "hopyard";     ///< of the messages between nodes
    bool operator==(const NodeConfig &) const = default;
    bool isEmpty() const { return forwards.empty() && classifies.empty() && serves.empty(); }
    /// The name by which one of the services knows it; else the address as text.
    std::string nameOf(base::Ipv4Address address) const;
    /// Of a host of one of the services by its name, or of an address as text.
    std::optional<base::Ipv4Address> addressOf(std::string_view host) const;
};

} // namespace hopyard::migration
