// The field in which a router's configuration is written: line numbers, colours of words, mistakes underlined while one
// types, and completion from the grammar (by itself, and with Ctrl+Space). What is wrong stands in the tooltip of the
// place and in mistakes(). BIRD's language is only shown: its grammar is not ours.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/gui/dialogs/editors.h"
#include "core/language/config_language.h"

#include <QStringList>
#include <QTimer>

class QCompleter;
class QStringListModel;

namespace hopyard::config {

class ConfigHighlighter;

class ConfigText final : public dialogs::TextBlock {
    Q_OBJECT

public:
    /// Whose language it is: of mistakes in FRR's text only Hopyard's own router is sure, so there they are doubts.
    enum class Language { router, frr, other };
    struct Mistake {
        int line = 0;   ///< from 0
        int column = 0; ///< characters
        int length = 0;
        QString message;
    };

    explicit ConfigText(QWidget *parent = nullptr);
    ~ConfigText() override;

    void setLanguage(Language language);
    Language language() const { return m_language; }
    /// Proposed where the grammar has INTERFACE.
    void setInterfaces(const QStringList &names) { m_interfaces = names; }
    const std::vector<Mistake> &mistakes() const { return m_mistakes; }
    QString messageAt(int line) const; ///< what is wrong in that line; empty
    void goTo(int line, int column = 0);
    /// To the mistake behind the cursor, the first one behind the last.
    void goToNextMistake();
    /// Words that may stand at the cursor, as the list offers them.
    QStringList completions() const;
    /// Opens the list of them.
    void complete();
    /// Marks every occurrence; empty: none. Returns how many.
    int mark(const QString &text);
    bool findNext(const QString &text, bool backwards = false); ///< round the end
    /// Reads the text now and not in a moment.
    void check();

signals:
    void mistakesChanged();
    void findRequested(); ///< Ctrl+F

protected:
    bool event(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    friend class LineNumbers;
    int numbersWidth() const;
    void paintNumbers(QPaintEvent *event);
    void placeNumbers();
    void underline();
    void take(const QString &word);
    QString messageUnder(const QPoint &position) const;
    QString begun() const;

    language::Analyser m_analyser;
    Language m_language = Language::router;
    ConfigHighlighter *m_highlighter;
    QWidget *m_numbers;
    QCompleter *m_completer;
    QStringListModel *m_words;
    QStringList m_interfaces;
    std::vector<Mistake> m_mistakes;
    QString m_marked;
    QTimer m_soon;
};

} // namespace hopyard::config
