// Places for nodes from Graphviz, which runs as a program of its own: dot on an unlucky network takes minutes, and a
// program can be stopped, has a memory of its own, and may crash without the window.
//
// Graphviz is told nothing but numbers and lines: no name of a lab reaches it.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/lab/lab.h"

#include <QByteArray>
#include <QObject>
#include <QProcess>
#include <QString>
#include <QTimer>

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace hopyard::layout {

enum class Method {
    dot,   ///< in ranks, from the top down
    neato, ///< springs, for some hundred nodes
    sfdp,  ///< springs, for thousands
    circo, ///< on circles
};
QString programOf(Method method); ///< "dot"

using NodePlaces = std::vector<std::pair<std::string, lab::Position>>;

/// The question: nodes by their number in `nodes`, and the lines between them.
QByteArray question(const lab::Lab &lab, const std::vector<std::string> &nodes, Method method);
/// The answer to it (-Tplain) in scene units, around `centre`. Nothing where it is not whole.
std::optional<NodePlaces> answer(const QByteArray &plain, const std::vector<std::string> &nodes, lab::Position centre);

class Graphviz final : public QObject {
    Q_OBJECT

public:
    explicit Graphviz(QObject *parent = nullptr);
    ~Graphviz() override;

    /// Asks for places of `nodes` (at least one). One question at a time: a new one ends that under way, which says nothing
    /// more. Then either placed() or failed() comes, unless it is cancelled.
    void start(const lab::Lab &lab, const std::vector<std::string> &nodes, Method method);
    void cancel();
    bool isBusy() const { return m_process.state() != QProcess::NotRunning; }
    /// Whether the program is installed.
    static bool isThere(Method method);
    void setTimeLimit(int milliseconds) { m_limit.setInterval(milliseconds); }

signals:
    void placed(const hopyard::layout::NodePlaces &places);
    void failed(const QString &why);

private:
    void finished();
    void fail(const QString &why);

    QProcess m_process;
    QTimer m_limit;
    Method m_method = Method::dot;
    std::vector<std::string> m_nodes;
    lab::Position m_centre;
    bool m_asked = false; ///< an answer is waited for
};

} // namespace hopyard::layout
