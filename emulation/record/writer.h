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
                                                                   bool replace);

    /// Writes until the queue is closed and empty or something fails. On the writer's thread.
    void run(BatchQueue &queue);
    /// After run(): notes how the run ended and leaves a single file.
    void finish(std::int64_t end, std::uint64_t lost);

    bool hasFailed() const { return m_failed.load(std::memory_order_acquire); }
    base::Error failure() const { return m_failure; } ///< only where hasFailed()
    /// Rows that are in the file for good; `lost` is 0.
    Totals committed() const;

private:
    Writer() = default;
    bool begin(const RunInfo &info);
    bool prepare();
    bool write(const Batch &batch);
    bool writeSegment();
    bool writeEvent(const Batch &batch, const EventRow &row);
    bool writeNames(const Batch &batch);
    bool writeInputs(const Batch &batch);
    void fail();

    std::string m_path;
    Database m_database;
    Segment m_segment; ///< packets that wait for their row
    Statement m_insertSegment, m_event, m_node, m_link, m_result, m_input, m_bookmark, m_noBookmark;
    std::atomic<bool> m_failed{false};
    base::Error m_failure;
    std::atomic<std::uint64_t> m_packets{0}, m_events{0};
};

} // namespace hopyard::record
