// The fields of a machine of its own (kinds qemu and uml): memory, processors, image, kernel, network.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/lab/lab.h"

#include <QWidget>

class QComboBox;
class QFormLayout;

namespace hopyard::dialogs {

class CheckedLine;

class MachineFields final : public QWidget {
    Q_OBJECT

public:
    explicit MachineFields(QWidget *parent = nullptr);
    void showMachine(const lab::Machine &machine, lab::NodeKind kind);

signals:
    /// `what` was set, as the undo list says it.
    void changed(const lab::Machine &machine, const QString &what);

private:
    template <class Set>
    void change(const QString &what, Set set);

    lab::Machine m_shown;
    QFormLayout *m_form;
    CheckedLine *m_memory, *m_processors, *m_image, *m_kernel;
    QWidget *m_processorsRow, *m_kernelRow;
    QComboBox *m_network;
};

} // namespace hopyard::dialogs
