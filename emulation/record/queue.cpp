// Batches between two threads; see queue.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "emulation/record/queue.h"

namespace hopyard::record {

std::unique_ptr<Batch> BatchQueue::take(bool wait)
{
    std::unique_lock lock(m_mutex);
    if (m_free.empty() && m_made < m_limit && !m_closed) {
        ++m_made;
        lock.unlock();
        return std::make_unique<Batch>();
    }
    if (wait)
        m_emptied.wait(lock, [this] { return !m_free.empty() || m_closed || m_abandoned; });
    if (m_free.empty())
        return nullptr;
    std::unique_ptr<Batch> batch = std::move(m_free.back());
    m_free.pop_back();
    return batch;
}

void BatchQueue::give(std::unique_ptr<Batch> batch)
{
    {
        const std::lock_guard lock(m_mutex);
        if (m_abandoned) {
            batch->clear();
            m_free.push_back(std::move(batch));
            return;
        }
        m_full.push_back(std::move(batch));
        m_idle = false;
    }
    m_filled.notify_one();
}

void BatchQueue::close()
{
    {
        const std::lock_guard lock(m_mutex);
        m_closed = true;
    }
    m_filled.notify_all();
    m_emptied.notify_all();
}

std::unique_ptr<Batch> BatchQueue::next()
{
    std::unique_lock lock(m_mutex);
    while (!m_filled.wait_for(lock, kIdle, [this] { return !m_full.empty() || m_closed; }))
        m_idle = true;
    return takeFirst();
}

std::unique_ptr<Batch> BatchQueue::nextIfReady()
{
    const std::lock_guard lock(m_mutex);
    return takeFirst();
}

std::unique_ptr<Batch> BatchQueue::takeFirst()
{
    if (m_full.empty())
        return nullptr;
    std::unique_ptr<Batch> batch = std::move(m_full.front());
    m_full.pop_front();
    return batch;
}

void BatchQueue::recycle(std::unique_ptr<Batch> batch)
{
    batch->clear();
    {
        const std::lock_guard lock(m_mutex);
        m_free.push_back(std::move(batch));
    }
    m_emptied.notify_one();
}

void BatchQueue::abandon()
{
    {
        const std::lock_guard lock(m_mutex);
        m_abandoned = true;
        for (std::unique_ptr<Batch> &batch : m_full) {
            batch->clear();
            m_free.push_back(std::move(batch));
        }
        m_full.clear();
    }
    m_emptied.notify_all();
}

} // namespace hopyard::record
