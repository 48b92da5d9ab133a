// The steps of a page's life; see page_pool.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/hypervisor/page_pool.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>

namespace hopyard::hypervisor {
namespace {

/// Nothing but zeros. Looked at as a whole, for a check after each packet of a test looks at every page.
bool isClear(base::Bytes bytes)
{
    return bytes.empty() || (bytes[0] == 0 && std::memcmp(bytes.data(), bytes.data() + 1, bytes.size() - 1) == 0);
}

} // namespace

template <class E>
auto PagePool::refuse(E error) const
{
    ++m_counters.refused;
    return base::fail(error);
}

PagePool::PagePool(std::unique_ptr<PageStore> store) : m_store(std::move(store)), m_info(m_store->pageCount())
{
    m_free.reserve(m_info.size());
    for (std::size_t i = m_info.size(); i-- > 0;) // so that pages are given out in ascending order
        m_free.push_back(HostPage(static_cast<std::uint32_t>(i)));
    m_counts[static_cast<std::size_t>(PageState::free)] = m_info.size();
}

PagePool::PagePool(const PagePool &o)
    : m_store(o.m_store->clone()), m_info(o.m_info), m_free(o.m_free), m_dma(o.m_dma), m_sharers(o.m_sharers),
      m_counts(o.m_counts), m_counters(o.m_counters)
{
}

PagePool &PagePool::operator=(const PagePool &o)
{
    if (this != &o)
        *this = PagePool(o);
    return *this;
}

void PagePool::enter(HostPage page, PageState state)
{
    PageInfo &info = m_info[page.index()];
    --m_counts[static_cast<std::size_t>(info.state)];
    ++m_counts[static_cast<std::size_t>(state)];
    info.state = state;
}

PageError PagePool::why(HostPage page) const
{
    return page.index() < m_info.size() ? PageError::wrongState : PageError::noSuchPage;
}

void PagePool::wipe(HostPage page, std::size_t from, std::size_t to)
{
    ++m_counters.clears;
    m_counters.bytesCleared += to - from;
    if (from == 0)
        m_store->clear(page, to);
    else
        std::memset(m_store->write(page).data() + from, 0, to - from);
}

PagePool::Result<HostPage> PagePool::takeFree(PageState to)
{
    if (m_free.empty())
        return refuse(PageError::noPage);
    const HostPage page = m_free.back();
    if (m_info[page.index()].dirty != 0) // cannot be: clear() is the only way into this list
        return refuse(PageError::notClear);
    m_free.pop_back();
    enter(page, to);
    return page;
}

PagePool::Result<HostPage> PagePool::giveToGuest(const Place &place)
{
    const auto page = takeFree(PageState::guest);
    if (page) {
        m_info[page->index()].place = place;
        m_store->given(place.guest, place.at, *page);
    }
    return page;
}

PagePool::Result<void> PagePool::takeFromGuest(HostPage page, GuestId guest)
{
    if (!is(page, PageState::guest))
        return refuse(why(page));
    if (m_info[page.index()].place.guest != guest)
        return refuse(PageError::notHolder);
    m_store->taken(guest, m_info[page.index()].place.at, page);
    m_info[page.index()].place = {};
    m_info[page.index()].dirty = kPageSize; // what the guest wrote was not followed
    enter(page, PageState::clearing);
    return {};
}

PagePool::Result<HostPage> PagePool::giveToBase() { return takeFree(PageState::base); }

PagePool::Result<void> PagePool::takeFromBase(HostPage page)
{
    if (!is(page, PageState::base))
        return refuse(why(page));
    enter(page, PageState::clearing);
    return {};
}

PagePool::Result<HostPage> PagePool::list()
{
    const auto page = takeFree(PageState::dma);
    if (page)
        m_dma.pushBack(*page);
    return page;
}

PagePool::Result<void> PagePool::unlist()
{
    if (m_dma.isEmpty())
        return refuse(PageError::noPage);
    const HostPage page = m_dma.popFront();
    enter(page, PageState::clearing);
    return clear(page);
}

PagePool::Result<HostPage> PagePool::fill()
{
    if (m_dma.isEmpty())
        return refuse(PageError::noPage);
    const HostPage page = m_dma.popFront();
    enter(page, PageState::filled);
    return page;
}

PagePool::Result<void> PagePool::map(HostPage page, const Place &place, std::size_t used)
{
    if (is(page, PageState::mapped))
        return refuse(PageError::alreadyMapped);
    if (!is(page, PageState::filled))
        return refuse(why(page));
    PageInfo &info = m_info[page.index()];
    if (used < info.dirty) { // an older, longer packet shows behind this one
        wipe(page, used, info.dirty);
        info.dirty = static_cast<std::uint16_t>(used);
    }
    info.place = place;
    enter(page, PageState::mapped);
    ++m_counters.maps;
    m_store->mapped(place.guest, place.at, page);
    return {};
}

PagePool::Result<void> PagePool::share(HostPage page, const Place &place)
{
    if (!is(page, PageState::mapped))
        return refuse(why(page));
    if (isMappedTo(page, place))
        return refuse(PageError::alreadyMapped);
    m_sharers[page].push_back(place);
    ++m_counters.maps;
    m_store->mapped(place.guest, place.at, page);
    return {};
}

PagePool::Result<bool> PagePool::unmap(HostPage page, const Place &place)
{
    if (!is(page, PageState::mapped))
        return refuse(why(page));
    if (!isMappedTo(page, place))
        return refuse(PageError::notHolder);
    ++m_counters.unmaps;
    m_store->unmapped(place.guest, place.at, page);
    PageInfo &info = m_info[page.index()];
    const auto shared = m_sharers.find(page);
    if (shared == m_sharers.end()) {
        info.place = {};
        enter(page, PageState::clearing);
        return true;
    }
    if (info.place == place) {
        info.place = shared->second.front();
        shared->second.erase(shared->second.begin());
    } else {
        std::erase(shared->second, place);
    }
    if (shared->second.empty())
        m_sharers.erase(shared);
    return false;
}

PagePool::Result<void> PagePool::discard(HostPage page)
{
    if (!is(page, PageState::filled))
        return refuse(why(page));
    enter(page, PageState::clearing);
    return {};
}

PagePool::Result<void> PagePool::clear(HostPage page)
{
    if (!is(page, PageState::clearing))
        return refuse(why(page));
    wipe(page, 0, m_info[page.index()].dirty);
    m_info[page.index()].dirty = 0;
    enter(page, PageState::free);
    m_free.push_back(page);
    return {};
}

PagePool::Result<void> PagePool::clearAndList(HostPage page)
{
    if (!is(page, PageState::clearing))
        return refuse(why(page));
    wipe(page, 0, m_info[page.index()].dirty);
    m_info[page.index()].dirty = 0;
    enter(page, PageState::dma);
    m_dma.pushBack(page);
    return {};
}

PagePool::Result<void> PagePool::relist(HostPage page)
{
    if (!is(page, PageState::filled))
        return refuse(why(page));
    ++m_counters.relisted;
    enter(page, PageState::dma);
    m_dma.pushBack(page);
    return {};
}

std::vector<Place> PagePool::placesOf(HostPage page) const
{
    std::vector<Place> places;
    if (!is(page, PageState::mapped))
        return places;
    places.push_back(m_info[page.index()].place);
    if (const auto shared = m_sharers.find(page); shared != m_sharers.end())
        places.insert(places.end(), shared->second.begin(), shared->second.end());
    return places;
}

bool PagePool::isMappedTo(HostPage page, const Place &place) const
{
    if (!is(page, PageState::mapped))
        return false;
    if (m_info[page.index()].place == place)
        return true;
    const auto shared = m_sharers.find(page);
    return shared != m_sharers.end() && std::find(shared->second.begin(), shared->second.end(), place) != shared->second.end();
}

std::vector<HostPage> PagePool::dmaTable() const
{
    std::vector<HostPage> pages;
    for (std::size_t i = 0; i < m_dma.size(); ++i)
        pages.push_back(m_dma[i]);
    return pages;
}

std::optional<std::string> PagePool::verify(bool bytes) const
{
    std::vector<std::uint8_t> seen(m_info.size(), 0);
    const auto once = [&](HostPage page, PageState state) -> std::optional<std::string> {
        if (!is(page, state) || seen[page.index()]++ != 0)
            return fmt::format("host page {} is in the list of pages '{}' and also elsewhere", page.value(), toString(state));
        return std::nullopt;
    };
    for (const HostPage page : m_free)
        if (auto wrong = once(page, PageState::free))
            return wrong;
    for (std::size_t i = 0; i < m_dma.size(); ++i)
        if (auto wrong = once(m_dma[i], PageState::dma))
            return wrong;
    std::array<std::size_t, kPageStates> counts{};
    for (std::uint32_t i = 0; i < m_info.size(); ++i) {
        const HostPage page(i);
        const PageInfo &info = m_info[i];
        ++counts[static_cast<std::size_t>(info.state)];
        const bool listed = info.state == PageState::free || info.state == PageState::dma;
        if (listed != (seen[i] == 1))
            return fmt::format("host page {} ({}) is lost", i, toString(info.state));
        const bool held = info.state == PageState::guest || info.state == PageState::mapped;
        if (held != info.place.guest.isValid())
            return fmt::format("host page {} ({}) has a wrong holder", i, toString(info.state));
        if (info.state == PageState::free && info.dirty != 0)
            return fmt::format("host page {} is free and not cleared", i);
        if (bytes && info.state != PageState::guest && info.state != PageState::base) {
            const base::Bytes behind = m_store->read(page).subspan(info.dirty);
            if (!isClear(behind))
                return fmt::format("host page {} ({}) holds bytes behind the {} that are known of", i, toString(info.state), info.dirty);
        }
    }
    if (counts != m_counts)
        return "the pool's counts of pages are wrong";
    for (const auto &[page, places] : m_sharers)
        if (!is(page, PageState::mapped) || places.empty())
            return fmt::format("host page {} is noted as shared and is not lent", page.value());
    return m_store->verify();
}

} // namespace hopyard::hypervisor
