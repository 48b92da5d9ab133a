// The lesson beside the canvas: a page for each step with its text, what it points at, a command to try, its checks as they
// turn green, hints and solution for who asks for them; and how far one has come. Knows no engine and no canvas: it asks.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/gui/models/guide_model.h"

#include <QPointer>
#include <QStringList>
#include <QWidget>

class QLabel;
class QProgressBar;
class QPushButton;
class QScrollArea;
class QVBoxLayout;

namespace hopyard::docks {

class GuideDock : public QWidget {
    Q_OBJECT

public:
    explicit GuideDock(models::GuideModel &model, QWidget *parent = nullptr);

    /// Commands can be inserted and checks looked at.
    void setRunning(bool running);

signals:
    /// The page points at these nodes; none: at nothing.
    void nodesPointedAt(const QStringList &nodes);
    void viewRequested(const QString &view);
    /// A line for the console of a node.
    void commandOffered(const QString &node, const QString &line);
    void checkRequested();
    void runRequested();

private:
    void buildFrame();
    void rebuild();
    void showPage();
    void refresh();
    void addText(QVBoxLayout *column, const QString &markdown);
    void addPointers(QVBoxLayout *column, const lab::GuideStep &step);
    void addCommand(QVBoxLayout *column, const QString &command);
    void addChecks(QVBoxLayout *column);
    void addHelp(QVBoxLayout *column, const lab::GuideStep &step);
    QWidget *boxed(const QString &title, const QString &markdown);
    QString headOf(int page) const;

    models::GuideModel &m_model;
    QLabel *m_title;
    QLabel *m_progressText;
    QProgressBar *m_progress;
    QScrollArea *m_scroll;
    QLabel *m_none;
    QWidget *m_frame;
    QWidget *m_dots;
    QPushButton *m_back;
    QPushButton *m_check;
    QPushButton *m_next;
    QLabel *m_state = nullptr;     ///< of the page that is shown
    QPointer<QWidget> m_help;      ///< hints and solution of the page, rebuilt when more is asked for
    QPointer<QWidget> m_checkList; ///< rebuilt when results come
    QList<QPushButton *> m_needRun;
    bool m_running = false;
};

} // namespace hopyard::docks
