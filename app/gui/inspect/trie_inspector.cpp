// See trie_inspector.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/inspect/trie_inspector.h"

#include "app/gui/inspect/trie_view.h"
#include "app/gui/theme/elided_label.h"
#include "app/gui/theme/icon.h"
#include "core/base/address.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QLocale>
#include <QSplitter>
#include <QStyle>
#include <QToolButton>
#include <QVBoxLayout>

namespace hopyard::inspect {

namespace {

constexpr int kStepMs = 320;   ///< between two nodes of the way
constexpr int kMostNodes = 160; ///< before anything is unfolded: as many as one can take in

rpc::Json listOf(const QStringList &texts)
{
    rpc::Json list = rpc::Json::array();
    for (const QString &text : texts)
        list.push_back(text.toStdString());
    return list;
}

QToolButton *toolButton(const QString &icon, const QString &name, QWidget *parent)
{
    auto *button = new QToolButton(parent);
    button->setIcon(theme::icon(icon));
    button->setAutoRaise(true);
    button->setAccessibleName(name);
    button->setToolTip(name);
    return button;
}

} // namespace

TrieInspector::TrieInspector(client::EngineSession &session, QWidget *parent) :
    Inspector(QStringLiteral("trie"), tr("Trie"), 10, parent), m_session(session), m_lookup(new QLineEdit(this)),
    m_family(new QComboBox(this)), m_sentence(new QLabel(this)), m_structure(new theme::ElidedLabel(this)),
    m_view(new TrieView(m_model, this)), m_list(new QListView(this)), m_body(new QSplitter(Qt::Horizontal, this)),
    m_question(*this, [this] { return ask(); })
{
    m_lookup->setAccessibleName(tr("Address to look up in the trie"));
    m_lookup->setPlaceholderText(tr("Look up an address: 10.0.2.10"));
    m_lookup->setClearButtonEnabled(true);
    m_lookup->addAction(theme::icon(QStringLiteral("search")), QLineEdit::LeadingPosition);
    m_lookup->setMinimumWidth(m_lookup->fontMetrics().horizontalAdvance(m_lookup->placeholderText()) + 64);
    m_family->setAccessibleName(tr("Family of addresses"));
    m_family->addItem(QStringLiteral("IPv4"), QStringLiteral("ipv4"));
    m_family->addItem(QStringLiteral("IPv6"), QStringLiteral("ipv6"));
    m_structure->setProperty("role", QStringLiteral("muted"));
    m_structure->setAccessibleName(tr("How the table is really stored"));
    m_structure->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_sentence->setWordWrap(true);
    m_sentence->setContentsMargins(10, 2, 10, 4);
    m_sentence->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_sentence->setAccessibleName(tr("Result of the lookup"));
    m_sentence->hide();
    m_list->setModel(&m_steps);
    m_list->setAccessibleName(tr("Steps of the lookup"));
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setWordWrap(true);
    m_list->setUniformItemSizes(false);
    m_list->setResizeMode(QListView::Adjust);
    m_list->hide();

    auto *out = toolButton(QStringLiteral("minus"), tr("Smaller (−)"), this);
    auto *in = toolButton(QStringLiteral("plus"), tr("Larger (+)"), this);
    auto *all = toolButton(QStringLiteral("map"), tr("All of it (0)"), this);
    auto *fold = toolButton(QStringLiteral("fold"), tr("Fold again what was unfolded"), this);
    const auto zoom = [this](double factor) {
        m_view->setZoom(m_view->zoom() * factor, QPointF(m_view->viewport()->rect().center()));
    };
    connect(out, &QToolButton::clicked, this, [zoom] { zoom(0.8); });
    connect(in, &QToolButton::clicked, this, [zoom] { zoom(1.25); });
    connect(all, &QToolButton::clicked, m_view, &TrieView::fit);
    connect(fold, &QToolButton::clicked, this, [this] {
        m_open.clear();
        m_folded.clear();
        refresh();
    });

    auto *head = new QHBoxLayout;
    head->setContentsMargins(6, 2, 6, 2);
    head->addWidget(m_lookup);
    head->addWidget(m_family);
    head->addSpacing(6);
    head->addWidget(m_structure, 1);
    for (QToolButton *button : {fold, out, in, all})
        head->addWidget(button);
    m_body->addWidget(m_view);
    m_body->addWidget(m_list);
    m_body->setStretchFactor(0, 3);
    m_body->setStretchFactor(1, 1);
    m_body->setChildrenCollapsible(false);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addLayout(head);
    column->addWidget(m_sentence);
    column->addWidget(m_body, 1);

    connect(m_lookup, &QLineEdit::returnPressed, this, &TrieInspector::lookUp);
    connect(m_lookup, &QLineEdit::textChanged, this, [this](const QString &text) {
        if (text.isEmpty())
            lookUp();
    });
    connect(m_family, &QComboBox::currentIndexChanged, this, [this] {
        m_open.clear();
        m_folded.clear();
        refresh();
    });
    connect(m_view, &TrieView::toggled, this, &TrieInspector::toggle);
    connect(m_list->selectionModel(), &QItemSelectionModel::currentChanged, this, [this](const QModelIndex &now) {
        if (!now.isValid() || m_stepping.isActive())
            return;
        const auto &step = m_steps.steps()[static_cast<std::size_t>(now.row())];
        if (step.node < 0)
            return m_view->setLit(-1);
        m_view->setCurrent(step.node);
        m_view->setLit(now.row() < m_steps.wayLength() ? now.row() : -1); // the heading is row 0
    });
    setFocusProxy(m_lookup);
    m_stepping.setInterval(kStepMs);
    connect(&m_stepping, &QTimer::timeout, this, &TrieInspector::stepOn);
}

void TrieInspector::nodeChanged()
{
    m_stepping.stop();
    m_open.clear();
    m_folded.clear();
    m_question.forget();
    m_model.setAnswer({});
    m_steps.setAnswer({});
    m_structure->clear();
    m_sentence->hide();
    m_list->hide();
    m_isNew = !m_address.isEmpty(); // the same address, in the table of another node
    emit marked({});
}

void TrieInspector::lookUp()
{
    const QString text = m_lookup->text().trimmed();
    const auto address = base::IpAddress::parse(text.toStdString());
    if (text.isEmpty() || !address) {
        m_address.clear();
        m_stepping.stop();
        if (text.isEmpty()) {
            m_sentence->hide();
            m_list->hide();
            m_steps.setAnswer({});
            emit marked({});
        } else {
            say(tr("“%1” is no address. Type one like 10.0.2.10 or 2001:db8::1.").arg(text));
        }
    } else {
        m_address = text;
        m_isNew = true;
        const QSignalBlocker quiet(m_family);
        m_family->setCurrentIndex(address->isV6() ? 1 : 0);
    }
    refresh();
}

void TrieInspector::toggle(const QString &prefix)
{
    const int at = m_model.find(prefix);
    if (at < 0)
        return;
    m_folded.removeAll(prefix);
    m_open.removeAll(prefix);
    (m_model.answer().nodes[static_cast<std::size_t>(at)].isFolded ? m_open : m_folded) += prefix;
    refresh();
}

void TrieInspector::refresh() { m_question.ask(); }

bool TrieInspector::ask()
{
    if (node().isEmpty())
        return false;
    const QString family = m_family->currentData().toString();
    rpc::Json params{{"node", node().toStdString()},
                     {"family", family.toStdString()},
                     {"most", kMostNodes},
                     {"open", listOf(m_open)},
                     {"folded", listOf(m_folded)}};
    const auto address = base::IpAddress::parse(m_address.toStdString());
    if (address && address->isV6() == (family == QLatin1String("ipv6")))
        params["address"] = m_address.toStdString();
    m_session.call("table.trie", std::move(params), this,
                   [this, of = node()](const client::EngineSession::Result &result) {
                       if (of != node())
                           return; // another one is shown by now
                       if (result)
                           take(*result);
                       else if (result.error().code != rpc::disconnected)
                           say(client::messageOf(result.error()));
                       m_hasFailed = !result;
                       m_question.answered();
                   });
    return true;
}

void TrieInspector::take(const rpc::Json &json)
{
    TrieAnswer answer = parseTrie(json);
    const bool isFirst = m_model.answer().nodes.empty();
    const bool isOther = answer.hasLookup && (m_isNew || m_hasFailed || answer.lookup != m_model.answer().lookup);
    m_steps.setAnswer(answer);
    m_structure->setText(tr("Prefixes: %1. ").arg(QLocale().toString(answer.prefixes)) + structureSentence(answer));
    const bool hasLookup = answer.hasLookup;
    m_model.setAnswer(std::move(answer));
    if (isFirst)
        m_view->fit();
    if (m_view->zoom() < 0.75 && isFirst)
        m_view->setZoom(0.75, {0, 0}); // to be read from its beginning, not to be seen whole
    if (m_hasFailed)
        m_sentence->hide();
    if (!hasLookup)
        return m_list->hide();
    const bool wasHidden = !m_list->isVisibleTo(this);
    m_list->show();
    if (wasHidden)
        m_body->setSizes({m_body->width() * 2 / 3, m_body->width() / 3});
    if (m_isNew)
        beginSteps();
    else if (isOther)
        m_view->setLit(-1);
    if (isOther)
        say(lookupSentence(m_model.answer().lookup));
    mark(); // each time: another tab may have taken its place meanwhile
}

void TrieInspector::say(const QString &text)
{
    m_sentence->setText(text);
    m_sentence->show();
}

void TrieInspector::beginSteps()
{
    m_isNew = false;
    if (style()->styleHint(QStyle::SH_Widget_Animation_Duration, nullptr, this)
        == 0) { // who wants no movement gets the result
        m_view->setLit(-1);
        m_view->setCurrent(m_model.find(m_model.answer().lookup.containing.value(0)));
        return;
    }
    m_view->setLit(0);
    m_stepping.start();
    stepOn();
}

void TrieInspector::stepOn()
{
    const int next = m_view->lit() + 1;
    if (m_view->lit() < 0 || next > m_steps.wayLength()) { // at its end: the verdicts
        m_stepping.stop();
        m_view->setLit(-1);
        m_list->clearSelection();
        m_view->setCurrent(m_model.find(m_model.answer().lookup.containing.value(0)));
        return;
    }
    m_view->setLit(next);
    m_list->setCurrentIndex(m_steps.index(next)); // the heading is row 0
    m_view->reveal(m_steps.steps()[static_cast<std::size_t>(next)].node);
}

/// The way out that the packet would take, on the canvas.
void TrieInspector::mark()
{
    const TrieLookup &lookup = m_model.answer().lookup;
    CanvasMarks marks{.nodes = {{.name = node(),
                                 .label = lookup.containing.value(0),
                                 .tone = lookup.containing.isEmpty() ? Tone::bad : Tone::accent}}};
    if (const int at = m_model.find(lookup.containing.value(0)); at >= 0) {
        const QString &interface = m_model.answer().nodes[static_cast<std::size_t>(at)].interface;
        if (!interface.isEmpty() && interface != QLatin1String("lo"))
            marks.links.push_back({.from = node() + QLatin1Char(':') + interface});
    }
    emit marked(marks);
}

} // namespace hopyard::inspect
