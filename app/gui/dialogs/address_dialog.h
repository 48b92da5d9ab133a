// Fill in addresses: what each interface of the drawn network has and would get, network by network, before it gets it.
// The plan is core/topology's; the dialog shows it and says when the person wants it.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/lab/lab.h"
#include "core/topology/address_plan.h"

#include <QDialog>

class QComboBox;
class QDialogButtonBox;
class QLabel;
class QLineEdit;
class QTreeWidget;

namespace hopyard::dialogs {

class AddressDialog final : public QDialog {
    Q_OBJECT

public:
    explicit AddressDialog(const lab::Lab &lab, QWidget *parent = nullptr);
    /// What is seen now; without nodes where there is nothing to give.
    const topology::AddressPlan &plan() const { return m_plan; }

private:
    void make();
    void showPlan();

    const lab::Lab m_lab;
    topology::AddressPlan m_plan;
    QLineEdit *m_from;
    QComboBox *m_learnBy;
    QTreeWidget *m_tree;
    QLabel *m_remarks;
    QDialogButtonBox *m_buttons;
};

} // namespace hopyard::dialogs
