// `hopyard`, the workbench: makes the application and the window from their parts.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/theme/theme.h"
#include "app/gui/window/main_window.h"

#include <QApplication>

int main(int argc, char **argv)
{
    using namespace hopyard;
    QApplication application(argc, argv);
    QApplication::setOrganizationName(QStringLiteral("hopyard"));
    QApplication::setApplicationName(QStringLiteral("hopyard"));
    theme::Theme::instance().install(application, theme::Theme::systemScheme());
    window::MainWindow window({});
    window.show();
    return QApplication::exec();
}
