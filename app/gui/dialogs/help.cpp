// See help.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/dialogs/help.h"

#include "app/gui/actions/action_registry.h"
#include "app/gui/preferences/shortcuts_page.h"
#include "app/gui/theme/icon.h"
#include "app/gui/theme/theme.h"
#include "app/gui/view/canvas_view.h"
#include "app/gui/window/workbench.h"

#include <QCoreApplication>
#include <QDialogButtonBox>
#include <QFile>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QTextBlock>
#include <QTextBrowser>
#include <QTextCursor>
#include <QTextTable>
#include <QVBoxLayout>

namespace hopyard::dialogs {

namespace {

QDialogButtonBox *closeButton(QDialog *dialog)
{
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Close, dialog);
    buttons->setAccessibleName(QCoreApplication::translate("Help", "Buttons"));
    buttons->button(QDialogButtonBox::Close)->setAccessibleName(QCoreApplication::translate("Help", "Close"));
    QObject::connect(buttons, &QDialogButtonBox::rejected, dialog, &QDialog::reject);
    return buttons;
}

/// The guide's text without its pictures: they show this very window.
QString guideText()
{
    QFile file(QStringLiteral(":/hopyard/docs/workbench.md"));
    if (!file.open(QIODevice::ReadOnly))
        return {};
    QStringList lines = QString::fromUtf8(file.readAll()).split(QLatin1Char('\n'));
    lines.removeIf([](const QString &line) { return line.startsWith(QLatin1String("![")); });
    return lines.join(QLatin1Char('\n'));
}

/// Markdown comes without room between rows and cells.
void layOut(QTextDocument &document)
{
    for (QTextFrame *frame : document.rootFrame()->childFrames())
        if (auto *table = qobject_cast<QTextTable *>(frame)) {
            QTextTableFormat format = table->format();
            format.setCellPadding(5);
            format.setCellSpacing(0);
            format.setBorderStyle(QTextFrameFormat::BorderStyle_Solid);
            format.setBorderBrush(theme::colours().border);
            format.setBorderCollapse(true);
            format.setWidth(QTextLength(QTextLength::PercentageLength, 100));
            table->setFormat(format);
        }
    for (QTextBlock block = document.begin(); block.isValid(); block = block.next()) {
        QTextBlockFormat format = block.blockFormat();
        if (format.headingLevel() > 0)
            format.setTopMargin(14);
        format.setLineHeight(120, QTextBlockFormat::ProportionalHeight);
        QTextCursor(block).setBlockFormat(format);
    }
}

/// One of each kind is open at a time; it does not stand in the way of the window.
template <class Dialog, class... Arguments>
void showOnly(QWidget *window, Arguments &&...arguments)
{
    auto *dialog = window->findChild<Dialog *>();
    if (!dialog) {
        dialog = new Dialog(arguments..., window);
        dialog->setAttribute(Qt::WA_DeleteOnClose);
    }
    dialog->show();
    dialog->raise();
    dialog->activateWindow();
}

} // namespace

Guide::Guide(QWidget *parent) : QDialog(parent)
{
    setWindowTitle(tr("Guide"));
    setAccessibleName(tr("Guide"));
    auto *text = new QTextBrowser(this);
    text->setAccessibleName(tr("Text of the guide"));
    text->setOpenExternalLinks(true);
    text->document()->setDocumentMargin(20);
    text->setMarkdown(guideText());
    layOut(*text->document());
    text->moveCursor(QTextCursor::Start);
    auto *column = new QVBoxLayout(this);
    column->addWidget(text, 1);
    column->addWidget(closeButton(this));
    resize(860, 720);
}

Shortcuts::Shortcuts(actions::ActionRegistry &registry, QWidget *parent)
    : QDialog(parent)
{
    setWindowTitle(tr("Keyboard Shortcuts"));
    setAccessibleName(tr("Keyboard Shortcuts"));
    auto *field = new QLineEdit(this);
    field->setAccessibleName(tr("Search"));
    field->setPlaceholderText(tr("Search actions and keys"));
    field->setClearButtonEnabled(true);
    field->addAction(theme::icon(QStringLiteral("search")), QLineEdit::LeadingPosition);
    auto *page = new preferences::ShortcutsPage(registry, this);
    connect(field, &QLineEdit::textChanged, page, &preferences::ShortcutsPage::filter);
    auto *column = new QVBoxLayout(this);
    column->addWidget(field);
    column->addWidget(page, 1);
    column->addWidget(closeButton(this));
    resize(860, 640);
    field->setFocus();
}

About::About(QWidget *parent) : QDialog(parent)
{
    setWindowTitle(tr("About Hopyard"));
    setAccessibleName(tr("About Hopyard"));
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(36, 28, 36, 20);
    column->setSpacing(8);
    auto *logo = new QLabel(this);
    logo->setPixmap(theme::iconPixmap(QStringLiteral("logo"), theme::colours().accent, 64, devicePixelRatioF()));
    logo->setAlignment(Qt::AlignHCenter);
    logo->setAccessibleName(tr("Hopyard"));
    column->addWidget(logo);
    const auto line = [&](const QString &text, const char *role, double points) {
        auto *label = new QLabel(text, this);
        label->setProperty("role", QLatin1String(role));
        label->setAlignment(Qt::AlignHCenter);
        label->setAccessibleName(text);
        label->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
        QFont font = label->font();
        font.setPointSizeF(points);
        label->setFont(font);
        column->addWidget(label);
    };
    line(tr("Hopyard %1").arg(QCoreApplication::applicationVersion()).trimmed(), "heading", 16);
    line(tr("Draw a network. Press Run. It is alive."), "muted", 10);
    column->addSpacing(8);
    line(tr("Free software under the GNU General Public License,\nversion 3 or later. It comes with no warranty."), "", 10);
    line(tr("Qt %1").arg(QLatin1String(qVersion())), "muted", 10);
    column->addSpacing(8);
    column->addWidget(closeButton(this));
    column->setSizeConstraint(QLayout::SetFixedSize);
}

void installHelp(window::Workbench &workbench)
{
    using actions::Menu;
    const auto window = [&workbench] { return workbench.canvas.window(); };
    workbench.actions.add({.id = "help.guide", .text = Guide::tr("&Guide"), .icon = "book",
                           .shortcuts = {QKeySequence(QKeySequence::HelpContents)},
                           .tip = Guide::tr("How to draw a lab, run it and look into it"), .menu = Menu::help, .group = 0,
                           .run = [window] { showOnly<Guide>(window()); }});
    workbench.actions.add({.id = "help.shortcuts", .text = Shortcuts::tr("&Keyboard Shortcuts"), .icon = "command",
                           .shortcuts = {QKeySequence(Qt::SHIFT | Qt::Key_F1)},
                           .tip = Shortcuts::tr("All actions and their keys, which can be changed"), .menu = Menu::help, .group = 0,
                           .run = [window, &workbench] { showOnly<Shortcuts>(window(), workbench.actions); }});
    workbench.actions.add({.id = "help.about", .text = About::tr("&About Hopyard"), .icon = "info",
                           .tip = About::tr("Version and licence"), .menu = Menu::help, .group = 9,
                           .run = [window] { showOnly<About>(window()); }});
}

} // namespace hopyard::dialogs
