// The fields of a switch: its spanning tree, and what each port is.
//
// A port is written as in the lab's file, key by key: "vlan 10", "trunk 10,20 native 99", "edge true"; a number alone is an
// access port's VLAN.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/lab/bridge_values.h"
#include "core/lab/lab.h"

#include <QWidget>

class QComboBox;
class QLabel;
class QTableWidget;

namespace hopyard::dialogs {

class CheckedLine;

class BridgeFields final : public QWidget {
    Q_OBJECT

public:
    explicit BridgeFields(QWidget *parent = nullptr);
    void showSwitch(const lab::Lab &lab, const lab::Node &node);

signals:
    /// `what` was set, as the undo list says it.
    void bridgeChanged(const lab::Bridge &bridge, const QString &what);
    void portChanged(const QString &port, const lab::BridgePort &settings);

private:
    void set(const char *key, const QString &text, const QString &what);
    void portEdited(int row, int column);

    lab::Bridge m_shown;
    QComboBox *m_tree;
    CheckedLine *m_priority;
    QTableWidget *m_ports;
    QLabel *m_problem;
    bool m_filling = false;
};

/// The settings of a port as its row shows them; empty: as ports are.
QString portText(const lab::BridgePort &port);
/// What such a text says, or what is wrong with it.
lab::Parsed<lab::BridgePort> portOf(const QString &text);

} // namespace hopyard::dialogs
