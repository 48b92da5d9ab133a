// The sentence that stands where there is nothing to see: why, and what to do.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLabel>

namespace hopyard::theme {

/// `name`: for a screen reader.
inline QLabel *makeReason(const QString &name, QWidget *parent)
{
    auto *label = new QLabel(parent);
    label->setAlignment(Qt::AlignCenter);
    label->setWordWrap(true);
    label->setProperty("role", QStringLiteral("muted"));
    label->setContentsMargins(16, 16, 16, 16);
    label->setAccessibleName(name);
    return label;
}

} // namespace hopyard::theme
