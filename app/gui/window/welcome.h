// The start page, on the empty canvas: begin anew, go on with a recent lab, open a sample by its picture. Goes as soon
// as there is something on the canvas.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>

class QBoxLayout;
class QVBoxLayout;

namespace hopyard::window {

class Workbench;

class Welcome final : public QFrame {
    Q_OBJECT

public:
    Welcome(Workbench &workbench, QWidget *canvas);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void follow();
    void centre();
    void addHeading(QBoxLayout &column, const QString &text);
    void addStart(QVBoxLayout &column);
    void fillRecent();
    void addSamples(QVBoxLayout &column);
    void paintSamples();
    /// The entry with that data in the submenu of an action.
    void choose(const char *id, const QString &choice);

    Workbench &m_workbench;
    QVBoxLayout *m_recent;
    QWidget *m_samples;
};

} // namespace hopyard::window
