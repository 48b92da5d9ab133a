// The writer's half of the recorder: batches into SQLite, a few in one transaction. Tables: docs/record.md.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "emulation/record/batch.h"
#include "emulation/record/queue.h"
#include "emulation/record/recorder.h"
#include "emulation/record/segment.h"
#include "emulation/record/sqlite.h"

#include <atomic>
#include <memory>
#include <string>

namespace hopyard::record {

class Writer {
public:
    static base::Result<std::unique_ptr<Writer>, base::Error> open(const std::string &path, const RunInfo &info,
                                                                   const Options &options);

    /// Writes until the queue is closed and empty or something fails. On the writer's thread.
    void run(BatchQueue &queue);
    /// After run(): notes how the run ended and leaves a single file.
    void finish(std::int64_t end, std::uint64_t lost);

    bool hasFailed() const { return m_failed.load(std::memory_order_acquire); }
    base::Error failure() const { return m_failure; } ///< only where hasFailed()
    bool hasReachedLimit() const { return m_limitReached.load(std::memory_order_acquire); }
    std::string limitSentence() const; ///< what becomes of packets and events then
    /// Rows that are in the file for good; `lost` is 0.
    Totals committed() const;

private:
    Writer() = default;
    /// Of a batch, within the limit.
    enum class Room : std::uint8_t { all, withoutPackets, none, broken };
    bool begin(const RunInfo &info);
    bool prepare();
    std::uint64_t used(); ///< bytes of the file that hold something
    Room makeRoom(const Batch &batch);
    bool removeOldest(std::uint64_t bytes);
    bool noteLimit(std::int64_t time);
    bool write(const Batch &batch, bool packets);
    bool writeSegment();
    bool writeEvent(const Batch &batch, const EventRow &row);
    bool writeNames(const Batch &batch);
    bool writeRouteFiles(const Batch &batch);
    bool writeInputs(const Batch &batch);
    void fail(const std::string &why);

    std::string m_path;
    Database m_database;
    Segment m_segment; ///< packets that wait for their row
    std::uint64_t m_limit = 0; ///< bytes; 0: none
    std::int64_t m_since = -1; ///< world time: what packets and events are older than that are not all there
    std::int64_t m_until = 0;  ///< world time: what happened before it is in the file for good
    std::string m_state = "complete"; ///< at the end
    Statement m_pages, m_freePages, m_oldest, m_removeSegments, m_removeEvents, m_oldestEvents, m_madeRoom;
    Statement m_insertSegment, m_event, m_node, m_link, m_result, m_snapshot, m_routeFile, m_input, m_bookmark,
        m_noBookmark;
    std::atomic<bool> m_failed{false};
    base::Error m_failure;
    std::atomic<bool> m_limitReached{false};
    struct Counts {
        std::uint64_t packets = 0, events = 0, removedPackets = 0, removedEvents = 0;
    };
    Counts m_counts; ///< of the transaction under way
    std::atomic<std::uint64_t> m_packets{0}, m_events{0}, m_removed{0};
};

} // namespace hopyard::record
