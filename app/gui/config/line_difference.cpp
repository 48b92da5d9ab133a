// See line_difference.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/config/line_difference.h"

#include <algorithm>

namespace hopyard::config {

namespace {

using Kind = DifferenceRow::Kind;

constexpr qsizetype kMostSearched = 6'000; ///< lines that differ; beyond, all of them count as changed

/// Lines that are the same in both texts, as pairs in ascending order.
std::vector<std::pair<int, int>> commonLines(const QStringList &a, const QStringList &b)
{
    const int n = static_cast<int>(a.size());
    const int m = static_cast<int>(b.size());
    // furthest[k]: how far one comes in `a` on diagonal k with the steps so far; what it was before each step is kept.
    std::vector<int> furthest(static_cast<std::size_t>(2 * (n + m) + 3), 0);
    const int zero = n + m + 1;
    const auto at = [zero](std::vector<int> &v, int k) -> int & { return v[static_cast<std::size_t>(zero + k)]; };
    std::vector<std::vector<int>> trace;
    int steps = 0;
    for (bool done = false; !done; ++steps) {
        trace.push_back(furthest);
        for (int k = -steps; k <= steps && !done; k += 2) {
            int x = k == -steps || (k != steps && at(furthest, k - 1) < at(furthest, k + 1)) ? at(furthest, k + 1)
                                                                                            : at(furthest, k - 1) + 1;
            int y = x - k;
            while (x < n && y < m && a[x] == b[y])
                ++x, ++y;
            at(furthest, k) = x;
            done = x >= n && y >= m;
        }
    }
    std::vector<std::pair<int, int>> common;
    int x = n;
    int y = m;
    for (int d = steps - 1; d >= 0; --d) {
        std::vector<int> &before = trace[static_cast<std::size_t>(d)];
        const int k = x - y;
        const int from = k == -d || (k != d && at(before, k - 1) < at(before, k + 1)) ? k + 1 : k - 1;
        const int fromX = d == 0 ? 0 : at(before, from);
        const int fromY = d == 0 ? 0 : fromX - from;
        while (x > fromX && y > fromY && x > 0 && y > 0 && a[x - 1] == b[y - 1])
            common.emplace_back(--x, --y);
        if (d > 0)
            x = fromX, y = fromY;
    }
    std::reverse(common.begin(), common.end());
    return common;
}

} // namespace

std::vector<DifferenceRow> differenceOf(const QStringList &before, const QStringList &after)
{
    // What is the same at both ends needs no search, and that is most of it as a rule.
    const qsizetype shorter = std::min(before.size(), after.size());
    qsizetype head = 0;
    while (head < shorter && before[head] == after[head])
        ++head;
    qsizetype tail = 0;
    while (tail < shorter - head && before[before.size() - 1 - tail] == after[after.size() - 1 - tail])
        ++tail;
    const QStringList oldMiddle = before.mid(head, before.size() - head - tail);
    const QStringList newMiddle = after.mid(head, after.size() - head - tail);
    std::vector<std::pair<int, int>> common;
    for (int i = 0; i < head; ++i)
        common.emplace_back(i, i);
    if (oldMiddle.size() + newMiddle.size() <= kMostSearched)
        for (const auto &[b, a] : commonLines(oldMiddle, newMiddle))
            common.emplace_back(b + static_cast<int>(head), a + static_cast<int>(head));
    for (qsizetype i = tail; i > 0; --i)
        common.emplace_back(static_cast<int>(before.size() - i), static_cast<int>(after.size() - i));
    common.emplace_back(static_cast<int>(before.size()), static_cast<int>(after.size()));
    std::vector<DifferenceRow> rows;
    int b = 0;
    int a = 0;
    for (const auto &[nextBefore, nextAfter] : common) {
        for (; b < nextBefore && a < nextAfter; ++b, ++a)
            rows.push_back({Kind::changed, b, a});
        for (; b < nextBefore; ++b)
            rows.push_back({Kind::removed, b, -1});
        for (; a < nextAfter; ++a)
            rows.push_back({Kind::added, -1, a});
        if (nextBefore < before.size())
            rows.push_back({Kind::same, b++, a++});
    }
    return rows;
}

QStringList linesOf(const QString &text)
{
    QStringList lines = text.split(QLatin1Char('\n'));
    for (QString &line : lines)
        while (!line.isEmpty() && line.back().isSpace())
            line.chop(1);
    while (!lines.isEmpty() && lines.last().isEmpty())
        lines.removeLast();
    return lines;
}

} // namespace hopyard::config
