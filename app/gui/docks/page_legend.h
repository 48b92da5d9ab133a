// What the colours of the page map mean, and of how many pages each is now: a line that breaks where it must.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QString>
#include <QWidget>
#include <vector>

namespace hopyard::docks {

class PageLegend : public QWidget {
    Q_OBJECT

public:
    struct Entry {
        QColor colour;
        QString text;
        QString count;
        bool operator==(const Entry &) const = default;
    };

    explicit PageLegend(QWidget *parent = nullptr);
    void setEntries(std::vector<Entry> entries);

    QSize sizeHint() const override;
    bool hasHeightForWidth() const override { return true; }
    int heightForWidth(int width) const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    /// Lays the entries out in that width; each is handed to `place` with its left upper corner. The height.
    template <class Place>
    int layOut(int width, Place place) const;
    int widthOf(const Entry &entry) const;
    std::vector<Entry> m_entries;
};

} // namespace hopyard::docks
