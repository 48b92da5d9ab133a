// A widget by the name that it has for a screen reader: what tests and people who cannot see find it by.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

namespace hopyard::support {

/// The first below `parent`; null where there is none.
template <class T>
T *named(QWidget &parent, const QString &accessibleName)
{
    for (T *widget : parent.findChildren<T *>())
        if (widget->accessibleName() == accessibleName)
            return widget;
    return nullptr;
}

} // namespace hopyard::support
