// Which problems of a lesson the student is to find: a button with a menu to tick kinds in.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/lab/to_find.h"

#include <QToolButton>

#include <functional>
#include <map>

class QAction;

namespace hopyard::dialogs {

class ToFindButton final : public QToolButton {
    Q_OBJECT

public:
    /// `take`: called when the person has ticked another choice.
    explicit ToFindButton(std::function<void(const lab::ToFind &)> take, QWidget *parent = nullptr);
    void showValue(const lab::ToFind &toFind);

private:
    void tick(lab::ProblemKind kind, bool isTicked);

    std::function<void(const lab::ToFind &)> m_take;
    lab::ToFind m_value;
    QAction *m_all;
    std::map<lab::ProblemKind, QAction *> m_kinds;
};

} // namespace hopyard::dialogs
