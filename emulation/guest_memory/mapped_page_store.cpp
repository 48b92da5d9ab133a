// See mapped_page_store.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "emulation/guest_memory/mapped_page_store.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <utility>

namespace hopyard::guest_memory {

using hypervisor::kPageSize;

namespace {
constexpr std::array<std::uint8_t, kPageSize> kZeros{};
}

linux::Result<std::unique_ptr<MappedPageStore>> MappedPageStore::create(std::size_t pages, PageKind kind)
{
    auto file = MemoryFile::create(std::max<std::size_t>(pages, 1) * kPageSize,
                                   kind == PageKind::huge ? PageKind::transparent : kind);
    if (!file)
        return base::fail(std::move(file.error()));
    return std::unique_ptr<MappedPageStore>(new MappedPageStore(std::move(*file), pages));
}

MappedPageStore::MappedPageStore(MemoryFile file, std::size_t pages)
    : m_file(std::move(file)), m_touched(pages, 0), m_wasGuests(pages, 0)
{
}

base::Bytes MappedPageStore::read(HostPage page) const
{
    // Looking at a page of the file takes memory for it; one that nobody touched is zeros without that.
    return m_touched[page.index()] ? base::Bytes(at(page), kPageSize) : base::Bytes(kZeros);
}

base::MutableBytes MappedPageStore::write(HostPage page)
{
    releaseNow();
    m_touched[page.index()] = 1;
    return {at(page), kPageSize};
}

void MappedPageStore::clear(HostPage page, std::size_t length)
{
    const bool wasGuests = std::exchange(m_wasGuests[page.index()], std::uint8_t(0)) != 0;
    if (!m_touched[page.index()] || length == 0)
        return;
    if (!wasGuests || length < kPageSize) {
        std::memset(at(page), 0, length);
        return;
    }
    // A guest's whole memory goes: the kernel gets it back, in runs.
    m_touched[page.index()] = 0;
    if (m_releaseCount != 0 && page.index() + 1 == m_releaseFirst) {
        --m_releaseFirst;
    } else if (m_releaseCount != 0 && page.index() == m_releaseFirst + m_releaseCount) {
        // one more at the end
    } else {
        releaseNow();
        m_releaseFirst = page.index();
    }
    ++m_releaseCount;
}

void MappedPageStore::releaseNow()
{
    if (m_releaseCount == 0)
        return;
    const std::size_t offset = m_releaseFirst * kPageSize, length = std::exchange(m_releaseCount, 0) * kPageSize;
    if (!m_file.release(offset, length))
        std::memset(m_file.data() + offset, 0, length);
}

void MappedPageStore::given(GuestId id, GuestPage place, HostPage page)
{
    releaseNow();
    if (id.index() >= m_guests.size())
        m_guests.resize(id.index() + 1);
    Guest &guest = m_guests[id.index()];
    if (!guest.window) {
        auto window = Window::reserve(m_file, m_touched.size()); // it cannot get more than there is
        if (!window)
            return; // no addresses left; the guest is served by the base portion's way, and it is counted
        guest.window = std::move(*window);
    }
    if (place.index() >= guest.own.size())
        guest.own.resize(place.index() + 1);
    guest.own[place.index()] = page;
    ++guest.pages;
    guest.window->show(place.index(), page.index(), true);
}

void MappedPageStore::taken(GuestId id, GuestPage place, HostPage page)
{
    Guest &guest = m_guests[id.index()];
    userGoes(guest);
    m_wasGuests[page.index()] = 1;
    if (!guest.window)
        return;
    guest.own[place.index()] = {};
    guest.window->hide(place.index());
    if (--guest.pages == 0) {
        m_past += guest.window->counters();
        guest.window.reset();
        guest.own.clear();
    }
}

void MappedPageStore::mapped(GuestId id, GuestPage place, HostPage page)
{
    if (Window *shown = window(id)) {
        shown->show(place.index(), page.index(), false);
        settleIfUsed(id);
    }
}

void MappedPageStore::unmapped(GuestId id, GuestPage place, HostPage)
{
    Window *shown = window(id);
    if (!shown)
        return;
    if (const HostPage own = m_guests[id.index()].own[place.index()]; own.isValid())
        shown->show(place.index(), own.index(), true);
    else
        shown->hide(place.index());
    settleIfUsed(id);
}

/// A processor that runs beside us looks when it likes.
void MappedPageStore::settleIfUsed(GuestId id)
{
    Guest &guest = m_guests[id.index()];
    if (guest.user && !guest.window->settle())
        userGoes(guest); // the kernel refused: it may see what it should not, so it ends
}

void MappedPageStore::userGoes(Guest &guest)
{
    if (WindowUser *user = std::exchange(guest.user, nullptr))
        user->windowGoes();
}

Window *MappedPageStore::use(GuestId id, WindowUser &user)
{
    if (!window(id))
        return nullptr;
    releaseNow();
    Guest &guest = m_guests[id.index()];
    if (!guest.window->settleAll())
        return nullptr;
    for (const HostPage page : guest.own)
        if (page.isValid())
            m_touched[page.index()] = 1; // it may write to any of them
    guest.user = &user;
    return guest.window.get();
}

void MappedPageStore::leave(GuestId id)
{
    if (id.index() < m_guests.size())
        m_guests[id.index()].user = nullptr;
}

MappedPageStore::~MappedPageStore()
{
    for (Guest &guest : m_guests)
        userGoes(guest);
}

Window *MappedPageStore::window(GuestId guest) const
{
    return guest.index() < m_guests.size() ? m_guests[guest.index()].window.get() : nullptr;
}

base::Bytes MappedPageStore::seen(GuestId guest, GuestPage place, HostPage page) const
{
    Window *shown = window(guest);
    if (std::uint8_t *bytes = shown ? shown->at(place.index()) : nullptr)
        return {bytes, kPageSize};
    ++m_unmappable;
    return read(page);
}

base::MutableBytes MappedPageStore::seenForWriting(GuestId guest, GuestPage place, HostPage page)
{
    releaseNow();
    m_touched[page.index()] = 1;
    Window *shown = window(guest);
    if (std::uint8_t *bytes = shown ? shown->at(place.index()) : nullptr)
        return {bytes, kPageSize};
    ++m_unmappable;
    return write(page);
}

std::optional<bool> MappedPageStore::touch(GuestId id, hypervisor::GuestAddress address,
                                           std::optional<std::uint8_t> value)
{
    Window *shown = window(id);
    if (!shown || !shown->isGuarded() || address >= shown->length())
        return std::nullopt; // there is no address of ours that would stand for it
    releaseNow();
    const std::size_t place = address / kPageSize;
    if (place < shown->places()) {
        if (const auto page = shown->shown(place); page && value)
            m_touched[*page] = 1;
        (void)shown->at(place);
    }
    const std::uint64_t before = shown->faults();
    volatile std::uint8_t *byte = shown->data() + address;
    if (value)
        *byte = *value;
    else
        (void)*byte;
    return shown->faults() == before;
}

std::optional<hypervisor::PageStore::Caught> MappedPageStore::takeFault()
{
    for (std::uint32_t i = 0; i < m_guests.size(); ++i)
        if (m_guests[i].window)
            if (const auto fault = m_guests[i].window->takeFault()) {
                ++m_faults;
                return Caught{GuestId(i), fault->offset, fault->forWriting};
            }
    return std::nullopt;
}

std::optional<hypervisor::HostPage> MappedPageStore::shown(GuestId guest, GuestPage place) const
{
    const Window *window = this->window(guest);
    if (!window)
        return std::nullopt;
    const auto page = window->shown(place.index());
    return page ? HostPage(static_cast<std::uint32_t>(*page)) : HostPage();
}

std::optional<std::string> MappedPageStore::verify() const
{
    for (std::uint32_t i = 0; i < m_guests.size(); ++i)
        if (m_guests[i].window)
            if (auto wrong = m_guests[i].window->verify())
                return fmt::format("guest {}: {}", i, *wrong);
    return std::nullopt;
}

WindowCounters MappedPageStore::counters() const
{
    WindowCounters all = m_past;
    for (const Guest &guest : m_guests)
        if (guest.window)
            all += guest.window->counters();
    return all;
}

std::string MappedPageStore::describe() const
{
    const auto windows =
        std::count_if(m_guests.begin(), m_guests.end(), [](const Guest &g) { return g.window != nullptr; });
    const WindowCounters all = counters();
    std::string text = fmt::format(
        "a memory file of the kernel, {}: {} pages, {} of them resident; {} windows of real mappings: {} system calls "
        "for {} pages, {} changes spared, {} touches caught",
        toString(m_file.kind()), pageCount(), residentPages(), windows, all.calls, all.pages, all.spared, m_faults);
    if (all.failed != 0 || m_unmappable != 0)
        text +=
            fmt::format("; {} mappings refused by the kernel, {} accesses without a window", all.failed, m_unmappable);
    return text;
}

std::unique_ptr<hypervisor::PageStore> MappedPageStore::clone() const
{
    auto copy = std::make_unique<hypervisor::MemoryPageStore>(pageCount());
    for (std::uint32_t i = 0; i < m_touched.size(); ++i)
        if (m_touched[i])
            std::memcpy(copy->write(HostPage(i)).data(), at(HostPage(i)), kPageSize);
    return copy;
}

} // namespace hopyard::guest_memory
