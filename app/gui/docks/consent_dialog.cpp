// See consent_dialog.h. "Cancel" is the default: Enter pressed by accident starts nothing.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/docks/consent_dialog.h"

#include "app/gui/theme/theme.h"

#include <QDialogButtonBox>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QTextOption>
#include <QVBoxLayout>

namespace hopyard::docks {

namespace {

/// What comes beside the programs: images and files by name, ports of nodes in one line.
QString beside(const std::vector<lab::Want> &wants)
{
    QString files, ports;
    for (const lab::Want &want : wants) {
        const QString node = QString::fromStdString(want.node), text = QString::fromStdString(want.text);
        if (want.kind == lab::Want::Kind::port)
            ports += (ports.isEmpty() ? QString() : QStringLiteral(", ")) + node;
        else if (want.kind == lab::Want::Kind::image || want.kind == lab::Want::Kind::file)
            files += QStringLiteral("\n    %1 (%2)%3").arg(text, node, want.isOutsideFolder ? ConsentDialog::tr("  — not in the lab's folder!") : QString());
    }
    QString out;
    if (!files.isEmpty())
        out += QStringLiteral("\n\n") + ConsentDialog::tr("Files that are read:") + files;
    if (!ports.isEmpty())
        out += QStringLiteral("\n\n") + ConsentDialog::tr("In network namespaces of Linux, which the lab makes:") + QStringLiteral("\n    ") + ports;
    return out;
}

} // namespace

ConsentDialog::ConsentDialog(const std::vector<client::Program> &programs, bool canRemember, QWidget *parent, const std::vector<lab::Want> &wants) :
    QDialog(parent)
{
    setWindowTitle(tr("Run programs of this lab?"));
    auto *question = new QLabel(tr("This lab starts programs on this computer, as you, each in the network of its node. "
                                   "Only run them if you trust where the lab came from."),
                                this);
    question->setWordWrap(true);
    // As text, and all of it: nobody can consent to what does not fit into a cell.
    QString text;
    for (const client::Program &program : programs) {
        text += (text.isEmpty() ? QString() : QStringLiteral("\n\n")) + QString::fromStdString(program.node) + QLatin1Char(':');
        for (const QString &line : QString::fromStdString(program.command).trimmed().split(QLatin1Char('\n')))
            text += QStringLiteral("\n    ") + line;
    }
    auto *list = new QPlainTextEdit(text + beside(wants), this);
    list->setReadOnly(true);
    list->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    list->setTabChangesFocus(true);
    list->setWordWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere); // nothing hides at the far end of a line
    list->setAccessibleName(tr("Programs by node"));
    list->setFont(theme::Theme::monospaceFont());

    auto *buttons = new QDialogButtonBox(this);
    QPushButton *once = buttons->addButton(tr("Allow &once"), QDialogButtonBox::AcceptRole);
    QPushButton *always = buttons->addButton(tr("Allow &always for this lab file"), QDialogButtonBox::AcceptRole);
    QPushButton *cancel = buttons->addButton(QDialogButtonBox::Cancel);
    always->setEnabled(canRemember);
    always->setToolTip(canRemember ? tr("Asks again when the file or one of these programs changes")
                                   : tr("Save the lab first: the answer is remembered for its file"));
    cancel->setIcon(QIcon());
    cancel->setDefault(true);
    cancel->setFocus();
    const auto choose = [this](client::Consent consent) {
        return [this, consent] {
            m_answer = consent;
            accept();
        };
    };
    connect(once, &QPushButton::clicked, this, choose(client::Consent::once));
    connect(always, &QPushButton::clicked, this, choose(client::Consent::always));
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    auto *column = new QVBoxLayout(this);
    column->addWidget(question);
    column->addWidget(list, 1);
    column->addWidget(buttons);
    resize(720, 420);
}

} // namespace hopyard::docks
