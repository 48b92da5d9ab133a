// IGMP's host side as a table: what is told when, in each version, and what silences it (RFC 3376 sections 5 and 7).
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ip/group_membership.h"

#include <QtTest>

using namespace hopyard;
using namespace hopyard::ip;
using base::Duration;
using base::TimePoint;
using wire::IgmpMembership;
using wire::IgmpQuery;
using wire::IgmpType;

namespace {

const base::Ipv4Address kGroup(239, 1, 2, 3), kOther(239, 9, 9, 9);
const base::IpAddress kS1 = base::Ipv4Address(10, 0, 0, 1), kS2 = base::Ipv4Address(10, 0, 0, 2),
                      kS3 = base::Ipv4Address(10, 0, 0, 3);

GroupFilter include(std::vector<base::IpAddress> sources) { return {false, std::move(sources)}; }
GroupFilter exclude(std::vector<base::IpAddress> sources) { return {true, std::move(sources)}; }

/// "IS_EX 239.1.2.3 (10.0.0.1) …"
QString text(const GroupMembership::Messages &messages)
{
    static const char *const names[] = {"?", "IS_IN", "IS_EX", "TO_IN", "TO_EX", "ALLOW", "BLOCK"};
    QStringList parts;
    for (const GroupMembership::Message &m : messages) {
        if (const auto *old = std::get_if<IgmpMembership>(&m.message.message)) {
            const char *type = old->type == IgmpType::leave ? "leave" : old->type == IgmpType::reportV1 ? "v1" : "v2";
            parts << QString("%1 %2 to %3").arg(type, QString::fromStdString(toString(old->group)),
                                                QString::fromStdString(toString(m.destination)));
            continue;
        }
        for (const wire::IgmpRecord &r : std::get<wire::IgmpReport>(m.message.message).records) {
            QStringList sources;
            for (const base::Ipv4Address s : r.sources)
                sources << QString::number(s.value() & 0xff);
            parts << QString("%1 %2(%3)").arg(names[int(r.type)], QString::number(r.group.value() & 0xff), sources.join(","));
        }
    }
    return parts.join("; ");
}

struct Host {
    GroupMembership groups;
    base::Random random{7};
    TimePoint now = TimePoint::fromNs(1'000'000'000);

    QString set(const GroupFilter &filter, const base::Ipv4Address &group = kGroup)
    {
        return text(groups.set(now, random, group, filter));
    }
    /// What is said until then, in order; time goes on.
    QString within(double seconds)
    {
        const TimePoint end = now + Duration::milliseconds(std::int64_t(seconds * 1000));
        QStringList said;
        while (groups.nextDeadline() <= end) {
            now = groups.nextDeadline();
            said << text(groups.expire(now, random, 1'476));
        }
        now = end;
        said.removeAll("");
        return said.join("; ");
    }
    void hear(wire::IgmpRepr message) { groups.handle(now, random, message); }
};

} // namespace

class TestGroupMembership : public QObject {
    Q_OBJECT
private slots:
    void changesAreToldTwice_data()
    {
        QTest::addColumn<int>("row");
        for (int i = 0; i < 8; ++i)
            QTest::newRow(std::to_string(i).c_str()) << i;
    }
    void changesAreToldTwice()
    {
        // RFC 3376 section 5.1's table.
        const struct { GroupFilter from, to; const char *told; } rows[] = {
            {include({}), exclude({}), "TO_EX 3()"},
            {exclude({}), include({}), "TO_IN 3()"},
            {include({}), include({kS1}), "ALLOW 3(1)"},
            {include({kS1, kS2}), include({kS2, kS3}), "ALLOW 3(3); BLOCK 3(1)"},
            {exclude({kS1, kS2}), exclude({kS2, kS3}), "ALLOW 3(1); BLOCK 3(3)"},
            {include({kS1}), exclude({kS2}), "TO_EX 3(2)"},
            {exclude({kS1}), include({kS2}), "TO_IN 3(2)"},
            {include({kS1}), include({}), "BLOCK 3(1)"},
        };
        QFETCH(int, row);
        Host h;
        h.set(rows[row].from);
        h.within(20);
        QCOMPARE(h.set(rows[row].to), QString(rows[row].told));
        QCOMPARE(h.within(1), QString(rows[row].told)); // robustness 2: once more within a second
        QCOMPARE(h.within(1'000), QString());
        QCOMPARE(h.groups.isMember(kGroup), !rows[row].to.isNothing());
        QCOMPARE(h.groups.groups().size(), std::size_t(rows[row].to.isNothing() ? 0 : 1));
    }

    void theSameIsNoChange()
    {
        Host h;
        QCOMPARE(h.set(include({})), QString());
        h.set(exclude({}));
        QCOMPARE(h.set(exclude({})), QString());
    }

    void aChangeDuringAChange()
    {
        Host h;
        QCOMPARE(h.set(exclude({})), QString("TO_EX 3()"));
        QCOMPARE(h.set(exclude({kS1})), QString("TO_EX 3(1)")); // the mode is still to be told, as it is now
        QCOMPARE(h.within(10), QString("BLOCK 3(1)"));
    }

    void queriesOfVersion3_data()
    {
        QTest::addColumn<int>("row");
        for (int i = 0; i < 6; ++i)
            QTest::newRow(std::to_string(i).c_str()) << i;
    }
    void queriesOfVersion3()
    {
        // RFC 3376 section 5.2.
        const auto v4 = [](const base::IpAddress &a) { return a.v4(); };
        const struct { GroupFilter filter; IgmpQuery query; const char *answer; } rows[] = {
            {exclude({kS1}), {3, {}, 100, false, 2, 125, {}}, "IS_EX 3(1)"},
            {include({kS1}), {3, kGroup, 10, false, 2, 125, {}}, "IS_IN 3(1)"},
            {include({kS1, kS2}), {3, kGroup, 10, false, 2, 125, {v4(kS2), v4(kS3)}}, "IS_IN 3(2)"},
            {exclude({kS1, kS2}), {3, kGroup, 10, false, 2, 125, {v4(kS2), v4(kS3)}}, "IS_IN 3(3)"},
            {include({kS1}), {3, kGroup, 10, false, 2, 125, {v4(kS2)}}, ""},
            {exclude({}), {3, kOther, 10, false, 2, 125, {}}, ""},
        };
        QFETCH(int, row);
        Host h;
        h.set(rows[row].filter);
        h.within(20);
        h.hear({rows[row].query});
        QCOMPARE(h.within(double(rows[row].query.code) / 10), QString(rows[row].answer));
        QCOMPARE(h.within(1'000), QString());
    }

    void anotherQueryWhileOneWaits()
    {
        Host h;
        h.set(exclude({}));
        h.within(20);
        h.hear({IgmpQuery{3, kGroup, 100, false, 2, 125, {kS1.v4()}}});
        h.hear({IgmpQuery{3, kGroup, 100, false, 2, 125, {kS2.v4()}}});
        QCOMPARE(h.within(10), QString("IS_IN 3(1,2)"));
        h.hear({IgmpQuery{3, kGroup, 100, false, 2, 125, {kS1.v4()}}});
        h.hear({IgmpQuery{3, kGroup, 100, false, 2, 125, {}}});
        QCOMPARE(h.within(10), QString("IS_EX 3()"));
    }

    void olderRoutersAreSpokenToAsTheySpeak()
    {
        Host h;
        h.set(exclude({}));
        h.within(20);
        h.hear({IgmpQuery{2, {}, 100, false, 0, 0, {}}});
        QCOMPARE(int(h.groups.version(h.now)), 2);
        QCOMPARE(h.within(10), QString("v2 239.1.2.3 to 239.1.2.3"));
        QCOMPARE(h.set(exclude({}), kOther), QString("v2 239.9.9.9 to 239.9.9.9"));
        QCOMPARE(h.within(10), QString("v2 239.9.9.9 to 239.9.9.9"));
        QCOMPARE(h.set(exclude({kS1})), QString()); // nothing that version 2 could say
        QCOMPARE(h.set(include({})), QString("leave 239.1.2.3 to 224.0.0.2"));
        h.hear({IgmpQuery{1, {}, 0, false, 0, 0, {}}});
        QCOMPARE(int(h.groups.version(h.now)), 1);
        QCOMPARE(h.within(10), QString("v1 239.9.9.9 to 239.9.9.9"));
        QCOMPARE(h.set(include({}), kOther), QString());
        h.within(260); // 2 * 125 s + 10 s after the last query of it
        QCOMPARE(int(h.groups.version(h.now)), 3);
        QCOMPARE(h.set(exclude({})), QString("TO_EX 3()"));
    }

    void anothersReportSilencesInVersion2Only()
    {
        Host h;
        h.set(exclude({}));
        h.within(20);
        h.hear({IgmpQuery{2, {}, 100, false, 0, 0, {}}});
        h.hear({IgmpMembership{IgmpType::reportV2, kGroup}});
        QCOMPARE(h.within(10), QString());
        QCOMPARE(h.set(include({})), QString()); // the other was the last to report: no leave
        h.within(1'000);
        h.set(exclude({}));
        h.within(20);
        h.hear({IgmpQuery{3, {}, 100, false, 2, 125, {}}});
        h.hear({IgmpMembership{IgmpType::reportV2, kGroup}});
        QCOMPARE(h.within(10), QString("IS_EX 3()"));
    }

    void theRoutersRobustnessCounts()
    {
        Host h;
        h.hear({IgmpQuery{3, {}, 100, false, 4, 125, {}}});
        h.within(20);
        QCOMPARE(h.set(exclude({})), QString("TO_EX 3()"));
        QCOMPARE(h.within(30), QString("TO_EX 3(); TO_EX 3(); TO_EX 3()"));
    }

    void upTellsAllAgainAndDownForgets()
    {
        Host h;
        h.set(exclude({}));
        h.set(include({kS1}), kOther);
        h.groups.down();
        QVERIFY(h.groups.nextDeadline().isNever());
        QCOMPARE(text(h.groups.up(h.now, h.random)), QString("TO_EX 3(); ALLOW 9(1)"));
        h.set(include({}));
        h.groups.down(); // the one that was left is gone now
        QCOMPARE(h.groups.groups().size(), std::size_t(1));
    }

    void allHostsIsNeverReported()
    {
        Host h;
        QCOMPARE(h.set(exclude({}), base::Ipv4Address(224, 0, 0, 1)), QString());
        h.hear({IgmpQuery{3, {}, 100, false, 2, 125, {}}});
        QCOMPARE(h.within(100), QString());
        QVERIFY(Host().groups.isMember(base::Ipv4Address(224, 0, 0, 1)));
    }

    void longListsGoInSeveralReports()
    {
        Host h;
        std::vector<base::IpAddress> many;
        for (std::uint32_t i = 0; i < 400; ++i)
            many.emplace_back(base::Ipv4Address(0x0a010000u + i));
        h.set(include(many));
        h.within(20);
        h.hear({IgmpQuery{3, {}, 10, false, 2, 125, {}}});
        h.now = h.groups.nextDeadline();
        const auto messages = h.groups.expire(h.now, h.random, 1'476);
        QCOMPARE(messages.size(), std::size_t(2));
        std::size_t sources = 0;
        for (const GroupMembership::Message &m : messages) {
            QVERIFY(m.message.length() <= 1'476);
            sources += std::get<wire::IgmpReport>(m.message.message).records.at(0).sources.size();
        }
        QCOMPARE(sources, std::size_t(400));
    }
};

QTEST_APPLESS_MAIN(TestGroupMembership)
#include "tst_group_membership.moc"
