// What can be asked of a hypervisor at any moment, and what must always hold.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/hypervisor/hypervisor.h"

#include <fmt/format.h>

namespace hopyard::hypervisor {

std::vector<Hypervisor::PageRun> Hypervisor::bufferMap() const
{
    std::vector<PageRun> runs;
    for (std::uint32_t i = 0; i < m_pool.size(); ++i) {
        const PageInfo &info = m_pool.info(HostPage(i));
        PageRun run{HostPage(i), 1, info.state, info.place.guest, info.place.at, false, 0, {}};
        if (info.state == PageState::mapped) {
            run.shared = m_pool.placesOf(run.first).size() > 1;
            const auto &loans = m_guests[run.guest.index()].loans;
            if (const auto loan = loans.find(run.at); loan != loans.end()) {
                run.packetId = loan->second.packetId;
                run.since = loan->second.since;
            }
        }
        const bool follows = !runs.empty() && run.state != PageState::mapped && runs.back().state == run.state
                             && runs.back().guest == run.guest
                             && (!run.at.isValid() || runs.back().at.value() + runs.back().count == run.at.value());
        if (follows)
            ++runs.back().count;
        else
            runs.push_back(run);
    }
    return runs;
}

std::optional<std::string> Hypervisor::verify(bool bytes) const
{
    if (auto wrong = m_pool.verify(bytes))
        return wrong;
    if (const std::size_t n = m_pool.count(PageState::filled) + m_pool.count(PageState::clearing); n != 0)
        return fmt::format("{} pages are left half way", n);
    if (m_pool.count(PageState::base) != m_base.size())
        return "a page of base storage is lost";
    std::size_t loans = 0, own = 0;
    for (const Guest &guest : m_guests) {
        if (!guest.exists && (guest.memory.pageCount() != 0 || !guest.loans.empty()))
            return fmt::format("guest {} was taken away and still has pages", guest.spec.name);
        if (auto wrong = guest.memory.verify(m_pool))
            return wrong;
        for (const auto &[at, loan] : guest.loans) {
            if (guest.memory.entry(at).lent != loan.page)
                return fmt::format("the loan of host page {} to {} is not in its page table", loan.page.value(), guest.spec.name);
            if (!m_pool.isMappedTo(loan.page, {guest.memory.guest(), at}))
                return fmt::format("host page {} is noted as lent to {} and is not", loan.page.value(), guest.spec.name);
        }
        if (guest.loans.size() > m_spec.lendLimit)
            return fmt::format("{} holds more lent pages than it may", guest.spec.name);
        loans += guest.loans.size();
        own += guest.memory.pageCount();
    }
    if (own != m_pool.count(PageState::guest))
        return "a page of a guest is in no guest's table";
    std::size_t places = 0;
    if (m_pool.count(PageState::mapped) != 0 || loans != 0)
        for (std::uint32_t i = 0; i < m_pool.size(); ++i)
            if (m_pool.info(HostPage(i)).state == PageState::mapped)
                places += m_pool.placesOf(HostPage(i)).size();
    if (places != loans)
        return fmt::format("{} places of lent pages and {} loans", places, loans);
    return std::nullopt;
}

} // namespace hopyard::hypervisor
