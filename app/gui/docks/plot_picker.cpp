// See plot_picker.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/docks/plot_picker.h"

#include "app/gui/client/engine_session.h"
#include "app/gui/docks/table_view.h"
#include "app/gui/docks/tables_dock.h"
#include "app/gui/theme/icon.h"

#include <algorithm>
#include <QDialogButtonBox>
#include <QKeyEvent>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

namespace hopyard::docks {

namespace {

constexpr int kFindMs = 50;
constexpr std::size_t kMostNodes = 100; ///< that are asked for their connections and their numbers

} // namespace

PlotPicker::PlotPicker(client::EngineSession &session, std::vector<PlotChoice> choices, const QStringList &plotted, QWidget *parent) :
    QDialog(parent), m_session(session), m_plotted(plotted), m_model(new models::TableModel(this)),
    m_view(new TableView(tr("What can be plotted"), this)), m_field(new QLineEdit(this))
{
    setWindowTitle(tr("Add Plot"));
    resize(680, 460);
    m_field->setAccessibleName(tr("Search what can be plotted"));
    m_field->setPlaceholderText(tr("Search: rate r1, window, errors eth0…"));
    m_field->setClearButtonEnabled(true);
    m_field->addAction(theme::icon(QStringLiteral("search")), QLineEdit::LeadingPosition);
    m_field->installEventFilter(this);
    m_view->showTable(m_model);
    m_model->setColumns({tr("What"), tr("Where"), tr("Kind")});
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Ok | QDialogButtonBox::Cancel, this);
    m_ok = buttons->button(QDialogButtonBox::Ok);
    m_ok->setText(tr("&Plot"));
    auto *column = new QVBoxLayout(this);
    column->addWidget(m_field);
    column->addWidget(m_view, 1);
    column->addWidget(buttons);
    connect(buttons, &QDialogButtonBox::accepted, this, &PlotPicker::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &PlotPicker::reject);
    connect(m_field, &QLineEdit::textChanged, this, &PlotPicker::find);
    connect(m_view, &TableView::rowActivated, this, [this] { accept(); });
    connect(m_view, &TableView::selectedKeysChanged, this, [this] { m_ok->setEnabled(!m_view->selectedKeys().isEmpty()); });
    m_ok->setEnabled(false);
    m_finding.setSingleShot(true);
    m_finding.setInterval(kFindMs);
    connect(&m_finding, &QTimer::timeout, this, [this] { find(m_field->text()); });
    offer(choices);
    find({});
    askNodes();
}

void PlotPicker::offer(const std::vector<PlotChoice> &more)
{
    for (const PlotChoice &choice : more) {
        const QString key = choice.key();
        if (m_plotted.contains(key))
            continue;
        const QStringList cells{choice.what(), choice.where(), choice.kind()};
        m_choices.push_back({choice, {key, cells, {}}, cells.join(QLatin1Char(' '))});
    }
    m_finding.start();
}

/// Every word has to stand somewhere in the row.
void PlotPicker::find(const QString &text)
{
    m_finding.stop();
    const QStringList words = text.split(QLatin1Char(' '), Qt::SkipEmptyParts);
    std::vector<models::Row> rows;
    for (const Offer &offer : m_choices)
        if (std::ranges::all_of(
                words, [&offer](const QString &word) { return offer.words.contains(word, Qt::CaseInsensitive); }))
            rows.push_back(offer.row);
    m_model->setRows(std::move(rows));
    if (m_view->selectedKeys().isEmpty() && m_model->rowCount() > 0 && !words.isEmpty())
        m_view->selectRow(0);
    m_ok->setEnabled(!m_view->selectedKeys().isEmpty());
}

void PlotPicker::askNodes()
{
    std::size_t asked = 0;
    for (const client::NodeInfo &node : m_session.topology().nodes) {
        if (!node.running || ++asked > kMostNodes)
            continue;
        const auto kind = lab::parseNodeKind(node.kind);
        const bool isMachine = kind && lab::isMachine(*kind);
        if (node.kind != "switch" && node.kind != "hub" && node.kind != "hypervisor" && !isMachine)
            askForConnections(node.name);
        for (const std::string &table : TablesDock::tablesOf(QString::fromStdString(node.kind)))
            if (table == "interface" || table == "counter" || table == "guest" || table == "cost")
                askForNumbers(QString::fromStdString(node.name), QString::fromStdString(table));
    }
}

void PlotPicker::askForNumbers(const QString &node, const QString &table)
{
    inspect::askCells(m_session, {node, table, {}, {}}, this, [this, node, table](const inspect::CellTable *cells) {
        if (cells)
            offer(choicesOf(node, table, *cells));
    });
}

void PlotPicker::askForConnections(const std::string &node)
{
    m_session.call(
        "table.get", {{"node", node}, {"table", "tcp"}}, this,
        [this, name = QString::fromStdString(node)](const client::EngineSession::Result &result) {
            if (!result)
                return;
            const client::Table table = client::parseTable(*result);
            const auto place = [&table](const char *column) {
                return static_cast<std::size_t>(std::ranges::find(table.columns, column) - table.columns.begin());
            };
            const std::size_t local = place("local"), peer = place("peer");
            std::vector<PlotChoice> found;
            for (const auto &row : table.rows)
                if (local < row.size() && peer < row.size() && !row[peer].empty())
                    for (PlotChoice &choice : choicesOf(client::TcpPlace{name, QString::fromStdString(row[local]),
                                                                         QString::fromStdString(row[peer])}))
                        found.push_back(std::move(choice));
            offer(found);
        });
}

void PlotPicker::accept()
{
    std::vector<PlotChoice> all;
    for (const QString &key : m_view->selectedKeys())
        if (const auto choice = PlotChoice::fromKey(key))
            all.push_back(*choice);
    if (all.empty())
        return;
    emit chosen(all);
    QDialog::accept();
}

/// The arrows move in the list while one types.
bool PlotPicker::eventFilter(QObject *object, QEvent *event)
{
    if (object == m_field && event->type() == QEvent::KeyPress) {
        const int key = static_cast<QKeyEvent *>(event)->key();
        if (key == Qt::Key_Down || key == Qt::Key_Up) {
            m_view->setFocus();
            if (m_view->selectedKeys().isEmpty() && m_model->rowCount() > 0)
                m_view->selectRow(0);
            return true;
        }
    }
    return QDialog::eventFilter(object, event);
}

} // namespace hopyard::docks
