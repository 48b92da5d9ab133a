// The captures of one run, started and stopped while it runs; what the engine's capture.* methods call.
//
// A capture is tied to an end of a link ("r1:eth0"), not to the link: when the end is plugged elsewhere the capture goes
// on there, and while nothing is plugged it waits. The owner calls worldChanged() after every change of the lab and
// attach() when the world itself is replaced (a rewind).
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "emulation/capture/capture.h"

#include "core/lab/lab.h"

#include <memory>
#include <string>
#include <vector>

namespace hopyard::world {
class World;
}

namespace hopyard::capture {

using CaptureId = base::Id<struct CaptureTag>;

struct Request {
    lab::End at;
    Where where = Where::port;
    std::string filter;
    unsigned snaplen = Capture::kDefaultSnaplen;
    std::string file;    ///< written where `descriptor` is negative
    int descriptor = -1; ///< a pipe, socket or file to write to; taken over, also where the start fails
    SlowReader slowReader = SlowReader::drop;
};

struct Info {
    CaptureId id;
    lab::End at;
    Where where;
    std::string filter;
    std::string file; ///< empty where it goes to a descriptor
    OutputCounters counters;
};

/// A capture that ended by itself (reader gone, disk full).
struct Ended {
    Info info;
    std::string reason;
};

enum class StartError : std::uint8_t { noSuchLink, badFilter, cannotWrite };
struct StartFailure {
    StartError error;
    std::string message;
};

class Captures {
public:
    /// `epoch`: nanoseconds since 1970 at world time 0 (0 for virtual time).
    explicit Captures(std::int64_t epoch) : m_epoch(epoch) {}
    Captures(const Captures &) = delete;
    Captures &operator=(const Captures &) = delete;
    ~Captures();

    /// Listens to this world from now on. The world must outlive this or be detached.
    void attach(world::World &world);
    void detach();
    void worldChanged();

    base::Result<CaptureId, StartFailure> start(Request request);
    /// The figures at the end; nothing where there is no such capture.
    std::optional<OutputCounters> stop(CaptureId id);
    void stopAll();
    std::vector<Info> list() const;
    bool isEmpty() const { return m_entries.empty(); }
    /// An id for a capture that somebody else keeps: one that none here has or will have.
    CaptureId takeId() { return CaptureId(m_nextId++); }

    /// To be called after each batch of the driver, and while pending() now and then even when nothing happens. Hands
    /// on what is buffered and says which captures have ended since.
    std::vector<Ended> flush();
    bool pending() const;

private:
    struct Entry {
        CaptureId id;
        Request request;
        std::unique_ptr<Capture> capture;
    };
    Info infoOf(const Entry &entry) const;
    void plug(Entry &entry);
    void unplug(Entry &entry);

    std::int64_t m_epoch;
    world::World *m_world = nullptr;
    std::vector<Entry> m_entries;
    std::uint32_t m_nextId = 1;
};

} // namespace hopyard::capture
