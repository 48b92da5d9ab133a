// A GNS3 appliance (*.gns3a) as one of the person's own templates: the image is found or asked for, and its MD5 sum compared, with progress.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <functional>

class QWidget;

namespace hopyard::window {

struct ImportedAppliance {
    QString name;  ///< of the template; empty: there is none
    QString said;  ///< what is wrong or was left out; empty where the person has cancelled, or all is well
};
/// Asks for images that are not where they usually are.
ImportedAppliance importAppliance(const QString &path, QWidget *parent);

/// The MD5 sum of a file in lower case; empty where it cannot be read, or `goOn`, told of bytes read and in all, says no.
QString md5Of(const QString &path, const std::function<bool(qint64 done, qint64 all)> &goOn);

} // namespace hopyard::window
