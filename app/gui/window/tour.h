// The first-run tour: five steps, each a sentence or two beside the part of the window it speaks of. Can be skipped at any
// moment, comes by itself once, and from the Help menu whenever it is wanted.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPointer>
#include <QWidget>

#include <vector>

class QFrame;
class QLabel;
class QPushButton;

namespace hopyard::window {

class Workbench;

class Tour final : public QWidget {
    Q_OBJECT

public:
    /// Over the whole window, with the first step. Goes by itself when it is over.
    static Tour *start(QWidget &window);
    int step() const { return m_step; }
    int steps() const { return static_cast<int>(m_steps.size()); }
    void go(int step); ///< beyond the last: the end
    void skip();

    /// Whether it was there before, on this account.
    static bool wasSeen();

protected:
    void paintEvent(QPaintEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    struct Step {
        QString target; ///< object name of what it speaks of
        QString title;
        QString text;
    };
    explicit Tour(QWidget &window);
    QRect targetRect() const; ///< in our coordinates
    void place();

    std::vector<Step> m_steps;
    int m_step = 0;
    QFrame *m_card;
    QLabel *m_title;
    QLabel *m_text;
    QLabel *m_count;
    QPushButton *m_back;
    QPushButton *m_next;
    QPointer<QWidget> m_focusBefore;
};

void installTour(Workbench &workbench);

} // namespace hopyard::window
