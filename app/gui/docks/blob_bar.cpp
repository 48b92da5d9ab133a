// See blob_bar.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/docks/blob_bar.h"

#include "app/gui/docks/page_colours.h"
#include "app/gui/theme/theme.h"

#include <algorithm>
#include <QPainter>
#include <QPainterPath>
#include <QStringList>

namespace hopyard::docks {

namespace {

constexpr int kMargin = 10;
constexpr int kBar = 22;
constexpr int kSwatch = 10;
constexpr double kLeast = 4; ///< pixels of a part that is there

QColor colourOf(std::size_t part)
{
    return part == 0 ? theme::colours().accent : part % 2 == 1 ? guestColour(static_cast<int>(part)) : guestColour(static_cast<int>(part) + 1);
}

} // namespace

BlobBar::BlobBar(QWidget *parent) : QWidget(parent)
{
    setAccessibleName(tr("Bytes of the blob by part"));
    QSizePolicy policy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
    connect(&theme::Theme::instance(), &theme::Theme::changed, this, qOverload<>(&QWidget::update));
}

void BlobBar::setParts(std::vector<client::BlobPart> parts)
{
    if (parts == m_parts)
        return;
    m_parts = std::move(parts);
    QStringList said;
    for (const client::BlobPart &part : m_parts)
        said += textOf(part);
    setAccessibleDescription(said.join(QStringLiteral(", ")));
    updateGeometry();
    update();
}

QString BlobBar::textOf(const client::BlobPart &part) const
{
    return QStringLiteral("%1 %L2").arg(QString::fromStdString(part.name)).arg(part.bytes);
}

template <class Place>
int BlobBar::layOutLegend(int width, Place place) const
{
    const int line = fontMetrics().height() + 5;
    int x = kMargin, y = kMargin + kBar + 6;
    for (std::size_t i = 0; i < m_parts.size(); ++i) {
        const int wide = kSwatch + 5 + fontMetrics().horizontalAdvance(textOf(m_parts[i]));
        if (x > kMargin && x + wide > width - kMargin) {
            x = kMargin;
            y += line;
        }
        place(i, QPoint(x, y), line);
        x += wide + 14;
    }
    return y + line + 4;
}

QSize BlobBar::sizeHint() const { return {260, heightForWidth(320)}; }

int BlobBar::heightForWidth(int width) const
{
    return m_parts.empty() ? 0 : layOutLegend(width, [](std::size_t, QPoint, int) {});
}

void BlobBar::paintEvent(QPaintEvent *)
{
    if (m_parts.empty())
        return;
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    std::uint64_t sum = 0;
    int there = 0;
    for (const client::BlobPart &part : m_parts) {
        sum += part.bytes;
        there += part.bytes > 0;
    }
    const QRectF bar(kMargin, kMargin, width() - 2 * kMargin, kBar);
    QPainterPath round;
    round.addRoundedRect(bar, 5, 5);
    painter.setClipPath(round);
    painter.fillRect(bar, theme::colours().hover);
    const double room = bar.width() - kLeast * there;
    double x = bar.left();
    for (std::size_t i = 0; i < m_parts.size(); ++i) {
        if (m_parts[i].bytes == 0)
            continue;
        const double wide = kLeast + room * static_cast<double>(m_parts[i].bytes) / static_cast<double>(std::max<std::uint64_t>(sum, 1));
        painter.fillRect(QRectF(x, bar.top(), wide + 0.5, bar.height()), colourOf(i));
        x += wide;
    }
    painter.setClipping(false);
    layOutLegend(width(), [&](std::size_t i, QPoint at, int line) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(colourOf(i));
        painter.drawRoundedRect(QRectF(at.x(), at.y() + (line - kSwatch) / 2.0, kSwatch, kSwatch), 3, 3);
        painter.setPen(m_parts[i].bytes > 0 ? theme::colours().text : theme::colours().muted);
        painter.drawText(QRect(at.x() + kSwatch + 5, at.y(), width(), line), Qt::AlignLeft | Qt::AlignVCenter, textOf(m_parts[i]));
    });
}

} // namespace hopyard::docks
