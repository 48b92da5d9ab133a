// See page_legend.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/docks/page_legend.h"

#include "app/gui/theme/theme.h"

#include <algorithm>
#include <QPainter>
#include <QStringList>

namespace hopyard::docks {

namespace {

constexpr int kSwatch = 11;
constexpr int kGap = 6;      ///< between swatch, text and number
constexpr int kBetween = 18; ///< entries
constexpr int kMargin = 10;

} // namespace

PageLegend::PageLegend(QWidget *parent) : QWidget(parent)
{
    setAccessibleName(tr("Legend of the host pages"));
    QSizePolicy policy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
}

void PageLegend::setEntries(std::vector<Entry> entries)
{
    if (entries == m_entries)
        return;
    m_entries = std::move(entries);
    QStringList said;
    for (const Entry &entry : m_entries)
        said += entry.text + QLatin1Char(' ') + entry.count;
    setAccessibleDescription(said.join(QStringLiteral(", ")));
    updateGeometry();
    update();
}

int PageLegend::widthOf(const Entry &entry) const
{
    QFont bold = font();
    bold.setWeight(QFont::DemiBold);
    return kSwatch + kGap + fontMetrics().horizontalAdvance(entry.text) + kGap + QFontMetrics(bold).horizontalAdvance(entry.count);
}

template <class Place>
int PageLegend::layOut(int width, Place place) const
{
    const int line = fontMetrics().height() + 6;
    int x = kMargin, y = 0;
    for (const Entry &entry : m_entries) {
        const int wide = widthOf(entry);
        if (x > kMargin && x + wide > width - kMargin) {
            x = kMargin;
            y += line;
        }
        place(entry, QPoint(x, y));
        x += wide + kBetween;
    }
    return y + line;
}

QSize PageLegend::sizeHint() const { return {200, heightForWidth(600)}; }

int PageLegend::heightForWidth(int width) const
{
    return layOut(width, [](const Entry &, QPoint) {});
}

void PageLegend::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    QFont bold = font();
    bold.setWeight(QFont::DemiBold);
    const int line = fontMetrics().height() + 6;
    layOut(width(), [&](const Entry &entry, QPoint at) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(entry.colour);
        painter.drawRoundedRect(QRectF(at.x(), at.y() + (line - kSwatch) / 2.0, kSwatch, kSwatch), 3, 3);
        int x = at.x() + kSwatch + kGap;
        painter.setPen(theme::colours().muted);
        painter.setFont(font());
        painter.drawText(QRect(x, at.y(), width(), line), Qt::AlignVCenter | Qt::AlignLeft, entry.text);
        x += fontMetrics().horizontalAdvance(entry.text) + kGap;
        painter.setPen(theme::colours().text);
        painter.setFont(bold);
        painter.drawText(QRect(x, at.y(), width(), line), Qt::AlignVCenter | Qt::AlignLeft, entry.count);
    });
}

} // namespace hopyard::docks
