// Where the bytes of a connection's blob went, as a bar in proportion: protocol state, data on its way, data unread, program.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/gui/client/move_protocol.h"

#include <QWidget>

namespace hopyard::docks {

class BlobBar : public QWidget {
    Q_OBJECT

public:
    explicit BlobBar(QWidget *parent = nullptr);
    void setParts(std::vector<client::BlobPart> parts);

    QSize sizeHint() const override;
    bool hasHeightForWidth() const override { return true; }
    int heightForWidth(int width) const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    template <class Place>
    int layOutLegend(int width, Place place) const;
    QString textOf(const client::BlobPart &part) const;
    std::vector<client::BlobPart> m_parts;
};

} // namespace hopyard::docks
