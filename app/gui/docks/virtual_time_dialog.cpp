// See virtual_time_dialog.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/docks/virtual_time_dialog.h"

#include <QCheckBox>
#include <QDialogButtonBox>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QRegularExpressionValidator>
#include <QSettings>
#include <QVBoxLayout>

#include <algorithm>

namespace hopyard::docks {

namespace {

const QString kSeedKey = QStringLiteral("run/seed");
constexpr qsizetype kMostNamed = 6; ///< nodes

/// What lives by this computer's clock: Linux nodes, machines, guests on a processor of their own.
QStringList needRealTime(const lab::Lab &lab)
{
    QStringList names;
    for (const lab::Node &node : lab.nodes) {
        if (lab::isOutside(node.kind))
            names.append(QString::fromStdString(node.name));
        for (const lab::Guest &guest : node.computer.guests)
            if (lab::needsRealTime(guest.kind))
                names.append(QString::fromStdString(node.name + '/' + guest.name));
    }
    return names;
}

} // namespace

VirtualTimeDialog::VirtualTimeDialog(const lab::Lab &lab, QWidget *parent) :
    QDialog(parent), m_seed(new QLineEdit(this)), m_paused(new QCheckBox(tr("&Pause before the first event"), this))
{
    setWindowTitle(tr("Run in Virtual Time"));
    auto *about = new QLabel(tr("The lab runs on a clock of its own. The same lab with the same seed gives the same packets, to the last bit. Its "
                                "speed is the slider's, up to as fast as the processor goes."), this);
    about->setWordWrap(true);
    const QStringList outside = needRealTime(lab);
    auto *column = new QVBoxLayout(this);
    column->addWidget(about);
    auto *form = new QFormLayout;
    column->addLayout(form);
    m_seed->setText(QSettings().value(kSeedKey, QStringLiteral("1")).toString());
    m_seed->setValidator(new QRegularExpressionValidator(QRegularExpression(QStringLiteral("[0-9]{1,18}")), m_seed));
    m_seed->setAccessibleName(tr("Seed of what is random"));
    m_seed->setToolTip(tr("Loss, jitter and whatever else is random come from this number"));
    form->addRow(tr("&Seed"), m_seed);
    form->addRow(m_paused);
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Ok | QDialogButtonBox::Cancel, this);
    buttons->setAccessibleName(tr("Buttons"));
    QPushButton *run = buttons->button(QDialogButtonBox::Ok);
    run->setText(tr("&Run"));
    const auto check = [this, run, allowed = outside.isEmpty()] { run->setEnabled(allowed && m_seed->hasAcceptableInput()); };
    connect(m_seed, &QLineEdit::textChanged, run, check);
    check();
    if (!outside.isEmpty()) {
        const QString names = outside.first(std::min<qsizetype>(outside.size(), kMostNamed)).join(QStringLiteral(", "))
            + (outside.size() > kMostNamed ? QStringLiteral(", …") : QString());
        auto *why = new QLabel(tr("Linux programs and machines live by this computer's clock: %1. Use virtual hosts and routers in their place, or "
                                  "run the lab in real time.").arg(names), this);
        why->setWordWrap(true);
        why->setAccessibleName(tr("Why not"));
        column->addWidget(why);
    }
    column->addWidget(buttons);
    connect(buttons, &QDialogButtonBox::accepted, this, &VirtualTimeDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    m_seed->selectAll();
    m_seed->setFocus();
}

client::RunControl::VirtualTime VirtualTimeDialog::how() const { return {m_seed->text().toULongLong(), m_paused->isChecked()}; }

void VirtualTimeDialog::accept()
{
    QSettings().setValue(kSeedKey, m_seed->text());
    QDialog::accept();
}

} // namespace hopyard::docks
