// The canvas as a picture: PNG, SVG, PDF, or on a printer. Nothing picked, no grid; the colours of the theme in use.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QRectF>
#include <QString>

class QPainter;

namespace hopyard::scene {

class LabScene;

enum class PictureFormat { png, svg, pdf };

/// Of a lab's file name's ending; nothing known: PNG.
PictureFormat formatOf(const QString &path);
/// What a picture of the whole lab shows, in scene units; empty for an empty lab.
QRectF pictureRect(const LabScene &scene);
/// Paints the whole lab into the rectangle, as large as it fits, in its middle.
void paintPicture(LabScene &scene, QPainter &painter, const QRectF &into);
/// Writes the file; what is wrong, or nothing.
QString writePicture(LabScene &scene, const QString &path, PictureFormat format);

} // namespace hopyard::scene
