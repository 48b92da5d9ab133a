// Plain memory behind host pages; see page_store.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/hypervisor/page_store.h"

#include <algorithm>
#include <cstring>

namespace hopyard::hypervisor {

namespace {
constexpr std::array<std::uint8_t, kPageSize> kZeros{};
}

void PageStore::mapped(GuestId, GuestPage, HostPage, bool) {}
void PageStore::unmapped(GuestId, GuestPage, HostPage) {}

base::Bytes MemoryPageStore::read(HostPage page) const
{
    const std::shared_ptr<Page> &bytes = m_pages[page.index()];
    return bytes ? base::Bytes(*bytes) : base::Bytes(kZeros);
}

base::MutableBytes MemoryPageStore::write(HostPage page)
{
    std::shared_ptr<Page> &bytes = m_pages[page.index()];
    if (!bytes)
        bytes = std::make_shared<Page>();
    else if (bytes.use_count() > 1)
        bytes = std::make_shared<Page>(*bytes);
    return *bytes;
}

void MemoryPageStore::clear(HostPage page, std::size_t length)
{
    std::shared_ptr<Page> &bytes = m_pages[page.index()];
    if (!bytes || length == 0)
        return;
    if (length >= kPageSize) { // nothing of it is to be kept: an untouched page reads as zeros
        bytes = nullptr;
        return;
    }
    if (bytes.use_count() > 1) // another checkpoint still needs the old bytes
        bytes = std::make_shared<Page>(*bytes);
    std::memset(bytes->data(), 0, length);
}

std::size_t MemoryPageStore::residentPages() const
{
    return static_cast<std::size_t>(std::count_if(m_pages.begin(), m_pages.end(), [](const auto &p) { return p != nullptr; }));
}

} // namespace hopyard::hypervisor
