// See page_steps.h. The steps are those of docs/hypervisor.md, "What can be seen".
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/models/page_steps.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <optional>
#include <utility>

namespace hopyard::models {

using client::BufferStep;

namespace {

/// Picks the steps of some pages out of a sequence. A guest gives a place back, not a page: so it is remembered which page
/// lies at which place.
class Picker {
public:
    void follow(std::uint32_t page) { m_followed.try_emplace(page); }
    void leave(std::uint32_t page) { m_followed.erase(page); }
    bool concerns(const BufferStep &step)
    {
        if (step.hostPage) {
            const auto at = m_followed.find(*step.hostPage);
            if (at == m_followed.end())
                return false;
            if (step.step == "mapped" || step.step == "shared")
                at->second = Place{step.guest, step.guestPage.value_or(0)};
            else if (step.step == "unmapped")
                at->second.reset();
            return true;
        }
        if (step.step != "released" || !step.guestPage)
            return false;
        return std::any_of(m_followed.begin(), m_followed.end(), [&](const auto &followed) {
            return followed.second == Place{step.guest, *step.guestPage};
        });
    }

private:
    using Place = std::pair<std::string, std::uint32_t>;
    std::map<std::uint32_t, std::optional<Place>> m_followed;
};

} // namespace

void PageSteps::add(const BufferStep &step, bool again)
{
    const auto isEarlier = [](base::TimePoint time, const BufferStep &known) { return time < known.time; };
    auto place = std::upper_bound(m_steps.begin(), m_steps.end(), step.time, isEarlier);
    if (again)
        for (auto known = place; known != m_steps.begin() && std::prev(known)->time == step.time; --known)
            if (*std::prev(known) == step)
                return;
    if (m_steps.size() < kMost) {
        m_steps.insert(place, step);
    } else if (place == m_steps.begin()) { // from before all that is known: that is where somebody looks now
        m_steps.pop_back();
        m_steps.push_front(step);
    } else {
        m_steps.insert(place, step);
        m_steps.pop_front();
    }
}

void PageSteps::cutAfter(base::TimePoint time)
{
    while (!m_steps.empty() && m_steps.back().time > time)
        m_steps.pop_back();
}

std::deque<BufferStep>::const_iterator PageSteps::end() const
{
    if (!m_moment)
        return m_steps.end();
    return std::upper_bound(m_steps.begin(), m_steps.end(), *m_moment, [](base::TimePoint time, const BufferStep &known) { return time < known.time; });
}

std::vector<BufferStep> PageSteps::ofPage(std::uint32_t page, std::size_t most) const
{
    Picker picker;
    picker.follow(page);
    std::vector<BufferStep> found;
    std::copy_if(m_steps.begin(), end(), std::back_inserter(found), [&](const BufferStep &step) { return picker.concerns(step); });
    if (found.size() > most)
        found.erase(found.begin(), found.end() - static_cast<std::ptrdiff_t>(most));
    return found;
}

std::vector<BufferStep> PageSteps::ofPacket(std::uint64_t packet) const
{
    Picker picker;
    std::vector<BufferStep> found;
    for (auto each = m_steps.begin(), last = end(); each != last; ++each) {
        const BufferStep &step = *each;
        if (step.packet == packet && step.step == "landed" && step.hostPage)
            picker.follow(*step.hostPage);
        const bool isOfPage = picker.concerns(step);
        if (isOfPage || step.packet == packet)
            found.push_back(step);
        if (isOfPage && step.step == "listed")
            picker.leave(*step.hostPage); // what comes next in it is another packet's
    }
    return found;
}

std::uint64_t PageSteps::latestPacket() const
{
    for (auto step = std::make_reverse_iterator(end()); step != m_steps.rend(); ++step)
        if (step->step == "landed" && step->packet != 0)
            return step->packet;
    return 0;
}

std::vector<Stay> staysOf(const std::vector<BufferStep> &steps)
{
    std::vector<Stay> stays;
    const auto move = [&](Station station, const BufferStep &step) {
        if (!stays.empty())
            stays.back().to = step.time;
        stays.push_back({station, step.time, base::TimePoint::never(), step.guest, step.packet});
    };
    for (const BufferStep &step : steps) {
        if (step.step == "landed")
            move(Station::filled, step);
        else if (step.step == "mapped")
            move(Station::guest, step);
        else if (step.step == "unmapped")
            move(Station::clearing, step);
        else if (step.step == "listed")
            move(Station::dmaTable, step);
    }
    return stays;
}

} // namespace hopyard::models
