// New from generator: a network made by rule, with its address plan and routing filled in, seen before it is made. The
// networks are those of `hop generate`, made by the same code.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/lab/lab.h"

#include <QDialog>

class QComboBox;
class QDialogButtonBox;
class QLabel;
class QLineEdit;
class QListWidget;
class QSpinBox;

namespace hopyard::dialogs {

class LabPreview;

class GenerateDialog final : public QDialog {
    Q_OBJECT

public:
    explicit GenerateDialog(QWidget *parent = nullptr);
    /// What is seen now; without nodes where the sizes make none.
    const lab::Lab &lab() const { return m_lab; }
    void choose(const QString &kind);

private:
    void kindChosen();
    void make();

    lab::Lab m_lab;
    QListWidget *m_kinds;
    QLabel *m_sizeNames[2];
    QSpinBox *m_sizes[2];
    QComboBox *m_plan;
    QSpinBox *m_seed;
    QLabel *m_seedName;
    QLineEdit *m_delay;
    QLabel *m_about;
    QLabel *m_summary;
    LabPreview *m_preview;
    QDialogButtonBox *m_buttons;
};

} // namespace hopyard::dialogs
