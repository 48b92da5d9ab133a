// See rib_inspector.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/inspect/rib_inspector.h"

#include "app/gui/inspect/cell_menu.h"
#include "app/gui/theme/icon.h"
#include "app/gui/theme/theme.h"
#include "core/base/address.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QTreeView>
#include <QVBoxLayout>

#include <algorithm>
#include <array>

namespace hopyard::inspect {

namespace {

constexpr int kMostPrefixes = 2000; ///< of one answer; of more, those that are asked for

} // namespace

RibInspector::RibInspector(client::EngineSession &session, QWidget *parent) :
    Inspector(QStringLiteral("rib"), tr("RIB"), 20, parent), m_session(session), m_text(new QLineEdit(this)),
    m_note(new QLabel(this)), m_tree(new QTreeView(this)), m_explanation(new QLabel(this)),
    m_question(
        *this, [this] { return ask(); }, Question::Pace::sparing)
{
    m_text->setAccessibleName(tr("Filter of the RIB"));
    m_text->setPlaceholderText(tr("Filter: 10.0.2.0/24, ospf, eth1, distance …"));
    m_text->setClearButtonEnabled(true);
    m_text->addAction(theme::icon(QStringLiteral("search")), QLineEdit::LeadingPosition);
    m_text->setMinimumWidth(m_text->fontMetrics().horizontalAdvance(m_text->placeholderText()) + 64);
    m_note->setProperty("role", QStringLiteral("muted"));
    m_note->setAccessibleName(tr("How much is shown"));
    m_proxy.setSourceModel(&m_model);
    m_tree->setModel(&m_proxy);
    m_tree->setAccessibleName(tr("Candidates of each prefix"));
    m_tree->setFrameShape(QFrame::NoFrame);
    m_tree->setUniformRowHeights(true);
    m_tree->setAllColumnsShowFocus(true);
    m_tree->setFont(theme::Theme::monospaceFont());
    m_tree->header()->setStretchLastSection(false);
    m_tree->header()->setSectionResizeMode(RibModel::Why, QHeaderView::Stretch); // what all of this is about
    const QFontMetrics metrics(theme::Theme::monospaceFont());
    constexpr std::array<int, RibModel::ColumnCount> kLetters{20, 26, 9, 8, 40, 6, 10};
    for (int column = 0; column < RibModel::ColumnCount; ++column)
        m_tree->setColumnWidth(column, metrics.horizontalAdvance(QLatin1Char('0'))
                                           * kLetters[static_cast<std::size_t>(column)]);
    m_explanation->setFont(theme::Theme::monospaceFont());
    m_explanation->setWordWrap(true);
    m_explanation->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_explanation->setContentsMargins(10, 4, 10, 6);
    m_explanation->setAccessibleName(tr("Why"));
    m_explanation->hide();

    auto *head = new QHBoxLayout;
    head->setContentsMargins(6, 2, 6, 2);
    head->addWidget(m_text);
    head->addSpacing(6);
    head->addWidget(m_note, 1);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addLayout(head);
    column->addWidget(m_tree, 1);
    column->addWidget(m_explanation);

    setFocusProxy(m_tree);
    const auto *menu =
        new CellMenu(*m_tree, [this](const QModelIndex &index) { return cellAt(m_proxy.mapToSource(index)); });
    connect(menu, &CellMenu::plotAsked, this, &Inspector::cellPlotAsked);
    connect(m_text, &QLineEdit::textChanged, this, &RibInspector::filter);
    connect(m_tree->selectionModel(), &QItemSelectionModel::currentChanged, this, &RibInspector::explain);
    connect(m_tree, &QTreeView::collapsed, this, [this](const QModelIndex &index) {
        if (!m_restoring && !index.parent().isValid())
            m_closed += index.siblingAtColumn(0).data().toString();
    });
    connect(m_tree, &QTreeView::expanded, this, [this](const QModelIndex &index) {
        if (!m_restoring && !index.parent().isValid())
            m_closed.removeAll(index.siblingAtColumn(0).data().toString());
    });
}

/// Candidates have numbers.
std::optional<CellPlace> RibInspector::cellAt(const QModelIndex &index) const
{
    static constexpr std::array<const char *, RibModel::ColumnCount> kNames{nullptr, nullptr, "distance", "metric",
                                                                            nullptr, "tag",   nullptr};
    const QModelIndex above = index.parent();
    const char *const name = index.isValid() ? kNames[static_cast<std::size_t>(index.column())] : nullptr;
    if (!name || !above.isValid() || above.parent().isValid())
        return std::nullopt;
    const RibPrefix &prefix = m_model.prefixes()[static_cast<std::size_t>(above.row())];
    const auto candidate = static_cast<std::size_t>(index.row());
    const auto isLike = [&](const RibCandidate &one) { return one.protocol == prefix.candidates[candidate].protocol; };
    const auto before = std::count_if(prefix.candidates.begin(),
                                      prefix.candidates.begin() + static_cast<std::ptrdiff_t>(candidate), isLike);
    QString key = prefix.prefix + QLatin1Char('\t') + prefix.candidates[candidate].protocol;
    if (before > 0)
        key += QStringLiteral("\t#%1").arg(before);
    return CellPlace{node(), QStringLiteral("rib"), {key}, QLatin1String(name)};
}

void RibInspector::nodeChanged()
{
    m_question.forget();
    m_closed.clear();
    m_model.setPrefixes({});
    m_note->clear();
    m_explanation->hide();
}

/// A prefix is asked of the router, which may have more than fits; other words are looked for in what is here.
void RibInspector::filter()
{
    const QString text = m_text->text().trimmed();
    const auto prefix =
        text.contains(QLatin1Char('/')) ? base::IpPrefix::parse(text.toStdString(), true) : std::nullopt;
    const QString within = prefix ? QString::fromStdString(toString(*prefix)) : QString();
    m_proxy.setText(within.isEmpty() ? text : QString());
    if (within != m_within) {
        m_within = within;
        refresh();
    }
    m_restoring = true;
    m_tree->expandToDepth(0);
    m_restoring = false;
}

void RibInspector::refresh() { m_question.ask(); }

bool RibInspector::ask()
{
    if (node().isEmpty())
        return false;
    rpc::Json params{{"node", node().toStdString()}, {"table", "rib"}, {"most", kMostPrefixes}};
    if (!m_within.isEmpty())
        params["within"] = m_within.toStdString();
    m_session.call("table.get", std::move(params), this,
                   [this, of = node()](const client::EngineSession::Result &result) {
                       if (of != node())
                           return; // another one is shown by now
                       if (result) {
                           const rpc::Json *json = rpc::member(*result, "json");
                           take(json ? parseRib(*json) : RibAnswer());
                       } else if (result.error().code != rpc::disconnected) {
                           say(client::messageOf(result.error()));
                       }
                       m_question.answered();
                   });
    return true;
}

void RibInspector::take(RibAnswer answer)
{
    // A change of shape begins the rows anew: what was picked and closed is found again by its prefix.
    const QModelIndex before = m_proxy.mapToSource(m_tree->currentIndex());
    QModelIndex top = before;
    while (top.parent().isValid())
        top = top.parent();
    const QString picked = top.siblingAtColumn(0).data().toString();
    const int candidate = before.isValid() && before.parent() == top ? before.row() : -1;
    bool isNew = false;
    const auto reset = connect(&m_model, &QAbstractItemModel::modelReset, this, [&isNew] { isNew = true; });
    m_model.setPrefixes(std::move(answer.prefixes));
    disconnect(reset);
    if (isNew) {
        m_restoring = true;
        m_tree->expandToDepth(0);
        for (const QString &prefix : m_closed)
            m_tree->collapse(m_proxy.mapFromSource(m_model.find(prefix)));
        if (const QModelIndex again = m_model.find(picked); again.isValid() && !picked.isEmpty())
            m_tree->setCurrentIndex(m_proxy.mapFromSource(
                candidate >= 0 && candidate < m_model.rowCount(again) ? m_model.index(candidate, 0, again) : again));
        m_restoring = false;
    }
    int losers = 0;
    bool hasTags = false;
    for (const RibPrefix &prefix : m_model.prefixes())
        for (const RibCandidate &one : prefix.candidates) {
            losers += !one.isSelected;
            hasTags |= one.tag != 0;
        }
    m_tree->setColumnHidden(RibModel::Tag, !hasTags); // seldom used: its room is for the reasons
    const QLocale locale;
    QString note = tr("%n prefix(es)", nullptr, static_cast<int>(m_model.prefixes().size())) + QStringLiteral(", ")
                 + tr("%n candidate(s) that do not count.", nullptr, losers);
    if (answer.left > 0)
        note += QLatin1Char(' ')
                + tr("%1 more prefixes: type a prefix to see those inside it.").arg(locale.toString(answer.left));
    m_note->setText(note);
    explain();
}

void RibInspector::explain()
{
    const QString text = m_model.explanation(m_proxy.mapToSource(m_tree->currentIndex()));
    m_explanation->setVisible(!text.isEmpty());
    if (m_explanation->text() != text)
        m_explanation->setText(text);
}

void RibInspector::say(const QString &text)
{
    m_model.setPrefixes({});
    m_note->setText(text);
    m_explanation->hide();
}

} // namespace hopyard::inspect
