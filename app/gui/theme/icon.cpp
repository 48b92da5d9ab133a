// See icon.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/theme/icon.h"

#include "app/gui/theme/theme.h"

#include <QFile>
#include <QHash>
#include <QIconEngine>
#include <QPainter>
#include <QPixmapCache>
#include <QSvgRenderer>

namespace hopyard::theme {

namespace {

QByteArray svgOf(const QString &name)
{
    static QHash<QString, QByteArray> read; // the resources do not change
    const auto found = read.constFind(name);
    if (found != read.constEnd())
        return *found;
    QFile file(QStringLiteral(":/hopyard/icons/%1.svg").arg(name));
    const QByteArray text = file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    read.insert(name, text);
    return text;
}

class Engine final : public QIconEngine {
public:
    Engine(QString name, QColor (*colour)()) : m_name(std::move(name)), m_colour(colour) {}

    void paint(QPainter *painter, const QRect &rect, QIcon::Mode mode, QIcon::State) override
    {
        const double ratio = painter->device()->devicePixelRatioF();
        const double side = std::min(rect.width(), rect.height());
        const QPixmap picture = iconPixmap(m_name, colourFor(mode), side, ratio);
        painter->drawPixmap(QPointF(rect.x() + (rect.width() - side) / 2, rect.y() + (rect.height() - side) / 2),
                            picture);
    }
    QPixmap pixmap(const QSize &size, QIcon::Mode mode, QIcon::State) override
    {
        // QIcon hands in the size in device pixels and sets the ratio itself.
        return iconPixmap(m_name, colourFor(mode), std::min(size.width(), size.height()), 1);
    }
    QIconEngine *clone() const override { return new Engine(*this); }

private:
    QColor colourFor(QIcon::Mode mode) const
    {
        QColor colour = m_colour ? m_colour() : colours().text;
        if (mode == QIcon::Disabled)
            colour.setAlpha(90);
        return colour;
    }
    QString m_name;
    QColor (*m_colour)();
};

} // namespace

QPixmap iconPixmap(const QString &name, const QColor &colour, double size, double devicePixelRatio)
{
    const int side = std::max(1, qRound(size * devicePixelRatio));
    const QString key =
        QStringLiteral("icon/%1/%2/%3/%4").arg(name).arg(colour.rgba(), 8, 16).arg(side).arg(devicePixelRatio);
    QPixmap picture;
    if (QPixmapCache::find(key, &picture))
        return picture;
    picture = QPixmap(side, side);
    picture.fill(Qt::transparent);
    QByteArray svg = svgOf(name);
    svg.replace("currentColor", colour.name(QColor::HexRgb).toLatin1());
    QSvgRenderer renderer(svg);
    QPainter painter(&picture);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setOpacity(colour.alphaF());
    if (renderer.isValid())
        renderer.render(&painter, QRectF(0, 0, side, side));
    painter.end();
    picture.setDevicePixelRatio(devicePixelRatio);
    QPixmapCache::insert(key, picture);
    return picture;
}

QIcon icon(const QString &name) { return QIcon(new Engine(name, nullptr)); }
QIcon icon(const QString &name, QColor (*colour)()) { return QIcon(new Engine(name, colour)); }

} // namespace hopyard::theme
