// Networks by rule: how many nodes and links each has, and what it refuses.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/topology/generate.h"

#include <QtTest>

#include <algorithm>
#include <set>

using namespace hopyard;

class GenerateTest : public QObject {
    Q_OBJECT
private slots:
    void kinds_data()
    {
        QTest::addColumn<QString>("kind");
        QTest::addColumn<QList<int>>("sizes");
        QTest::addColumn<int>("nodes");
        QTest::addColumn<int>("links");
        QTest::addColumn<int>("diameter");
        const auto row = [](const char *kind, QList<int> sizes, int nodes, int links, int diameter) {
            QTest::addRow("%s %d", kind, sizes[0]) << kind << sizes << nodes << links << diameter;
        };
        row("line", {1}, 1, 0, 0);
        row("line", {5}, 5, 4, 4);
        row("ring", {6}, 6, 6, 3);
        row("star", {7}, 7, 6, 2);
        row("mesh", {5}, 5, 10, 1);
        row("grid", {4, 3}, 12, 17, 5);
        row("tree", {3, 2}, 13, 12, 4);
        row("random", {50, 4}, 50, 100, -1);
        row("fat-tree", {4}, 20, 32, 4);
        row("fat-tree", {8}, 80, 256, 4);
        row("leaf-spine", {4, 2}, 6, 8, 2);
        row("leaf-spine", {1, 3}, 4, 3, 2);
        row("barabasi-albert", {40, 2}, 40, 77, -1); // the second has only one to link to
        row("barabasi-albert", {3, 5}, 3, 3, 1);
        row("waxman", {1, 3}, 1, 0, 0);
    }
    void kinds()
    {
        QFETCH(QString, kind);
        QFETCH(QList<int>, sizes);
        QFETCH(int, nodes);
        QFETCH(int, links);
        QFETCH(int, diameter);
        const std::vector<std::uint32_t> wanted(sizes.begin(), sizes.end());
        const auto made = topology::generate(kind.toStdString(), wanted);
        QVERIFY2(made.has_value(), made ? "" : made.error().message.c_str());
        QCOMPARE(int(made->nodes.size()), nodes);
        QCOMPARE(int(made->links.size()), links);
        if (diameter >= 0)
            QCOMPARE(int(topology::diameter(*made)), diameter);
        const auto component = topology::components(*made);
        QCOMPARE(std::ranges::max(component), 0u);
        std::set<std::string> ids;
        for (const topology::Node &node : made->nodes)
            ids.insert(node.id);
        QCOMPARE(ids.size(), made->nodes.size());
        for (const topology::Link &link : made->links)
            QVERIFY(link.from != link.to);
        QVERIFY(*made == *topology::generate(kind.toStdString(), wanted));
    }

    void randomGoesByItsSeed()
    {
        const std::uint32_t sizes[]{30, 3};
        QVERIFY(!(*topology::generate("random", sizes, 1) == *topology::generate("random", sizes, 2)));
    }

    void waxmanIsConnectedAndAboutAsDenseAsWanted()
    {
        for (std::uint64_t seed = 1; seed <= 20; ++seed) {
            const std::uint32_t sizes[]{100, 4};
            const auto made = topology::generate("waxman", sizes, seed);
            QVERIFY(made.has_value());
            QCOMPARE(std::ranges::max(topology::components(*made)), 0u);
            QVERIFY2(made->links.size() > 140 && made->links.size() < 270, qPrintable(QString::number(made->links.size())));
            std::set<std::pair<std::size_t, std::size_t>> pairs;
            for (const topology::Link &link : made->links)
                QVERIFY(pairs.insert(std::minmax(link.from, link.to)).second);
            QVERIFY(*made == *topology::generate("waxman", sizes, seed));
        }
    }

    void grownNetworksHaveFewWithMany()
    {
        const std::uint32_t sizes[]{200, 2};
        const auto made = topology::generate("barabasi-albert", sizes, 7);
        QVERIFY(made.has_value());
        std::vector<int> degree(200, 0);
        for (const topology::Link &link : made->links) {
            ++degree[link.from];
            ++degree[link.to];
        }
        std::ranges::sort(degree);
        QVERIFY(degree[100] <= 3); // half of them have their two, or one more
        QVERIFY(degree.back() > 15);
    }

    void refuses()
    {
        using Sizes = std::vector<std::uint32_t>;
        for (const auto &[kind, sizes] : std::vector<std::pair<const char *, Sizes>>{
                 {"cube", {3}}, {"line", {}}, {"line", {0}}, {"line", {1, 2}}, {"ring", {2}}, {"star", {1}}, {"fat-tree", {3}},
                 {"grid", {4}}, {"grid", {4'000'000'000u, 4'000'000'000u}}, {"mesh", {1000}}, {"tree", {10, 4'000'000'000u}},
                 {"tree", {1, 4'000'000'000u}}, {"random", {100'000, 3}}, {"fat-tree", {1000}}, {"waxman", {501, 3}},
                 {"leaf-spine", {4}}, {"barabasi-albert", {5, 0}}})
            QVERIFY2(!topology::generate(kind, sizes), kind);
    }
};

QTEST_APPLESS_MAIN(GenerateTest)
#include "tst_generate.moc"
