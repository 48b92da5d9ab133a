// The captures of Linux interfaces that belong to a run, driven by the event loop: of a namespace node's own, inside its
// namespace, or of the network that the engine stands in.
//
// What ends by itself (the interface went away, the reader has gone, the disk is full) is taken out by process(). An open
// capture keeps its network namespace alive, so a node's have to end with the node: endOf().
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/id.h"
#include "emulation/capture/captures.h"
#include "emulation/capture/interface_capture.h"
#include "emulation/engine/event_loop.h"

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace hopyard::engine {

struct InterfaceRequest {
    std::string interface; ///< "eth0", "lo"
    std::string node;      ///< a namespace node; empty: the engine's own network
    std::string filter;
    unsigned snaplen = capture::Capture::kDefaultSnaplen;
    std::string file;    ///< written where `descriptor` is negative
    int descriptor = -1; ///< to write to; taken over, also where the start fails
};

struct InterfaceInfo {
    capture::CaptureId id;
    std::string node, interface, filter, file; ///< as they were asked for; no file where it goes to a descriptor
    capture::OutputCounters counters;
};

class InterfaceCaptures {
public:
    using Ended = std::function<void(capture::CaptureId, const std::string &reason)>;
    InterfaceCaptures(EventLoop &loop, Ended ended) : m_loop(loop), m_ended(std::move(ended)) {}
    InterfaceCaptures(const InterfaceCaptures &) = delete;
    InterfaceCaptures &operator=(const InterfaceCaptures &) = delete;
    ~InterfaceCaptures() { stopAll({}); }

    using OpenError = capture::InterfaceCapture::OpenError;
    using OpenFailure = capture::InterfaceCapture::OpenFailure;
    /// `network`: the descriptor of the namespace, which is lent; negative: the engine's own. A file is made only once
    /// the interface could be opened.
    base::Result<void, OpenFailure> start(capture::CaptureId id, InterfaceRequest request, base::NodeId node, int network);
    std::optional<capture::OutputCounters> stop(capture::CaptureId id);
    /// Ends those of a node, or all, and tells it with this reason where there is one.
    void endOf(base::NodeId node, const std::string &reason);
    void stopAll(const std::string &reason);
    std::vector<InterfaceInfo> list() const;
    bool isEmpty() const { return m_entries.empty(); }
    bool isAt(base::NodeId node, const std::string &interface) const;
    std::vector<base::NodeId> nodes() const; ///< invalid for the engine's own network
    /// To be called now and then while there are any (capture::InterfaceCapture::process).
    void process();

private:
    struct Entry {
        InterfaceRequest request;
        base::NodeId node;
        std::unique_ptr<capture::InterfaceCapture> capture;
        EventLoop::WatchId watch = EventLoop::kNoWatch;
    };
    using Entries = std::map<capture::CaptureId, Entry>;
    Entries::iterator remove(Entries::iterator entry);
    void process(capture::CaptureId id);

    EventLoop &m_loop;
    Ended m_ended;
    Entries m_entries;
};

} // namespace hopyard::engine
