// Icons of our own, drawn as SVG in one colour and recoloured for the theme whenever they are painted, so that a
// switch of the theme needs no new icons. Files: resources/icons, where the colour is written `currentColor`.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QIcon>
#include <QPixmap>
#include <QString>

namespace hopyard::theme {

/// In the theme's text colour, faint when disabled. `name` is the file without ".svg".
QIcon icon(const QString &name);
/// In a colour of its own, asked for at each painting.
QIcon icon(const QString &name, QColor (*colour)());
/// One picture; `size` in device-independent pixels.
QPixmap iconPixmap(const QString &name, const QColor &colour, double size, double devicePixelRatio);

} // namespace hopyard::theme
