// Auto layout in the Arrange menu: asks Graphviz and moves the nodes there in one step.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/actions/action_registry.h"
#include "app/gui/actions/standard_actions.h"
#include "app/gui/document/drawing_operations.h"
#include "app/gui/layout/glide.h"
#include "app/gui/layout/graphviz.h"
#include "app/gui/scene/lab_scene.h"
#include "app/gui/view/canvas_view.h"
#include "app/gui/window/workbench.h"

#include <QCoreApplication>
#include <QProgressDialog>

namespace hopyard::actions {

namespace {

QString tr(const char *text) { return QCoreApplication::translate("LayoutActions", text); }

constexpr int kPatience = 700; ///< ms before a box with a Cancel button comes

class AutoLayout final : public QObject {
public:
    explicit AutoLayout(window::Workbench &workbench)
        : QObject(&workbench), m_bench(workbench), m_graphviz(this), m_glide(workbench.document, workbench.scene, this)
    {
        connect(&m_graphviz, &layout::Graphviz::placed, this, &AutoLayout::take);
        connect(&m_graphviz, &layout::Graphviz::failed, this, [this](const QString &why) {
            closeBox();
            m_bench.showStatus(why);
        });
        connect(&m_glide, &layout::Glide::arrived, this, [this] { m_bench.canvas.zoomToFit(); });
        // The question would be answered for a network that is no more.
        connect(&workbench.document, &document::LabDocument::changed, this, [this](const document::ChangeEvent &event) {
            if (m_graphviz.isBusy() && (event.reset || !event.nodes.empty() || !event.links.empty())) {
                m_graphviz.cancel();
                closeBox();
            }
        });
    }

    void run(layout::Method method, const QString &name)
    {
        std::vector<std::string> nodes = m_bench.scene.picked().nodes;
        if (nodes.size() < 2) {
            nodes.clear();
            for (const lab::Node &node : m_bench.document.lab().nodes)
                nodes.push_back(node.name);
        }
        m_name = name;
        closeBox();
        m_box = new QProgressDialog(tr("%1 looks for places for %2 nodes…").arg(layout::programOf(method)).arg(nodes.size()), tr("Cancel"), 0, 0,
                                    m_bench.canvas.window());
        m_box->setAccessibleName(tr("Auto layout"));
        m_box->setWindowTitle(tr("Auto layout"));
        m_box->setMinimumDuration(kPatience);
        m_box->setWindowModality(Qt::NonModal);
        connect(m_box, &QProgressDialog::canceled, this, [this] {
            m_graphviz.cancel();
            closeBox();
        });
        m_graphviz.start(m_bench.document.lab(), nodes, method);
    }

private:
    void take(const layout::NodePlaces &places)
    {
        closeBox();
        document::Places moved;
        for (const auto &[node, at] : places)
            moved.nodes.emplace_back(node, m_bench.canvas.snapped({at.x, at.y}, {}));
        m_glide.move(moved, tr("Auto layout: %1").arg(m_name));
    }
    void closeBox()
    {
        if (!m_box)
            return;
        m_box->disconnect(this);
        m_box->hide();
        m_box->deleteLater();
        m_box = nullptr;
    }

    window::Workbench &m_bench;
    layout::Graphviz m_graphviz;
    layout::Glide m_glide;
    QProgressDialog *m_box = nullptr;
    QString m_name;
};

} // namespace

void installLayoutActions(window::Workbench &workbench)
{
    auto *layout = new AutoLayout(workbench);
    struct Entry {
        const char *id;
        QString text;
        QString name;
        QString tip;
        layout::Method method;
    };
    const Entry entries[] = {
        {"layout.dot", tr("Layout in &Ranks"), tr("ranks"), tr("Graphviz dot: from the top down, for trees and fabrics"), layout::Method::dot},
        {"layout.neato", tr("Layout by &Springs"), tr("springs"), tr("Graphviz neato: for some hundred nodes"), layout::Method::neato},
        {"layout.sfdp", tr("Layout by Springs, &Large"), tr("springs, large"), tr("Graphviz sfdp: for thousands of nodes"), layout::Method::sfdp},
        {"layout.circo", tr("Layout on &Circles"), tr("circles"), tr("Graphviz circo: for rings"), layout::Method::circo},
    };
    for (const Entry &entry : entries)
        workbench.actions.add({ .id = QLatin1String(entry.id),
                                .text = entry.text,
                                .icon = QStringLiteral("layout"),
                                .shortcuts = entry.method == layout::Method::neato ? QList{QKeySequence(Qt::CTRL | Qt::ALT | Qt::Key_L)} : QList<QKeySequence>(),
                                .tip = entry.tip,
                                .menu = Menu::arrange,
                                .group = 3,
                                .run = [layout, entry] { layout->run(entry.method, entry.name); },
                                .enabledWhen = [&workbench] { return workbench.document.lab().nodes.size() >= 2; } });
}

} // namespace hopyard::actions
