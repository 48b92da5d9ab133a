// Inputs told to whoever keeps them, and done again; see input.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/world/input.h"

#include "core/world/state.h"

#include <utility>

namespace hopyard::world {

namespace {

/// The next word of `line` and what follows it.
std::string_view takeWord(std::string_view &line)
{
    const auto isSpace = [](char c) { return c == ' ' || c == '\t'; };
    while (!line.empty() && isSpace(line.front()))
        line.remove_prefix(1);
    std::size_t length = 0;
    while (length < line.size() && !isSpace(line[length]))
        ++length;
    const std::string_view word = line.substr(0, length);
    line.remove_prefix(length);
    return word;
}

} // namespace

bool isQuestion(std::string_view line)
{
    std::string_view word = takeWord(line);
    if (word == "on" || word == "do") { // "on g1 show ip route", "do show ip route"
        if (word == "on")
            (void)takeWord(line);
        word = takeWord(line);
    }
    if (word.empty() || word.ends_with('?'))
        return true;
    return (word.size() >= 2 && std::string_view("show").starts_with(word))
        || (word.size() >= 3 && std::string_view("explain").starts_with(word));
}

void World::State::tellLookers()
{
    const bool wanted = trace.wantsSinglePackets() || asIfSingle;
    if (!inputs || wanted == single)
        return;
    single = wanted;
    inputs->input({now, events, Input::LookersChanged{single}});
}

void World::setInputSink(InputSink *sink)
{
    State &s = *m_state;
    s.inputs = sink;
    s.single = s.single || s.asIfSingle; // as the network has been run until now
    s.asIfSingle = false;
}

void World::replay(const Input &input)
{
    State &s = *m_state;
    if (const auto *applied = std::get_if<Input::LabApplied>(&input.what)) {
        (void)apply(*applied->lab);
    } else if (const auto *files = std::get_if<Input::RouteFilesSet>(&input.what)) {
        setRouteFiles(*files->files);
    } else if (const auto *impaired = std::get_if<Input::ImpairmentSet>(&input.what)) {
        setImpairment(impaired->link, impaired->direction, impaired->impairment);
    } else if (const auto *started = std::get_if<Input::NodeStarted>(&input.what)) {
        startNode(started->node);
    } else if (const auto *stopped = std::get_if<Input::NodeStopped>(&input.what)) {
        stopNode(stopped->node);
    } else if (const auto *said = std::get_if<Input::CommandRun>(&input.what)) {
        (void)command(said->node, said->line);
    } else if (const auto *frame = std::get_if<Input::FrameCame>(&input.what)) {
        packet::Packet packet = s.pool->copyOf(frame->bytes);
        if (packet.isNull())
            return;
        packet.setId(frame->packetId);
        packet.setOffload(frame->offload);
        inject(frame->port, std::move(packet));
    } else if (const auto *carrier = std::get_if<Input::CarrierSet>(&input.what)) {
        setOutsideCarrier(carrier->port, carrier->up);
    } else if (const auto *lookers = std::get_if<Input::LookersChanged>(&input.what)) {
        s.asIfSingle = lookers->single;
        s.tellLookers();
    } else {
        s.note(Input::Unknown{});
    }
}

} // namespace hopyard::world
