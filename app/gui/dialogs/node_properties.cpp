// See node_properties.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/dialogs/node_properties.h"

#include "app/gui/config/config_text.h"
#include "app/gui/dialogs/bridge_fields.h"
#include "app/gui/dialogs/computer_fields.h"
#include "app/gui/dialogs/editors.h"
#include "app/gui/dialogs/field_form.h"
#include "app/gui/dialogs/machine_fields.h"
#include "app/gui/dialogs/service_fields.h"
#include "app/gui/document/lab_document.h"
#include "app/gui/document/operations.h"
#include "app/gui/document/strings.h"
#include "app/gui/theme/icon.h"
#include "core/lab/frr_config.h"

#include <QFormLayout>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QTableWidget>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>
#include <set>

namespace hopyard::dialogs {

namespace {

using document::fromQt;
using document::toQt;

enum Column { nameColumn, addressColumn, linkColumn, columnCount };
constexpr std::size_t kInterfaceName = 15; ///< characters, as on Linux

bool isIpNode(lab::NodeKind kind)
{
    return lab::hasStack(kind) || kind == lab::NodeKind::hypervisor || lab::isOutside(kind);
}

/// Commands may have several lines: between two stands a line "---".
constexpr QLatin1String kBetweenCommands("---");

QString textOfCommands(const std::vector<std::string> &commands)
{
    QStringList texts;
    for (const std::string &command : commands)
        texts += toQt(command).trimmed();
    return texts.join(QLatin1Char('\n') + kBetweenCommands + QLatin1Char('\n'));
}

std::vector<std::string> commandsOf(const QString &text)
{
    std::vector<std::string> commands;
    QStringList lines;
    const auto finish = [&] {
        const QString command = lines.join(QLatin1Char('\n')).trimmed();
        if (!command.isEmpty()) // a script ends its last line, as in a file
            commands.push_back(fromQt(command.contains(QLatin1Char('\n')) ? command + QLatin1Char('\n') : command));
        lines.clear();
    };
    for (const QString &line : text.split(QLatin1Char('\n'))) {
        if (line.trimmed() == kBetweenCommands)
            finish();
        else
            lines += line;
    }
    finish();
    return commands;
}

/// A heading above something, in one box that can be hidden as a whole.
QWidget *box(QWidget *parent, QLabel *heading, QWidget *content, QWidget *below = nullptr)
{
    auto *made = new QWidget(parent);
    made->setAccessibleName(heading->text());
    made->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Maximum);
    auto *column = new QVBoxLayout(made);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(4);
    heading->setProperty("role", QStringLiteral("heading"));
    heading->setAccessibleName(heading->text());
    heading->setBuddy(content);
    column->addWidget(heading);
    column->addWidget(content);
    if (below)
        column->addWidget(below);
    return made;
}

} // namespace

NodeProperties::NodeProperties(document::LabDocument &document, QWidget *parent)
    : QWidget(parent), m_document(document), m_kind(new QLabel(this))
{
    setAccessibleName(tr("Node properties"));
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(12);
    m_form = makeForm();
    auto *kindLabel = new QLabel(tr("Kind"), this);
    kindLabel->setAccessibleName(kindLabel->text());
    m_form->addRow(kindLabel, m_kind);
    m_nameField = new CheckedLine([this](const QString &text) {
        return text == toQt(m_name) ? QString() : document::whyNotNodeName(m_document.lab(), text);
    });
    m_nameField->setObjectName(QStringLiteral("nodeName"));
    addField(*m_form, this, tr("Name"), m_nameField);
    m_labelField = new CheckedLine([](const QString &) { return QString(); });
    m_labelField->setPlaceholderText(tr("shown instead of the name"));
    addField(*m_form, this, tr("Label"), m_labelField);
    m_gateway = new CheckedLine([](const QString &text) {
        return text.isEmpty() || base::IpAddress::parse(fromQt(text)) ? QString() : tr("An address such as 10.0.1.1.");
    });
    m_gateway->setObjectName(QStringLiteral("gateway"));
    m_gateway->setPlaceholderText(tr("none"));
    m_gatewayRow = addField(*m_form, this, tr("Gateway"), m_gateway);
    column->addLayout(m_form);

    m_machine = new MachineFields(this);
    column->addWidget(m_machine);
    m_computer = new ComputerFields(this);
    column->addWidget(m_computer);
    m_service = new ServiceFields(this);
    column->addWidget(m_service);
    m_bridge = new BridgeFields(this);
    column->addWidget(m_bridge);

    m_interfaces = new QTableWidget(0, columnCount, this);
    m_interfaces->setObjectName(QStringLiteral("interfaces"));
    m_interfaces->setAccessibleName(tr("Interfaces"));
    m_interfaces->setHorizontalHeaderLabels({tr("Interface"), tr("Addresses"), tr("Linked to")});
    m_interfaces->horizontalHeader()->setAccessibleName(tr("Columns"));
    m_interfaces->horizontalHeader()->setSectionResizeMode(addressColumn, QHeaderView::Stretch);
    m_interfaces->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    m_interfaces->horizontalHeader()->setHighlightSections(false);
    m_interfaces->verticalHeader()->hide();
    m_interfaces->verticalHeader()->setAccessibleName(tr("Rows"));
    m_interfaces->verticalHeader()->setDefaultSectionSize(28);
    m_interfaces->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_interfaces->setSelectionMode(QAbstractItemView::SingleSelection);
    m_interfaces->setTabKeyNavigation(false);
    m_interfaces->setShowGrid(false);
    auto *buttons = new QWidget(this);
    buttons->setAccessibleName(tr("Interface buttons"));
    auto *row = new QHBoxLayout(buttons);
    row->setContentsMargins(0, 0, 0, 0);
    m_interfaceProblem = new QLabel(buttons);
    m_interfaceProblem->setProperty("role", QStringLiteral("wrong"));
    m_interfaceProblem->setWordWrap(true);
    m_interfaceProblem->setAccessibleName(tr("Problem with the interfaces"));
    row->addWidget(m_interfaceProblem, 1);
    const auto addButton = [&](const char *icon, const QString &tip) {
        auto *button = new QToolButton(buttons);
        button->setIcon(theme::icon(QLatin1String(icon)));
        button->setToolTip(tip);
        button->setAccessibleName(tip);
        row->addWidget(button);
        return button;
    };
    connect(addButton("plus", tr("Add an interface")), &QToolButton::clicked, this, &NodeProperties::addInterface);
    m_removeInterface = addButton("minus", tr("Remove the interface"));
    connect(m_removeInterface, &QToolButton::clicked, this, &NodeProperties::removeInterface);
    m_interfacesBox = box(this, new QLabel(tr("Interfaces"), this), m_interfaces, buttons);
    column->addWidget(m_interfacesBox);

    m_config = new config::ConfigText(this);
    m_config->setObjectName(QStringLiteral("config"));
    m_config->setAccessibleName(tr("Configuration in FRR's language"));
    m_config->setPlaceholderText(
        QStringLiteral("interface eth0\n ip address 10.0.1.1/24\nip route 10.0.2.0/24 10.0.12.2"));
    m_config->setMinimumHeight(190);
    auto *configFoot = new QWidget(this);
    configFoot->setAccessibleName(tr("What is wrong with the configuration, and its editor"));
    auto *configRow = new QHBoxLayout(configFoot);
    configRow->setContentsMargins(0, 0, 0, 0);
    auto *configProblem = new QLabel(configFoot);
    configProblem->setProperty("role", QStringLiteral("wrong"));
    configProblem->setWordWrap(true);
    configProblem->setAccessibleName(tr("Mistake in the configuration"));
    auto *editor = new QToolButton(configFoot);
    editor->setText(tr("Editor…"));
    editor->setAccessibleName(tr("Open the configuration editor"));
    editor->setToolTip(tr("Edit aside, and see what changes before it is applied (F4)"));
    configRow->addWidget(configProblem, 1);
    configRow->addWidget(editor, 0, Qt::AlignTop);
    connect(editor, &QToolButton::clicked, this, &NodeProperties::configurationRequested);
    const auto showProblem = [this, configProblem] {
        const auto &mistakes = m_config->mistakes();
        const int line = m_config->textCursor().blockNumber();
        const auto here =
            std::find_if(mistakes.begin(), mistakes.end(), [line](const auto &m) { return m.line == line; });
        const auto shown = here != mistakes.end() ? here : mistakes.begin();
        configProblem->setText(mistakes.empty() ? QString()
                                                : tr("Line %1: %2").arg(shown->line + 1).arg(shown->message));
    };
    connect(m_config, &config::ConfigText::mistakesChanged, this, showProblem);
    connect(m_config, &QPlainTextEdit::cursorPositionChanged, this, showProblem);
    m_configBox = box(this, new QLabel(tr("Configuration"), this), m_config, configFoot);
    m_configBox->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Expanding);
    column->addWidget(m_configBox, 1);

    m_start = new TextBlock(this);
    m_start->setObjectName(QStringLiteral("start"));
    m_start->setMinimumHeight(64);
    m_start->setMaximumHeight(110);
    m_startLabel = new QLabel(tr("Started with the lab"), this);
    m_start->setAccessibleName(tr("Commands started with the lab"));
    m_start->setToolTip(tr("A line “---” stands between two commands"));
    m_startBox = box(this, m_startLabel, m_start);
    column->addWidget(m_startBox);

    m_note = new TextBlock(this);
    m_note->setAccessibleName(tr("Note"));
    m_note->setFont(font());
    m_note->setLineWrapMode(QPlainTextEdit::WidgetWidth);
    m_note->setMaximumHeight(70);
    column->addWidget(box(this, new QLabel(tr("Note"), this), m_note));
    column->addStretch();

    connect(m_nameField, &CheckedLine::entered, this, [this](const QString &text) {
        const std::string from = m_name;
        m_name = fromQt(text);
        document::renameNode(m_document, from, m_name);
    });
    connect(m_labelField, &CheckedLine::entered, this, [this](const QString &text) {
        edit(tr("label"), [&](lab::Node &n) { n.label = fromQt(text); });
    });
    connect(m_gateway, &CheckedLine::entered, this, [this](const QString &text) {
        edit(tr("gateway"), [&](lab::Node &n) {
            n.gateway = text.isEmpty() ? std::nullopt : base::IpAddress::parse(fromQt(text));
        });
    });
    connect(m_machine, &MachineFields::changed, this, [this](const lab::Machine &machine, const QString &what) {
        edit(what, [&](lab::Node &n) { n.machine = machine; });
    });
    connect(m_computer, &ComputerFields::changed, this, [this](const lab::Computer &computer, const QString &what) {
        edit(what, [&](lab::Node &n) { n.computer = computer; });
    });
    connect(m_service, &ServiceFields::changed, this, [this](const lab::Service &service, const QString &what) {
        edit(what, [&](lab::Node &n) { n.service = service; });
    });
    connect(m_bridge, &BridgeFields::bridgeChanged, this, [this](const lab::Bridge &bridge, const QString &what) {
        edit(what, [&](lab::Node &n) { n.bridge = bridge; });
    });
    connect(m_bridge, &BridgeFields::portChanged, this, [this](const QString &port, const lab::BridgePort &settings) {
        edit(tr("port %1").arg(port), [&](lab::Node &n) {
            const auto at = std::find_if(n.interfaces.begin(), n.interfaces.end(),
                                         [&](const lab::Interface &i) { return i.name == fromQt(port); });
            lab::Interface &interface = at != n.interfaces.end() ? *at : n.interfaces.emplace_back();
            interface.name = fromQt(port);
            interface.port = settings;
            std::erase_if(n.interfaces, [](const lab::Interface &i) { // a port that is as all are needs no line
                lab::Interface plain;
                plain.name = i.name;
                return i == plain;
            });
        });
    });
    connect(m_config, &TextBlock::entered, this, [this](const QString &text) {
        edit(tr("configuration"), [&](lab::Node &n) {
            n.config = fromQt(text.trimmed().isEmpty() ? QString() : text);
            if (!n.config.empty() && n.config.back() != '\n')
                n.config += '\n';
        });
    });
    connect(m_start, &TextBlock::entered, this, [this](const QString &text) {
        edit(tr("start commands"), [&](lab::Node &n) { n.start = commandsOf(text); });
    });
    connect(m_note, &TextBlock::entered, this, [this](const QString &text) {
        edit(tr("note"), [&](lab::Node &n) { n.note = fromQt(text); });
    });
    connect(m_interfaces, &QTableWidget::cellChanged, this, &NodeProperties::interfaceEdited);
    connect(m_interfaces, &QTableWidget::itemSelectionChanged, this,
            [this] { m_removeInterface->setEnabled(!m_interfaces->selectedItems().isEmpty()); });
}

const lab::Node *NodeProperties::node() const
{
    const auto &nodes = m_document.lab().nodes;
    const auto found =
        std::find_if(nodes.begin(), nodes.end(), [this](const lab::Node &n) { return n.name == m_name; });
    return found == nodes.end() ? nullptr : &*found;
}

template <class Change>
void NodeProperties::edit(const QString &what, Change change)
{
    const lab::Node *current = node();
    if (!current)
        return;
    lab::Node changed = *current;
    change(changed);
    document::setNode(m_document, m_name, changed, what);
}

void NodeProperties::showNode(const std::string &name)
{
    m_name = name;
    const lab::Node *shown = node();
    if (!shown)
        return;
    const bool ip = isIpNode(shown->kind);
    const bool router = lab::hasConfig(shown->kind);
    m_kind->setText(document::kindText(shown->kind));
    m_kind->setAccessibleName(m_kind->text());
    m_nameField->showValue(toQt(name));
    m_labelField->showValue(toQt(shown->label));
    m_gateway->showValue(shown->gateway ? toQt(base::toString(*shown->gateway)) : QString());
    m_form->setRowVisible(m_gatewayRow, ip && !router);
    m_machine->setVisible(lab::isMachine(shown->kind));
    m_machine->showMachine(shown->machine, shown->kind);
    m_computer->setVisible(shown->kind == lab::NodeKind::hypervisor);
    m_computer->showComputer(shown->computer);
    m_service->setVisible(shown->kind == lab::NodeKind::forwarder);
    m_service->showService(shown->service);
    m_bridge->setVisible(shown->kind == lab::NodeKind::switch_);
    if (shown->kind == lab::NodeKind::switch_)
        m_bridge->showSwitch(m_document.lab(), *shown);
    m_interfacesBox->setVisible(ip);
    m_configBox->setVisible(router);
    m_config->showValue(toQt(shown->config));
    m_config->setLanguage(shown->kind == lab::NodeKind::router ? config::ConfigText::Language::router
                          : shown->kind == lab::NodeKind::frr  ? config::ConfigText::Language::frr
                                                               : config::ConfigText::Language::other);
    QStringList interfaceNames;
    for (const lab::Interface &interface : shown->interfaces)
        interfaceNames += toQt(interface.name);
    m_config->setInterfaces(interfaceNames);
    m_startBox->setVisible(ip && shown->kind != lab::NodeKind::hypervisor);
    m_start->setPlaceholderText(lab::isMachine(shown->kind)     ? QStringLiteral("ping -c 3 10.0.2.10")
                                 : lab::isNamespace(shown->kind) ? QStringLiteral("nginx -g 'daemon off;'")
                                                                 : QStringLiteral("ping 10.0.2.10 count 5"));
    m_start->showValue(textOfCommands(shown->start));
    m_note->showValue(toQt(shown->note));
    showInterfaces(*shown);
}

void NodeProperties::showInterfaces(const lab::Node &shown)
{
    m_filling = true;
    m_interfaceProblem->clear();
    // Those that the configuration names follow the node's own; they are changed there.
    std::vector<lab::Interface> all = shown.interfaces;
    lab::ConfigFacts facts = lab::frrFacts(shown.config);
    if (std::ranges::any_of(facts.addresses, [](const auto &fact) { return fact.interface == "lo"; }))
        facts.interfaces.insert(facts.interfaces.begin(), "lo"); // no cable goes there, yet it has addresses
    for (const std::string &name : facts.interfaces) {
        if (std::any_of(all.begin(), all.end(), [&](const lab::Interface &i) { return i.name == name; }))
            continue;
        lab::Interface &interface = all.emplace_back(lab::Interface{name, {}, {}, {}});
        for (const auto &fact : facts.addresses)
            if (fact.interface == name)
                interface.addresses.push_back(fact.address);
    }
    for (const lab::Link &link : m_document.lab().links) // a cable is plugged in, and nothing said of it yet
        for (const lab::End &end : {link.a, link.b})
            if (end.node == shown.name && std::ranges::find(all, end.interface, &lab::Interface::name) == all.end())
                all.push_back(lab::Interface{end.interface, {}, {}, {}});
    m_interfaces->setRowCount(static_cast<int>(all.size()));
    const auto cell = [this](int row, int column, const QString &text, bool editable) {
        auto *item = new QTableWidgetItem(text);
        item->setFlags(Qt::ItemIsEnabled | Qt::ItemIsSelectable | (editable ? Qt::ItemIsEditable : Qt::NoItemFlags));
        item->setToolTip(text);
        m_interfaces->setItem(row, column, item);
    };
    for (std::size_t i = 0; i < all.size(); ++i) {
        const lab::Interface &interface = all[i];
        const int row = static_cast<int>(i);
        const bool own = i < shown.interfaces.size();
        QString peer;
        for (const lab::Link &link : m_document.lab().links) {
            const lab::End here{shown.name, interface.name};
            if (link.a == here || link.b == here)
                peer = toQt(lab::toString(link.a == here ? link.b : link.a));
        }
        cell(row, nameColumn, toQt(interface.name), own);
        cell(row, addressColumn, interface.dhcp ? QStringLiteral("dhcp") : addressesText(interface.addresses), own);
        cell(row, linkColumn, peer.isEmpty() ? QStringLiteral("–") : peer, false);
    }
    const int rows = std::clamp(m_interfaces->rowCount(), 1, 6);
    m_interfaces->setFixedHeight(m_interfaces->horizontalHeader()->sizeHint().height() + rows * 28 + 6);
    m_removeInterface->setEnabled(!m_interfaces->selectedItems().isEmpty());
    m_filling = false;
}

void NodeProperties::interfaceEdited(int row, int column)
{
    const lab::Node *current = node();
    if (m_filling || !current || row >= static_cast<int>(current->interfaces.size()))
        return;
    const QString text = m_interfaces->item(row, column)->text().trimmed();
    const auto index = static_cast<std::size_t>(row);
    QString why;
    if (column == addressColumn) {
        const bool dhcp = text == QLatin1String("dhcp");
        if (const auto addresses = dhcp ? std::vector<base::InterfaceAddress>() : addressesOf(text))
            edit(tr("addresses of %1").arg(toQt(current->interfaces[index].name)), [&](lab::Node &n) {
                n.interfaces[index].addresses = *addresses;
                n.interfaces[index].dhcp = dhcp;
            });
        else
            why = tr("“%1” is not an address with its length, such as 10.0.1.10/24, nor dhcp.").arg(text);
    } else {
        const std::string name = fromQt(text);
        const bool taken = std::any_of(current->interfaces.begin(), current->interfaces.end(),
                                       [&](const lab::Interface &i) { return i.name == name; });
        if (name.empty() || name.size() > kInterfaceName || text.contains(QLatin1Char(' '))
            || text.contains(QLatin1Char(':')))
            why = tr("An interface's name has 1 to %1 characters, no blank and no colon.").arg(kInterfaceName);
        else if (taken && name != current->interfaces[index].name)
            why = tr("There is an interface %1 already.").arg(text);
        else
            document::renameInterface(m_document, m_name, current->interfaces[index].name, name);
    }
    if (const lab::Node *now = node())
        showInterfaces(*now);
    m_interfaceProblem->setText(why);
}

void NodeProperties::addInterface()
{
    edit(tr("interfaces"), [](lab::Node &n) {
        std::set<std::string> taken;
        for (const lab::Interface &i : n.interfaces)
            taken.insert(i.name);
        int number = 0;
        while (taken.contains("eth" + std::to_string(number)))
            ++number;
        n.interfaces.push_back(lab::Interface{"eth" + std::to_string(number), {}, {}, {}});
    });
}

void NodeProperties::removeInterface()
{
    const int row = m_interfaces->currentRow();
    const lab::Node *current = node();
    if (!current || row < 0 || row >= static_cast<int>(current->interfaces.size()))
        return;
    document::removeInterface(m_document, m_name, current->interfaces[static_cast<std::size_t>(row)].name);
}

} // namespace hopyard::dialogs
