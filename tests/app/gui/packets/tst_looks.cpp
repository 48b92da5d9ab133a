// How packets look: that protocols are told apart, also by those who see few colours, and that no reason for a drop is
// without a kind, a sign, a word, a filter and a line in the guide.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/packets/drop_kind.h"
#include "app/gui/packets/protocol_colours.h"
#include "app/gui/theme/theme.h"
#include "core/base/drop_reasons.h"
#include "core/filter/complete.h"
#include "core/filter/filter.h"
#include "places.h"

#include <QFile>
#include <QSet>
#include <QTest>

#include <algorithm>
#include <array>
#include <cmath>

#undef emit // Qt's macro is the name of a function there, and nothing here sends signals
#include "core/base/trace.h"

using namespace hopyard;
using namespace hopyard::packets;
using client::Protocol;

namespace {

using Three = std::array<double, 3>;

Three multiplied(const std::array<Three, 3> &matrix, const Three &v)
{
    Three out{};
    for (std::size_t i = 0; i < 3; ++i)
        for (std::size_t j = 0; j < 3; ++j)
            out[i] += matrix[i][j] * v[j];
    return out;
}

Three linear(const QColor &colour)
{
    const auto one = [](double c) { return c <= 0.04045 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4); };
    return {one(colour.redF()), one(colour.greenF()), one(colour.blueF())};
}

/// As an eye of that kind sees it: Machado, Oliveira and Fernandes (2009), severity 1.
enum class Eye { usual, protanopic, deuteranopic };
Three seen(const Three &colour, Eye eye)
{
    constexpr std::array<Three, 3> protan{{{0.152286, 1.052583, -0.204868}, {0.114503, 0.786281, 0.099216}, {-0.003882, -0.048116, 1.051998}}};
    constexpr std::array<Three, 3> deutan{{{0.367322, 0.860646, -0.227968}, {0.280085, 0.672501, 0.047413}, {-0.011820, 0.042940, 0.968881}}};
    if (eye == Eye::usual)
        return colour;
    Three out = multiplied(eye == Eye::protanopic ? protan : deutan, colour);
    for (double &c : out)
        c = std::clamp(c, 0.0, 1.0);
    return out;
}

/// A space in which distances are about as large as differences look: Oklab, times 100.
Three oklab(const Three &rgb)
{
    constexpr std::array<Three, 3> cones{{{0.4122214708, 0.5363325363, 0.0514459929}, {0.2119034982, 0.6806995451, 0.1073969566},
                                          {0.0883024619, 0.2817188376, 0.6299787005}}};
    constexpr std::array<Three, 3> lab{{{21.04542553, 79.3617785, -0.40720468}, {197.79984951, -242.85922050, 45.05937099},
                                        {2.59040371, 78.27717662, -80.86757660}}};
    Three lms = multiplied(cones, rgb);
    for (double &c : lms)
        c = std::cbrt(c);
    return multiplied(lab, lms);
}

double apart(const QColor &a, const QColor &b, Eye eye)
{
    const Three one = oklab(seen(linear(a), eye)), other = oklab(seen(linear(b), eye));
    return std::sqrt(std::pow(one[0] - other[0], 2) + std::pow(one[1] - other[1], 2) + std::pow(one[2] - other[2], 2));
}

/// WCAG 2: 3 is what a sign needs against its ground.
double contrast(const QColor &a, const QColor &b)
{
    const auto light = [](const QColor &c) {
        const Three l = linear(c);
        return 0.2126 * l[0] + 0.7152 * l[1] + 0.0722 * l[2] + 0.05;
    };
    return std::max(light(a), light(b)) / std::min(light(a), light(b));
}

} // namespace

class TestLooks : public QObject {
    Q_OBJECT

private slots:
    void protocolsAreToldApart_data()
    {
        QTest::addColumn<bool>("dark");
        QTest::newRow("light") << false;
        QTest::newRow("dark") << true;
    }
    void protocolsAreToldApart()
    {
        QFETCH(bool, dark);
        theme::Theme::instance().setScheme(dark ? theme::Scheme::dark : theme::Scheme::light);
        QSet<QString> names;
        for (int i = 0; i < client::kProtocolCount; ++i) {
            const auto one = static_cast<Protocol>(i);
            names.insert(nameOf(one));
            const QColor colour = colourOf(one, dark);
            QVERIFY2(contrast(colour, theme::colours().base) >= 3, qPrintable(nameOf(one))); // also in the list
            for (int j = 0; j < i; ++j) {
                const auto other = static_cast<Protocol>(j);
                const auto say = [&](Eye eye) {
                    return QStringLiteral("%1 and %2: %3").arg(nameOf(one), nameOf(other)).arg(apart(colour, colourOf(other, dark), eye));
                };
                QVERIFY2(apart(colour, colourOf(other, dark), Eye::usual) >= 11, qPrintable(say(Eye::usual)));
                // By shape they are told apart anyway.
                const double least = shapeOf(one) == shapeOf(other) ? 10 : 3.5;
                for (const Eye eye : {Eye::protanopic, Eye::deuteranopic})
                    QVERIFY2(apart(colour, colourOf(other, dark), eye) >= least, qPrintable(say(eye)));
            }
        }
        QCOMPARE(names.size(), client::kProtocolCount);
    }

    void protocolsAreWordsOfTheFilter()
    {
        for (int i = 0; i < client::kProtocolCount; ++i) {
            const auto protocol = static_cast<Protocol>(i);
            const std::string_view word = filter::toString(protocol);
            QVERIFY(filter::parseProtocol(word) == protocol);
            QVERIFY(protocol == Protocol::other || filter::Filter::parse(word));
        }
        QVERIFY(filter::parseProtocol("sctp") == Protocol::other);
    }

    void eachReasonHasItsKindItsWordAndItsLine()
    {
        QFile guide(QStringLiteral(HOPYARD_SOURCE_DIR "/docs/workbench.md"));
        QVERIFY(guide.open(QIODevice::ReadOnly));
        const QString text = QString::fromUtf8(guide.readAll());
        const std::vector<base::DropReason> &all = base::allDropReasons();
        QVERIFY(std::find(all.begin(), all.end(), base::DropReason::outsideGone) != all.end());
        QSet<QString> words;
        for (const base::DropReason reason : all) {
            const std::string name(base::toString(reason));
            const QString word = QString::fromStdString(name);
            QVERIFY(base::parseDropReason(name) == reason);
            const auto kind = dropKindOf(reason);
            // A hub's neighbours throw away all day: that is no loss.
            QVERIFY2(kind ? *kind != DropKind::other : reason == base::DropReason::notForUs, name.c_str());
            QVERIFY(dropKindOf(name) == kind);
            QCOMPARE(wordOf(reason), word); // in English; the catalogues of other languages are complete (tst_translations)
            words.insert(wordOf(reason));
            QVERIFY2(text.contains(QLatin1Char('`') + word + QLatin1Char('`')), name.c_str());
            const std::string quoted = '"' + name + '"';
            filter::PacketHead head;
            head.drop = static_cast<std::uint8_t>(reason);
            QVERIFY2(filter::Filter::parse("packet.reason == " + quoted)->accepts(head), name.c_str());
            const std::string typed = "packet.reason == ";
            const auto offered = filter::complete(typed, typed.size()).suggestions;
            QVERIFY2(std::any_of(offered.begin(), offered.end(), [&](const auto &s) { return s.text == quoted; }), name.c_str());
        }
        QCOMPARE(words.size(), static_cast<qsizetype>(all.size()));
        QVERIFY(!base::parseDropReason("unknown"));
        QCOMPARE(*dropKindOf("something new"), DropKind::other);
        QCOMPARE(wordOf("something new"), QString("something new"));
    }

    void eachKindHasItsSignAndItsSentence()
    {
        QFile guide(QStringLiteral(HOPYARD_SOURCE_DIR "/docs/workbench.md"));
        QVERIFY(guide.open(QIODevice::ReadOnly));
        const QString text = QString::fromUtf8(guide.readAll());
        QSet<QString> signs, sentences;
        for (int kind = 0; kind <= static_cast<int>(DropKind::other); ++kind) {
            const QString sign = signOf(static_cast<DropKind>(kind));
            signs.insert(sign);
            sentences.insert(sentenceOf(static_cast<DropKind>(kind)));
            QVERIFY2(text.contains(QStringLiteral("\n| %1 | ").arg(sign)), qPrintable(sign));
        }
        QCOMPARE(signs.size(), static_cast<int>(DropKind::other) + 1);
        QCOMPARE(sentences.size(), signs.size());
    }
};

QTEST_MAIN(TestLooks)
#include "tst_looks.moc"
