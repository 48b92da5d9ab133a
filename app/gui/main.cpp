// `hopyard`, the workbench: makes the application and the window from their parts.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/actions/action_registry.h"
#include "app/gui/docks/live.h"
#include "app/gui/document/lab_document.h"
#include "app/gui/document/strings.h"
#include "app/gui/scene/lab_scene.h"
#include "app/gui/theme/theme.h"
#include "app/gui/view/canvas_view.h"
#include "app/gui/window/language.h"
#include "app/gui/window/main_window.h"
#include "app/gui/window/options.h"
#include "app/gui/window/parts.h"
#include "app/gui/window/session.h"
#include "app/gui/window/tour.h"
#include "emulation/rpc/build_info.h"

#include <QAction>
#include <QApplication>
#include <QKeyEvent>
#include <QLocale>
#include <QTimer>

#include <algorithm>
#include <cstdio>
#include <string_view>

using namespace hopyard;

namespace {

/// "r1", "r1,r2", or the link plugged at "r1:eth1".
void pick(window::Workbench &workbench, const QString &what)
{
    const std::string name = document::fromQt(what);
    for (const lab::Link &link : workbench.document.lab().links)
        if (lab::toString(link.a) == name || lab::toString(link.b) == name)
            workbench.scene.pick({{}, {document::endsOf(link)}});
    document::Picked nodes;
    for (const QString &each : what.split(QLatin1Char(',')))
        if (workbench.document.lab().findNode(document::fromQt(each)))
            nodes.nodes.push_back(document::fromQt(each));
    if (!nodes.nodes.empty())
        workbench.scene.pick(nodes);
}

void typeText(const window::Workbench &workbench, const QString &text)
{
    QWidget *widget = workbench.canvas.window()->focusWidget();
    for (const QChar c : text + QLatin1Char('\r')) {
        const bool isReturn = c == QLatin1Char('\r');
        QKeyEvent press(QEvent::KeyPress, isReturn ? Qt::Key_Return : 0, Qt::NoModifier, QString(c));
        if (widget)
            QApplication::sendEvent(widget, &press);
    }
}

void perform(window::Workbench &workbench, const window::Options::Step &step)
{
    switch (step.what) {
    case window::Options::Step::What::pick: pick(workbench, step.argument); break;
    case window::Options::Step::What::type: typeText(workbench, step.argument); break;
    case window::Options::Step::What::action:
        if (QAction *action = workbench.actions.action(step.argument))
            action->trigger();
        break;
    }
}

void takeScreenshot(window::MainWindow &window, const QString &file)
{
    const bool written = window.grab().save(file);
    if (!written)
        std::fprintf(stderr, "hopyard: %s could not be written\n", qPrintable(file));
    QCoreApplication::exit(written ? 0 : 1);
}

bool isQuestion(int argc, char **argv)
{
    return std::any_of(argv + 1, argv + argc, [](std::string_view argument) {
        return argument == "-h" || argument == "--help" || argument == "--help-all" || argument == "-v" || argument == "--version";
    });
}

void describe()
{
    QCoreApplication::setOrganizationName(QStringLiteral("hopyard"));
    QCoreApplication::setApplicationName(QStringLiteral("hopyard"));
    const std::string_view build = rpc::buildInfo();
    QCoreApplication::setApplicationVersion(QString::fromUtf8(build.data(), qsizetype(build.size())));
    QGuiApplication::setDesktopFileName(QStringLiteral("org.hopyard.Hopyard"));
}

} // namespace

int main(int argc, char **argv)
{
    if (isQuestion(argc, argv)) { // answered without a display
        QCoreApplication application(argc, argv);
        describe();
        window::installLanguage(application, window::languageFor(window::settings::language(), QLocale::system().uiLanguages().value(0)));
        window::parseOptions(QCoreApplication::arguments());
    }
    QApplication application(argc, argv);
    describe();
    const window::Options options = window::parseOptions(QApplication::arguments());
    window::installLanguage(application, window::languageFor(options.language.value_or(window::settings::language()),
                                                             QLocale::system().uiLanguages().value(0)));
    const bool picture = !options.screenshot.isEmpty();
    theme::Theme::instance().install(
        application, window::settings::schemeFor(options.theme.value_or(window::settings::themeChoice())));

    window::Session *session = nullptr;
    std::vector<window::Installer> parts = window::editorParts();
    parts.insert(parts.begin(), [&session](window::Workbench &workbench) { session = new window::Session(workbench); });
    docks::Live *live = nullptr;
    parts.push_back([&live](window::Workbench &workbench) { live = docks::installLive(workbench); });
    window::MainWindow window(parts);
    session->attach(window);
    QObject::connect(session, &window::Session::recordDropped, live, &docks::Live::openRecord);
    if (!picture) {
        window.restoreLayout();
        session->offerLeftOvers();
        live->offerRunningLabs();
    }
    if (options.size)
        window.resize(*options.size);
    window.show();
    // Once the window has its size.
    QTimer::singleShot(0, &window, [&] {
        if (options.lab.endsWith(QLatin1String(".hopyard")))
            live->openRecord(options.lab);
        else if (!options.lab.isEmpty())
            session->open(options.lab);
        else if (!picture && !window::Tour::wasSeen())
            window::Tour::start(window);
        for (const window::Options::Step &step : options.steps)
            QTimer::singleShot(step.at, &window, [&window, step] { perform(window.workbench(), step); });
    });
    if (options.allowPrograms)
        live->allowPrograms();
    if (picture)
        QObject::connect(&application, &QCoreApplication::aboutToQuit, live, [live] { live->control().stop(); });
    if (picture)
        QTimer::singleShot(options.screenshotAfter, &window, [&] { takeScreenshot(window, options.screenshot); });
    return QApplication::exec();
}
