// See consent_dialog.h. "Cancel" is the default: Enter pressed by accident starts nothing.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/docks/consent_dialog.h"

#include "app/gui/theme/icon.h"
#include "app/gui/theme/theme.h"

#include <QDialogButtonBox>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QTreeWidget>
#include <QVBoxLayout>

namespace hopyard::docks {

ConsentDialog::ConsentDialog(const std::vector<client::Program> &programs, bool canRemember, QWidget *parent) :
    QDialog(parent)
{
    setWindowTitle(tr("Run programs of this lab?"));
    auto *question = new QLabel(tr("This lab starts programs on this computer, as you, each in the network of its node. "
                                   "Only run them if you trust where the lab came from."),
                                this);
    question->setWordWrap(true);
    auto *list = new QTreeWidget(this);
    list->setAccessibleName(tr("Programs by node"));
    list->setHeaderLabels({tr("Node"), tr("Command")});
    list->setRootIsDecorated(false);
    list->setUniformRowHeights(true);
    list->setFont(theme::Theme::monospaceFont());
    for (const client::Program &program : programs) {
        auto *item = new QTreeWidgetItem(
            list, {QString::fromStdString(program.node), QString::fromStdString(program.command)});
        item->setIcon(0, theme::icon(QStringLiteral("namespace")));
        item->setToolTip(1, item->text(1));
    }
    list->resizeColumnToContents(0);

    auto *buttons = new QDialogButtonBox(this);
    QPushButton *once = buttons->addButton(tr("Allow &once"), QDialogButtonBox::AcceptRole);
    QPushButton *always = buttons->addButton(tr("Allow &always for this lab file"), QDialogButtonBox::AcceptRole);
    QPushButton *cancel = buttons->addButton(QDialogButtonBox::Cancel);
    always->setEnabled(canRemember);
    always->setToolTip(canRemember ? tr("Asks again when the file or one of these programs changes")
                                   : tr("Save the lab first: the answer is remembered for its file"));
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
    resize(620, 320);
}

} // namespace hopyard::docks
