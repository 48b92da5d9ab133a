// See inputs.h. A lab is written as text, and so is what a link does to packets: as the lab file has it.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "emulation/record/inputs.h"

#include "core/lab/read.h"
#include "core/lab/write.h"

#include <limits>
#include <utility>

namespace hopyard::record {

using world::Input;

namespace {

constexpr std::int64_t kNoChecksum = 1 << 16;

/// A lab of one link that does this in both directions.
lab::Lab labOf(const base::Impairment &impairment)
{
    lab::Lab lab;
    for (const char *name : {"a", "b"}) {
        lab::Node node;
        node.name = name;
        node.kind = lab::NodeKind::hub;
        lab.nodes.push_back(std::move(node));
    }
    lab::Link link;
    link.a = {"a", "x"};
    link.b = {"b", "x"};
    link.forward = link.backward = impairment;
    lab.links.push_back(std::move(link));
    return lab;
}

template <class Id>
std::optional<Id> idOf(std::int64_t value)
{
    if (value < 0 || value >= std::numeric_limits<std::uint32_t>::max())
        return std::nullopt;
    return Id(static_cast<std::uint32_t>(value));
}

template <class T>
std::optional<Input> made(const InputRow &row, T what)
{
    return Input{base::TimePoint::fromNs(row.time), row.events, std::move(what)};
}

} // namespace

std::optional<InputRow> rowOf(const Input &input)
{
    InputRow row;
    row.time = input.time.ns();
    row.events = input.events;
    if (const auto *applied = std::get_if<Input::LabApplied>(&input.what)) {
        row.kind = "lab";
        row.text = lab::write(*applied->lab);
    } else if (const auto *impaired = std::get_if<Input::ImpairmentSet>(&input.what)) {
        row.kind = "link";
        row.place = impaired->link.value();
        row.number = static_cast<std::int64_t>(impaired->direction);
        row.text = lab::write(labOf(impaired->impairment));
    } else if (const auto *started = std::get_if<Input::NodeStarted>(&input.what)) {
        row.kind = "start";
        row.place = started->node.value();
    } else if (const auto *stopped = std::get_if<Input::NodeStopped>(&input.what)) {
        row.kind = "stop";
        row.place = stopped->node.value();
    } else if (const auto *said = std::get_if<Input::CommandRun>(&input.what)) {
        row.kind = "command";
        row.place = said->node.value();
        row.text = said->line;
    } else if (const auto *frame = std::get_if<Input::FrameCame>(&input.what)) {
        row.kind = "frame";
        row.place = frame->port.node.value();
        row.port = frame->port.port.value();
        row.number = static_cast<std::int64_t>(frame->packetId);
        row.offload = frame->offload.segmentSize + (frame->offload.checksumMissing ? kNoChecksum : 0);
        row.bytes = frame->bytes;
    } else if (const auto *carrier = std::get_if<Input::CarrierSet>(&input.what)) {
        row.kind = "carrier";
        row.place = carrier->port.node.value();
        row.port = carrier->port.port.value();
        row.number = carrier->up;
    } else if (const auto *lookers = std::get_if<Input::LookersChanged>(&input.what)) {
        row.kind = "single";
        row.number = lookers->single;
    } else if (std::holds_alternative<Input::RouteFilesSet>(input.what)) {
        row.kind = "routes"; // which ones, the recorder says
    } else if (input.isUnknown()) {
        row.kind = "unknown";
    } else {
        return std::nullopt;
    }
    return row;
}

std::optional<Input> inputOf(std::string_view kind, const InputRow &row)
{
    const auto node = idOf<base::NodeId>(row.place);
    const auto port = idOf<base::PortIndex>(row.port);
    if (kind == "unknown")
        return made(row, Input::Unknown{});
    if (kind == "single")
        return made(row, Input::LookersChanged{row.number != 0});
    if (kind == "lab") {
        auto lab = lab::read(row.text);
        if (!lab)
            return std::nullopt;
        return made(row, Input::LabApplied{std::make_shared<const lab::Lab>(std::move(*lab))});
    }
    if (kind == "link") {
        const auto lab = lab::read(row.text);
        const auto link = idOf<base::LinkId>(row.place);
        if (!lab || lab->links.size() != 1 || !link || row.number < 0 || row.number > 1)
            return std::nullopt;
        return made(row, Input::ImpairmentSet{*link, static_cast<base::Direction>(row.number), lab->links.front().forward});
    }
    if (!node)
        return std::nullopt;
    if (kind == "start")
        return made(row, Input::NodeStarted{*node});
    if (kind == "stop")
        return made(row, Input::NodeStopped{*node});
    if (kind == "command")
        return made(row, Input::CommandRun{*node, row.text});
    if (!port)
        return std::nullopt;
    if (kind == "carrier")
        return made(row, Input::CarrierSet{{*node, *port}, row.number != 0});
    if (kind == "frame")
        return made(row, Input::FrameCame{{*node, *port}, static_cast<std::uint64_t>(row.number),
                                          {static_cast<std::uint16_t>(row.offload & 0xffff), (row.offload & kNoChecksum) != 0},
                                          row.bytes});
    return std::nullopt;
}

} // namespace hopyard::record
