// The Path dock: the way between two nodes, there and back again, hop by hop with the prefix matched at each, followed
// while the lab runs; and what would change if a link or a node of it failed, tried out by the engine on a copy.
//
// The engine is asked twice a second, and only while the dock can be seen and two ends are chosen.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/gui/client/engine_session.h"
#include "app/gui/inspect/canvas_marks.h"
#include "app/gui/inspect/cells.h"
#include "app/gui/inspect/question.h"

#include <QString>
#include <QStringList>
#include <QWidget>

#include <vector>

class QComboBox;
class QLabel;
class QProgressBar;
class QPushButton;
class QBoxLayout;
class QHBoxLayout;
class QStackedLayout;
class QToolButton;

namespace hopyard::inspect {

class TreeModel;
class TreeView;

class PathDock : public QWidget {
    Q_OBJECT

public:
    explicit PathDock(client::EngineSession &session, QWidget *parent = nullptr);

    struct Choice {
        QString name;
        QString kind; ///< as in the lab file
        bool operator==(const Choice &) const = default;
    };
    /// The nodes that packets may go from and to.
    void setNodes(const std::vector<Choice> &nodes);
    /// The links that may fail: each by its first end, with what a person reads.
    void setLinks(const QStringList &ends, const QStringList &texts);

    void showPath(const QString &from, const QString &to);
    QString from() const;
    QString to() const; ///< a node or an address
    /// Asks what would change if it failed.
    void tryLink(const QString &end);
    void tryNode(const QString &node);

    /// As narrow as with the question below the ends.
    QSize minimumSizeHint() const override;

signals:
    /// To be lit on the canvas; nothing where the dock can no longer be seen.
    void marked(const hopyard::inspect::CanvasMarks &marks);
    /// A number of the path is to be plotted over the time of the lab.
    void cellPlotAsked(const hopyard::inspect::CellPlace &place, bool perSecond);

protected:
    void showEvent(QShowEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void hideEvent(QHideEvent *event) override;

private:
    QWidget *buildPath();
    QWidget *buildWhatIf();
    void endsChanged();
    void stateChanged();
    bool ask();
    void take(const client::BothWays &ways);
    void tryOut(const client::Json &what, const QString &title);
    void tried(const client::EngineSession::Result &result);
    void closeWhatIf();
    void showProgress(const client::WhatIfProgress &progress);
    void light(const CanvasMarks &marks);
    void say(const QString &text);
    bool isTrying() const { return m_tries > 0; }
    void updateTry();
    void arrangeHead();

    client::EngineSession &m_session;
    std::vector<Choice> m_choices;
    QStringList m_linkEnds;
    QComboBox *m_from;
    QComboBox *m_to;
    QToolButton *m_swap;
    QComboBox *m_what;
    QPushButton *m_try;
    QPushButton *m_stop;
    QProgressBar *m_progress;
    QLabel *m_message;
    QLabel *m_heading;
    QLabel *m_summary;
    QWidget *m_result = nullptr;
    TreeModel *m_path;
    TreeModel *m_changes;
    TreeView *m_pathView;
    TreeView *m_changeView;
    QBoxLayout *m_head;                ///< the ends, and what might fail beside them or below
    QHBoxLayout *m_endsRow, *m_whatRow;
    QStackedLayout *m_stack = nullptr;
    Question m_question;
    CanvasMarks m_lit;      ///< of the path
    CanvasMarks m_litTried; ///< of what was tried; shown instead while its result is open
    int m_tries = 0;        ///< questions under way
    int m_tryNumber = 0;    ///< counts them: an older answer is of no interest
};

} // namespace hopyard::inspect
