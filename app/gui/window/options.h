// The command line of `hopyard`.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/gui/window/settings.h"

#include <QSize>
#include <QString>
#include <QStringList>

#include <optional>

namespace hopyard::window {

struct Options {
    QString lab;                                       ///< file to open; empty: none
    std::optional<settings::ThemeChoice> theme;        ///< for this start only
    QString screenshot;                                ///< PNG to write and end; empty: none
    int screenshotAfter = 1500;                        ///< ms
    QStringList screenshotActions;                     ///< ids of actions to trigger before, in order
    QString pick;                                      ///< node, or a link's end "r1:eth1", to pick first
    std::optional<QSize> size;                         ///< of the window
};

/// Ends the program where the command line is wrong or asks for help, as QCommandLineParser does.
Options parseOptions(const QStringList &arguments);

} // namespace hopyard::window
