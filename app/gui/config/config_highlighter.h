// Colours for the words of a router's configuration, as core/language tells them apart.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/language/config_language.h"

#include <QSyntaxHighlighter>

namespace hopyard::config {

class ConfigHighlighter final : public QSyntaxHighlighter {
    Q_OBJECT

public:
    explicit ConfigHighlighter(QTextDocument *document);
    /// Colours those lines anew that are of other kinds than before. Spans are in bytes of UTF-8.
    void setLines(std::vector<std::vector<language::Span>> lines);

protected:
    void highlightBlock(const QString &text) override;

private:
    std::vector<std::vector<language::Span>> m_lines;
};

/// A column in bytes of UTF-8 as one in characters of the line.
int characterAt(const QString &line, int byte);

} // namespace hopyard::config
