// The look and the keys that all tables of the docks share: rows only, sortable, Ctrl+C copies as tab-separated text.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>
#include <QTableView>

namespace hopyard::models {
class NaturalProxy;
class TableModel;
}

namespace hopyard::docks {

class TableView : public QTableView {
    Q_OBJECT

public:
    explicit TableView(const QString &accessibleName, QWidget *parent = nullptr);
    /// Shows the model through a proxy that sorts naturally and filters.
    void showTable(models::TableModel *model);
    models::NaturalProxy *proxy() const { return m_proxy; }
    /// Keys of the selected rows, and the other way round.
    QStringList selectedKeys() const;
    void selectKeys(const QStringList &keys);

public slots:
    void copy() const;

signals:
    /// By a person or by selectKeys().
    void selectedKeysChanged();
    void rowActivated(const QString &key);

protected:
    void keyPressEvent(QKeyEvent *event) override;

private:
    void widenColumns();

    models::NaturalProxy *m_proxy;
    bool m_selecting = false;
    bool m_widening = false; ///< soon
};

} // namespace hopyard::docks
