// A view into one running node: a tab of the Tables dock beside the plain tables. Whoever makes one hands it to
// TablesDock::addInspector(); it asks the engine itself, through the session it was given, and only when told to refresh.
//
// Of a moment that has passed the engine answers as of that moment: an inspector knows nothing of time.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/gui/inspect/canvas_marks.h"
#include "app/gui/inspect/cells.h"

#include <QString>
#include <QWidget>

#include <string>

namespace hopyard::inspect {

class Inspector : public QWidget {
    Q_OBJECT

public:
    /// `id`: its name among the tables ("trie"); `title`: on the tab; `place`: among inspectors, ascending (the plain tables
    /// come first).
    Inspector(const QString &id, const QString &title, int place, QWidget *parent = nullptr) :
        QWidget(parent), m_id(id), m_title(title), m_place(place)
    {
        setAccessibleName(title);
    }
    const QString &id() const { return m_id; }
    const QString &title() const { return m_title; }
    int place() const { return m_place; }

    /// Whether nodes of that kind ("router", as in the lab file) have it.
    virtual bool shows(const QString &kind) const = 0;
    /// What is shown from now on; forgets what was shown of another node, and of another run. Empty: nothing.
    void setNode(const QString &node)
    {
        if (node == m_node)
            return;
        m_node = node;
        nodeChanged();
    }
    const QString &node() const { return m_node; }
    /// Called when it is shown, twice a second while it can be seen and the lab runs, and when a lab that stands has come to
    /// another moment. It may come again before the engine has answered: what is under way may be of another moment then.
    virtual void refresh() = 0;

    /// The table of docs/rpc.md that it is a view of: where it is in front, "next change of this table" waits for that one.
    virtual std::string table() const { return "route"; }

signals:
    /// To be lit on the canvas while this can be seen.
    void marked(const hopyard::inspect::CanvasMarks &marks);
    /// A number of its tables is to be plotted over the time of the lab.
    void cellPlotAsked(const hopyard::inspect::CellPlace &place, bool perSecond);

protected:
    virtual void nodeChanged() = 0;

private:
    QString m_id;
    QString m_title;
    int m_place;
    QString m_node;
};

} // namespace hopyard::inspect
