// Batches between the driver's thread, which fills them, and the writer's, which empties them.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "emulation/record/batch.h"

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <vector>

namespace hopyard::record {

class BatchQueue {
public:
    explicit BatchQueue(std::size_t batches) : m_limit(batches) {}

    // --- driver's side ---
    /// An empty batch; null where as many as allowed are waiting and `wait` is false, or the queue is closed.
    std::unique_ptr<Batch> take(bool wait);
    void give(std::unique_ptr<Batch> batch);
    /// The writer has had nothing to do for a while and would write what there is. Asking resets it.
    bool writerIsIdle() { return m_idle.load(std::memory_order_relaxed) && m_idle.exchange(false); }
    /// No more batches; the writer gets what is left, then null.
    void close();

    // --- writer's side ---
    /// The next full batch; null after close() when there is none left.
    std::unique_ptr<Batch> next();
    /// The same without waiting: null also where none is ready.
    std::unique_ptr<Batch> nextIfReady();
    void recycle(std::unique_ptr<Batch> batch);
    /// The writer has given up: batches that are given go straight back, nobody waits.
    void abandon();

private:
    std::unique_ptr<Batch> takeFirst(); // with the lock held
    static constexpr std::chrono::milliseconds kIdle{100};
    std::mutex m_mutex;
    std::condition_variable m_filled;
    std::condition_variable m_emptied;
    std::deque<std::unique_ptr<Batch>> m_full;
    std::vector<std::unique_ptr<Batch>> m_free;
    std::size_t m_made = 0;
    const std::size_t m_limit;
    bool m_closed = false;
    bool m_abandoned = false;
    std::atomic<bool> m_idle{false};
};

} // namespace hopyard::record
