// Captures of Linux interfaces on the event loop; see interface_captures.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "emulation/engine/interface_captures.h"

#include <sys/epoll.h>
#include <unistd.h>

#include <algorithm>
#include <utility>

namespace hopyard::engine {

using capture::CaptureId;
using capture::InterfaceCapture;
using capture::PcapOutput;

base::Result<void, InterfaceCaptures::OpenFailure>
InterfaceCaptures::start(CaptureId id, InterfaceRequest request, base::NodeId node, int network)
{
    const int target = std::exchange(request.descriptor, -1);
    auto opened = InterfaceCapture::open({request.interface, network, request.filter, request.snaplen});
    if (!opened) {
        if (target >= 0)
            ::close(target);
        return base::fail(std::move(opened.error()));
    }
    auto output = target >= 0 ? PcapOutput::toDescriptor(target, request.snaplen)
                              : PcapOutput::toFile(request.file, request.snaplen);
    if (!output)
        return base::fail(OpenFailure{OpenError::cannotCapture, output.error().message});
    (*opened)->writeTo(std::move(*output));
    const auto watch = m_loop.watch((*opened)->descriptor(), EPOLLIN, [this, id](std::uint32_t) { process(id); });
    if (!watch)
        return base::fail(OpenFailure{OpenError::cannotCapture, toString(watch.error())});
    m_entries.emplace(id, Entry{std::move(request), node, std::move(*opened), *watch});
    return {};
}

InterfaceCaptures::Entries::iterator InterfaceCaptures::remove(Entries::iterator entry)
{
    m_loop.unwatch(entry->second.watch);
    entry->second.capture->close();
    return m_entries.erase(entry);
}

std::optional<capture::OutputCounters> InterfaceCaptures::stop(CaptureId id)
{
    const auto found = m_entries.find(id);
    if (found == m_entries.end())
        return std::nullopt;
    found->second.capture->process(); // what the kernel still keeps belongs to it
    const capture::OutputCounters counters = found->second.capture->counters();
    remove(found);
    return counters;
}

void InterfaceCaptures::endOf(base::NodeId node, const std::string &reason)
{
    for (auto it = m_entries.begin(); it != m_entries.end();) {
        if (it->second.node != node) {
            ++it;
            continue;
        }
        const CaptureId id = it->first;
        it->second.capture->process();
        it = remove(it);
        m_ended(id, reason);
    }
}

void InterfaceCaptures::stopAll(const std::string &reason)
{
    while (!m_entries.empty()) {
        const CaptureId id = m_entries.begin()->first;
        stop(id);
        if (!reason.empty())
            m_ended(id, reason);
    }
}

bool InterfaceCaptures::isAt(base::NodeId node, const std::string &interface) const
{
    return std::any_of(m_entries.begin(), m_entries.end(), [&](const auto &entry) {
        return entry.second.node == node && entry.second.request.interface == interface;
    });
}

std::vector<InterfaceInfo> InterfaceCaptures::list() const
{
    std::vector<InterfaceInfo> infos;
    for (const auto &[id, entry] : m_entries) {
        const InterfaceRequest &request = entry.request;
        infos.push_back({id, request.node, request.interface, request.filter, request.file, entry.capture->counters()});
    }
    return infos;
}

std::vector<base::NodeId> InterfaceCaptures::nodes() const
{
    std::vector<base::NodeId> nodes;
    for (const auto &[id, entry] : m_entries)
        nodes.push_back(entry.node);
    return nodes;
}

void InterfaceCaptures::process()
{
    for (auto it = m_entries.begin(); it != m_entries.end();) {
        const CaptureId id = it->first;
        ++it;
        process(id);
    }
}

void InterfaceCaptures::process(CaptureId id)
{
    const auto found = m_entries.find(id);
    if (found == m_entries.end())
        return;
    InterfaceCapture &capture = *found->second.capture;
    capture.process();
    if (!capture.ended())
        return;
    const std::string reason = capture.reason();
    remove(found);
    m_ended(id, reason);
}

} // namespace hopyard::engine
