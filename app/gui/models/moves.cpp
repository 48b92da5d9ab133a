// See moves.h. A move begins with "decided" at the machine that has the connection; its later phases come from there with
// the epoch of the freezing, and from the other machine with that epoch or, once it is the owner, with the next.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/models/moves.h"

#include <algorithm>

namespace hopyard::models {

using client::MoveStep;

const MoveStep *Move::find(std::string_view phase) const
{
    const auto found = std::find_if(steps.begin(), steps.end(), [&](const MoveStep &step) { return step.phase == phase; });
    return found == steps.end() ? nullptr : &*found;
}

std::optional<base::Duration> Move::pause() const
{
    const MoveStep *frozen = find("frozen"), *injected = find("injected");
    if (!frozen || !injected)
        return std::nullopt;
    return injected->time - frozen->time;
}

Move::Outcome Move::outcome() const
{
    if (find("taken back"))
        return Outcome::takenBack;
    if (find("failed"))
        return Outcome::failed;
    return find("injected") ? Outcome::moved : Outcome::underWay;
}

std::vector<client::BlobPart> Move::parts() const
{
    const MoveStep *compiled = find("compiled");
    return compiled ? client::parseBlobParts(compiled->detail) : std::vector<client::BlobPart>();
}

std::uint64_t Move::bytes() const
{
    std::uint64_t sum = 0;
    for (const client::BlobPart &part : parts())
        if (part.name != "sent before") // the queue's data, while the connection was still at work
            sum += part.bytes;
    return sum;
}

Move *Moves::moveOf(const MoveStep &step)
{
    for (auto move = m_moves.rbegin(); move != m_moves.rend(); ++move) {
        if (move->client != step.client || move->service != step.service)
            continue;
        if (step.phase == "decided") // a classifier says it twice: why, and that it begins
            return move->from == step.node && move->epoch == step.epoch && move->to == step.host && !move->find("frozen") ? &*move : nullptr;
        const bool isOut = step.node == move->from && step.epoch == move->epoch;
        const bool isIn = step.node == move->to && (step.epoch == move->epoch || step.epoch == move->epoch + 1);
        if (isOut || isIn)
            return &*move;
    }
    return nullptr;
}

bool Moves::add(const MoveStep &step)
{
    // The same phase may be told twice, by the topic and by "show moves": of those one is enough.
    for (auto move = m_moves.rbegin(); move != m_moves.rend(); ++move)
        if (move->client == step.client && move->service == step.service)
            for (const MoveStep &known : move->steps)
                if (known.time == step.time && known.node == step.node && known.phase == step.phase && known.detail == step.detail)
                    return false;
    Move *move = moveOf(step);
    if (!move) {
        const bool isIn = step.phase == "received" || step.phase == "prepared" || step.phase == "injected" || step.phase == "refused"
            || step.phase == "dropped";
        if (step.phase == "first packet")
            return false; // of a move that nobody told of
        if (m_moves.size() >= kMost)
            m_moves.pop_front();
        move = &m_moves.emplace_back();
        move->flow = step.flow;
        move->epoch = step.epoch;
        move->client = step.client;
        move->service = step.service;
        move->from = isIn ? step.host : step.node;
        move->to = isIn ? step.node : step.host;
    }
    const auto place = std::upper_bound(move->steps.begin(), move->steps.end(), step,
                                        [](const MoveStep &a, const MoveStep &b) { return a.time < b.time; });
    move->steps.insert(place, step);
    return true;
}

std::deque<Move> Moves::upTo(base::TimePoint time) const
{
    std::deque<Move> known = m_moves;
    for (Move &move : known)
        std::erase_if(move.steps, [time](const MoveStep &step) { return step.time > time; });
    std::erase_if(known, [](const Move &move) { return move.steps.empty(); });
    return known;
}

void FlowHistory::cutAfter(base::TimePoint time)
{
    std::erase_if(m_seen, [time](const Seen &seen) { return seen.at > time; });
}

void FlowHistory::add(base::TimePoint at, const std::string &forwarder, const client::FlowEntry &entry)
{
    for (auto seen = m_seen.rbegin(); seen != m_seen.rend(); ++seen)
        if (seen->forwarder == forwarder && seen->entry.client == entry.client && seen->entry.service == entry.service) {
            if (seen->entry.epoch == entry.epoch && seen->entry.host == entry.host) {
                seen->entry = entry; // its state, newer
                return;
            }
            break;
        }
    if (m_seen.size() >= kMost)
        m_seen.pop_front();
    m_seen.push_back({at, forwarder, entry});
}

const FlowHistory::Seen *FlowHistory::find(const Move &move, std::uint32_t epoch) const
{
    for (auto seen = m_seen.rbegin(); seen != m_seen.rend(); ++seen)
        if (seen->entry.client == move.client && seen->entry.service == move.service && seen->entry.epoch == epoch)
            return &*seen;
    return nullptr;
}

} // namespace hopyard::models
