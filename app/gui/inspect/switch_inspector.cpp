// See switch_inspector.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/inspect/switch_inspector.h"

#include "app/gui/client/json_fields.h"
#include "app/gui/docks/table_view.h"
#include "app/gui/inspect/cell_menu.h"
#include "app/gui/models/natural_order.h"
#include "app/gui/theme/theme.h"

#include <QLabel>
#include <QSplitter>
#include <QVBoxLayout>

namespace hopyard::inspect {

namespace {

using namespace client::fields;

constexpr char kTree[] = "show spanning-tree", kVlans[] = "show vlan", kAddresses[] = "show mac",
               kPorts[] = "show interface";
constexpr qint64 kAgeingMs = 300'000;    ///< 802.1D table 7-5
constexpr std::size_t kMostSwitches = 64; ///< whose trees are asked for, each time


QString roleText(const QString &role)
{
    if (role == QLatin1String("root"))
        return SwitchInspector::tr("root (the way there)");
    if (role == QLatin1String("designated"))
        return SwitchInspector::tr("designated");
    if (role == QLatin1String("alternate"))
        return SwitchInspector::tr("alternate (another way)");
    if (role == QLatin1String("backup"))
        return SwitchInspector::tr("backup");
    return role;
}

bool isBlocked(const Json &port)
{
    return text(port, "state") == "discarding" && (text(port, "role") == "alternate" || text(port, "role") == "backup");
}

/// "VLAN 10" of an access port, "10, 20 tagged; 1 untagged" of a trunk.
QString vlansOf(const Json &vlans, const std::string &port)
{
    QStringList tagged, untagged;
    forEach(vlans, "vlans", [&](const Json &vlan) {
        const QString number = QString::number(integer(vlan, "vlan"));
        forEach(vlan, "tagged", [&](const Json &name) { if (name == port) tagged += number; });
        forEach(vlan, "untagged", [&](const Json &name) { if (name == port) untagged += number; });
    });
    const QString comma = QStringLiteral(", ");
    if (tagged.empty())
        return untagged.join(comma);
    const QString carried = SwitchInspector::tr("%1 tagged").arg(tagged.join(comma));
    return untagged.empty() ? carried : SwitchInspector::tr("%1; %2 untagged").arg(carried, untagged.join(comma));
}

} // namespace

SwitchInspector::SwitchInspector(client::EngineSession &session, QWidget *parent) :
    Inspector(QStringLiteral("switch"), tr("Ports and tree"), 10, parent), m_session(session), m_tree(new QLabel(this)),
    m_portsView(new docks::TableView(tr("Ports of the switch"), this)),
    m_addressesView(new docks::TableView(tr("Addresses behind the ports"), this))
{
    m_tree->setContentsMargins(10, 4, 10, 4);
    m_tree->setWordWrap(true);
    m_tree->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_tree->setAccessibleName(tr("Spanning tree"));
    m_ports.setColumns(
        {tr("Port"), tr("State"), tr("Role"), tr("VLANs"), tr("Addresses"), tr("Cost"), tr("Designated bridge")});
    m_addresses.setColumns({tr("VLAN"), tr("Address"), tr("Port"), tr("Forgotten in")});
    m_addresses.setTimerColumn(3);
    m_portsView->showTable(&m_ports);
    m_addressesView->showTable(&m_addresses);
    m_addressesView->setItemDelegateForColumn(3, new TimerDelegate(m_addressesView));
    m_addressesView->setColumnWidth(0, 60); // short words; they grow where they must
    m_addressesView->setColumnWidth(2, 76);
    m_portsView->setColumnWidth(4, 84);
    m_portsView->setColumnWidth(5, 76);
    for (docks::TableView *view : {m_portsView, m_addressesView})
        view->setFont(theme::Theme::monospaceFont());
    const auto *menu = new CellMenu(*m_portsView, [this](const QModelIndex &index) -> std::optional<CellPlace> {
        const QStringList row{index.data(models::TableModel::KeyRole).toString()};
        switch (index.column()) {
        case 4: return CellPlace{node(), QStringLiteral("switch.ports"), row, QStringLiteral("1")};
        case 5: return CellPlace{node(), QStringLiteral("spanningTree"), row, QStringLiteral("cost")};
        default: return std::nullopt;
        }
    });
    connect(menu, &CellMenu::plotAsked, this, &Inspector::cellPlotAsked);
    auto *body = new QSplitter(Qt::Horizontal, this);
    body->addWidget(m_portsView);
    body->addWidget(m_addressesView);
    body->setStretchFactor(0, 2);
    body->setStretchFactor(1, 1);
    body->setChildrenCollapsible(false);
    setFocusProxy(m_portsView);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_tree);
    column->addWidget(body, 1);
}

void SwitchInspector::nodeChanged()
{
    ++m_round; // what is under way is of another node
    m_pending = 0;
    m_again = false;
    m_said.clear();
    m_ports.setRows({});
    m_addresses.setTimedRows({}, {});
    m_tree->clear();
    m_hasTree = false;
    emit marked({});
}

void SwitchInspector::refresh()
{
    m_again = m_pending > 0; // what is under way may be of another moment
    if (m_pending > 0 || node().isEmpty())
        return;
    ++m_round;
    for (const char *line : {kTree, kVlans, kAddresses, kPorts})
        ask(node(), line);
    std::size_t asked = 0;
    if (m_hasTree)
        for (const client::NodeInfo &other : m_session.topology().nodes)
            if (other.kind == "switch" && QString::fromStdString(other.name) != node() && other.running
                && ++asked < kMostSwitches)
                ask(QString::fromStdString(other.name), kTree);
}

void SwitchInspector::ask(const QString &of, const char *line)
{
    ++m_pending;
    m_session.call("console.run", {{"node", of.toStdString()}, {"line", line}}, this,
                   [this, of, line, round = m_round](const client::EngineSession::Result &result) {
                       if (round != m_round)
                           return;
                       const rpc::Json *json = result ? rpc::member(*result, "json") : nullptr;
                       m_said[{of, line}] = json ? *json : rpc::Json();
                       if (--m_pending > 0)
                           return;
                       takeAll();
                       if (m_again)
                           refresh();
                   });
}

void SwitchInspector::takeAll()
{
    const rpc::Json &tree = m_said[{node(), kTree}], &vlans = m_said[{node(), kVlans}],
                    &addresses = m_said[{node(), kAddresses}];
    const bool hadTree = std::exchange(m_hasTree, !text(tree, "mode").empty() && text(tree, "mode") != "off");
    std::map<QString, int> behind;
    std::vector<models::Row> rows;
    std::map<QString, TimedTable::Timer> timers;
    forEachOf(addresses, [&](const Json &entry) {
        ++behind[string(entry, "port")];
        const QString vlan =
            integer(entry, "vlan") == 0 ? QStringLiteral("–") : QString::number(integer(entry, "vlan"));
        const qint64 leftMs = std::max<qint64>(0, kAgeingMs - integer(entry, "ageSeconds") * 1000);
        models::Row row{vlan + QLatin1Char('\t') + string(entry, "address"),
                        {vlan, string(entry, "address"), string(entry, "port"), countdownText(leftMs)},
                        {}};
        timers[row.key] = {leftMs, kAgeingMs, Tone::accent};
        rows.push_back(std::move(row));
    });
    m_addresses.setTimedRows(std::move(rows), std::move(timers));

    rows.clear();
    forEach(m_said[{node(), kPorts}], "ports", [&](const Json &port) {
        const QString name = string(port, "port");
        const bool isUp = flag(port, "carrier");
        QString does = isUp ? tr("up") : tr("down"), role, cost, designated;
        models::Row row{name, {}, {}};
        forEach(tree, "ports", [&](const Json &of) {
            if (text(of, "port") != text(port, "port"))
                return;
            const QString state = string(of, "state");
            does = !isUp ? tr("down") : isBlocked(of) ? tr("blocked") : state;
            role = roleText(string(of, "role"));
            cost = QString::number(integer(of, "cost"));
            designated = string(of, "designatedBridge");
            row.icon = isBlocked(of)                          ? QStringLiteral("stop")
                       : state == QLatin1String("forwarding") ? QStringLiteral("ok")
                                                              : QString();
        });
        row.cells = {name, does,      role, vlansOf(vlans, text(port, "port")), QString::number(behind[name]),
                     cost, designated};
        rows.push_back(std::move(row));
    });
    m_ports.setRows(std::move(rows));
    m_tree->setText(treeText());
    mark();
    if (m_hasTree && !hadTree)
        m_again = true; // the other switches' trees
}

QString SwitchInspector::treeText() const
{
    const auto said = [this](const char *line) {
        const auto at = m_said.find({node(), line});
        return at == m_said.end() ? rpc::Json() : at->second;
    };
    const rpc::Json tree = said(kTree), vlans = said(kVlans);
    QString text;
    if (!m_hasTree)
        text = tr("No spanning tree: a loop of switches would carry frames for ever.");
    else if (flag(tree, "isRoot"))
        text = tr("This bridge, %1, is the root of the spanning tree.").arg(string(tree, "bridge"));
    else
        text = tr("The root is %1, at cost %2 by %3; this bridge is %4.")
                   .arg(string(tree, "root"))
                   .arg(integer(tree, "rootPathCost"))
                   .arg(string(tree, "rootPort"), string(tree, "bridge"));
    if (m_hasTree)
        text += QLatin1Char(' ') + tr("Changes of the tree so far: %1.").arg(integer(tree, "topologyChanges"));
    if (flag(vlans, "looksAtVlans"))
        text += QLatin1Char(' ') + tr("Frames refused for their VLAN: %1.").arg(integer(vlans, "refusedFrames"));
    else
        text += QLatin1Char(' ') + tr("It does not look at VLANs.");
    return text;
}

/// The tree of all switches: root ports with an arrow to the root, blocked ports, the root itself.
void SwitchInspector::mark()
{
    CanvasMarks marks;
    for (const auto &[key, tree] : m_said) {
        const auto &[name, line] = key;
        if (line != kTree)
            continue;
        if (flag(tree, "isRoot") && m_hasTree)
            marks.nodes.push_back({.name = name, .label = tr("root"), .tone = Tone::good});
        forEach(tree, "ports", [&](const Json &port) {
            const QString end = name + QLatin1Char(':') + string(port, "port");
            if (isBlocked(port))
                marks.links.push_back(
                    {.from = end, .label = tr("%1 blocked").arg(end), .tone = Tone::bad, .arrow = false});
            else if (text(port, "role") == "root" && text(port, "state") == "forwarding")
                marks.links.push_back({.from = end, .label = {}, .tone = Tone::accent, .arrow = true});
        });
    }
    emit marked(marks);
}

} // namespace hopyard::inspect
