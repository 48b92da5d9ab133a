// Plain memory behind host pages; see page_store.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/hypervisor/page_store.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>

namespace hopyard::hypervisor {

namespace {
constexpr std::array<std::uint8_t, kPageSize> kZeros{};
}

void PageStore::given(GuestId, GuestPage, HostPage) {}
void PageStore::taken(GuestId, GuestPage, HostPage) {}
void PageStore::mapped(GuestId, GuestPage, HostPage) {}
void PageStore::unmapped(GuestId, GuestPage, HostPage) {}
base::Bytes PageStore::seen(GuestId, GuestPage, HostPage page) const { return read(page); }
base::MutableBytes PageStore::seenForWriting(GuestId, GuestPage, HostPage page) { return write(page); }
std::optional<bool> PageStore::touch(GuestId, GuestAddress, std::optional<std::uint8_t>) { return std::nullopt; }
std::optional<PageStore::Caught> PageStore::takeFault() { return std::nullopt; }
std::optional<HostPage> PageStore::shown(GuestId, GuestPage) const { return std::nullopt; }
std::optional<std::string> PageStore::verify() const { return std::nullopt; }

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

std::string MemoryPageStore::describe() const
{
    return fmt::format("plain memory: {} pages, {} of them resident", m_pages.size(), residentPages());
}

} // namespace hopyard::hypervisor
