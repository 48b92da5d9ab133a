// Colours in what a router's console answers: addresses and prefixes, and words that say that something is well or not. Only
// how it looks: the text stays what the router said.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QSyntaxHighlighter>

#include <vector>

namespace hopyard::docks {

struct OutputSpan {
    enum class Meaning { address, well, unwell };
    qsizetype at = 0;
    qsizetype length = 0;
    Meaning meaning = Meaning::address;
    bool operator==(const OutputSpan &) const = default;
};
/// Of one line, in order. Words that may be names of nodes ("down1") are not taken for states.
std::vector<OutputSpan> outputSpans(const QString &line);

/// Follows the theme. What has a colour already (errors, notes) keeps it.
class OutputHighlighter final : public QSyntaxHighlighter {
    Q_OBJECT

public:
    explicit OutputHighlighter(QTextDocument *document);

protected:
    void highlightBlock(const QString &text) override;
};

} // namespace hopyard::docks
