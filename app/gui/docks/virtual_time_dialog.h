// How a run in virtual time begins: its seed, and whether it stands before the first event. Where nodes need real time it says which,
// and cannot be accepted.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/gui/client/run_control.h"

#include <QDialog>

class QCheckBox;
class QLineEdit;

namespace hopyard::docks {

class VirtualTimeDialog final : public QDialog {
    Q_OBJECT

public:
    explicit VirtualTimeDialog(const lab::Lab &lab, QWidget *parent = nullptr);
    client::RunControl::VirtualTime how() const;
    void accept() override; ///< keeps the seed for the next time

private:
    QLineEdit *m_seed;
    QCheckBox *m_paused;
};

} // namespace hopyard::docks
