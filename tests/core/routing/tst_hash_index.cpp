// The hash table of numbers against a map, through growth and deletion.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/random.h"
#include "core/routing/hash_index.h"

#include <QtTest>

#include <map>
#include <vector>

using namespace hopyard;
using routing::HashIndex;

class TestHashIndex : public QObject {
    Q_OBJECT
private slots:
    void findsWhatIsThere_data()
    {
        QTest::addColumn<int>("most");
        QTest::newRow("few") << 12;
        QTest::newRow("some") << 100;
        QTest::newRow("many") << 20'000;
    }
    void findsWhatIsThere()
    {
        QFETCH(int, most);
        base::Random random(3);
        HashIndex index;
        std::vector<std::uint64_t> keys; // by number
        std::vector<std::uint32_t> free;
        std::map<std::uint64_t, std::uint32_t> model;
        // Some keys have the same hash.
        const auto hash = [&](std::uint64_t key) { return routing::mixed(key % 7 == 0 ? key / 14 : key); };
        const auto hashOf = [&](std::uint32_t number) { return hash(keys[number]); };
        const auto find = [&](std::uint64_t key) { return index.find(hash(key), [&](std::uint32_t number) { return keys[number] == key; }); };
        for (int i = 0; i < 20 * most; ++i) {
            const std::uint64_t key = random.below(std::uint64_t(most) * 2);
            const auto known = model.find(key);
            QCOMPARE(find(key), known == model.end() ? HashIndex::kNone : known->second);
            if (known != model.end()) {
                if (random.below(2) == 0)
                    continue;
                index.erase(hash(key), known->second, hashOf);
                free.push_back(known->second);
                model.erase(known);
            } else if (model.size() < std::size_t(most)) {
                auto number = static_cast<std::uint32_t>(keys.size());
                if (free.empty()) {
                    keys.push_back(key);
                } else {
                    number = free.back();
                    free.pop_back();
                    keys[number] = key;
                }
                index.insert(hash(key), number, hashOf);
                model[key] = number;
            }
        }
        QCOMPARE(index.size(), model.size());
        for (const auto &[key, number] : model)
            QCOMPARE(find(key), number);
    }
};

QTEST_APPLESS_MAIN(TestHashIndex)
#include "tst_hash_index.moc"
