// See plot_picker.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/docks/plot_picker.h"

#include "app/gui/client/engine_session.h"
#include "app/gui/docks/table_view.h"
#include "app/gui/models/table_model.h"
#include "app/gui/theme/icon.h"

#include <algorithm>
#include <QDialogButtonBox>
#include <QKeyEvent>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

namespace hopyard::docks {

namespace {

constexpr std::size_t kMostNodes = 100; ///< that are asked for their connections

bool hasConnections(const std::string &kind)
{
    return kind == "host" || kind == "router" || kind == "classifier" || kind == "forwarder";
}

} // namespace

PlotPicker::PlotPicker(client::EngineSession &session, std::vector<PlotChoice> choices, const QStringList &plotted, QWidget *parent) :
    QDialog(parent), m_session(session), m_plotted(plotted), m_model(new models::TableModel(this)),
    m_view(new TableView(tr("What can be plotted"), this)), m_field(new QLineEdit(this))
{
    setWindowTitle(tr("Add Plot"));
    resize(560, 460);
    m_field->setAccessibleName(tr("Search what can be plotted"));
    m_field->setPlaceholderText(tr("Search: rate r1, window, drops…"));
    m_field->setClearButtonEnabled(true);
    m_field->addAction(theme::icon(QStringLiteral("search")), QLineEdit::LeadingPosition);
    m_field->installEventFilter(this);
    m_view->showTable(m_model);
    m_model->setColumns({tr("What"), tr("Where")});
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
    offer(choices);
    askForConnections();
}

void PlotPicker::offer(const std::vector<PlotChoice> &more)
{
    for (const PlotChoice &choice : more)
        if (!m_plotted.contains(choice.key()))
            m_choices.push_back(choice);
    find(m_field->text());
}

/// Every word has to stand somewhere in the row.
void PlotPicker::find(const QString &text)
{
    const QStringList words = text.split(QLatin1Char(' '), Qt::SkipEmptyParts);
    std::vector<models::Row> rows;
    for (const PlotChoice &choice : m_choices) {
        const QString all = choice.title();
        if (std::all_of(words.begin(), words.end(), [&all](const QString &word) { return all.contains(word, Qt::CaseInsensitive); }))
            rows.push_back({choice.key(), {choice.what(), choice.where()}, {}});
    }
    m_model->setRows(std::move(rows));
    if (m_view->selectedKeys().isEmpty() && m_model->rowCount() > 0 && !words.isEmpty())
        m_view->selectRow(0);
    m_ok->setEnabled(!m_view->selectedKeys().isEmpty());
}

void PlotPicker::askForConnections()
{
    std::size_t asked = 0;
    for (const client::NodeInfo &node : m_session.topology().nodes) {
        if (!node.running || !hasConnections(node.kind) || ++asked > kMostNodes)
            continue;
        m_session.call("table.get", {{"node", node.name}, {"table", "tcp"}}, this,
                       [this, name = QString::fromStdString(node.name)](const client::EngineSession::Result &result) {
                           if (!result)
                               return;
                           const client::Table table = client::parseTable(*result);
                           const auto place = [&table](const char *column) {
                               return static_cast<std::size_t>(std::find(table.columns.begin(), table.columns.end(), column) - table.columns.begin());
                           };
                           const std::size_t local = place("local"), peer = place("peer");
                           std::vector<PlotChoice> found;
                           for (const auto &row : table.rows)
                               if (local < row.size() && peer < row.size() && !row[peer].empty())
                                   for (PlotChoice &choice : choicesOf(client::TcpPlace{name, QString::fromStdString(row[local]), QString::fromStdString(row[peer])}))
                                       found.push_back(std::move(choice));
                           offer(found);
                       });
    }
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
