// The command line of `hopyard`.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/gui/window/settings.h"

#include <QSize>
#include <QString>
#include <QStringList>

#include <optional>
#include <vector>

namespace hopyard::window {

struct Options {
    QString lab;                                       ///< file to open; empty: none
    std::optional<settings::ThemeChoice> theme;        ///< for this start only
    QString screenshot;                                ///< PNG to write and end; empty: none
    int screenshotAfter = 1500;                        ///< ms
    /// What is done before the picture, each at its moment after the lab was opened.
    struct Step {
        enum class What { pick, action, type, click } what;
        QString argument; ///< node or link's end "r1:eth1"; id of an action; text for what has the keyboard, and Return; name of a button, tab, row or field
        int at = 0;       ///< ms
    };
    std::vector<Step> steps;
    std::optional<QString> language; ///< "de"
    bool allowPrograms = false;                        ///< for a screenshot: the lab's programs run without a question
    std::optional<QSize> size;                         ///< of the window
};

/// "r1@500" in its two parts; what follows the last "@" is a moment only where it is a number.
Options::Step parseStep(Options::Step::What what, const QString &text);

/// Ends the program where the command line is wrong or asks for help, as QCommandLineParser does.
Options parseOptions(const QStringList &arguments);

} // namespace hopyard::window
