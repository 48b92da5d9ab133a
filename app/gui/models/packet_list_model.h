// The packet list: a ring of heads, of which those that the display filter accepts are rows. Texts are made for the rows
// that are looked at, and batches become rows once a frame, however many came: so its cost does not follow the packets.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/gui/client/packet_protocol.h"
#include "core/filter/filter.h"

#include <deque>
#include <functional>
#include <optional>
#include <QAbstractTableModel>
#include <QString>
#include <QTimer>
#include <vector>

namespace hopyard::models {

class PacketListModel : public QAbstractTableModel {
    Q_OBJECT

public:
    enum Column { Time, Where, ProtocolName, Source, Destination, Info, Length, ColumnCount };
    static constexpr std::size_t kMostPackets = 300'000;
    /// Of a full ring so many go at once, so that a row's removal is not paid for every batch.
    static constexpr std::size_t kPortion = kMostPackets / 10;
    static constexpr int kFrameMs = 16;

    explicit PacketListModel(QObject *parent = nullptr);

    /// "r1:eth0 → r2:eth0" of a crossing, a node's name of a drop.
    using Place = std::function<QString(const filter::PacketHead &)>;
    void setPlace(Place place) { m_place = std::move(place); }

    /// Becomes rows at the next frame; at once by flush().
    void append(std::vector<filter::PacketHead> heads);
    void flush();
    void clear();
    /// Packets later than that have not been: another way was taken.
    void cutAfter(base::TimePoint time);
    /// A moment of the past is shown: rows later than that are pale. Nothing: the present.
    void setMoment(std::optional<base::TimePoint> moment);
    /// The first row later than the moment that is shown; the number of rows where there is none.
    int firstLater() const { return m_firstLater; }
    void setFilter(filter::Filter filter);
    /// While paused nothing that comes becomes a row; it is kept, as far as the ring goes.
    void setPaused(bool paused);

    const filter::PacketHead &at(int row) const { return m_heads[index(row)]; }
    /// The row of that number, or -1.
    int rowOf(std::uint64_t number) const;
    std::size_t packetCount() const { return m_heads.size(); } ///< shown or not

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

    using QAbstractTableModel::index;

private:
    std::size_t index(int row) const;
    QString text(const filter::PacketHead &head, int column) const;
    void dropOldest(std::size_t count);
    void filterAll();
    void findLater();
    bool isLater(int row) const { return row >= m_firstLater; }

    Place m_place;
    filter::Filter m_filter;
    std::deque<filter::PacketHead> m_heads;
    std::uint64_t m_gone = 0;            ///< heads that left the ring; what m_shown counts from
    std::deque<std::uint64_t> m_shown;   ///< places of the rows, where there is a filter
    std::vector<filter::PacketHead> m_waiting;
    QTimer m_frame;
    bool m_paused = false;
    std::optional<base::TimePoint> m_moment;
    int m_firstLater = 0;
};

} // namespace hopyard::models
