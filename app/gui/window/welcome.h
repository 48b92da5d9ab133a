// What an empty canvas says: how to begin.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>

namespace hopyard::window {

class Workbench;

class Welcome final : public QFrame {
    Q_OBJECT

public:
    /// Lies in the middle of `canvas` and hides itself as soon as there is a node.
    Welcome(Workbench &workbench, QWidget *canvas);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void follow();
    void centre();
    Workbench &m_workbench;
};

} // namespace hopyard::window
