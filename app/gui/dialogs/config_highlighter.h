// Colours for a router's configuration: keywords, addresses, comments.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QSyntaxHighlighter>

namespace hopyard::dialogs {

class ConfigHighlighter final : public QSyntaxHighlighter {
    Q_OBJECT

public:
    explicit ConfigHighlighter(QTextDocument *document);

protected:
    void highlightBlock(const QString &text) override;
};

} // namespace hopyard::dialogs
