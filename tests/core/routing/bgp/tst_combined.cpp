// What sets of attributes have in common: counted one by one, it equals what those that are there say by the definition.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/random.h"
#include "core/routing/bgp/combined.h"

#include <QtTest>

#include <algorithm>
#include <set>

using namespace hopyard;
using routing::bgp::Combined;
using wire::AsPathView;
using wire::BgpAttributes;

namespace {

BgpAttributes anySet(base::Random &random)
{
    BgpAttributes a;
    a.origin = static_cast<wire::BgpOrigin>(random.below(3));
    std::vector<wire::AsNumber> sequence{65001};
    for (std::uint64_t n = random.below(4); n > 0; --n)
        sequence.push_back(static_cast<wire::AsNumber>(65002 + random.below(3)));
    a.asPath.append(AsPathView::SegmentType::sequence, sequence);
    if (random.below(5) == 0)
        a.asPath.append(AsPathView::SegmentType::set, {65010, static_cast<wire::AsNumber>(65011 + random.below(3))});
    for (std::uint64_t n = random.below(3); n > 0; --n)
        a.addCommunity(static_cast<std::uint32_t>(65001u << 16 | random.below(4)));
    if (random.below(3) == 0)
        a.med = static_cast<std::uint32_t>(random.below(2));
    return a;
}

/// By the definition, looking at all.
struct Defined {
    explicit Defined(const std::vector<BgpAttributes> &sets)
    {
        std::set<wire::AsNumber> all;
        std::set<std::optional<std::uint32_t>> meds;
        bool isFirst = true;
        for (const BgpAttributes &a : sets) {
            std::vector<wire::AsNumber> sequence;
            for (const AsPathView::Segment s : a.asPath.view())
                for (std::size_t n = 0; n < s.size(); ++n) {
                    all.insert(s.at(n));
                    if (s.type == AsPathView::SegmentType::sequence)
                        sequence.push_back(s.at(n));
                }
            if (isFirst)
                common = sequence;
            while (common.size() > sequence.size() || !std::equal(common.begin(), common.end(), sequence.begin()))
                common.pop_back();
            isFirst = false;
            origin = std::max(origin, a.origin);
            communities.insert(a.communities.begin(), a.communities.end());
            meds.insert(a.med);
        }
        for (const wire::AsNumber as : all)
            if (std::find(common.begin(), common.end(), as) == common.end())
                rest.push_back(as);
        oneMed = meds.size() <= 1;
    }
    std::vector<wire::AsNumber> common, rest;
    wire::BgpOrigin origin = wire::BgpOrigin::igp;
    std::set<std::uint32_t> communities;
    bool oneMed = true;
};

} // namespace

class TestCombined : public QObject {
    Q_OBJECT
private slots:
    void countedOneByOne()
    {
        base::Random random(3);
        for (int round = 0; round < 50; ++round) {
            Combined combined;
            std::vector<BgpAttributes> sets;
            for (int step = 0; step < 60; ++step) {
                if (sets.empty() || random.below(5) < 3) {
                    sets.push_back(anySet(random));
                    combined.add(sets.back());
                } else {
                    const auto at = sets.begin() + static_cast<std::ptrdiff_t>(random.below(sets.size()));
                    combined.remove(*at);
                    sets.erase(at);
                }
                const Defined defined(sets);
                BgpAttributes is, should;
                combined.write(is);
                should.origin = is.origin; // where there is none it is left alone
                if (!sets.empty()) {
                    should.origin = defined.origin;
                    should.asPath.append(AsPathView::SegmentType::sequence, defined.common);
                    should.asPath.append(AsPathView::SegmentType::set, defined.rest);
                    should.communities.assign(defined.communities.begin(), defined.communities.end());
                }
                QCOMPARE(int(is.origin), int(should.origin));
                QVERIFY(is.asPath == should.asPath);
                QVERIFY(is.communities == should.communities);
                QCOMPARE(combined.hasOneMed(), defined.oneMed);
            }
        }
    }
};

QTEST_APPLESS_MAIN(TestCombined)
#include "tst_combined.moc"
