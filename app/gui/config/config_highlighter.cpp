// See config_highlighter.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/config/config_highlighter.h"

#include "app/gui/theme/theme.h"

#include <QTextDocument>

namespace hopyard::config {

namespace {

QTextCharFormat formatOf(language::WordKind kind)
{
    const theme::Colours &c = theme::colours();
    QTextCharFormat format;
    switch (kind) {
    case language::WordKind::keyword:
        format.setForeground(c.accent);
        format.setFontWeight(QFont::DemiBold);
        break;
    case language::WordKind::address: format.setForeground(c.router); break;
    case language::WordKind::number: format.setForeground(c.hub); break;
    case language::WordKind::comment:
        format.setForeground(c.muted);
        format.setFontItalic(true);
        break;
    case language::WordKind::name: break;
    }
    return format;
}

} // namespace

int characterAt(const QString &line, int byte)
{
    const QByteArray utf8 = line.toUtf8();
    return utf8.size() == line.size() ? byte : static_cast<int>(QString::fromUtf8(utf8.left(byte)).size());
}

ConfigHighlighter::ConfigHighlighter(QTextDocument *document) : QSyntaxHighlighter(document)
{
    connect(&theme::Theme::instance(), &theme::Theme::changed, this, &QSyntaxHighlighter::rehighlight);
}

void ConfigHighlighter::setLines(std::vector<std::vector<language::Span>> lines)
{
    m_lines.swap(lines);
    std::size_t number = 0;
    for (QTextBlock block = document()->begin(); block.isValid(); block = block.next(), ++number)
        if (number >= lines.size() || number >= m_lines.size() || lines[number] != m_lines[number])
            rehighlightBlock(block);
}

void ConfigHighlighter::highlightBlock(const QString &text)
{
    const auto number = static_cast<std::size_t>(currentBlock().blockNumber());
    if (number >= m_lines.size())
        return;
    for (const language::Span &span : m_lines[number]) {
        const int from = characterAt(text, span.column);
        setFormat(from, characterAt(text, span.column + span.length) - from, formatOf(span.kind));
    }
}

} // namespace hopyard::config
