// See group_membership.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ip/group_membership.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace hopyard::ip {

namespace {

using base::TimePoint;
using wire::IgmpRecord;
using wire::IgmpRecordType;

constexpr base::Ipv4Address kAllHosts(224, 0, 0, 1);
constexpr base::Ipv4Address kAllRouters(224, 0, 0, 2);
constexpr base::Ipv4Address kReports(224, 0, 0, 22);
constexpr base::Duration kUnsolicitedInterval = base::Duration::seconds(1);       // RFC 3376 section 8.11
constexpr base::Duration kUnsolicitedIntervalOlder = base::Duration::seconds(10); // RFC 2236 section 8.10
constexpr base::Duration kDefaultResponse = base::Duration::seconds(10);          // RFC 3376 section 8.3

std::vector<base::Ipv4Address> v4(const std::vector<base::IpAddress> &addresses)
{
    std::vector<base::Ipv4Address> out;
    for (const base::IpAddress &address : addresses)
        out.push_back(address.v4());
    return out;
}

/// In (now, now + at most]: RFC 3376 section 5.2 excludes zero, so that not all answer at once.
TimePoint randomWithin(TimePoint now, base::Duration most, base::Random &random)
{
    return now + random.between(base::Duration::microseconds(1), std::max(most, base::Duration::microseconds(1)));
}

GroupMembership::Message older(wire::IgmpType type, const base::Ipv4Address &group)
{
    return {type == wire::IgmpType::leave ? kAllRouters : group, {wire::IgmpMembership{type, group}}};
}

/// As many reports as it takes. A record that does not fit is cut: what excludes loses sources (more comes in than is
/// wanted), what includes goes on in another record (RFC 3376 section 4.2.16).
void appendReports(std::vector<IgmpRecord> records, std::size_t room, GroupMembership::Messages &out)
{
    constexpr std::size_t kHeader = wire::IgmpView::kHeaderLength;
    const std::size_t sourcesPerReport = std::max<std::size_t>((std::max<std::size_t>(room, 24) - kHeader - 8) / 4, 1);
    wire::IgmpReport report;
    std::size_t length = kHeader;
    const auto flush = [&] {
        if (!report.records.empty())
            out.push_back({kReports, {std::exchange(report, {})}});
        length = kHeader;
    };
    for (IgmpRecord &record : records) {
        do {
            IgmpRecord part{record.type, record.group, {}};
            const std::size_t count = std::min(record.sources.size(), sourcesPerReport);
            const auto end = record.sources.begin() + static_cast<std::ptrdiff_t>(count);
            part.sources.assign(record.sources.begin(), end);
            record.sources.erase(record.sources.begin(), end);
            if (record.type == IgmpRecordType::isExclude || record.type == IgmpRecordType::toExclude)
                record.sources.clear();
            if (length + part.length() > room)
                flush();
            length += part.length();
            report.records.push_back(std::move(part));
        } while (!record.sources.empty());
    }
    flush();
}

} // namespace

GroupMembership::Group *GroupMembership::find(const base::Ipv4Address &group)
{
    const auto at = std::ranges::lower_bound(m_groups, group, {}, &Group::address);
    return at != m_groups.end() && at->address == group ? &*at : nullptr;
}

const GroupMembership::Group *GroupMembership::find(const base::Ipv4Address &group) const
{
    return const_cast<GroupMembership *>(this)->find(group);
}

bool GroupMembership::isMember(const base::Ipv4Address &group) const
{
    const Group *g = find(group);
    return group == kAllHosts || (g && !g->filter.isNothing());
}

std::uint8_t GroupMembership::version(TimePoint now) const
{
    return now < m_version1Until ? 1 : now < m_version2Until ? 2 : 3;
}

GroupMembership::Messages GroupMembership::set(TimePoint now, base::Random &random, const base::Ipv4Address &address,
                                               const GroupFilter &filter)
{
    Group *group = find(address);
    const GroupFilter before = group ? group->filter : GroupFilter();
    if (before == filter)
        return {};
    if (!group) {
        const auto at = std::ranges::lower_bound(m_groups, address, {}, &Group::address);
        group = &*m_groups.insert(at, Group());
        group->address = address;
    }
    group->filter = filter;
    if (filter.isNothing()) {
        group->answerAt = TimePoint::never();
        group->asked.clear();
    }
    if (before.isExclude != filter.isExclude) {
        group->modeChanges = m_robustness;
        group->changed.clear();
    } else {
        std::vector<base::IpAddress> difference;
        std::set_symmetric_difference(before.sources.begin(), before.sources.end(), filter.sources.begin(),
                                      filter.sources.end(), std::back_inserter(difference));
        for (const base::IpAddress &source : difference) {
            const auto at = std::ranges::lower_bound(group->changed, source, {}, &Group::Changed::source);
            if (at != group->changed.end() && at->source == source)
                at->left = m_robustness;
            else
                group->changed.insert(at, {source, m_robustness});
        }
    }
    Messages out;
    const std::uint8_t speaks = version(now);
    if (speaks == 3 || before.isNothing()) {
        tell(now, random, *group, out);
    } else if (filter.isNothing()) { // versions 1 and 2 know neither sources nor, version 1, leaving
        if (speaks == 2 && group->wasLastReporter && address != kAllHosts)
            out.push_back(older(wire::IgmpType::leave, address));
        group->modeChanges = 0;
        group->changed.clear();
        group->tellAgain = TimePoint::never();
    } else {
        group->modeChanges = 0;
        group->changed.clear();
    }
    forgetLeft();
    return out;
}

/// Tells of a change once, and notes when to tell it again.
void GroupMembership::tell(TimePoint now, base::Random &random, Group &group, Messages &out)
{
    group.tellAgain = TimePoint::never();
    if (group.address == kAllHosts) {
        group.modeChanges = 0;
        group.changed.clear();
        return;
    }
    const std::uint8_t speaks = version(now);
    if (speaks == 3) {
        appendReports(changeRecords(group), 65'535, out);
        if (group.modeChanges > 0 || !group.changed.empty())
            group.tellAgain = randomWithin(now, kUnsolicitedInterval, random);
        return;
    }
    group.changed.clear();
    if (group.filter.isNothing()) {
        group.modeChanges = 0;
        return;
    }
    out.push_back(older(speaks == 2 ? wire::IgmpType::reportV2 : wire::IgmpType::reportV1, group.address));
    group.wasLastReporter = true;
    group.modeChanges = group.modeChanges > 0 ? static_cast<std::uint8_t>(group.modeChanges - 1) : 0;
    if (group.modeChanges > 0)
        group.tellAgain = randomWithin(now, kUnsolicitedIntervalOlder, random);
}

/// RFC 3376 section 5.1: the mode, as it is now, as long as its change is to be told; then the sources.
std::vector<IgmpRecord> GroupMembership::changeRecords(Group &group)
{
    std::vector<IgmpRecord> records;
    if (group.modeChanges > 0) {
        --group.modeChanges;
        records.push_back({group.filter.isExclude ? IgmpRecordType::toExclude : IgmpRecordType::toInclude, group.address,
                           v4(group.filter.sources)});
        // Changes of sources that were made meanwhile are in it: these many times less are left for them.
        for (Group::Changed &changed : group.changed)
            --changed.left;
    } else {
        std::vector<base::Ipv4Address> allowed, blocked;
        for (Group::Changed &changed : group.changed) {
            --changed.left;
            (group.filter.wants(changed.source) ? allowed : blocked).push_back(changed.source.v4());
        }
        if (!allowed.empty())
            records.push_back({IgmpRecordType::allow, group.address, std::move(allowed)});
        if (!blocked.empty())
            records.push_back({IgmpRecordType::block, group.address, std::move(blocked)});
    }
    std::erase_if(group.changed, [](const Group::Changed &c) { return c.left == 0; });
    return records;
}

GroupMembership::Messages GroupMembership::up(TimePoint now, base::Random &random)
{
    Messages out;
    for (Group &group : m_groups) {
        if (group.filter.isNothing())
            continue;
        group.modeChanges = group.filter.isExclude ? m_robustness : 0;
        group.changed.clear();
        if (!group.filter.isExclude)
            for (const base::IpAddress &source : group.filter.sources)
                group.changed.push_back({source, m_robustness});
        tell(now, random, group, out);
    }
    return out;
}

void GroupMembership::down()
{
    m_answerAllAt = TimePoint::never();
    m_version1Until = m_version2Until = TimePoint();
    for (Group &group : m_groups) {
        group.modeChanges = 0;
        group.changed.clear();
        group.asked.clear();
        group.tellAgain = group.answerAt = TimePoint::never();
    }
    forgetLeft();
}

void GroupMembership::handle(TimePoint now, base::Random &random, const wire::IgmpRepr &message)
{
    if (const auto *query = std::get_if<wire::IgmpQuery>(&message.message))
        handleQuery(now, random, *query);
    else if (const auto *report = std::get_if<wire::IgmpMembership>(&message.message))
        handleReport(now, *report);
}

/// RFC 3376 section 7.2.1: while an older router asks, hosts speak as it does. What was pending is given up.
void GroupMembership::noteOlderQuerier(TimePoint now, std::uint8_t asked)
{
    const std::uint8_t before = version(now);
    const TimePoint until = now + m_queryInterval * m_robustness + kDefaultResponse;
    (asked == 1 ? m_version1Until : m_version2Until) = until;
    if (version(now) == before)
        return;
    m_answerAllAt = TimePoint::never();
    for (Group &group : m_groups) {
        group.modeChanges = 0;
        group.changed.clear();
        group.asked.clear();
        group.tellAgain = group.answerAt = TimePoint::never();
    }
    forgetLeft();
}

void GroupMembership::handleQuery(TimePoint now, base::Random &random, const wire::IgmpQuery &query)
{
    if (query.version < 3) {
        noteOlderQuerier(now, query.version);
    } else {
        m_robustness = query.robustness != 0 ? query.robustness : std::uint8_t(2);
        m_queryInterval = query.intervalCode != 0 ? base::Duration::seconds(wire::igmpCodeValue(query.intervalCode))
                                                  : base::Duration::seconds(125);
    }
    const TimePoint answerAt = randomWithin(now, query.responseTime(), random);
    if (version(now) < 3) { // RFC 2236 section 3: a timer for each group
        for (Group &group : m_groups)
            if ((query.group.isUnspecified() || query.group == group.address) && !group.filter.isNothing() &&
                group.address != kAllHosts)
                group.answerAt = std::min(group.answerAt, query.group.isUnspecified()
                                                              ? randomWithin(now, query.responseTime(), random)
                                                              : answerAt);
        return;
    }
    // RFC 3376 section 5.2.
    if (m_answerAllAt <= answerAt)
        return;
    if (query.group.isUnspecified()) {
        m_answerAllAt = answerAt;
        return;
    }
    Group *group = find(query.group);
    if (!group || group->filter.isNothing() || group->address == kAllHosts)
        return;
    const bool isPending = !group->answerAt.isNever();
    group->answerAt = std::min(group->answerAt, answerAt);
    if (query.sources.empty() || (isPending && group->asked.empty())) {
        group->asked.clear();
        return;
    }
    for (const base::Ipv4Address source : query.sources)
        group->asked.emplace_back(source);
    std::ranges::sort(group->asked);
    group->asked.erase(std::unique(group->asked.begin(), group->asked.end()), group->asked.end());
}

/// Of versions 1 and 2: another member has told the router what we were about to (RFC 2236 section 3).
void GroupMembership::handleReport(TimePoint now, const wire::IgmpMembership &report)
{
    Group *group = version(now) < 3 && report.type != wire::IgmpType::leave ? find(report.group) : nullptr;
    if (!group || (group->answerAt.isNever() && group->tellAgain.isNever()))
        return;
    group->answerAt = group->tellAgain = TimePoint::never();
    group->modeChanges = 0;
    group->wasLastReporter = false;
}

void GroupMembership::answer(TimePoint now, Group &group, Messages &out, std::vector<IgmpRecord> &records)
{
    const std::vector<base::IpAddress> asked = std::exchange(group.asked, {});
    group.answerAt = TimePoint::never();
    const std::uint8_t speaks = version(now);
    if (speaks < 3) {
        out.push_back(older(speaks == 2 ? wire::IgmpType::reportV2 : wire::IgmpType::reportV1, group.address));
        group.wasLastReporter = true;
        return;
    }
    if (asked.empty()) {
        records.push_back({group.filter.isExclude ? IgmpRecordType::isExclude : IgmpRecordType::isInclude, group.address,
                           v4(group.filter.sources)});
        return;
    }
    std::vector<base::Ipv4Address> wanted;
    for (const base::IpAddress &source : asked)
        if (group.filter.wants(source))
            wanted.push_back(source.v4());
    if (!wanted.empty())
        records.push_back({IgmpRecordType::isInclude, group.address, std::move(wanted)});
}

GroupMembership::Messages GroupMembership::expire(TimePoint now, base::Random &random, std::size_t room)
{
    Messages out;
    std::vector<IgmpRecord> records;
    if (m_answerAllAt <= now) {
        m_answerAllAt = TimePoint::never();
        for (Group &group : m_groups) {
            group.answerAt = TimePoint::never();
            group.asked.clear();
            if (!group.filter.isNothing() && group.address != kAllHosts)
                answer(now, group, out, records);
        }
    }
    for (Group &group : m_groups) {
        if (group.answerAt <= now)
            answer(now, group, out, records);
        if (group.tellAgain <= now)
            tell(now, random, group, out);
    }
    appendReports(std::move(records), room, out);
    forgetLeft();
    return out;
}

base::TimePoint GroupMembership::nextDeadline() const
{
    TimePoint next = m_answerAllAt;
    for (const Group &group : m_groups)
        next = std::min({next, group.answerAt, group.tellAgain});
    return next;
}

void GroupMembership::forgetLeft()
{
    std::erase_if(m_groups, [](const Group &g) {
        return g.filter.isNothing() && g.modeChanges == 0 && g.changed.empty() && g.tellAgain.isNever();
    });
}

} // namespace hopyard::ip
