// The lab document as a value: nodes, links, positions. What a person draws; one YAML file.
//
// Read and written by read.h and write.h, checked by validate.h, changed by edit.h. The same value is the workbench's
// document, the engine's input and the world's plan. Names are the keys: a node is found by its name and a link by its
// two ends, so that a text under version control has no numbers that mean nothing.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/address.h"
#include "core/base/impairment.h"
#include "core/lab/bridge.h"
#include "core/lab/computer.h"
#include "core/lab/machine.h"
#include "core/lab/service.h"
#include "core/lab/teaching.h"
#include "core/lab/was.h"

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace hopyard::lab {

/// Where a node stands on the canvas, in scene units (a node is about 64 wide), y down.
struct Position {
    double x = 0;
    double y = 0;
    bool operator==(const Position &) const = default;
};

enum class NodeKind : std::uint8_t {
    host,          ///< a Hopyard stack, forwarding off
    router,        ///< a virtual router: a Hopyard stack with forwarding and a configuration
    hub,           ///< repeats every frame to every other port
    switch_,       ///< learning switch ("switch" in the file)
    namespaceNode, ///< a Linux network namespace ("namespace" in the file); its interfaces are TAPs
    frr,           ///< FRR's own daemons in a namespace, configured by the same text as a router
    bird,          ///< the BIRD daemon in a namespace
    qemu,          ///< a machine of QEMU's
    uml,           ///< a User-mode Linux
    hypervisor,    ///< a whole computer with virtual machines in it; its interfaces are its adapters
    forwarder,     ///< a Hopyard stack that owns a virtual address and shares it out (`service`)
    classifier,    ///< a Hopyard stack that accepts connections for forwarders and decides who shall answer
    placeholder,   ///< stands for what another tool has and Hopyard has not (`was`); does not run
};
std::string_view toString(NodeKind kind); ///< as written in the file
std::optional<NodeKind> parseNodeKind(std::string_view text);
/// Every kind as written in the file, in the order of the enumeration.
std::span<const std::string_view> nodeKindNames();
/// True for kinds that are a Linux network namespace with programs in it.
constexpr bool isNamespace(NodeKind kind)
{
    return kind == NodeKind::namespaceNode || kind == NodeKind::frr || kind == NodeKind::bird;
}
/// True for kinds that are a whole machine with a kernel of its own, described by `machine`.
constexpr bool isMachine(NodeKind kind)
{
    return kind == NodeKind::qemu || kind == NodeKind::uml;
}
/// True for kinds whose packets leave the world (real time only).
constexpr bool isOutside(NodeKind kind)
{
    return isNamespace(kind) || isMachine(kind);
}
/// The kind of node that a real guest of a hypervisor would be outside of it.
constexpr NodeKind machineKind(GuestKind kind) { return kind == GuestKind::uml ? NodeKind::uml : NodeKind::qemu; }
/// True for kinds that are a Hopyard stack without forwarding.
constexpr bool isEndSystem(NodeKind kind)
{
    return kind == NodeKind::host || kind == NodeKind::forwarder || kind == NodeKind::classifier;
}
/// True for kinds that are a Hopyard stack.
constexpr bool hasStack(NodeKind kind)
{
    return isEndSystem(kind) || kind == NodeKind::router;
}
/// True for kinds with a `config`.
constexpr bool hasConfig(NodeKind kind)
{
    return kind == NodeKind::router || kind == NodeKind::frr || kind == NodeKind::bird;
}

struct Interface {
    std::string name;                                ///< "eth0"; at most 15 characters, as on Linux
    std::vector<base::InterfaceAddress> addresses;   ///< key `address` (one) or `addresses` (several)
    bool dhcp = false;                               ///< key `address: dhcp`: a DHCP server gives it one; none beside
    std::optional<base::MacAddress> mac;             ///< given; else the world makes one from the node's place
    std::optional<std::uint32_t> mtu{};              ///< 68..65521; default 1500
    BridgePort port{};                               ///< switch: VLANs and spanning tree
    bool operator==(const Interface &) const = default;
};

/// "192.168.0.0/16 via 10.0.0.1"
struct HostRoute {
    base::IpPrefix prefix;
    base::IpAddress via; ///< a neighbour of the node
    bool operator==(const HostRoute &) const = default;
};
std::string toString(const HostRoute &route);

struct Node {
    std::string name; ///< letters, digits, '-', '_', '.'; unique
    NodeKind kind = NodeKind::host;
    Position at;
    std::vector<Interface> interfaces;      ///< in file order; a router's may also come from its config or its links
    std::optional<base::IpAddress> gateway; ///< default route of hosts and namespaces; of a hypervisor's adapters
    std::vector<HostRoute> routes;          ///< further routes of hosts and namespaces
    std::string config;                     ///< router and frr: FRR's language; bird: BIRD's
    Machine machine;                        ///< qemu, uml: what it is made of; placeholder: what it would be as one
    Service service;                        ///< forwarder: what it offers
    /// Namespace, frr, bird, and machines without an image: shell command lines run in it (only with the user's consent). Host and router: console commands,
    /// such as "ping 10.0.2.10 count 5".
    std::vector<std::string> start;
    std::string label; ///< shown instead of the name where given
    std::string note;  ///< free text for the reader
    Bridge bridge;     ///< switch: spanning tree
    Computer computer; ///< hypervisor: what it has, its guests and its table of ports
    Was was;           ///< what it was in the tool it was imported from
    bool operator==(const Node &) const = default;
};

/// "r1:eth0"
struct End {
    std::string node;
    std::string interface;
    auto operator<=>(const End &) const = default;
};
std::string toString(const End &end);

struct Link {
    End a, b;
    base::Impairment forward;  ///< from a to b
    base::Impairment backward; ///< from b to a
    std::string note;
    bool operator==(const Link &) const = default;
    /// The impairment of both directions where they are the same (written once in the file).
    bool isSymmetric() const { return forward == backward; }
};

/// How the lab looks when it is solved: nodes and links in the places of those of the same name (the same two ends). For the
/// teacher; not part of what a student is given.
struct Solution {
    std::string text; ///< Markdown
    std::vector<Node> nodes;
    std::vector<Link> links;
    bool operator==(const Solution &) const = default;
};

struct Lab {
    std::string title;
    std::string description;
    std::vector<Node> nodes; ///< in file order
    std::vector<Link> links; ///< in file order
    Teaching teaching;       ///< guide, checks, parameters, and for whom it was handed out
    Solution solution;
    bool operator==(const Lab &) const = default;

    const Node *findNode(std::string_view name) const;
    Node *findNode(std::string_view name);
    /// The link plugged at that end, if any.
    const Link *findLink(const End &end) const;
    Link *findLink(const End &end);
    /// With the solution in its place, and no solution any more.
    Lab solved() const;
};

/// Something wrong with a lab, said so that a person can mend it.
struct Problem {
    /// error: the lab cannot run; warning: it can, but hardly as meant; hint: good to know.
    enum class Severity : std::uint8_t { error, warning, hint };
    Severity severity = Severity::error;
    std::string file; ///< empty where the lab has no file
    int line = 0;     ///< 1-based; 0 where it has no place in a text
    int column = 0;   ///< 1-based
    std::string message; ///< what is wrong and what would be right
    std::string node;    ///< the node it concerns, where one does
    ProblemKind kind = ProblemKind::other;
    bool operator==(const Problem &) const = default;
};
std::string_view toString(Problem::Severity severity); ///< "error", "warning", "hint"
/// "lab.yaml:12:7: error: …"
std::string toString(const Problem &problem);
bool hasErrors(const std::vector<Problem> &problems);

} // namespace hopyard::lab
