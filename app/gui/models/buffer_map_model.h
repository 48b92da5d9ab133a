// The host pages of a hypervisor's computer, a row each, as its buffer map has them: in which state, whose, since when.
// Kept as runs, so that a computer of a gigabyte costs no more than what differs in it.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/gui/client/computer_protocol.h"

#include <QAbstractListModel>
#include <QString>

namespace hopyard::models {

class BufferMapModel : public QAbstractListModel {
    Q_OBJECT

public:
    static constexpr int StateRole = Qt::UserRole;     ///< client::PageState as int
    static constexpr int GuestRole = Qt::UserRole + 1; ///< its name; may be empty

    using QAbstractListModel::QAbstractListModel;

    void setMap(client::BufferMap map);
    void clear() { setMap({}); }
    const client::BufferMap &map() const { return m_map; }
    /// The run that the page is in. The page must be one.
    const client::PageRun &runOf(std::uint32_t page) const;
    /// "in DMA table", "lent to g1", …
    static QString stateText(client::PageState state);
    /// Everything that is known of a page, in a sentence.
    QString describe(std::uint32_t page) const;

    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;

signals:
    /// After any change: what was painted is to be painted anew.
    void mapChanged();

private:
    client::BufferMap m_map;
};

} // namespace hopyard::models
