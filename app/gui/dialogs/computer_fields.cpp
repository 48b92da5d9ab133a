// See computer_fields.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/dialogs/computer_fields.h"

#include "app/gui/dialogs/editors.h"
#include "app/gui/dialogs/field_form.h"
#include "app/gui/document/strings.h"
#include "app/gui/theme/icon.h"
#include "core/lab/computer_values.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QTableWidget>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>
#include <array>

namespace hopyard::dialogs {

using document::fromQt;
using document::toQt;

namespace {

enum Column { nameColumn, kindColumn, addressColumn, memoryColumn, shareColumn, columnCount };
constexpr std::array<std::string_view, 3> kModes{"direct", "bridged", "nat"};
constexpr std::array<std::string_view, 2> kReceives{"copy", "remap"};
constexpr int kRowHeight = 28;

QString guestAddresses(const lab::Guest &guest)
{
    QStringList texts;
    for (const lab::GuestInterface &interface : guest.interfaces)
        texts += (guest.interfaces.size() > 1 ? toQt(interface.name) + QLatin1Char(' ') : QString()) + addressesText(interface.addresses);
    return texts.join(QStringLiteral("; "));
}

/// Puts what was typed into the guest; what is wrong with it, or nothing.
QString setCell(lab::Computer &computer, lab::Guest &guest, int column, const QString &text)
{
    const auto value = [&](const char *key) {
        const auto done = lab::setGuestValue(guest, key, fromQt(text));
        return done ? QString() : toQt(done.error());
    };
    switch (column) {
    case nameColumn: {
        const std::string name = fromQt(text);
        if (!lab::isNodeName(name))
            return ComputerFields::tr("A name has letters, digits, “-”, “_” and “.”, and begins with a letter or digit.");
        if (name != guest.name && computer.findGuest(name))
            return ComputerFields::tr("There is a guest %1 already.").arg(text);
        for (lab::PortRow &row : computer.nat)
            if (row.to == guest.name)
                row.to = name;
        guest.name = name;
        return {};
    }
    case kindColumn: {
        const bool usual = guest.memory == lab::Guest::usualMemory(guest.kind);
        QString why = value("kind");
        if (why.isEmpty() && usual)
            guest.memory = lab::Guest::usualMemory(guest.kind);
        return why;
    }
    case addressColumn: {
        const auto addresses = addressesOf(text);
        if (!addresses)
            return ComputerFields::tr("“%1” is not an address with its length, such as 10.0.0.11/24.").arg(text);
        if (guest.interfaces.empty())
            guest.interfaces.emplace_back();
        guest.interfaces.front().addresses = *addresses;
        return {};
    }
    case memoryColumn: return value("memory");
    case shareColumn: return value("share");
    default: return {};
    }
}

} // namespace

ComputerFields::ComputerFields(QWidget *parent)
    : QWidget(parent), m_memory(new CheckedLine([](const QString &text) {
          lab::Computer probe;
          const auto done = lab::setComputerValue(probe, "memory", fromQt(text));
          return done ? QString() : toQt(done.error());
      })),
      m_guests(new QTableWidget(0, columnCount, this))
{
    setAccessibleName(tr("Computer"));
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(6);
    QFormLayout *form = makeForm();
    m_memory->setObjectName(QStringLiteral("computerMemory"));
    addField(*form, this, tr("Memory"), m_memory);
    m_mode = addChoice(*form, this, tr("Carries"), kModes);
    m_mode->setObjectName(QStringLiteral("computerMode"));
    m_mode->setToolTip(tr("How its guests' datagrams are carried"));
    m_receive = addChoice(*form, this, tr("Receives by"), kReceives);
    m_receive->setToolTip(tr("How a packet from an adapter gets into a guest's memory"));
    column->addLayout(form);

    auto *heading = new QLabel(tr("Guests"), this);
    heading->setProperty("role", QStringLiteral("heading"));
    heading->setAccessibleName(heading->text());
    heading->setBuddy(m_guests);
    column->addWidget(heading);
    m_guests->setObjectName(QStringLiteral("guests"));
    m_guests->setAccessibleName(tr("Guests"));
    m_guests->setHorizontalHeaderLabels({tr("Guest"), tr("Kind"), tr("Addresses"), tr("Memory"), tr("Share")});
    QHeaderView *header = m_guests->horizontalHeader();
    header->setAccessibleName(tr("Columns"));
    header->setSectionResizeMode(QHeaderView::ResizeToContents);
    header->setSectionResizeMode(addressColumn, QHeaderView::Stretch);
    header->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    header->setHighlightSections(false);
    m_guests->verticalHeader()->hide();
    m_guests->verticalHeader()->setAccessibleName(tr("Rows"));
    m_guests->verticalHeader()->setDefaultSectionSize(kRowHeight);
    m_guests->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_guests->setSelectionMode(QAbstractItemView::SingleSelection);
    m_guests->setTabKeyNavigation(false);
    m_guests->setShowGrid(false);
    column->addWidget(m_guests);

    auto *buttons = new QHBoxLayout;
    buttons->setContentsMargins(0, 0, 0, 0);
    m_problem = new QLabel(this);
    m_problem->setProperty("role", QStringLiteral("wrong"));
    m_problem->setWordWrap(true);
    m_problem->setAccessibleName(tr("Problem with the guests"));
    buttons->addWidget(m_problem, 1);
    const auto addButton = [&](const char *icon, const QString &tip, const QString &name) {
        auto *button = new QToolButton(this);
        button->setIcon(theme::icon(QLatin1String(icon)));
        button->setToolTip(tip);
        button->setAccessibleName(tip);
        button->setObjectName(name);
        buttons->addWidget(button);
        return button;
    };
    connect(addButton("plus", tr("Add a guest"), QStringLiteral("addGuest")), &QToolButton::clicked, this, &ComputerFields::addGuest);
    m_remove = addButton("minus", tr("Remove the guest"), QStringLiteral("removeGuest"));
    connect(m_remove, &QToolButton::clicked, this, &ComputerFields::removeGuest);
    column->addLayout(buttons);

    connect(m_memory, &CheckedLine::entered, this, [this](const QString &text) { set("memory", text, tr("memory")); });
    connect(m_mode, &QComboBox::activated, this, [this] { set("mode", m_mode->currentText(), tr("mode")); });
    connect(m_receive, &QComboBox::activated, this, [this] { set("receive", m_receive->currentText(), tr("receive")); });
    connect(m_guests, &QTableWidget::cellChanged, this, &ComputerFields::guestEdited);
    connect(m_guests, &QTableWidget::itemSelectionChanged, this,
            [this] { m_remove->setEnabled(!m_guests->selectedItems().isEmpty()); });
}

void ComputerFields::showComputer(const lab::Computer &computer)
{
    m_shown = computer;
    m_filling = true;
    m_problem->clear();
    m_memory->showValue(toQt(lab::computerValue(computer, "memory")));
    showChoice(m_mode, lab::toString(computer.mode));
    showChoice(m_receive, lab::toString(computer.receive));
    m_guests->setRowCount(static_cast<int>(computer.guests.size()));
    for (int row = 0; row < m_guests->rowCount(); ++row) {
        const lab::Guest &guest = computer.guests[static_cast<std::size_t>(row)];
        const QString texts[columnCount] = {toQt(guest.name), toQt(lab::toString(guest.kind)), guestAddresses(guest),
                                            toQt(lab::guestValue(guest, "memory")), toQt(lab::guestValue(guest, "share"))};
        for (int column = 0; column < columnCount; ++column) {
            auto *item = new QTableWidgetItem(texts[column]);
            item->setToolTip(column == kindColumn ? tr("engine: Hopyard's own stack; qemu, uml: a real machine") : texts[column]);
            if (column == addressColumn && guest.interfaces.size() > 1)
                item->setFlags(item->flags() & ~Qt::ItemIsEditable); // several are written in the lab's text
            m_guests->setItem(row, column, item);
        }
    }
    const int rows = std::clamp(m_guests->rowCount(), 1, 6);
    m_guests->setFixedHeight(m_guests->horizontalHeader()->sizeHint().height() + rows * kRowHeight + 6);
    m_remove->setEnabled(!m_guests->selectedItems().isEmpty());
    m_filling = false;
}

void ComputerFields::set(const char *key, const QString &text, const QString &what)
{
    lab::Computer computer = m_shown;
    if (lab::setComputerValue(computer, key, fromQt(text)) && computer != m_shown)
        emit changed(computer, what);
}

void ComputerFields::guestEdited(int row, int column)
{
    if (m_filling || row >= static_cast<int>(m_shown.guests.size()))
        return;
    lab::Computer computer = m_shown;
    lab::Guest &guest = computer.guests[static_cast<std::size_t>(row)];
    const QString name = toQt(guest.name);
    const QString why = setCell(computer, guest, column, m_guests->item(row, column)->text().trimmed());
    if (why.isEmpty() && computer != m_shown)
        emit changed(computer, tr("guest %1").arg(name));
    else
        showComputer(lab::Computer(m_shown));
    m_problem->setText(why);
}

void ComputerFields::addGuest()
{
    lab::Computer computer = m_shown;
    int number = 1;
    while (computer.findGuest("g" + std::to_string(number)))
        ++number;
    lab::Guest &guest = computer.guests.emplace_back();
    guest.name = "g" + std::to_string(number);
    guest.interfaces.emplace_back();
    emit changed(computer, tr("guests"));
}

void ComputerFields::removeGuest()
{
    const int row = m_guests->currentRow();
    if (row < 0 || row >= static_cast<int>(m_shown.guests.size()))
        return;
    lab::Computer computer = m_shown;
    const std::string name = computer.guests[static_cast<std::size_t>(row)].name;
    computer.guests.erase(computer.guests.begin() + row);
    std::erase_if(computer.nat, [&](const lab::PortRow &port) { return port.to == name; }); // led to it
    emit changed(computer, tr("guests"));
}

} // namespace hopyard::dialogs
