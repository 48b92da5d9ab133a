// See config_highlighter.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/dialogs/config_highlighter.h"

#include "app/gui/theme/theme.h"

#include <QRegularExpression>

namespace hopyard::dialogs {

ConfigHighlighter::ConfigHighlighter(QTextDocument *document) : QSyntaxHighlighter(document)
{
    connect(&theme::Theme::instance(), &theme::Theme::changed, this, &QSyntaxHighlighter::rehighlight);
}

void ConfigHighlighter::highlightBlock(const QString &text)
{
    static const QRegularExpression keyword(
        QStringLiteral("^\\s*(no )?(interface|hostname|ip route|ip address|ipv6 route|"
                       "ipv6 address|ip|ipv6|router|network|description|shutdown|exit|end)\\b"));
    static const QRegularExpression number(
        QStringLiteral("(\\b[0-9]+(\\.[0-9]+){3}(/[0-9]+)?\\b|\\b[0-9a-fA-F]*:[0-9a-fA-F:]+(/[0-9]+)?)"));
    const theme::Colours &c = theme::colours();
    const QString line = text.trimmed();
    if (line.startsWith(QLatin1Char('!')) || line.startsWith(QLatin1Char('#'))) {
        setFormat(0, static_cast<int>(text.size()), c.muted);
        return;
    }
    if (const auto match = keyword.match(text); match.hasMatch())
        setFormat(static_cast<int>(match.capturedStart(0)), static_cast<int>(match.capturedLength(0)), c.accent);
    for (auto matches = number.globalMatch(text); matches.hasNext();) {
        const auto match = matches.next();
        setFormat(static_cast<int>(match.capturedStart()), static_cast<int>(match.capturedLength()), c.router);
    }
}

} // namespace hopyard::dialogs
