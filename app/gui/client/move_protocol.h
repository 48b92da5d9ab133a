// What the engine says of connections that move, as typed values: the topic `moves` of docs/rpc.md, and what the console
// lines "show moves", "show flows", "show connections" and "show service" print as JSON. What is missing or of another
// type takes its default.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/gui/client/packet_protocol.h"
#include "core/base/time.h"
#include "emulation/rpc/json.h"

#include <cstdint>
#include <string>
#include <vector>

namespace hopyard::client {

/// A phase of a connection's move, at the machine `node`.
struct MoveStep {
    base::TimePoint time;
    std::string node;
    std::string phase; ///< "decided", "frozen", …, as docs/migration.md has them
    std::string flow;  ///< its identifier, "f4c2001a"; "-" for none
    std::uint32_t epoch = 0;
    std::string client;  ///< "10.0.1.10:40000"
    std::string service; ///< "10.0.0.80:80"
    std::string host;    ///< the other machine: its name, or its address where nobody knows the name
    std::string detail;
    bool operator==(const MoveStep &) const = default;
};
/// Of the topic; hosts are addresses.
std::vector<MoveStep> parseMoveSteps(const rpc::Json &array);
/// Of "show moves json" at that node.
std::vector<MoveStep> parseMoves(const rpc::Json &array, const std::string &node);

/// A flow as a forwarder has it.
struct FlowEntry {
    std::string id;
    std::string client, service;
    std::string host;
    std::uint32_t epoch = 0;
    std::string way; ///< of encapsulation
    std::string state;
    bool operator==(const FlowEntry &) const = default;
};
std::vector<FlowEntry> parseFlows(const rpc::Json &array);

/// A TCP connection of a machine that could move.
struct Connection {
    std::string node;
    std::string client, local;
    std::string state;
    std::string flow;
    std::uint64_t receiveQueue = 0, sendQueue = 0; ///< bytes
};
std::vector<Connection> parseConnections(const rpc::Json &array, const std::string &node);


/// A connection's state as it was sent, without the data of its queues ("show blob … json").
struct BlobContents {
    std::vector<std::uint8_t> bytes;
    std::vector<PacketField> fields; ///< as those of a packet
};
BlobContents parseBlob(const rpc::Json &json);

/// What a phase says of bytes: "212 bytes: state 212, unsent 0, …" in its parts. Empty where it is another text.
struct BlobPart {
    std::string name;
    std::uint64_t bytes = 0;
    bool operator==(const BlobPart &) const = default;
};
std::vector<BlobPart> parseBlobParts(const std::string &detail);

} // namespace hopyard::client
