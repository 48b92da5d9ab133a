// See lesson.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/docks/lesson.h"

#include "app/gui/actions/action_registry.h"
#include "app/gui/docks/guide_dock.h"
#include "app/gui/document/lab_document.h"
#include "app/gui/scene/items.h"
#include "app/gui/scene/lab_scene.h"
#include "app/gui/view/canvas_view.h"
#include "app/gui/window/workbench.h"

#include <QWidget>

#include <algorithm>
#include <utility>

namespace hopyard::docks {

using client::EngineSession;

Lesson::Lesson(window::Workbench &workbench, client::RunControl &control, QObject *parent) :
    QObject(parent), m_workbench(workbench), m_control(control), m_canvas(&workbench.canvas), m_marks(workbench.scene),
    m_dock(new GuideDock(m_model))
{
    m_workbench.addDock({.id = "guide", .title = tr("Guide"), .icon = "book", .area = Qt::RightDockWidgetArea, .widget = m_dock, .place = 10});
    m_canvas->addOverlay(&m_marks);
    connect(m_dock, &GuideDock::nodesPointedAt, this, &Lesson::point);
    connect(m_dock, &GuideDock::viewRequested, this, [this](const QString &view) {
        if (view == QLatin1String("canvas") && m_canvas) {
            m_canvas->zoomToFit();
            m_canvas->setFocus();
        } else if (const auto strip = std::ranges::find(m_workbench.strips(), view, &QWidget::objectName); strip != m_workbench.strips().end()) {
            if ((*strip)->isHidden())
                m_workbench.showStatus(tr("The time line is there while the lab runs: press Run."));
            (*strip)->setFocus();
        } else {
            m_workbench.showDock(view);
        }
    });
    connect(m_dock, &GuideDock::commandOffered, this, &Lesson::commandOffered);
    connect(m_dock, &GuideDock::checkRequested, this, &Lesson::check);
    connect(m_dock, &GuideDock::runRequested, &m_control, &client::RunControl::run);
    connect(&m_control.session(), &EngineSession::checksArrived, &m_model, &models::GuideModel::take);
    connect(&m_control, &client::RunControl::phaseChanged, this, &Lesson::followRun);
    connect(&m_workbench.document, &document::LabDocument::changed, this, &Lesson::followDocument);
    connect(&m_model, &models::GuideModel::passed, this, [this](const QString &id) {
        for (const lab::Check &check : m_model.checks())
            if (check.id == id.toStdString())
                m_workbench.showStatus(tr("Passed: %1").arg(QString::fromStdString(check.title.empty() ? check.id : check.title)));
    });
    addActions();
    followDocument();
    followRun();
}

Lesson::~Lesson()
{
    if (m_canvas)
        m_canvas->removeOverlay(&m_marks);
}

void Lesson::addActions()
{
    using actions::Menu;
    auto &registry = m_workbench.actions;
    const auto hasLesson = [this] { return !m_model.isEmpty(); };
    registry.add({.id = QStringLiteral("go.guide"), .text = tr("Go to the &Guide"), .icon = QStringLiteral("book"),
                  .shortcuts = {QKeySequence(Qt::ALT | Qt::Key_9)}, .tip = tr("Bring the guide to the front, with the keyboard in it"),
                  .menu = Menu::view, .group = 60, .run = [this] {
                      m_workbench.showDock(QStringLiteral("guide"));
                      m_dock->setFocus();
                  }});
    registry.add({.id = QStringLiteral("guide.next"), .text = tr("Next S&tep of the Guide"), .icon = QStringLiteral("book"),
                  .tip = tr("Go on to the next step of the guide"), .menu = Menu::tools, .group = 30,
                  .run = [this] { m_model.setPage(m_model.page() + 1); }, .enabledWhen = hasLesson});
    registry.add({.id = QStringLiteral("guide.back"), .text = tr("Ste&p Before in the Guide"), .icon = QStringLiteral("book"),
                  .tip = tr("Go back to the step before"), .menu = Menu::tools, .group = 30,
                  .run = [this] { m_model.setPage(m_model.page() - 1); }, .enabledWhen = hasLesson});
    registry.add({.id = QStringLiteral("guide.check"), .text = tr("&Check the Lab Now"), .icon = QStringLiteral("ok"),
                  .tip = tr("Look at all checks of the running lab, as they will be when their times have come"), .menu = Menu::tools,
                  .group = 30, .run = [this] { check(); }, .enabledWhen = [this] { return m_control.isAlive() && !m_model.checks().empty(); }});
}

GuideDock *Lesson::dock() const { return m_dock; }

void Lesson::followDocument()
{
    const lab::Teaching &teaching = m_workbench.document.lab().teaching;
    const bool wasEmpty = m_model.isEmpty();
    m_model.setLesson(teaching.guide, teaching.checks);
    if (wasEmpty && !teaching.guide.steps.empty())
        m_workbench.showDock(QStringLiteral("guide"));
    followRun();
}

void Lesson::followRun()
{
    const bool alive = m_control.isAlive();
    if (m_dock)
        m_dock->setRunning(alive);
    if (alive && !std::exchange(m_wasAlive, alive))
        m_model.forgetResults();
    m_wasAlive = alive;
    const bool wanted = alive && !m_model.checks().empty();
    if (wanted == std::exchange(m_subscribed, wanted))
        return;
    if (!wanted) {
        if (alive)
            m_control.session().call("checks.unsubscribe", client::Json::object(), this, {});
        return;
    }
    m_control.session().call("checks.subscribe", client::Json::object(), this, [this](const EngineSession::Result &result) {
        if (result)
            m_model.take(client::parseCheckBatch(*result));
    });
}

void Lesson::check()
{
    m_control.session().call("checks.run", {{"ahead", true}}, this, [this](const EngineSession::Result &result) {
        client::CheckBatch batch;
        if (result)
            batch = client::parseCheckBatch(*result);
        else
            batch.error = client::messageOf(result.error()).toStdString();
        m_model.take(batch);
    });
}

void Lesson::point(const QStringList &nodes)
{
    inspect::CanvasMarks marks;
    for (const QString &name : nodes)
        marks.nodes.push_back({name});
    m_marks.setMarks(std::move(marks));
    if (!m_canvas)
        return;
    QRectF all;
    for (const QString &name : nodes)
        if (const scene::NodeItem *item = m_workbench.scene.nodeItem(name.toStdString()))
            all |= item->sceneBoundingRect();
    if (!all.isEmpty() && m_canvas->isVisible())
        m_canvas->ensureVisible(all);
    m_canvas->wakeOverlays();
}

} // namespace hopyard::docks
