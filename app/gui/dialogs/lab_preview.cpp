// See lab_preview.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/dialogs/lab_preview.h"

#include "app/gui/theme/theme.h"

#include <QPainter>

#include <algorithm>
#include <cmath>
#include <map>

namespace hopyard::dialogs {

namespace {
constexpr double kInset = 16;
} // namespace

void paintPreview(QPainter &painter, const QRectF &into, const lab::Lab &lab)
{
    if (lab.nodes.empty())
        return;
    QRectF all;
    std::map<std::string_view, QPointF> places;
    for (const lab::Node &node : lab.nodes) {
        places[node.name] = QPointF(node.at.x, node.at.y);
        all |= QRectF(node.at.x - 1, node.at.y - 1, 2, 2);
    }
    const QRectF room = into.adjusted(kInset, kInset, -kInset, -kInset);
    const double scale = std::min({room.width() / all.width(), room.height() / all.height(), 0.45});
    const auto at = [&](const QPointF &p) { return room.center() + (p - all.center()) * scale; };
    const double crowd = std::sqrt(room.width() * room.height() / static_cast<double>(lab.nodes.size()));
    const double radius = std::clamp(crowd / 9, 1.5, 6.5);
    const theme::Colours &c = theme::colours();
    painter.setRenderHint(QPainter::Antialiasing);
    QColor wire = c.wire;
    wire.setAlpha(lab.links.size() > 300 ? 90 : 170);
    painter.setPen(QPen(wire, radius > 3 ? 1.6 : 0.9));
    for (const lab::Link &link : lab.links)
        if (places.contains(link.a.node) && places.contains(link.b.node))
            painter.drawLine(at(places[link.a.node]), at(places[link.b.node]));
    painter.setPen(QPen(c.base, radius > 3 ? 1.5 : 0.6));
    for (const lab::Node &node : lab.nodes) {
        painter.setBrush(c.kind(node.kind));
        const QPointF place = at(places[node.name]);
        if (lab::hasConfig(node.kind))
            painter.drawEllipse(place, radius, radius);
        else
            painter.drawRoundedRect(QRectF(place.x() - radius, place.y() - radius, 2 * radius, 2 * radius), radius / 2, radius / 2);
    }
}

QPixmap previewOf(const lab::Lab &lab, const QSize &size, double ratio)
{
    QPixmap picture((QSizeF(size) * ratio).toSize());
    picture.setDevicePixelRatio(ratio);
    picture.fill(Qt::transparent);
    QPainter painter(&picture);
    paintPreview(painter, QRectF(QPointF(), QSizeF(size)), lab);
    return picture;
}

LabPreview::LabPreview(QWidget *parent) : QWidget(parent)
{
    setAccessibleName(tr("Preview of the network"));
    setMinimumSize(320, 240);
    connect(&theme::Theme::instance(), &theme::Theme::changed, this, qOverload<>(&QWidget::update));
}

void LabPreview::show(lab::Lab lab)
{
    m_lab = std::move(lab);
    update();
}

void LabPreview::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(theme::colours().border, 1));
    painter.setBrush(theme::colours().canvas);
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 8, 8);
    paintPreview(painter, QRectF(rect()), m_lab);
}

} // namespace hopyard::dialogs
