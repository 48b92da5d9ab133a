// A field for display filters: what is wrong is underlined and said while it is typed, what may stand at the cursor is
// offered. It tells of a filter whenever the text is one.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/filter/complete.h"
#include "core/filter/filter.h"

#include <optional>
#include <QLineEdit>
#include <QString>

class QCompleter;
class QStandardItemModel;

namespace hopyard::docks {

class FilterEdit : public QLineEdit {
    Q_OBJECT

public:
    explicit FilterEdit(QWidget *parent = nullptr);

    /// The sentence about what is wrong; empty where the text is a filter.
    QString errorText() const { return m_error ? QString::fromStdString(m_error->message) : QString(); }
    const std::optional<filter::FilterError> &error() const { return m_error; }

signals:
    /// The text is another filter now.
    void filterChanged(const hopyard::filter::Filter &filter);
    /// What to say below the field; empty: nothing.
    void errorChanged(const QString &sentence);

protected:
    void keyPressEvent(QKeyEvent *event) override;

private:
    void textTyped();
    void underline();
    void suggest();
    void take(const QString &suggestion);

    std::optional<filter::FilterError> m_error;
    filter::Completion m_completion;
    QStandardItemModel *m_suggestions;
    QCompleter *m_completer;
};

} // namespace hopyard::docks
