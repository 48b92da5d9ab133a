// See guide_model.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/models/guide_model.h"

#include <algorithm>
#include <set>
#include <utility>

namespace hopyard::models {

using client::CheckState;
using client::Verdict;

void GuideModel::setLesson(const lab::Guide &guide, const std::vector<lab::Check> &checks)
{
    if (guide == m_guide && checks == m_checks)
        return;
    std::erase_if(m_states, [&](const auto &state) {
        const auto of = [&](const std::vector<lab::Check> &all) { return std::ranges::find(all, state.first, &lab::Check::id); };
        const auto now = of(checks), before = of(m_checks);
        return now == checks.end() || before == m_checks.end() || *now != *before;
    });
    const bool isSameGuide = guide == m_guide && !m_pages.empty();
    m_guide = guide;
    m_checks = checks;
    std::vector<Page> pages;
    if (!guide.text.empty() || (!guide.title.empty() && guide.steps.empty()))
        pages.push_back({.isIntroduction = true});
    std::set<std::string> named;
    for (int i = 0; const lab::GuideStep &step : guide.steps) {
        pages.push_back({.step = i++, .checks = step.checks});
        named.insert(step.checks.begin(), step.checks.end());
    }
    std::vector<std::string> left;
    for (const lab::Check &check : checks)
        if (!named.contains(check.id))
            left.push_back(check.id);
    if (!left.empty())
        pages.push_back({.checks = std::move(left)});
    for (std::size_t i = 0; isSameGuide && i < pages.size() && i < m_pages.size(); ++i) {
        pages[i].isRead = m_pages[i].isRead;
        pages[i].hints = m_pages[i].hints;
        pages[i].isSolutionShown = m_pages[i].isSolutionShown;
    }
    m_pages = std::move(pages);
    m_page = isSameGuide ? std::clamp(m_page, 0, std::max(0, pageCount() - 1)) : 0;
    emit lessonChanged();
}

const GuideModel::Page *GuideModel::at(int page) const
{
    return page >= 0 && page < pageCount() ? &m_pages[static_cast<std::size_t>(page)] : nullptr;
}

void GuideModel::setPage(int page)
{
    if (!at(page) || page == m_page)
        return;
    m_pages[static_cast<std::size_t>(m_page)].isRead = true;
    m_page = page;
    emit pageChanged();
}

const lab::GuideStep *GuideModel::step(int page) const
{
    const Page *found = at(page);
    return found && found->step >= 0 ? &m_guide.steps[static_cast<std::size_t>(found->step)] : nullptr;
}

bool GuideModel::isIntroduction(int page) const
{
    const Page *found = at(page);
    return found && found->isIntroduction;
}

std::vector<const lab::Check *> GuideModel::checksOf(int page) const
{
    std::vector<const lab::Check *> found;
    if (const Page *of = at(page))
        for (const std::string &id : of->checks)
            if (const auto check = std::ranges::find(m_checks, id, &lab::Check::id); check != m_checks.end())
                found.push_back(&*check);
    return found;
}

bool GuideModel::isDone(int page) const
{
    const Page *found = at(page);
    if (!found)
        return false;
    if (found->checks.empty())
        return found->isRead;
    return std::ranges::all_of(found->checks, [this](const std::string &id) { return stateOf(id).verdict == Verdict::passed; });
}

int GuideModel::hintsShown(int page) const
{
    const Page *found = at(page);
    return found ? found->hints : 0;
}

void GuideModel::showHint(int page)
{
    const lab::GuideStep *of = step(page);
    if (!of || hintsShown(page) >= static_cast<int>(of->hints.size()))
        return;
    ++m_pages[static_cast<std::size_t>(page)].hints;
    emit changed();
}

bool GuideModel::isSolutionShown(int page) const
{
    const Page *found = at(page);
    return found && found->isSolutionShown;
}

void GuideModel::showSolution(int page)
{
    if (!at(page) || isSolutionShown(page))
        return;
    m_pages[static_cast<std::size_t>(page)].isSolutionShown = true;
    emit changed();
}

const CheckState &GuideModel::stateOf(const std::string &check) const
{
    static const CheckState kUnknown;
    const auto found = m_states.find(check);
    return found == m_states.end() ? kUnknown : found->second;
}

void GuideModel::take(const client::CheckBatch &batch)
{
    m_error = batch.error;
    QStringList green;
    for (const CheckState &state : batch.checks) {
        if (std::ranges::find(m_checks, state.id, &lab::Check::id) == m_checks.end())
            continue;
        CheckState &known = m_states[state.id];
        if (state.verdict == Verdict::passed && known.verdict != Verdict::passed)
            green += QString::fromStdString(state.id);
        known = state;
    }
    emit changed();
    for (const QString &check : std::as_const(green))
        emit passed(check);
}

void GuideModel::forgetResults()
{
    m_states.clear();
    m_error.clear();
    emit changed();
}

int GuideModel::stepCount() const
{
    return static_cast<int>(std::ranges::count_if(m_pages, [](const Page &page) { return !page.isIntroduction; }));
}

int GuideModel::stepsDone() const
{
    int done = 0;
    for (int i = 0; i < pageCount(); ++i)
        done += !isIntroduction(i) && isDone(i);
    return done;
}

std::int64_t GuideModel::earned() const
{
    std::int64_t sum = 0;
    for (const auto &[id, state] : m_states)
        sum += state.earned;
    return sum;
}

std::int64_t GuideModel::possible() const
{
    std::int64_t sum = 0;
    for (const lab::Check &check : m_checks)
        sum += check.points;
    return sum;
}

bool GuideModel::isAllPassed() const
{
    return !m_checks.empty() && std::ranges::all_of(m_checks, [this](const lab::Check &check) {
        return stateOf(check.id).verdict == Verdict::passed;
    });
}

} // namespace hopyard::models
