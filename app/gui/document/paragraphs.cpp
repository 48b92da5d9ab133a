// See paragraphs.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/document/paragraphs.h"

#include <QRegularExpression>
#include <QStringList>

namespace hopyard::document {

namespace {

/// A line that begins something of its own: blank, indented, of a list, a quote, a heading, a table.
bool standsAlone(const QString &line)
{
    static const QRegularExpression own(QStringLiteral("^(\\s|[-*+>#|]|[0-9]+[.)]\\s|```)"));
    return line.trimmed().isEmpty() || own.match(line).hasMatch();
}

} // namespace

QString unwrapped(const QString &text)
{
    QString out;
    bool flows = false; // the line before goes on
    for (const QString &line : text.split(QLatin1Char('\n'))) {
        const bool alone = standsAlone(line);
        if (flows && !alone)
            out += QLatin1Char(' ') + line;
        else
            out += (out.isNull() ? QString() : QStringLiteral("\n")) + line;
        if (out.isNull())
            out = QLatin1String("");
        flows = !alone && !line.endsWith(QLatin1String("  ")); // two blanks are a break in Markdown
    }
    return out;
}

QString wrapped(const QString &text, int width)
{
    QStringList out;
    for (const QString &line : unwrapped(text).split(QLatin1Char('\n'))) {
        if (standsAlone(line) || line.size() <= width) {
            out += line;
            continue;
        }
        QString rest = line;
        while (rest.size() > width) {
            // At the last blank that fits, behind which nothing begins that would stand alone.
            qsizetype cut = rest.lastIndexOf(QLatin1Char(' '), width);
            while (cut > 0 && standsAlone(rest.mid(cut + 1)))
                cut = rest.lastIndexOf(QLatin1Char(' '), cut - 1);
            if (cut <= 0)
                cut = rest.indexOf(QLatin1Char(' '), width);
            while (cut > 0 && standsAlone(rest.mid(cut + 1)))
                cut = rest.indexOf(QLatin1Char(' '), cut + 1);
            if (cut <= 0)
                break;
            out += rest.left(cut);
            rest = rest.mid(cut + 1);
        }
        out += rest;
    }
    return out.join(QLatin1Char('\n'));
}

} // namespace hopyard::document
