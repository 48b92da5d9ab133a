// `hopyard`, the workbench: makes the application and the window from their parts.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/docks/live.h"
#include "app/gui/theme/theme.h"
#include "app/gui/window/language.h"
#include "app/gui/window/main_window.h"
#include "app/gui/window/options.h"
#include "app/gui/window/parts.h"
#include "app/gui/window/scripted_hand.h"
#include "app/gui/window/session.h"
#include "app/gui/window/tour.h"
#include "emulation/rpc/build_info.h"

#include <QApplication>
#include <QLocale>
#include <QTimer>

#include <algorithm>
#include <cstdio>
#include <string_view>

using namespace hopyard;

namespace {

/// A step that does nothing is a mistake in the command line: said, so that no picture lies.
void doStep(window::Workbench &workbench, const window::Options::Step &step)
{
    if (!window::perform(workbench, step))
        std::fprintf(stderr, "hopyard: after %d ms: there is nothing here that is called or takes \"%s\"\n", step.at, qPrintable(step.argument));
}

void takeScreenshot(window::MainWindow &window, const QString &file)
{
    const bool written = window::pictureOf(window).save(file);
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
        for (const window::Options::Step &step : options.steps)
            QTimer::singleShot(step.at, &window, [&window, step] { doStep(window.workbench(), step); });
        if (!options.lab.isEmpty())
            session->openAny(options.lab); // what an import has to say waits for an answer: the steps count already
        else if (!picture && !window::Tour::wasSeen())
            window::Tour::start(window);
    });
    if (options.allowPrograms)
        live->allowPrograms();
    if (picture)
        QObject::connect(&application, &QCoreApplication::aboutToQuit, live, [live] { live->control().stop(); });
    if (picture)
        QTimer::singleShot(options.screenshotAfter, &window, [&] { takeScreenshot(window, options.screenshot); });
    return QApplication::exec();
}
