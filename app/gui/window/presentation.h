// Presentation mode: the canvas alone on the whole screen, until Escape or F11.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QObject>
#include <QPointer>
#include <QWidget>

#include <vector>

class QMainWindow;
class QShortcut;

namespace hopyard::window {

class Workbench;

class Presentation final : public QObject {
    Q_OBJECT

public:
    explicit Presentation(Workbench &workbench);
    bool isOn() const { return m_on; }
    void toggle();

private:
    void enter(QMainWindow &window);
    void leave(QMainWindow &window);

    Workbench &m_workbench;
    QShortcut *m_escape = nullptr;
    std::vector<QPointer<QWidget>> m_hidden; ///< what was there before
    QByteArray m_arrangement;
    Qt::WindowStates m_states;
    bool m_gridShown = true;
    bool m_on = false;
};

void installPresentation(Workbench &workbench);

} // namespace hopyard::window
