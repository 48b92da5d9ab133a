// See bridge_fields.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/dialogs/bridge_fields.h"

#include "app/gui/dialogs/editors.h"
#include "app/gui/dialogs/field_form.h"
#include "app/gui/document/strings.h"

#include <QComboBox>
#include <QHeaderView>
#include <QLabel>
#include <QTableWidget>
#include <QVBoxLayout>

#include <algorithm>
#include <array>

namespace hopyard::dialogs {

using document::fromQt;
using document::toQt;

namespace {

enum Column { nameColumn, settingsColumn, linkColumn, columnCount };
constexpr std::array<std::string_view, 3> kTrees{"off", "rapid", "plain"};
constexpr int kRowHeight = 28;

struct Port {
    std::string name;
    lab::BridgePort settings;
    QString peer;
};

/// Those that are written down, and those that a link has made.
std::vector<Port> portsOf(const lab::Lab &lab, const lab::Node &node)
{
    std::vector<Port> ports;
    for (const lab::Interface &interface : node.interfaces)
        ports.push_back({interface.name, interface.port, {}});
    for (const lab::Link &link : lab.links)
        for (const lab::End *end : {&link.a, &link.b}) {
            if (end->node != node.name)
                continue;
            auto port = std::find_if(ports.begin(), ports.end(), [&](const Port &p) { return p.name == end->interface; });
            if (port == ports.end())
                port = ports.insert(port, {end->interface, {}, {}});
            port->peer = toQt(lab::toString(end == &link.a ? link.b : link.a));
        }
    return ports;
}

} // namespace

QString portText(const lab::BridgePort &port)
{
    const lab::BridgePort usual;
    QStringList words;
    for (const std::string_view key : lab::bridgePortKeys())
        if (const std::string value = lab::bridgePortValue(port, key); value != lab::bridgePortValue(usual, key))
            words << toQt(key) << toQt(value);
    return words.join(QLatin1Char(' '));
}

lab::Parsed<lab::BridgePort> portOf(const QString &text)
{
    lab::BridgePort port;
    QStringList words = QString(text).replace(QStringLiteral(", "), QStringLiteral(",")).split(QLatin1Char(' '), Qt::SkipEmptyParts);
    if (words.size() == 1)
        words.prepend(QStringLiteral("vlan"));
    for (qsizetype i = 0; i < words.size(); i += 2) {
        const auto keys = lab::bridgePortKeys();
        const std::string key = fromQt(words[i]);
        if (std::find(keys.begin(), keys.end(), key) == keys.end())
            return base::fail(fromQt(BridgeFields::tr("“%1” is nothing of a port; write such as vlan 10, or trunk 10,20 native 99").arg(words[i])));
        if (i + 1 == words.size())
            return base::fail(fromQt(BridgeFields::tr("“%1” wants a value behind it").arg(words[i])));
        if (const auto set = lab::setBridgePortValue(port, key, fromQt(words[i + 1])); !set)
            return base::fail(set.error());
    }
    return port;
}

BridgeFields::BridgeFields(QWidget *parent)
    : QWidget(parent), m_priority(new CheckedLine([](const QString &text) {
          lab::Bridge bridge;
          const auto set = lab::setBridgeValue(bridge, "priority", fromQt(text));
          return set ? QString() : toQt(set.error());
      })),
      m_ports(new QTableWidget(0, columnCount, this)), m_problem(new QLabel(this))
{
    setAccessibleName(tr("Switch"));
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(6);
    QFormLayout *form = makeForm();
    column->addLayout(form);
    m_tree = addChoice(*form, this, tr("Spanning tree"), kTrees);
    m_tree->setObjectName(QStringLiteral("spanningTree"));
    m_priority->setObjectName(QStringLiteral("bridgePriority"));
    m_priority->setToolTip(tr("The switch with the lowest is the root; 0 to 61440 in steps of 4096"));
    addField(*form, this, tr("Priority"), m_priority);

    m_ports->setObjectName(QStringLiteral("ports"));
    m_ports->setAccessibleName(tr("Ports"));
    m_ports->setHorizontalHeaderLabels({tr("Port"), tr("VLAN"), tr("Linked to")});
    m_ports->horizontalHeader()->setAccessibleName(tr("Columns"));
    m_ports->horizontalHeader()->setSectionResizeMode(settingsColumn, QHeaderView::Stretch);
    m_ports->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    m_ports->horizontalHeader()->setHighlightSections(false);
    m_ports->verticalHeader()->hide();
    m_ports->verticalHeader()->setAccessibleName(tr("Rows"));
    m_ports->verticalHeader()->setDefaultSectionSize(kRowHeight);
    m_ports->setTabKeyNavigation(false);
    m_ports->setShowGrid(false);
    m_ports->setToolTip(tr("Such as 10, or trunk 10,20 native 99; nothing: a port as all are"));
    column->addWidget(m_ports);
    m_problem->setProperty("role", QStringLiteral("wrong"));
    m_problem->setWordWrap(true);
    m_problem->setAccessibleName(tr("Problem with the ports"));
    column->addWidget(m_problem);

    connect(m_tree, &QComboBox::activated, this, [this] { set("spanning-tree", m_tree->currentText(), tr("spanning tree")); });
    connect(m_priority, &CheckedLine::entered, this, [this](const QString &text) { set("priority", text, tr("priority")); });
    connect(m_ports, &QTableWidget::cellChanged, this, &BridgeFields::portEdited);
}

void BridgeFields::set(const char *key, const QString &text, const QString &what)
{
    lab::Bridge bridge = m_shown;
    if (lab::setBridgeValue(bridge, key, fromQt(text)) && bridge != m_shown)
        emit bridgeChanged(bridge, what);
}

void BridgeFields::showSwitch(const lab::Lab &lab, const lab::Node &node)
{
    m_shown = node.bridge;
    showChoice(m_tree, lab::toString(node.bridge.tree));
    m_priority->showValue(QString::number(node.bridge.priority));
    m_filling = true;
    m_problem->clear();
    const std::vector<Port> ports = portsOf(lab, node);
    m_ports->setRowCount(static_cast<int>(ports.size()));
    const auto cell = [this](int row, int column, const QString &text, bool editable) {
        auto *item = new QTableWidgetItem(text);
        item->setFlags(Qt::ItemIsEnabled | Qt::ItemIsSelectable | (editable ? Qt::ItemIsEditable : Qt::NoItemFlags));
        m_ports->setItem(row, column, item);
    };
    for (std::size_t i = 0; i < ports.size(); ++i) {
        const int row = static_cast<int>(i);
        cell(row, nameColumn, toQt(ports[i].name), false);
        cell(row, settingsColumn, portText(ports[i].settings), true);
        cell(row, linkColumn, ports[i].peer.isEmpty() ? QStringLiteral("–") : ports[i].peer, false);
    }
    const int rows = std::clamp(m_ports->rowCount(), 1, 8);
    m_ports->setFixedHeight(m_ports->horizontalHeader()->sizeHint().height() + rows * kRowHeight + 6);
    m_filling = false;
}

void BridgeFields::portEdited(int row, int column)
{
    if (m_filling || column != settingsColumn)
        return;
    const auto settings = portOf(m_ports->item(row, column)->text().trimmed());
    m_problem->setText(settings ? QString() : toQt(settings.error()));
    if (settings)
        emit portChanged(m_ports->item(row, nameColumn)->text(), *settings);
}

} // namespace hopyard::dialogs
