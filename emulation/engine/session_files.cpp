// Session: captures and the record; see session.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "emulation/engine/session.h"
#include "emulation/engine/version.h"
#include "emulation/record/world_names.h"

#include <ctime>
#include <utility>

namespace hopyard::engine {

Answer<capture::CaptureId> Session::startCapture(capture::Request request)
{
    if (!isActive()) {
        if (request.descriptor >= 0)
            ::close(request.descriptor);
        return base::fail(wrongState("no run is on; start it paused to capture from its first packet on"));
    }
    if (auto may = mayChange(); !may) {
        if (request.descriptor >= 0)
            ::close(request.descriptor);
        return base::fail(std::move(may.error()));
    }
    request.slowReader = m_timeMode == TimeMode::virtual_ ? capture::SlowReader::wait : capture::SlowReader::drop;
    auto started = m_captures->start(std::move(request));
    if (started)
        return *started;
    int code = rpc::systemError;
    switch (started.error().error) {
    case capture::StartError::noSuchLink: code = rpc::noSuchLink; break;
    case capture::StartError::badFilter: code = rpc::invalidParams; break;
    case capture::StartError::cannotWrite: break;
    }
    return base::fail(rpc::RpcError{code, started.error().message, nullptr});
}

Answer<capture::CaptureId> Session::startCapture(InterfaceRequest request)
{
    const auto refuse = [&request](rpc::RpcError error) {
        if (request.descriptor >= 0)
            ::close(request.descriptor);
        return base::fail(std::move(error));
    };
    if (!isActive())
        return refuse(wrongState("no run is on"));
    base::NodeId node;
    int network = -1;
    if (!request.node.empty()) {
        node = m_world->findNode(request.node);
        if (!node.isValid())
            return refuse({rpc::noSuchNode, "there is no node " + request.node, nullptr});
        const nodes::NamespaceNode *place = m_outside.find(node);
        if (!place)
            return refuse({rpc::wrongState,
                           request.node + " is no running namespace, so it has no Linux interface; capture at an end of its "
                                          "link, such as \"" + request.node + ":eth0\"",
                           {{"state", m_world->isRunning(node) ? "running" : "stopped"}}});
        network = place->networkNamespace().get();
    }
    const capture::CaptureId id = m_captures->takeId();
    // Before it sees the first frame, not after.
    m_outside.setOffloads([&](base::NodeId other, const std::string &interface) {
        return !(other == node && interface == request.interface) && !m_interfaceCaptures.isAt(other, interface);
    });
    const auto started = m_interfaceCaptures.start(id, std::move(request), node, network);
    if (started)
        return id;
    followInterfaceCaptures();
    int code = rpc::systemError;
    switch (started.error().error) {
    case InterfaceCaptures::OpenError::noSuchInterface: code = rpc::noSuchLink; break;
    case InterfaceCaptures::OpenError::badFilter: code = rpc::invalidParams; break;
    case InterfaceCaptures::OpenError::cannotCapture: break;
    }
    return base::fail(rpc::RpcError{code, started.error().message, nullptr});
}

/// Where somebody captures at a namespace's interface, its kernel finishes frames itself, so that what is seen there is
/// what a wire would carry.
void Session::followInterfaceCaptures()
{
    m_outside.setOffloads([this](base::NodeId node, const std::string &interface) {
        return !m_interfaceCaptures.isAt(node, interface);
    });
}

/// An edit may have ended nodes; what looks into their namespaces would keep these alive.
void Session::endCapturesOfStoppedNodes()
{
    for (const base::NodeId node : m_interfaceCaptures.nodes())
        if (node.isValid() && !m_outside.find(node))
            m_interfaceCaptures.endOf(node, "the node was stopped");
}

Answer<capture::OutputCounters> Session::stopCapture(capture::CaptureId id)
{
    if (!isActive())
        return base::fail(wrongState("no run is on"));
    auto counters = m_captures->stop(id);
    if (!counters)
        counters = m_interfaceCaptures.stop(id);
    followInterfaceCaptures();
    if (!counters)
        return base::fail(rpc::RpcError{rpc::noSuchId, "there is no such capture", nullptr});
    return *counters;
}

std::vector<capture::Info> Session::captures() const
{
    return m_captures ? m_captures->list() : std::vector<capture::Info>();
}

Answer<void> Session::startRecord(const std::string &file, bool replace, std::uint64_t limit)
{
    if (!isActive())
        return base::fail(wrongState("no run is on; start it paused to record from its first packet on"));
    if (auto may = mayChange(); !may)
        return may;
    if (m_recorder)
        return base::fail(rpc::RpcError{rpc::wrongState, "the run is being recorded already", {{"state", toString(m_state)}}});
    timespec wall{};
    ::clock_gettime(CLOCK_REALTIME, &wall);
    const record::RunInfo info{m_options.run, m_labText.save(*m_firstLab), m_labPath, m_seed, m_timeMode == TimeMode::virtual_,
                               std::string(kVersion), std::int64_t(wall.tv_sec) * 1'000'000'000 + wall.tv_nsec};
    record::Options options;
    options.overload = m_timeMode == TimeMode::virtual_ ? record::Overload::wait : record::Overload::drop;
    options.replace = replace;
    options.limit = limit;
    auto recorder = record::Recorder::open(file, info, options);
    if (!recorder)
        return base::fail(rpc::RpcError{rpc::systemError, recorder.error().message, nullptr});
    m_recorder = std::move(*recorder);
    m_recordFile = file;
    if (!m_firstRouteFiles.files.empty())
        m_recorder->input({{}, 0, world::Input::RouteFilesSet{std::make_shared<world::RouteFiles>(m_firstRouteFiles)}});
    for (const auto &known : m_history.inputs())
        m_recorder->input(*known);
    m_snapshots.forEach(
        [this](const Snapshots::Row &row) { m_recorder->snapshot(row.time, row.node, row.what, row.data); });
    for (const Bookmark &bookmark : m_bookmarks)
        m_recorder->bookmark(bookmark.id, bookmark.time, bookmark.note);
    m_world->trace().add(m_recorder.get(), m_recorder->kinds());
    describeForRecord();
    m_listener.stateChanged();
    return {};
}

Answer<record::Totals> Session::stopRecord()
{
    if (!m_recorder)
        return base::fail(wrongState("the run is not being recorded"));
    m_world->trace().remove(m_recorder.get());
    const record::Totals totals = m_recorder->close(m_world->now());
    m_recorder.reset();
    m_recordFile.clear();
    m_listener.stateChanged();
    return totals;
}

void Session::describeForRecord()
{
    if (m_recorder)
        record::describe(*m_recorder, *m_world);
}

} // namespace hopyard::engine
