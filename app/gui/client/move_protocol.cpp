// See move_protocol.h and docs/rpc.md.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/client/move_protocol.h"

#include "app/gui/client/json_fields.h"

#include <algorithm>
#include <charconv>
#include <string_view>
#include <utility>

namespace hopyard::client {

namespace {

using namespace fields;

} // namespace

std::vector<MoveStep> parseMoveSteps(const Json &array)
{
    std::vector<MoveStep> steps;
    forEachOf(array, [&](const Json &row) {
        if (!row.is_array() || row.size() < 9 || !row[0].is_number_integer() || !row[4].is_number_integer() || row[4].get<std::int64_t>() < 0)
            return;
        for (const std::size_t i : {1, 2, 3, 5, 6, 7, 8})
            if (!row[i].is_string())
                return;
        const auto string = [&](std::size_t i) { return row[i].get<std::string>(); };
        steps.push_back({base::TimePoint::fromNs(row[0].get<std::int64_t>()), string(1), string(2), string(3), row[4].get<std::uint32_t>(),
                         string(6), string(5), string(7), string(8)});
    });
    return steps;
}

std::vector<MoveStep> parseMoves(const Json &array, const std::string &node)
{
    std::vector<MoveStep> steps;
    forEachOf(array, [&](const Json &row) {
        MoveStep step;
        step.time = base::TimePoint::fromNs(rpc::intMember(row, "at").value_or(0));
        step.node = node;
        step.phase = text(row, "phase");
        step.flow = text(row, "flow");
        step.epoch = static_cast<std::uint32_t>(count(row, "epoch"));
        const std::string connection = text(row, "connection"); // "192.0.2.1:40000 > 10.0.0.80:80"
        if (const std::size_t arrow = connection.find(" > "); arrow != std::string::npos) {
            step.client = connection.substr(0, arrow);
            step.service = connection.substr(arrow + 3);
        }
        step.host = text(row, "host");
        step.detail = text(row, "detail");
        steps.push_back(std::move(step));
    });
    return steps;
}

std::vector<FlowEntry> parseFlows(const Json &array)
{
    std::vector<FlowEntry> flows;
    forEachOf(array, [&](const Json &row) {
        flows.push_back({text(row, "id"), text(row, "client"), text(row, "service"), text(row, "host"),
                         static_cast<std::uint32_t>(count(row, "epoch")), text(row, "encapsulation"), text(row, "state")});
    });
    return flows;
}

std::vector<Connection> parseConnections(const Json &array, const std::string &node)
{
    std::vector<Connection> connections;
    forEachOf(array, [&](const Json &row) {
        connections.push_back({node, text(row, "client"), text(row, "local"), text(row, "state"), text(row, "flow"),
                               count(row, "receiveQueue"), count(row, "sendQueue")});
    });
    return connections;
}

BlobContents parseBlob(const Json &json)
{
    BlobContents blob;
    const std::string hex = text(json, "bytes");
    for (std::size_t i = 0; i + 1 < hex.size(); i += 2) {
        unsigned byte = 0;
        if (std::from_chars(hex.data() + i, hex.data() + i + 2, byte, 16).ptr != hex.data() + i + 2)
            return {};
        blob.bytes.push_back(static_cast<std::uint8_t>(byte));
    }
    if (const Json *fields = rpc::member(json, "fields"))
        forEachOf(*fields, [&](const Json &field) {
            blob.fields.push_back({static_cast<int>(std::min<std::uint64_t>(count(field, "depth"), 16)), {}, text(field, "label"),
                                   static_cast<std::uint32_t>(count(field, "offset")), static_cast<std::uint32_t>(count(field, "length"))});
        });
    return blob;
}

std::vector<BlobPart> parseBlobParts(const std::string &detail)
{
    std::vector<BlobPart> parts;
    const std::size_t colon = detail.find(": ");
    if (colon == std::string::npos)
        return parts;
    std::string_view rest = std::string_view(detail).substr(colon + 2);
    while (!rest.empty()) {
        const std::size_t comma = rest.find_first_of(",;");
        const std::string_view piece = rest.substr(0, comma);
        const std::size_t blank = piece.rfind(' ');
        BlobPart part;
        if (blank == std::string_view::npos)
            return {};
        const std::string_view number = piece.substr(blank + 1);
        if (const auto read = std::from_chars(number.data(), number.data() + number.size(), part.bytes);
            read.ec != std::errc() || read.ptr != number.data() + number.size())
            return {};
        part.name = piece.substr(0, blank);
        parts.push_back(std::move(part));
        rest = comma == std::string_view::npos ? std::string_view() : rest.substr(std::min(rest.size(), comma + 2));
    }
    return parts;
}

} // namespace hopyard::client
