// A person's own templates: nodes saved to be placed again, one lab file each in the user's data directory, so that they
// can be read, mended and handed on.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/lab/lab.h"

#include <QString>
#include <QStringList>

#include <optional>

namespace hopyard::document::templates {

QString directory();
/// Sorted by name.
QStringList names();
/// What is wrong with a name; nothing where it is good. A name that is there already is good: it is replaced.
QString whyNotName(const QString &name);
/// False where it cannot be written.
bool save(const QString &name, const lab::Node &node);
/// Nothing where there is none, or it cannot be read.
std::optional<lab::Node> load(const QString &name);
bool remove(const QString &name);

} // namespace hopyard::document::templates
