// See graphviz.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/layout/graphviz.h"

#include <QList>
#include <QSet>
#include <QStandardPaths>

#include <algorithm>
#include <cmath>
#include <map>

namespace hopyard::layout {

namespace {

constexpr double kUnitsPerInch = 100; ///< scene units for what Graphviz calls an inch
constexpr int kTimeLimit = 30'000;    ///< ms
constexpr qint64 kLongestAnswer = 16 << 20;

const char *settingsOf(Method method)
{
    // Each node is a box with room for its name and its address; lines long enough for what is written beside them.
    switch (method) {
    case Method::dot: return "nodesep=0.5;ranksep=0.9;node[width=1.1,height=0.9];";
    case Method::neato: return "overlap=scalexy;sep=0.2;edge[len=2.2];node[width=1.0,height=1.0];";
    case Method::sfdp: return "overlap=prism;sep=0.3;K=2.0;node[width=1.0,height=1.0];";
    case Method::circo: return "mindist=1.2;node[width=1.0,height=1.0];";
    }
    return "";
}

} // namespace

QString programOf(Method method)
{
    switch (method) {
    case Method::dot: return QStringLiteral("dot");
    case Method::neato: return QStringLiteral("neato");
    case Method::sfdp: return QStringLiteral("sfdp");
    case Method::circo: return QStringLiteral("circo");
    }
    return {};
}

QByteArray question(const lab::Lab &lab, const std::vector<std::string> &nodes, Method method)
{
    std::map<std::string_view, std::size_t> numbers;
    QByteArray text = "graph{start=1;node[shape=box,fixedsize=true,label=\"\"];";
    text += settingsOf(method);
    for (std::size_t i = 0; i < nodes.size(); ++i) {
        numbers.emplace(nodes[i], i);
        text += 'n' + QByteArray::number(qulonglong(i)) + ';';
    }
    for (const lab::Link &link : lab.links) {
        const auto a = numbers.find(link.a.node), b = numbers.find(link.b.node);
        if (a != numbers.end() && b != numbers.end() && a != b)
            text += 'n' + QByteArray::number(qulonglong(a->second)) + "--n" + QByteArray::number(qulonglong(b->second)) + ';';
    }
    return text + "}\n";
}

std::optional<NodePlaces> answer(const QByteArray &plain, const std::vector<std::string> &nodes, lab::Position centre)
{
    std::vector<std::optional<lab::Position>> found(nodes.size());
    for (const QByteArray &line : plain.split('\n')) {
        const QList<QByteArray> words = line.split(' ');
        if (words.size() < 4 || words[0] != "node" || !words[1].startsWith('n'))
            continue;
        bool isNumber = false, isX = false, isY = false;
        const qulonglong number = words[1].mid(1).toULongLong(&isNumber);
        const double x = words[2].toDouble(&isX), y = words[3].toDouble(&isY);
        if (!isNumber || number >= nodes.size() || !isX || !isY || !std::isfinite(x) || !std::isfinite(y))
            return std::nullopt;
        found[number] = lab::Position{x * kUnitsPerInch, -y * kUnitsPerInch};
    }
    lab::Position low{1e18, 1e18}, high{-1e18, -1e18};
    for (const auto &place : found) {
        if (!place)
            return std::nullopt;
        low = {std::min(low.x, place->x), std::min(low.y, place->y)};
        high = {std::max(high.x, place->x), std::max(high.y, place->y)};
    }
    NodePlaces places;
    for (std::size_t i = 0; i < nodes.size(); ++i)
        places.emplace_back(nodes[i], lab::Position{std::round(found[i]->x - (low.x + high.x) / 2 + centre.x),
                                                    std::round(found[i]->y - (low.y + high.y) / 2 + centre.y)});
    return places;
}

Graphviz::Graphviz(QObject *parent) : QObject(parent)
{
    m_limit.setSingleShot(true);
    m_limit.setInterval(kTimeLimit);
    connect(&m_limit, &QTimer::timeout, this, [this] {
        fail(tr("%1 did not finish within %2 seconds and was stopped; sfdp is made for large networks.")
                 .arg(programOf(m_method))
                 .arg(m_limit.interval() / 1000));
    });
    connect(&m_process, &QProcess::finished, this, &Graphviz::finished);
    connect(&m_process, &QProcess::errorOccurred, this, [this](QProcess::ProcessError error) {
        if (error == QProcess::FailedToStart)
            fail(tr("%1 could not be started; it comes with the package graphviz.").arg(programOf(m_method)));
    });
}

Graphviz::~Graphviz() { cancel(); }

bool Graphviz::isThere(Method method) { return !QStandardPaths::findExecutable(programOf(method)).isEmpty(); }

void Graphviz::start(const lab::Lab &lab, const std::vector<std::string> &nodes, Method method)
{
    cancel();
    m_method = method;
    m_nodes = nodes;
    lab::Position low{1e18, 1e18}, high{-1e18, -1e18};
    const QSet<QString> wanted = [&] {
        QSet<QString> names;
        for (const std::string &name : nodes)
            names.insert(QString::fromStdString(name));
        return names;
    }();
    for (const lab::Node &node : lab.nodes)
        if (wanted.contains(QString::fromStdString(node.name))) {
            low = {std::min(low.x, node.at.x), std::min(low.y, node.at.y)};
            high = {std::max(high.x, node.at.x), std::max(high.y, node.at.y)};
        }
    m_centre = {(low.x + high.x) / 2, (low.y + high.y) / 2};
    m_asked = true;
    m_limit.start();
    m_process.start(programOf(method), {QStringLiteral("-Tplain")});
    m_process.write(question(lab, nodes, method));
    m_process.closeWriteChannel();
}

void Graphviz::cancel()
{
    m_asked = false;
    m_limit.stop();
    if (!isBusy())
        return;
    m_process.kill();
    m_process.waitForFinished(1000); // killed: it is gone at once
}

void Graphviz::finished()
{
    if (!m_asked)
        return;
    const QByteArray text = m_process.read(kLongestAnswer);
    auto places = m_process.exitStatus() == QProcess::NormalExit ? answer(text, m_nodes, m_centre) : std::nullopt;
    if (!places) {
        const QString said = QString::fromUtf8(m_process.readAllStandardError().left(200)).trimmed();
        fail(tr("%1 found no places for these nodes. %2").arg(programOf(m_method), said));
        return;
    }
    m_asked = false;
    m_limit.stop();
    emit placed(*places);
}

void Graphviz::fail(const QString &why)
{
    if (!m_asked)
        return;
    cancel();
    emit failed(why);
}

} // namespace hopyard::layout
