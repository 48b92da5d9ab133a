// See samples.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/window/samples.h"

#include <QFile>

namespace hopyard::window {

std::string sampleLab()
{
    QFile file(QStringLiteral(":/hopyard/labs/first-hops.yaml"));
    return file.open(QIODevice::ReadOnly) ? file.readAll().toStdString() : std::string();
}

} // namespace hopyard::window
