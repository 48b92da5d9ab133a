// A page's life as a picture: lanes for the DMA table, the adapter's filling, the guest and the clearing, and the page on
// its way through them. Equal widths a stay, with its length beside it: stays last from a microsecond to minutes.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/gui/models/page_steps.h"

#include <QStringList>
#include <QWidget>

namespace hopyard::docks {

class PageStations : public QWidget {
    Q_OBJECT

public:
    explicit PageStations(QWidget *parent = nullptr);

    void setGuests(const QStringList &names);
    /// `now`: until then what has no end lasts.
    void setStays(std::vector<models::Stay> stays, base::TimePoint now);

    QSize sizeHint() const override { return {320, 132}; }
    QSize minimumSizeHint() const override { return {220, 112}; }

protected:
    void paintEvent(QPaintEvent *event) override;
    bool event(QEvent *event) override;

private:
    QString describe(const models::Stay &stay) const;
    QRectF rectOf(std::size_t shown) const; ///< of the stay in that place on the screen
    std::size_t firstShown() const;

    QStringList m_guests;
    std::vector<models::Stay> m_stays;
    base::TimePoint m_now;
};

/// "1.2 µs", "35 ms", "4.1 s": three figures at most.
QString durationText(base::Duration duration);

} // namespace hopyard::docks
