// The workbench's window as tests have it: with settings, state and a theme that are nobody's, the parts of the editor,
// and the session that opens and saves.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/gui/theme/theme.h"
#include "app/gui/window/main_window.h"
#include "app/gui/window/parts.h"
#include "app/gui/window/session.h"

#include <QApplication>
#include <QStandardPaths>
#include <QTemporaryDir>

#include <memory>
#include <vector>

namespace hopyard::support {

/// For initTestCase(): the program keeps what it keeps under `name` and in `state`.
inline void prepareApplication(const char *name, const QTemporaryDir &state)
{
    QStandardPaths::setTestModeEnabled(true);
    qputenv("XDG_STATE_HOME", state.path().toUtf8());
    QCoreApplication::setOrganizationName("hopyard-test");
    QCoreApplication::setApplicationName(name);
    theme::Theme::instance().install(*qApp, theme::Scheme::light);
}

/// Shown; `more` parts come after the editor's. Its session is a child of its workbench.
inline std::unique_ptr<window::MainWindow> makeWindow(const std::vector<window::Installer> &more = {})
{
    window::Session *session = nullptr;
    std::vector<window::Installer> parts = window::editorParts();
    parts.insert(parts.begin(), [&](window::Workbench &workbench) { session = new window::Session(workbench); });
    parts.insert(parts.end(), more.begin(), more.end());
    auto made = std::make_unique<window::MainWindow>(parts);
    session->attach(*made);
    made->show();
    return made;
}

} // namespace hopyard::support
