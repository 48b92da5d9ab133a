// See fuzzy.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/dialogs/fuzzy.h"

#include <algorithm>

namespace hopyard::dialogs {

std::optional<int> fuzzyScore(const QString &pattern, const QString &text)
{
    int score = 0;
    qsizetype at = 0;
    qsizetype last = -2;
    for (const QChar wanted : pattern) {
        if (wanted.isSpace())
            continue;
        const auto fits = [&](qsizetype i) { return text[i].toCaseFolded() == wanted.toCaseFolded(); };
        const auto startsWord = [&](qsizetype i) { return i == 0 || !text[i - 1].isLetterOrNumber(); };
        // The next letter where it fits; else the first that starts a word; else the first at all.
        qsizetype hit = at < text.size() && last >= 0 && fits(at) ? at : -1;
        for (qsizetype i = at; hit < 0 && i < text.size(); ++i)
            if (fits(i) && startsWord(i))
                hit = i;
        for (qsizetype i = at; hit < 0 && i < text.size(); ++i)
            if (fits(i))
                hit = i;
        if (hit < 0)
            return std::nullopt;
        score += hit == last + 1 ? 8 : 1;
        score += startsWord(hit) ? 6 : 0;
        last = hit;
        at = hit + 1;
    }
    return score * 100 - static_cast<int>(std::min<qsizetype>(text.size(), 99));
}

} // namespace hopyard::dialogs
