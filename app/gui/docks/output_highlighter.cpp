// See output_highlighter.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/docks/output_highlighter.h"

#include "app/gui/theme/theme.h"

#include <QRegularExpression>
#include <QTextDocument>

namespace hopyard::docks {

namespace {

/// An IPv4 address or prefix, or a MAC address; then the words. Each as a whole: nothing of a name on either side.
const QRegularExpression &pattern()
{
    static const QRegularExpression made(QStringLiteral(
        "(?<![\\w.:-])(?:(?<address>(?:\\d{1,3}\\.){3}\\d{1,3}(?:/\\d{1,2})?|(?:[0-9a-fA-F]{2}:){5}[0-9a-fA-F]{2})"
        "|(?<well>up|yes|Full(?:/\\w+)?|FULL|Established|ESTABLISHED|reachable|REACHABLE|forwarding)"
        "|(?<unwell>down|Down|DOWN|Idle|Active|Init|Attempt|inaccessible|unreachable|rejected|blackhole|failed|FAILED|INCOMPLETE|discarding|timeout))"
        "(?![\\w-])(?!\\.\\w)"));
    return made;
}

} // namespace

std::vector<OutputSpan> outputSpans(const QString &line)
{
    std::vector<OutputSpan> spans;
    for (auto it = pattern().globalMatch(line); it.hasNext();) {
        const QRegularExpressionMatch match = it.next();
        const auto meaning = match.hasCaptured(u"address") ? OutputSpan::Meaning::address
            : match.hasCaptured(u"well")                   ? OutputSpan::Meaning::well
                                                           : OutputSpan::Meaning::unwell;
        spans.push_back({match.capturedStart(), match.capturedLength(), meaning});
    }
    return spans;
}

OutputHighlighter::OutputHighlighter(QTextDocument *document) : QSyntaxHighlighter(document)
{
    connect(&theme::Theme::instance(), &theme::Theme::changed, this, &QSyntaxHighlighter::rehighlight);
}

void OutputHighlighter::highlightBlock(const QString &text)
{
    const QTextBlock block = currentBlock();
    if (!block.begin().atEnd() && block.begin().fragment().charFormat().hasProperty(QTextFormat::ForegroundBrush))
        return;
    const theme::Colours &colours = theme::colours();
    for (const OutputSpan &span : outputSpans(text))
        setFormat(int(span.at), int(span.length),
                  span.meaning == OutputSpan::Meaning::address ? colours.accent
                      : span.meaning == OutputSpan::Meaning::well ? colours.ok
                                                                  : colours.danger);
}

} // namespace hopyard::docks
