// The configuration editor: a router's configuration as text, edited aside and applied as one edit after its difference
// was looked at, against the lab or against what the running router has now. It follows the selection; what was typed
// for another router and not applied stays with that router.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/gui/config/config_text.h"
#include "core/lab/lab.h"

#include <QWidget>

#include <functional>
#include <map>
#include <string>

class QComboBox;
class QLabel;
class QLineEdit;
class QListWidget;
class QPushButton;
class QStackedWidget;
class QToolButton;

namespace hopyard::document {
class LabDocument;
}
namespace hopyard::window {
class Workbench;
}

namespace hopyard::config {

class DifferenceView;

class ConfigEditor final : public QWidget {
    Q_OBJECT

public:
    explicit ConfigEditor(document::LabDocument &document, QWidget *parent = nullptr);

    /// Asks a running router for `show running-config`; the answer comes later, empty where there is none.
    using Answer = std::function<void(const QString &text)>;
    using RunningConfig = std::function<void(const QString &node, Answer answer)>;
    void setRunningConfig(RunningConfig ask);
    /// Whether there is a running router to compare with.
    void setRunning(bool running);

    /// Shows that node where it has a configuration; else what was shown stays.
    void showNode(const std::string &name);
    std::string node() const { return m_node; }
    ConfigText &text() { return *m_text; }
    DifferenceView &difference() { return *m_difference; }
    bool isChanged() const; ///< differs from the lab
    bool isReviewing() const;
    void review();      ///< shows the difference
    void keepEditing(); ///< back to the text
    void apply();
    void revert(); ///< takes back everything that was not applied
    void openFind();

private:
    QWidget *makeHead();
    QWidget *makeEditPage();
    QWidget *makeReviewPage();
    QWidget *makeFindBar();
    const lab::Node *labNode() const;
    void fillNodes();
    void followDocument();
    void loadText();
    void keepDraft();
    void showMistakes();
    void updateButtons();
    void compare();

    document::LabDocument &m_document;
    RunningConfig m_ask;
    std::string m_node;
    QString m_base; ///< of the lab, when the text was loaded
    std::map<std::string, QString> m_drafts;
    QComboBox *m_nodes;
    QLabel *m_state;
    QStackedWidget *m_pages;
    ConfigText *m_text;
    QWidget *m_findBar = nullptr;
    QLineEdit *m_find = nullptr;
    QLabel *m_found = nullptr;
    QListWidget *m_mistakes = nullptr;
    QLabel *m_place = nullptr;
    QPushButton *m_review = nullptr;
    QPushButton *m_revert = nullptr;
    DifferenceView *m_difference = nullptr;
    QComboBox *m_against = nullptr;
    QLabel *m_warning = nullptr;
    QPushButton *m_apply = nullptr;
    bool m_loading = false;
    bool m_applying = false;
    unsigned m_asked = 0; ///< the last question to the router; older answers are late
};

/// Makes the editor a dock, with its actions.
ConfigEditor *installConfigEditor(window::Workbench &workbench);

} // namespace hopyard::config
