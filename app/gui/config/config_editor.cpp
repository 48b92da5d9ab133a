// See config_editor.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/config/config_editor.h"

#include "app/gui/config/difference_view.h"
#include "app/gui/document/lab_document.h"
#include "app/gui/document/operations.h"
#include "app/gui/document/strings.h"
#include "app/gui/theme/icon.h"
#include "app/gui/theme/theme.h"
#include "core/lab/frr_config.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QScopedValueRollback>
#include <QShortcut>
#include <QSignalBlocker>
#include <QStackedWidget>
#include <QTextBlock>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

namespace hopyard::config {

namespace {

using document::fromQt;
using document::toQt;

constexpr int kMistakeRows = 4;
enum Page { editPage, reviewPage };
enum Against { againstLab, againstRouter };

using lab::hasConfig;

ConfigText::Language languageOf(lab::NodeKind kind)
{
    return kind == lab::NodeKind::router ? ConfigText::Language::router
         : kind == lab::NodeKind::frr    ? ConfigText::Language::frr
                                         : ConfigText::Language::other;
}

/// The lines of `show running-config` without its frame, and without a host name that the other text leaves out.
QString withoutFrame(const QString &shown, const QString &other)
{
    QStringList lines = shown.split(QLatin1Char('\n'));
    const auto head = lines.indexOf(QStringLiteral("Current configuration:"));
    lines = lines.mid(head + 1);
    while (!lines.isEmpty() && (lines.last().trimmed().isEmpty() || lines.last().trimmed() == QLatin1String("end")))
        lines.removeLast();
    if (head >= 0 && !lines.isEmpty() && lines.first() == QLatin1String("!"))
        lines.removeFirst();
    const bool named = other.startsWith(QLatin1String("hostname ")) || other.contains(QLatin1String("\nhostname "));
    for (qsizetype i = 0; i < lines.size() && !named; ++i)
        if (lines[i].startsWith(QLatin1String("hostname "))) {
            lines.removeAt(i);
            if (i < lines.size() && lines[i] == QLatin1String("!"))
                lines.removeAt(i);
            break;
        }
    return lines.join(QLatin1Char('\n'));
}

QToolButton *toolButton(QWidget *parent, const char *icon, const QString &text, std::function<void()> run)
{
    auto *made = new QToolButton(parent);
    made->setIcon(theme::icon(QLatin1String(icon)));
    made->setToolTip(text);
    made->setAccessibleName(text);
    QObject::connect(made, &QToolButton::clicked, parent, std::move(run));
    return made;
}

} // namespace

ConfigEditor::ConfigEditor(document::LabDocument &document, QWidget *parent) :
    QWidget(parent), m_document(document), m_nodes(new QComboBox(this)), m_state(new QLabel(this)),
    m_pages(new QStackedWidget(this)), m_text(new ConfigText(this))
{
    setAccessibleName(tr("Configuration editor"));
    m_pages->setAccessibleName(tr("Configuration"));
    m_pages->addWidget(makeEditPage());
    m_pages->addWidget(makeReviewPage());
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(6, 4, 6, 6);
    column->setSpacing(4);
    column->addWidget(makeHead());
    column->addWidget(m_pages, 1);
    connect(m_text, &ConfigText::mistakesChanged, this, &ConfigEditor::showMistakes);
    connect(m_text, &QPlainTextEdit::textChanged, this, &ConfigEditor::updateButtons);
    connect(m_text, &QPlainTextEdit::cursorPositionChanged, this, &ConfigEditor::showMistakes);
    connect(m_text, &ConfigText::findRequested, this, &ConfigEditor::openFind);
    connect(&m_document, &document::LabDocument::changed, this, &ConfigEditor::followDocument);
    followDocument();
}

QWidget *ConfigEditor::makeHead()
{
    auto *head = new QWidget(this);
    head->setAccessibleName(tr("Which configuration"));
    auto *row = new QHBoxLayout(head);
    row->setContentsMargins(0, 0, 0, 0);
    m_nodes->setAccessibleName(tr("Router"));
    m_nodes->setPlaceholderText(tr("Pick a router"));
    m_nodes->setMinimumContentsLength(6);
    m_nodes->setToolTip(tr("The router whose configuration is edited; follows the selection on the canvas"));
    connect(m_nodes, &QComboBox::activated, this,
            [this](int index) { showNode(fromQt(m_nodes->itemData(index).toString())); });
    m_state->setProperty("role", QStringLiteral("muted"));
    m_state->setAccessibleName(tr("State of the configuration"));
    row->addWidget(m_nodes);
    row->addWidget(m_state, 1);
    row->addWidget(toolButton(head, "undo", tr("Undo in this text (Ctrl+Z)"), [this] { m_text->undo(); }));
    row->addWidget(toolButton(head, "redo", tr("Redo in this text (Ctrl+Shift+Z)"), [this] { m_text->redo(); }));
    row->addWidget(toolButton(head, "search", tr("Find in this text (Ctrl+F)"), [this] { openFind(); }));
    return head;
}

QWidget *ConfigEditor::makeFindBar()
{
    m_findBar = new QWidget(this);
    m_findBar->setAccessibleName(tr("Find in the configuration"));
    auto *row = new QHBoxLayout(m_findBar);
    row->setContentsMargins(0, 0, 0, 0);
    m_find = new QLineEdit(m_findBar);
    m_find->setAccessibleName(tr("Text to find"));
    m_find->setPlaceholderText(tr("Find"));
    m_find->setClearButtonEnabled(true);
    m_found = new QLabel(m_findBar);
    m_found->setProperty("role", QStringLiteral("muted"));
    m_found->setAccessibleName(tr("How often it stands there"));
    row->addWidget(m_find, 1);
    row->addWidget(m_found);
    row->addWidget(
        toolButton(m_findBar, "raise", tr("Previous (Shift+F3)"), [this] { m_text->findNext(m_find->text(), true); }));
    row->addWidget(
        toolButton(m_findBar, "lower", tr("Next (Return, F3)"), [this] { m_text->findNext(m_find->text()); }));
    const auto close = [this] {
        m_findBar->hide();
        m_text->mark({});
        m_text->setFocus();
    };
    row->addWidget(toolButton(m_findBar, "close", tr("Close (Escape)"), close));
    connect(m_find, &QLineEdit::textChanged, this, [this](const QString &text) {
        const int count = m_text->mark(text);
        m_found->setText(text.isEmpty() ? QString() : count == 0 ? tr("not found") : tr("%1 found").arg(count));
    });
    connect(m_find, &QLineEdit::returnPressed, this, [this] { m_text->findNext(m_find->text()); });
    const auto key = [this](QWidget *scope, const QKeySequence &keys, auto run) {
        auto *made = new QShortcut(keys, scope);
        made->setContext(Qt::WidgetWithChildrenShortcut);
        connect(made, &QShortcut::activated, this, run);
    };
    key(m_findBar, QKeySequence(Qt::Key_Escape), close);
    key(this, QKeySequence(QKeySequence::FindNext), [this] { m_text->findNext(m_find->text()); });
    key(this, QKeySequence(QKeySequence::FindPrevious), [this] { m_text->findNext(m_find->text(), true); });
    m_findBar->hide();
    return m_findBar;
}

QWidget *ConfigEditor::makeEditPage()
{
    auto *page = new QWidget(this);
    page->setAccessibleName(tr("Edit the configuration"));
    auto *column = new QVBoxLayout(page);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(4);
    m_text->setObjectName(QStringLiteral("configText"));
    m_text->setAccessibleName(tr("Configuration"));
    m_text->setPlaceholderText(tr("interface eth0\n ip address 10.0.1.1/24\n\nCtrl+Space says what can follow."));
    column->addWidget(makeFindBar());
    column->addWidget(m_text, 1);
    m_mistakes = new QListWidget(page);
    m_mistakes->setAccessibleName(tr("Mistakes in the configuration"));
    m_mistakes->setToolTip(tr("Return or a click goes to the line"));
    m_mistakes->setWordWrap(true);
    m_mistakes->setMaximumHeight((m_mistakes->fontMetrics().height() + 8) * kMistakeRows);
    const auto go = [this](QListWidgetItem *item) {
        const QPoint place = item->data(Qt::UserRole).toPoint();
        m_text->goTo(place.y(), place.x());
    };
    connect(m_mistakes, &QListWidget::itemClicked, this, go);
    connect(m_mistakes, &QListWidget::itemActivated, this, go);
    column->addWidget(m_mistakes);
    auto *row = new QHBoxLayout;
    m_place = new QLabel(page);
    m_place->setProperty("role", QStringLiteral("muted"));
    m_place->setAccessibleName(tr("Place of the cursor"));
    m_revert = new QPushButton(tr("Revert"), page);
    m_revert->setAccessibleName(m_revert->text());
    m_revert->setToolTip(tr("Back to what the lab has"));
    m_review = new QPushButton(tr("Review and apply…"), page);
    m_review->setAccessibleName(m_review->text());
    m_review->setToolTip(tr("Shows what changes before it does (Ctrl+Return)"));
    connect(m_revert, &QPushButton::clicked, this, &ConfigEditor::revert);
    connect(m_review, &QPushButton::clicked, this, &ConfigEditor::review);
    row->addWidget(m_place, 1);
    row->addWidget(m_revert);
    row->addWidget(m_review);
    column->addLayout(row);
    return page;
}

QWidget *ConfigEditor::makeReviewPage()
{
    auto *page = new QWidget(this);
    page->setAccessibleName(tr("What changes"));
    auto *column = new QVBoxLayout(page);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(4);
    m_against = new QComboBox(page);
    m_against->setAccessibleName(tr("Compared with"));
    m_against->addItems({tr("Compared with the lab"), tr("Compared with the running router")});
    connect(m_against, &QComboBox::activated, this, &ConfigEditor::compare);
    m_difference = new DifferenceView(page);
    m_warning = new QLabel(page);
    m_warning->setProperty("role", QStringLiteral("wrong"));
    m_warning->setWordWrap(true);
    m_warning->setAccessibleName(tr("Warning"));
    auto *back = new QPushButton(tr("Keep editing"), page);
    back->setAccessibleName(back->text());
    back->setToolTip(tr("Back to the text (Escape)"));
    m_apply = new QPushButton(tr("Apply"), page);
    m_apply->setAccessibleName(m_apply->text());
    m_apply->setDefault(true);
    connect(back, &QPushButton::clicked, this, &ConfigEditor::keepEditing);
    connect(m_apply, &QPushButton::clicked, this, &ConfigEditor::apply);
    auto *escape = new QShortcut(QKeySequence(Qt::Key_Escape), page);
    escape->setContext(Qt::WidgetWithChildrenShortcut);
    connect(escape, &QShortcut::activated, this, &ConfigEditor::keepEditing);
    auto *row = new QHBoxLayout;
    row->addWidget(m_against);
    row->addStretch();
    row->addWidget(back);
    row->addWidget(m_apply);
    column->addWidget(m_difference, 1);
    column->addWidget(m_warning);
    column->addLayout(row);
    return page;
}

void ConfigEditor::setRunningConfig(RunningConfig ask) { m_ask = std::move(ask); }

void ConfigEditor::setRunning(bool running)
{
    const QSignalBlocker quiet(m_against);
    if (running && m_against->count() == 1)
        m_against->addItem(tr("Compared with the running router"));
    else if (!running && m_against->count() == 2) {
        const bool was = m_against->currentIndex() == againstRouter;
        m_against->removeItem(againstRouter);
        if (was && isReviewing())
            compare();
    }
}

const lab::Node *ConfigEditor::labNode() const
{
    const lab::Node *node = m_document.lab().findNode(m_node);
    return node && hasConfig(node->kind) ? node : nullptr;
}

void ConfigEditor::fillNodes()
{
    const QSignalBlocker quiet(m_nodes);
    m_nodes->clear();
    for (const lab::Node &node : m_document.lab().nodes)
        if (hasConfig(node.kind))
            m_nodes->addItem(theme::icon(toQt(lab::toString(node.kind))),
                             toQt(node.name) + (m_drafts.contains(node.name) ? QStringLiteral(" •") : QString()),
                             toQt(node.name));
    m_nodes->setCurrentIndex(m_nodes->findData(toQt(m_node)));
}

void ConfigEditor::followDocument()
{
    const lab::Lab &lab = m_document.lab();
    std::erase_if(m_drafts, [&](const auto &draft) { return !lab.findNode(draft.first); });
    if (!labNode()) {
        const auto first = std::find_if(lab.nodes.begin(), lab.nodes.end(),
                                        [](const lab::Node &node) { return hasConfig(node.kind); });
        m_node = first == lab.nodes.end() ? std::string() : first->name;
        loadText();
    } else if (const QString now = toQt(labNode()->config); now != m_base) {
        if (isChanged() && !m_applying)
            m_base = now; // what is typed here stays; the difference tells the rest
        else
            loadText();
    }
    fillNodes();
    updateButtons();
    if (isReviewing() && !m_applying)
        compare();
}

void ConfigEditor::showNode(const std::string &name)
{
    const lab::Node *node = m_document.lab().findNode(name);
    if (!node || !hasConfig(node->kind) || name == m_node)
        return;
    keepDraft();
    m_node = name;
    loadText();
    fillNodes();
    keepEditing();
}

void ConfigEditor::keepDraft()
{
    if (isChanged())
        m_drafts[m_node] = m_text->toPlainText();
    else
        m_drafts.erase(m_node);
}

void ConfigEditor::loadText()
{
    const QScopedValueRollback<bool> loading(m_loading, true);
    const lab::Node *node = labNode();
    m_base = node ? toQt(node->config) : QString();
    const auto draft = m_drafts.find(m_node);
    m_text->setEnabled(node != nullptr);
    m_text->setPlainText(draft == m_drafts.end() ? m_base : draft->second);
    QStringList interfaces;
    if (node) {
        interfaces += QStringLiteral("lo");
        for (const lab::Interface &interface : node->interfaces)
            interfaces += toQt(interface.name);
        for (const std::string &name : lab::frrFacts(node->config).interfaces)
            if (!interfaces.contains(toQt(name)))
                interfaces += toQt(name);
        for (const lab::Link &link : m_document.lab().links)
            for (const lab::End &end : {link.a, link.b})
                if (end.node == m_node && !interfaces.contains(toQt(end.interface)))
                    interfaces += toQt(end.interface);
        interfaces.sort();
    }
    m_text->setInterfaces(interfaces);
    m_text->setLanguage(node ? languageOf(node->kind) : ConfigText::Language::other);
    updateButtons();
}

bool ConfigEditor::isChanged() const { return labNode() && linesOf(m_text->toPlainText()) != linesOf(m_base); }

bool ConfigEditor::isReviewing() const { return m_pages->currentIndex() == reviewPage; }

void ConfigEditor::updateButtons()
{
    const bool changed = isChanged();
    m_revert->setEnabled(changed);
    m_review->setEnabled(labNode() != nullptr);
    m_state->setText(!labNode() ? tr("No router has a configuration.")
                     : changed  ? tr("changed, not applied")
                                : QString());
    if (!m_loading && changed != m_drafts.contains(m_node)) {
        keepDraft();
        fillNodes();
    }
}

void ConfigEditor::showMistakes()
{
    const auto &mistakes = m_text->mistakes();
    if (m_mistakes->count() != static_cast<int>(mistakes.size()) || sender() == m_text) {
        m_mistakes->clear();
        for (const ConfigText::Mistake &mistake : mistakes) {
            auto *item = new QListWidgetItem(tr("Line %1: %2").arg(mistake.line + 1).arg(mistake.message), m_mistakes);
            item->setData(Qt::UserRole, QPoint(mistake.column, mistake.line));
            item->setIcon(theme::icon(m_text->language() == ConfigText::Language::frr ? QStringLiteral("warning")
                                                                                      : QStringLiteral("error"),
                                      [] { return theme::colours().danger; }));
        }
    }
    m_mistakes->setVisible(!mistakes.empty());
    const QTextCursor cursor = m_text->textCursor();
    const QString here = m_text->messageAt(cursor.blockNumber());
    for (int row = 0; row < m_mistakes->count(); ++row)
        if (m_mistakes->item(row)->data(Qt::UserRole).toPoint().y() == cursor.blockNumber())
            m_mistakes->setCurrentRow(row);
    m_place->setText(tr("Line %1, column %2").arg(cursor.blockNumber() + 1).arg(cursor.positionInBlock() + 1));
    m_text->setAccessibleDescription(here);
}

void ConfigEditor::review()
{
    if (!labNode())
        return;
    m_pages->setCurrentIndex(reviewPage);
    compare();
    m_apply->isEnabled() ? m_apply->setFocus() : m_difference->setFocus();
}

void ConfigEditor::compare()
{
    const unsigned asked = ++m_asked;
    const QString edited = m_text->toPlainText();
    const auto count = m_text->mistakes().size();
    m_warning->setText(count == 0 || m_text->language() != ConfigText::Language::router
                           ? QString()
                           : tr("Mistakes: %1. The lab cannot run until they are mended.").arg(count));
    m_warning->setVisible(!m_warning->text().isEmpty());
    m_apply->setEnabled(isChanged());
    if (m_against->currentIndex() != againstRouter || !m_ask) {
        m_difference->show(tr("In the lab"), m_base, tr("Edited"), edited);
        return;
    }
    m_ask(toQt(m_node), [this, asked, edited](const QString &shown) {
        if (asked != m_asked || !isReviewing())
            return;
        if (shown.isEmpty()) {
            m_warning->setText(tr("The running router has not told its configuration. Is it on?"));
            m_warning->show();
            return;
        }
        // Written as the router writes its own, so that only what means something else differs.
        const QString same = toQt(language::normalised(fromQt(edited)));
        const QString ours = same.isEmpty() ? edited : same;
        m_difference->show(tr("Running now"), withoutFrame(shown, ours), tr("Edited"), ours);
    });
}

void ConfigEditor::keepEditing()
{
    m_pages->setCurrentIndex(editPage);
    if (isVisible())
        m_text->setFocus();
}

void ConfigEditor::apply()
{
    const lab::Node *node = labNode();
    if (!node || !isChanged())
        return;
    lab::Node changed = *node;
    QString text = m_text->toPlainText();
    if (!text.trimmed().isEmpty() && !text.endsWith(QLatin1Char('\n')))
        text += QLatin1Char('\n');
    changed.config = text.trimmed().isEmpty() ? std::string() : fromQt(text);
    m_drafts.erase(m_node);
    {
        const QScopedValueRollback<bool> applying(m_applying, true);
        m_base = toQt(changed.config);
        document::setNode(m_document, m_node, changed, tr("configuration"));
    }
    fillNodes();
    updateButtons();
    keepEditing();
}

void ConfigEditor::revert()
{
    m_drafts.erase(m_node);
    QTextCursor all(m_text->document());
    all.select(QTextCursor::Document);
    all.insertText(m_base); // Ctrl+Z brings back what was typed
    fillNodes();
    updateButtons();
}

void ConfigEditor::openFind()
{
    if (isReviewing())
        keepEditing();
    const QString picked = m_text->textCursor().selectedText();
    m_findBar->show();
    if (!picked.isEmpty() && !picked.contains(QChar::ParagraphSeparator))
        m_find->setText(picked);
    m_find->setFocus();
    m_find->selectAll();
}

} // namespace hopyard::config
