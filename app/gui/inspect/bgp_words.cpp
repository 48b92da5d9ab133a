// See bgp_words.h. The engine's side is core/routing/bgp/decision.cpp, core/console/explain_bgp.cpp and emulation/engine/bgp_decision.cpp.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/inspect/bgp_words.h"

#include <QCoreApplication>
#include <QStringList>

#include <algorithm>

namespace hopyard::inspect {

namespace {

struct BgpWords {
    Q_DECLARE_TR_FUNCTIONS(BgpWords)
};

constexpr const char *kWords[] = {
    // steps
    QT_TRANSLATE_NOOP("BgpWords", "preference"),
    QT_TRANSLATE_NOOP("BgpWords", "weight"),
    QT_TRANSLATE_NOOP("BgpWords", "local preference"),
    QT_TRANSLATE_NOOP("BgpWords", "local origin"),
    QT_TRANSLATE_NOOP("BgpWords", "AS path length"),
    QT_TRANSLATE_NOOP("BgpWords", "origin"),
    QT_TRANSLATE_NOOP("BgpWords", "MED"),
    QT_TRANSLATE_NOOP("BgpWords", "external over internal"),
    QT_TRANSLATE_NOOP("BgpWords", "IGP metric"),
    QT_TRANSLATE_NOOP("BgpWords", "older external path"),
    QT_TRANSLATE_NOOP("BgpWords", "router ID"),
    QT_TRANSLATE_NOOP("BgpWords", "cluster list length"),
    QT_TRANSLATE_NOOP("BgpWords", "neighbor IP"),
    QT_TRANSLATE_NOOP("BgpWords", "equal"),
    // what wins there
    QT_TRANSLATE_NOOP("BgpWords", "the highest preference, by which BIRD compares protocols"),
    QT_TRANSLATE_NOOP("BgpWords", "the highest weight, which is this router's own affair"),
    QT_TRANSLATE_NOOP("BgpWords", "the highest local preference, which the whole AS shares"),
    QT_TRANSLATE_NOOP("BgpWords", "what this router itself brings in"),
    QT_TRANSLATE_NOOP("BgpWords", "the fewest autonomous systems on the way"),
    QT_TRANSLATE_NOOP("BgpWords", "IGP before EGP before incomplete"),
    QT_TRANSLATE_NOOP("BgpWords", "the lowest MED, among paths of the same neighbouring AS"),
    QT_TRANSLATE_NOOP("BgpWords", "from outside before from within the AS"),
    QT_TRANSLATE_NOOP("BgpWords", "the nearest next hop"),
    QT_TRANSLATE_NOOP("BgpWords", "the external path that was the best already"),
    QT_TRANSLATE_NOOP("BgpWords", "the lowest router id"),
    QT_TRANSLATE_NOOP("BgpWords", "the fewest route reflectors on the way"),
    QT_TRANSLATE_NOOP("BgpWords", "the lowest neighbour's address"),
    QT_TRANSLATE_NOOP("BgpWords", "nothing tells them apart"),
    // values
    QT_TRANSLATE_NOOP("BgpWords", "own"),
    QT_TRANSLATE_NOOP("BgpWords", "learned"),
    QT_TRANSLATE_NOOP("BgpWords", "external"),
    QT_TRANSLATE_NOOP("BgpWords", "internal"),
    QT_TRANSLATE_NOOP("BgpWords", "not looked at"),
    QT_TRANSLATE_NOOP("BgpWords", "none"),
    QT_TRANSLATE_NOOP("BgpWords", "none, as 0"),
    QT_TRANSLATE_NOOP("BgpWords", "none, which is the worst"),
    QT_TRANSLATE_NOOP("BgpWords", "the best before"),
    QT_TRANSLATE_NOOP("BgpWords", "newer"),
    // outcomes
    QT_TRANSLATE_NOOP("BgpWords", "best"),
    QT_TRANSLATE_NOOP("BgpWords", "not chosen"),
    QT_TRANSLATE_NOOP("BgpWords", "shares the traffic"),
    QT_TRANSLATE_NOOP("BgpWords", "not chosen, though no step tells it from the best"),
    QT_TRANSLATE_NOOP("BgpWords", "withdrawn; kept for its penalty"),
    QT_TRANSLATE_NOOP("BgpWords", "takes no part: it flaps (dampening)"),
    QT_TRANSLATE_NOOP("BgpWords", "takes no part: its next hop cannot be reached"),
};

const char *find(std::string_view word)
{
    const auto found = std::ranges::find(kWords, word, [](const char *known) { return std::string_view(known); });
    return found == std::end(kWords) ? nullptr : *found;
}

} // namespace

bool isBgpWord(std::string_view word) { return find(word); }

QString bgpWord(const QString &word)
{
    if (const char *known = find(word.toStdString()))
        return BgpWords::tr(known);
    const QLatin1String kDefault(" (by default)");
    return word.endsWith(kDefault) ? BgpWords::tr("%1 (by default)").arg(word.chopped(kDefault.size())) : word;
}

QString bgpVerdict(const QString &verdict)
{
    if (find(verdict.toStdString()))
        return bgpWord(verdict);
    QStringList parts = verdict.split(QLatin1String("; "));
    for (QString &part : parts) {
        const QLatin1String kLost("lost at: "), kWon("not chosen, though it would win at: ");
        part = part.startsWith(kLost)  ? BgpWords::tr("lost at: %1").arg(bgpWord(part.mid(kLost.size())))
               : part.startsWith(kWon) ? BgpWords::tr("not chosen, though it would win at: %1").arg(bgpWord(part.mid(kWon.size())))
                                       : bgpWord(part);
    }
    return parts.join(QLatin1String("; "));
}

} // namespace hopyard::inspect
