// See preferences.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/dialogs/preferences.h"

#include "app/gui/actions/action_registry.h"
#include "app/gui/client/consent_store.h"
#include "app/gui/preferences/shortcuts_page.h"
#include "app/gui/theme/icon.h"
#include "app/gui/theme/theme.h"
#include "app/gui/view/canvas_view.h"
#include "app/gui/window/language.h"
#include "app/gui/window/settings.h"
#include "app/gui/window/workbench.h"

#include <QAction>
#include <QCheckBox>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QLocale>
#include <QPushButton>
#include <QRegularExpression>
#include <QScrollArea>
#include <QStackedWidget>
#include <QStyle>
#include <QVBoxLayout>

#include <algorithm>

namespace hopyard::dialogs {

namespace settings = window::settings;

namespace {

constexpr int kPagesWidth = 190;

/// The text with the words it was found by marked.
QString marked(const QString &text, const QStringList &words)
{
    if (words.isEmpty())
        return text.toHtmlEscaped();
    QStringList patterns;
    for (const QString &word : words)
        patterns += QRegularExpression::escape(word);
    const QRegularExpression any(patterns.join(QLatin1Char('|')), QRegularExpression::CaseInsensitiveOption);
    QString out;
    qsizetype at = 0;
    for (auto hits = any.globalMatch(text); hits.hasNext();) {
        const auto hit = hits.next();
        out += text.mid(at, hit.capturedStart() - at).toHtmlEscaped()
             + QStringLiteral("<span style=\"background-color:%1;color:%2\">%3</span>")
                   .arg(theme::colours().warning.name(), theme::colours().base.name(), hit.captured().toHtmlEscaped());
        at = hit.capturedEnd();
    }
    return out + text.mid(at).toHtmlEscaped();
}

} // namespace

Preferences::Preferences(window::Workbench &workbench, QWidget *parent) :
    QDialog(parent), m_workbench(workbench), m_search(new QLineEdit(this)), m_pages(new QListWidget(this)), m_stack(new QStackedWidget(this)),
    m_nothing(new QLabel(tr("No setting has these words."), this))
{
    setWindowTitle(tr("Preferences"));
    setAccessibleName(tr("Preferences"));
    m_search->setAccessibleName(tr("Search in the preferences"));
    m_search->setPlaceholderText(tr("Search settings and shortcuts"));
    m_search->setClearButtonEnabled(true);
    m_search->addAction(theme::icon(QStringLiteral("search"), [] { return theme::colours().muted; }), QLineEdit::LeadingPosition);
    m_pages->setAccessibleName(tr("Pages"));
    m_pages->setFixedWidth(kPagesWidth);
    m_pages->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_pages->setProperty("role", QStringLiteral("plain"));
    m_stack->setAccessibleName(tr("Settings"));
    m_nothing->setAlignment(Qt::AlignCenter);
    m_nothing->setProperty("role", QStringLiteral("muted"));
    m_nothing->setAccessibleName(m_nothing->text());
    m_nothing->hide();
    addAppearance();
    addCanvas();
    addLabs();
    addKeyboard();
    connect(m_pages, &QListWidget::currentRowChanged, m_stack, &QStackedWidget::setCurrentIndex);
    connect(m_search, &QLineEdit::textChanged, this, &Preferences::filter);
    m_pages->setCurrentRow(0);
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    buttons->setAccessibleName(tr("Buttons"));
    buttons->button(QDialogButtonBox::Close)->setAccessibleName(tr("Close"));
    buttons->button(QDialogButtonBox::Close)->setAutoDefault(false);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    auto *body = new QHBoxLayout;
    body->addWidget(m_pages);
    body->addWidget(m_stack, 1);
    body->addWidget(m_nothing, 1);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(16, 16, 16, 12);
    column->addWidget(m_search);
    column->addLayout(body, 1);
    column->addWidget(buttons);
    resize(980, 640);
    m_search->setFocus();
}

int Preferences::addPage(const QString &title, const QString &icon)
{
    m_pages->addItem(new QListWidgetItem(theme::icon(icon), title));
    auto *area = new QScrollArea(this);
    area->setAccessibleName(title);
    area->setFrameShape(QFrame::NoFrame);
    area->setWidgetResizable(true);
    auto *page = new QWidget(area);
    page->setAccessibleName(title);
    auto *column = new QVBoxLayout(page);
    column->setContentsMargins(10, 0, 4, 0);
    column->setSpacing(2);
    column->addStretch();
    area->setWidget(page);
    m_stack->addWidget(area);
    m_columns.push_back(column);
    return m_stack->count() - 1;
}

void Preferences::addRow(int page, const QString &title, const QString &detail, QWidget *control)
{
    auto *frame = new QFrame(this);
    frame->setAccessibleName(title);
    auto *line = new QHBoxLayout(frame);
    line->setContentsMargins(8, 7, 8, 7);
    auto *texts = new QVBoxLayout;
    texts->setSpacing(1);
    auto *name = new QLabel(title.toHtmlEscaped(), frame);
    name->setTextFormat(Qt::RichText);
    name->setAccessibleName(title);
    name->setBuddy(control);
    auto *explanation = new QLabel(detail.toHtmlEscaped(), frame);
    explanation->setTextFormat(Qt::RichText);
    explanation->setAccessibleName(detail);
    explanation->setProperty("role", QStringLiteral("muted"));
    explanation->setWordWrap(true);
    explanation->setHidden(detail.isEmpty());
    texts->addWidget(name);
    texts->addWidget(explanation);
    line->addLayout(texts, 1);
    line->addWidget(control, 0, Qt::AlignVCenter);
    control->setAccessibleName(title);
    control->setAccessibleDescription(detail);
    QBoxLayout *column = m_columns[static_cast<std::size_t>(page)];
    column->insertWidget(column->count() - 1, frame);
    m_rows.push_back({page, frame, name, explanation, title, detail});
}

void Preferences::addSwitch(int page, const QString &id)
{
    QAction *action = m_workbench.actions.action(id);
    if (!action)
        return;
    auto *box = new QCheckBox(this);
    box->setChecked(action->isChecked());
    connect(box, &QCheckBox::clicked, action, &QAction::trigger);
    connect(action, &QAction::changed, box, [box, action] { box->setChecked(action->isChecked()); });
    const QString title = action->text().remove(QLatin1Char('&'));
    const QString detail = action->statusTip();
    addRow(page, title, detail == title ? QString() : detail, box);
}

void Preferences::addButton(int page, const QString &title, const QString &detail, const QString &button, std::function<void()> run)
{
    auto *made = new QPushButton(button, this);
    made->setAutoDefault(false);
    connect(made, &QPushButton::clicked, made, [made, run = std::move(run)] {
        run();
        made->setEnabled(false); // done
    });
    addRow(page, title, detail, made);
}

void Preferences::addAppearance()
{
    const int page = addPage(tr("Appearance"), QStringLiteral("sun"));
    auto *theme = new QComboBox(this);
    theme->addItems({tr("As the desktop"), tr("Light"), tr("Dark")});
    theme->setCurrentIndex(static_cast<int>(settings::themeChoice()));
    connect(theme, &QComboBox::activated, this, [](int index) {
        const auto choice = static_cast<settings::ThemeChoice>(index);
        settings::setThemeChoice(choice);
        theme::Theme::instance().setScheme(settings::schemeFor(choice));
    });
    addRow(page, tr("Theme"), tr("Light or dark colours"), theme);
    auto *language = new QComboBox(this);
    language->addItem(tr("As the desktop"), QString());
    for (const window::Language &each : window::languages())
        language->addItem(each.name, each.code);
    language->setCurrentIndex(std::max(0, language->findData(settings::language())));
    connect(language, &QComboBox::activated, this, [language] { settings::setLanguage(language->currentData().toString()); });
    addRow(page, tr("Language"), tr("Of menus, docks and dialogs; counts from the next start"), language);
    addSwitch(page, QStringLiteral("view.minimap"));
    addButton(page, tr("Arrangement of the docks"), tr("Puts all docks back where they were at the very first start"), tr("Reset"),
              [this] {
                  if (QAction *reset = m_workbench.actions.action(QStringLiteral("view.resetLayout")))
                      reset->trigger();
              });
}

void Preferences::addCanvas()
{
    const int page = addPage(tr("Canvas"), QStringLiteral("grid"));
    addSwitch(page, QStringLiteral("view.grid"));
    addSwitch(page, QStringLiteral("view.snap"));
    for (const auto &entry : m_workbench.actions.entries()) // what stands beside nodes and links
        if (entry.id.startsWith(QLatin1String("label.")))
            addSwitch(page, entry.id);
    for (const auto &entry : m_workbench.actions.entries()) // what a running lab shows
        if (entry.id == QLatin1String("view.packets") || entry.id.startsWith(QLatin1String("packets.")))
            if (entry.action->isCheckable())
                addSwitch(page, entry.id);
}

void Preferences::addLabs()
{
    const int page = addPage(tr("Labs and programs"), QStringLiteral("recent"));
    addButton(page, tr("Recent labs"), tr("The list on the start page and in the File menu"), tr("Forget"), [] { settings::clearRecentFiles(); });
    addButton(page, tr("Labs that may run programs"), tr("Labs whose programs were allowed for good ask again"), tr("Forget"),
              [] { client::ConsentStore().forgetAll(); });
    auto *limit = new QComboBox(this);
    for (const qint64 megabytes : {100, 500, 1'000, 4'000, 16'000, 64'000})
        limit->addItem(megabytes < 1'000 ? tr("%1 MB").arg(megabytes) : tr("%1 GB").arg(megabytes / 1'000),
                       megabytes * 1'000'000);
    limit->addItem(tr("No limit"), qint64(0));
    if (limit->findData(settings::recordLimit()) < 0)
        limit->addItem(QLocale().formattedDataSize(settings::recordLimit(), 1, QLocale::DataSizeSIFormat),
                       settings::recordLimit());
    limit->setCurrentIndex(limit->findData(settings::recordLimit()));
    connect(limit, &QComboBox::activated, this,
            [limit] { settings::setRecordLimit(limit->currentData().toLongLong()); });
    addRow(page, tr("Size of a record"),
           tr("When the file of a recorded run is as large as that, its oldest packets and events make room for the "
              "newest; the run can "
              "still be shown from its beginning"),
           limit);
    addButton(page, tr("Tour"), tr("Five steps through the window"), tr("Show Again"), [this] {
        reject();
        if (QAction *tour = m_workbench.actions.action(QStringLiteral("help.tour")))
            tour->trigger();
    });
}

void Preferences::addKeyboard()
{
    m_keyboardPage = addPage(tr("Keyboard"), QStringLiteral("command"));
    m_shortcuts = new preferences::ShortcutsPage(m_workbench.actions, this);
    // The list scrolls by itself.
    delete m_stack->widget(m_keyboardPage);
    m_columns.back() = nullptr;
    m_stack->insertWidget(m_keyboardPage, m_shortcuts);
}

void Preferences::filter(const QString &text)
{
    const QStringList words = text.split(QLatin1Char(' '), Qt::SkipEmptyParts);
    std::vector<int> hits(static_cast<std::size_t>(m_stack->count()), 0);
    for (const Row &row : m_rows) {
        const QString page = m_pages->item(row.page)->text();
        const QString all = page + QLatin1Char('\n') + row.titleText + QLatin1Char('\n') + row.detailText;
        const bool fits = std::all_of(words.begin(), words.end(), [&](const QString &word) { return all.contains(word, Qt::CaseInsensitive); });
        row.frame->setVisible(fits);
        row.title->setText(marked(row.titleText, fits ? words : QStringList()));
        row.detail->setText(marked(row.detailText, fits ? words : QStringList()));
        hits[static_cast<std::size_t>(row.page)] += fits;
    }
    hits[static_cast<std::size_t>(m_keyboardPage)] += m_shortcuts->filter(text);
    int first = -1;
    for (int page = 0; page < m_stack->count(); ++page) {
        const bool any = hits[static_cast<std::size_t>(page)] > 0;
        m_pages->item(page)->setHidden(!any);
        if (any && first < 0)
            first = page;
    }
    m_nothing->setVisible(first < 0);
    m_stack->setVisible(first >= 0);
    const int current = m_pages->currentRow();
    if (first >= 0 && (current < 0 || m_pages->item(current)->isHidden()))
        m_pages->setCurrentRow(first);
}

QStringList Preferences::shownPages() const
{
    QStringList titles;
    for (int page = 0; page < m_pages->count(); ++page)
        if (!m_pages->item(page)->isHidden())
            titles += m_pages->item(page)->text();
    return titles;
}

QStringList Preferences::shownRows() const
{
    QStringList titles;
    for (const Row &row : m_rows)
        if (!row.frame->isHidden())
            titles += row.titleText;
    return titles;
}

void installPreferences(window::Workbench &workbench)
{
    workbench.actions.add({ .id = "tools.preferences",
                            .text = Preferences::tr("Pre&ferences"),
                            .icon = "settings",
                            .shortcuts = { QKeySequence(Qt::CTRL | Qt::Key_Comma) },
                            .tip = Preferences::tr("Theme, language, canvas, keyboard shortcuts"),
                            .menu = actions::Menu::tools,
                            .group = 9,
                            .run = [&workbench] {
                                Preferences dialog(workbench, workbench.canvas.window());
                                dialog.exec();
                            } });
}

} // namespace hopyard::dialogs
