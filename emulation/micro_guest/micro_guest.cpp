// See micro_guest.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "emulation/micro_guest/micro_guest.h"

#include <poll.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <utility>

namespace hopyard::micro_guest {

linux::Result<std::unique_ptr<MicroGuest>> MicroGuest::create(const guest_memory::MemoryFile &file,
                                                              std::size_t controlPage, std::size_t answerPage,
                                                              std::uint32_t buffers)
{
    if (file.pageSize() != kPage || (std::max(controlPage, answerPage) + 1) * kPage > file.size())
        return linux::sysFail("form a micro-guest", "Its memory is of pages of 4 KiB of the file.", EINVAL);
    auto guest = std::unique_ptr<MicroGuest>(new MicroGuest);
    auto window = guest_memory::Window::reserve(file, kFirstBuffer + buffers);
    if (!window)
        return base::fail(std::move(window.error()));
    guest->m_window = std::move(*window);
    guest->m_window->show(kControlPlace, controlPage, true);
    guest->m_window->show(kAnswerPlace, answerPage, true);
    if (!guest->m_window->settleAll())
        return linux::sysFail("map a micro-guest's own pages");
    std::memset(file.data() + controlPage * kPage, 0, kPage);
    std::memset(file.data() + answerPage * kPage, 0, kPage);
    guest->m_control = reinterpret_cast<Control *>(file.data() + controlPage * kPage);
    guest->m_answers = reinterpret_cast<Answers *>(file.data() + answerPage * kPage);
    auto processor = VirtualProcessor::create(
        guest->m_window->data(), (kFirstBuffer + std::size_t(buffers)) * kPage, Boot{},
        [g = guest.get()] { return loadAcquire(g->m_control->posted) != loadAcquire(g->m_answers->done); });
    if (!processor)
        return base::fail(std::move(processor.error()));
    guest->m_processor = std::move(*processor);
    return guest;
}

bool MicroGuest::post(std::uint32_t buffer, std::uint32_t length)
{
    if (m_posted - m_taken == kRing)
        return false;
    m_control->ring[m_posted % kRing] = {buffer, length};
    storeRelease(m_control->posted, ++m_posted);
    m_processor->wake();
    return true;
}

std::optional<Answer> MicroGuest::takeAnswer()
{
    // The guest writes this page: its numbers are taken for what they are, and no further than the ring goes.
    if (m_taken == m_posted || static_cast<std::int32_t>(loadAcquire(m_answers->done) - m_taken) <= 0)
        return std::nullopt;
    return m_answers->ring[m_taken++ % kRing];
}

bool MicroGuest::waitForKick(int milliseconds)
{
    pollfd wait{m_processor->kicks(), POLLIN, 0};
    return ::poll(&wait, 1, milliseconds) > 0 && m_processor->takeKicks();
}

} // namespace hopyard::micro_guest
