// Which labs may run their programs without asking again: a digest of the lab's file and of exactly these programs, so
// that a changed command asks anew.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/gui/client/protocol.h"

#include <QSettings>
#include <QString>
#include <vector>

namespace hopyard::client {

class ConsentStore {
public:
    /// Empty for a lab without a file: nothing can be remembered of it.
    static QString digest(const QString &labPath, const std::vector<Program> &programs);

    bool isAllowed(const QString &labPath, const std::vector<Program> &programs) const;
    /// Every lab asks again.
    void forgetAll();
    void allow(const QString &labPath, const std::vector<Program> &programs);
};

} // namespace hopyard::client
