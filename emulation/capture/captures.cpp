// Starting, following and stopping captures; see captures.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "emulation/capture/captures.h"

#include "core/world/world.h"

#include <nlohmann/json.hpp>

#include <unistd.h>

#include <algorithm>

namespace hopyard::capture {

namespace {

/// Where `end` names a guest's interface ("pc1/g1:eth0") that is there.
std::optional<GuestPort> guestPortAt(world::World &world, const lab::End &end)
{
    const auto [node, guest] = lab::splitGuestPlace(end.node);
    const base::NodeId id = world.findNode(node);
    if (guest.empty() || !id.isValid())
        return std::nullopt;
    const auto json = nlohmann::json::parse(world.command(id, "show guest " + std::string(guest)).json, nullptr, false);
    if (!json.is_object() || !json.contains("interfaces"))
        return std::nullopt;
    std::uint32_t number = 0;
    for (const auto &interface : json["interfaces"]) {
        if (interface.value("interface", "") == end.interface) {
            const std::uint32_t first = 1 + number * lab::kPagesOfInterface;
            return GuestPort{id, std::string(guest), first, first + lab::kPagesOfInterface};
        }
        ++number;
    }
    return std::nullopt;
}

} // namespace

Captures::~Captures() { stopAll(); }

void Captures::attach(world::World &world)
{
    detach();
    m_world = &world;
    worldChanged();
}

void Captures::detach()
{
    for (Entry &entry : m_entries)
        unplug(entry);
    m_world = nullptr;
}

void Captures::worldChanged()
{
    for (Entry &entry : m_entries) {
        unplug(entry);
        plug(entry);
    }
}

void Captures::plug(Entry &entry)
{
    if (!m_world)
        return;
    if (auto guest = guestPortAt(*m_world, entry.request.at)) {
        entry.capture->setPlaces({{}, 0, std::move(*guest)});
        m_world->trace().add(entry.capture.get(), entry.capture->places().kinds());
        return;
    }
    const base::LinkId link = m_world->findLink(entry.request.at);
    if (!link.isValid())
        return;
    const bool isFirst = m_world->link(link).a == entry.request.at;
    const auto outgoing = isFirst ? base::Direction::forward : base::Direction::backward;
    entry.capture->setPlaces(Places::of(link, outgoing, entry.request.where));
    m_world->trace().add(entry.capture.get(), entry.capture->places().kinds());
}

void Captures::unplug(Entry &entry)
{
    entry.capture->setPlaces({});
    if (m_world)
        m_world->trace().remove(entry.capture.get());
}

base::Result<CaptureId, StartFailure> Captures::start(Request request)
{
    const auto refuse = [&request](StartError error, std::string message) {
        if (request.descriptor >= 0)
            ::close(request.descriptor);
        return base::fail(StartFailure{error, std::move(message)});
    };
    if (m_world && !m_world->findLink(request.at).isValid() && !guestPortAt(*m_world, request.at))
        return refuse(StartError::noSuchLink, lab::splitGuestPlace(request.at.node).guest.empty()
                                                  ? "no link is plugged at " + lab::toString(request.at)
                                                  : "there is no guest's interface " + lab::toString(request.at));
    auto filter = Filter::compile(request.filter, request.snaplen);
    if (!filter)
        return refuse(StartError::badFilter, filter.error().message);
    auto output = request.descriptor >= 0
        ? PcapOutput::toDescriptor(request.descriptor, request.snaplen, request.slowReader)
        : PcapOutput::toFile(request.file, request.snaplen, request.slowReader);
    if (!output)
        return base::fail(StartFailure{StartError::cannotWrite, output.error().message});
    Entry entry{takeId(), std::move(request),
                std::make_unique<Capture>(std::move(*filter), std::move(*output), m_epoch)};
    plug(entry);
    m_entries.push_back(std::move(entry));
    return m_entries.back().id;
}

std::optional<OutputCounters> Captures::stop(CaptureId id)
{
    const auto found = std::find_if(m_entries.begin(), m_entries.end(), [id](const Entry &e) { return e.id == id; });
    if (found == m_entries.end())
        return std::nullopt;
    unplug(*found);
    found->capture->output().close();
    const OutputCounters counters = found->capture->output().counters();
    m_entries.erase(found);
    return counters;
}

void Captures::stopAll()
{
    while (!m_entries.empty())
        stop(m_entries.back().id);
}

Info Captures::infoOf(const Entry &entry) const
{
    const Request &request = entry.request;
    return {entry.id, request.at, request.where, request.filter, request.descriptor >= 0 ? std::string() : request.file,
            entry.capture->output().counters()};
}

std::vector<Info> Captures::list() const
{
    std::vector<Info> infos;
    for (const Entry &entry : m_entries)
        infos.push_back(infoOf(entry));
    return infos;
}

std::vector<Ended> Captures::flush()
{
    std::vector<Ended> ended;
    for (std::size_t i = 0; i < m_entries.size();) {
        PcapOutput &output = m_entries[i].capture->output();
        output.flush();
        if (!output.ended()) {
            ++i;
            continue;
        }
        ended.push_back({infoOf(m_entries[i]), output.reason()});
        unplug(m_entries[i]);
        m_entries.erase(m_entries.begin() + static_cast<std::ptrdiff_t>(i));
    }
    return ended;
}

bool Captures::pending() const
{
    return std::any_of(m_entries.begin(), m_entries.end(),
                       [](const Entry &e) { return e.capture->output().pending(); });
}

} // namespace hopyard::capture
