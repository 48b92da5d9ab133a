// A host's side of IGMP on one interface: which groups it is a member of, and what it tells routers about them
// (RFC 3376 section 5; RFC 2236 section 3 and RFC 1112 appendix I where an older router asks, RFC 3376 section 7.2).
//
// A plain value. What it wants to send comes back from the calls; whoever owns it sends it and calls expire() at
// nextDeadline(). The group of all hosts, 224.0.0.1, is never reported.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/random.h"
#include "core/base/time.h"
#include "core/ip/group_filter.h"
#include "core/wire/igmp.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace hopyard::ip {

class GroupMembership {
public:
    struct Message {
        base::Ipv4Address destination;
        wire::IgmpRepr message;
        bool operator==(const Message &) const = default;
    };
    using Messages = std::vector<Message>;

    struct Group {
        base::Ipv4Address address;
        GroupFilter filter;
        // A change of state that is still to be told again (RFC 3376 section 5.1).
        std::uint8_t modeChanges = 0; ///< how often yet that the mode changed
        struct Changed {
            base::IpAddress source;
            std::uint8_t left = 0;
        };
        std::vector<Changed> changed; ///< how often yet that these came or went; sorted
        base::TimePoint tellAgain = base::TimePoint::never();
        // An answer to a query for this group that is still to be given.
        base::TimePoint answerAt = base::TimePoint::never();
        std::vector<base::IpAddress> asked; ///< the sources asked for; empty: the whole group
        bool wasLastReporter = false;       ///< versions 1 and 2
    };

    /// What is wanted of a group from now on. GroupFilter(): it is left.
    Messages set(base::TimePoint now, base::Random &random, const base::Ipv4Address &group, const GroupFilter &filter);
    /// The interface came up: all is told again. It went down: nothing is to be told or answered.
    Messages up(base::TimePoint now, base::Random &random);
    void down();
    /// A checked message came in by the interface.
    void handle(base::TimePoint now, base::Random &random, const wire::IgmpRepr &message);
    /// Does everything that is due. `room`: bytes that a report may have.
    Messages expire(base::TimePoint now, base::Random &random, std::size_t room);
    base::TimePoint nextDeadline() const;

    bool isMember(const base::Ipv4Address &group) const;
    /// By address; those that were left and are still to be told about are among them, with GroupFilter().
    const std::vector<Group> &groups() const { return m_groups; }
    /// 1, 2 or 3: how it speaks now.
    std::uint8_t version(base::TimePoint now) const;

private:
    Group *find(const base::Ipv4Address &group);
    const Group *find(const base::Ipv4Address &group) const;
    void handleQuery(base::TimePoint now, base::Random &random, const wire::IgmpQuery &query);
    void handleReport(base::TimePoint now, const wire::IgmpMembership &report);
    void noteOlderQuerier(base::TimePoint now, std::uint8_t version);
    void tell(base::TimePoint now, base::Random &random, Group &group, Messages &out);
    static std::vector<wire::IgmpRecord> changeRecords(Group &group);
    void answer(base::TimePoint now, Group &group, Messages &out, std::vector<wire::IgmpRecord> &records);
    void forgetLeft();

    std::vector<Group> m_groups; // by address
    std::uint8_t m_robustness = 2;
    base::Duration m_queryInterval = base::Duration::seconds(125);
    base::TimePoint m_version1Until;
    base::TimePoint m_version2Until;
    base::TimePoint m_answerAllAt = base::TimePoint::never();
};

} // namespace hopyard::ip
