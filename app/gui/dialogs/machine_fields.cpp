// See machine_fields.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/dialogs/machine_fields.h"

#include "app/gui/dialogs/editors.h"
#include "app/gui/dialogs/field_form.h"
#include "app/gui/document/strings.h"
#include "core/lab/values.h"

#include <QComboBox>
#include <QVBoxLayout>

namespace hopyard::dialogs {

using document::fromQt;
using document::toQt;

namespace {

/// What `parse` has against the text.
template <class T>
CheckedLine::Check checkOf(lab::Parsed<T> (*parse)(std::string_view))
{
    return [parse](const QString &text) {
        const auto value = parse(fromQt(text));
        return value ? QString() : toQt(value.error());
    };
}

QString anything(const QString &) { return {}; }

} // namespace

MachineFields::MachineFields(QWidget *parent)
    : QWidget(parent), m_form(makeForm()), m_memory(new CheckedLine(checkOf(lab::parseMemoryValue))),
      m_processors(new CheckedLine(checkOf(lab::parseProcessorsValue))), m_image(new CheckedLine(anything)),
      m_kernel(new CheckedLine(anything))
{
    setAccessibleName(tr("Machine"));
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addLayout(m_form);
    m_memory->setObjectName(QStringLiteral("machineMemory"));
    m_processors->setObjectName(QStringLiteral("machineProcessors"));
    m_image->setObjectName(QStringLiteral("machineImage"));
    m_kernel->setObjectName(QStringLiteral("machineKernel"));
    m_image->setPlaceholderText(tr("none: the tiny guest system"));
    m_image->setToolTip(tr("A disk, relative to the lab's folder. It is never written."));
    m_kernel->setPlaceholderText(tr("the image's, or the tiny guest system's"));
    addField(*m_form, this, tr("Memory"), m_memory);
    m_processorsRow = addField(*m_form, this, tr("Processors"), m_processors);
    addField(*m_form, this, tr("Image"), m_image);
    m_kernelRow = addField(*m_form, this, tr("Kernel"), m_kernel);
    m_network = addChoice(*m_form, this, tr("Network"), lab::machineNetworkNames());
    m_network->setObjectName(QStringLiteral("machineNetwork"));
    connect(m_memory, &CheckedLine::entered, this, [this](const QString &text) {
        change(tr("memory"), [&](lab::Machine &m) { m.memory = lab::parseMemoryValue(fromQt(text)).value_or(m.memory); });
    });
    connect(m_processors, &CheckedLine::entered, this, [this](const QString &text) {
        change(tr("processors"), [&](lab::Machine &m) { m.processors = lab::parseProcessorsValue(fromQt(text)).value_or(m.processors); });
    });
    connect(m_image, &CheckedLine::entered, this, [this](const QString &text) {
        change(tr("image"), [&](lab::Machine &m) { m.image = fromQt(text.trimmed()); });
    });
    connect(m_kernel, &CheckedLine::entered, this, [this](const QString &text) {
        change(tr("kernel"), [&](lab::Machine &m) { m.kernel = fromQt(text.trimmed()); });
    });
    connect(m_network, &QComboBox::activated, this, [this] {
        change(tr("network"), [this](lab::Machine &m) {
            m.network = lab::parseMachineNetwork(fromQt(m_network->currentText())).value_or(m.network);
        });
    });
}

template <class Set>
void MachineFields::change(const QString &what, Set set)
{
    lab::Machine machine = m_shown;
    set(machine);
    if (machine != m_shown)
        emit changed(machine, what);
}

void MachineFields::showMachine(const lab::Machine &machine, lab::NodeKind kind)
{
    m_shown = machine;
    const bool isQemu = kind == lab::NodeKind::qemu;
    m_memory->showValue(QStringLiteral("%1MiB").arg(machine.memory));
    m_processors->showValue(QString::number(machine.processors));
    m_image->showValue(toQt(machine.image));
    m_kernel->showValue(toQt(machine.kernel));
    showChoice(m_network, lab::toString(machine.network));
    m_form->setRowVisible(m_processorsRow, isQemu); // a User-mode Linux has one, is its own kernel, and has sockets
    m_form->setRowVisible(m_kernelRow, isQemu);
    m_form->setRowVisible(m_network, isQemu);
}

} // namespace hopyard::dialogs
