// One direction of a link: what it does to packets, each with its unit.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/impairment.h"

#include <QWidget>

#include <functional>
#include <vector>

class QCheckBox;
class QFormLayout;

namespace hopyard::dialogs {

class CheckedLine;

class ImpairmentEditor final : public QWidget {
    Q_OBJECT

public:
    /// `title` names the direction for screen readers.
    explicit ImpairmentEditor(const QString &title, QWidget *parent = nullptr);
    void showValue(const base::Impairment &impairment);
    const base::Impairment &value() const { return m_value; }

signals:
    /// `what` names the field for the undo list; see CheckedLine::entered for `stepping`.
    void edited(const hopyard::base::Impairment &impairment, const QString &what, bool stepping);

private:
    struct Field {
        CheckedLine *line;
        std::function<QString(const base::Impairment &)> get;
    };
    /// `set` puts a text in, or says what is wrong with it; it must leave the value alone then.
    void addField(const QString &label, const QString &what, const QString &tip,
                  std::function<QString(const base::Impairment &)> get,
                  std::function<QString(base::Impairment &, const QString &)> set,
                  std::function<QString(const QString &, int)> step = {});

    QFormLayout *m_form;
    QString m_title;
    std::vector<Field> m_fields;
    QCheckBox *m_down;
    base::Impairment m_value;
};

} // namespace hopyard::dialogs
