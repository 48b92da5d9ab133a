// See address_dialog.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/dialogs/address_dialog.h"

#include "app/gui/document/strings.h"
#include "app/gui/models/lab_rows.h"
#include "app/gui/theme/icon.h"
#include "app/gui/theme/theme.h"

#include <QComboBox>
#include <QDialogButtonBox>
#include <QFormLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QTreeWidget>
#include <QVBoxLayout>

namespace hopyard::dialogs {

using document::toQt;
using topology::AddressPlan;
using topology::LearnBy;

namespace {
constexpr auto kFrom = "10.0.0.0/8";
}

AddressDialog::AddressDialog(const lab::Lab &lab, QWidget *parent)
    : QDialog(parent), m_lab(lab), m_from(new QLineEdit(QLatin1String(kFrom), this)), m_learnBy(new QComboBox(this)), m_tree(new QTreeWidget(this)),
      m_remarks(new QLabel(this)), m_buttons(new QDialogButtonBox(QDialogButtonBox::Ok | QDialogButtonBox::Cancel, this))
{
    setWindowTitle(tr("Fill in Addresses"));
    setAccessibleName(windowTitle());
    resize(560, 560);
    m_from->setAccessibleName(tr("Network that new ones are taken from"));
    m_from->setFont(theme::Theme::monospaceFont());
    m_learnBy->setAccessibleName(tr("How routers learn of networks"));
    m_learnBy->addItem(tr("not at all"), int(LearnBy::nothing));
    m_learnBy->addItem(tr("by OSPF"), int(LearnBy::ospf));
    m_learnBy->addItem(tr("by RIP"), int(LearnBy::rip));
    int routers = 0;
    for (const lab::Node &node : lab.nodes)
        routers += lab::hasConfig(node.kind);
    if (routers > 1) // else there is nothing to learn
        m_learnBy->setCurrentIndex(1);
    m_tree->setAccessibleName(tr("Networks and their interfaces"));
    m_tree->setHeaderLabels({tr("Network, interface"), tr("Address")});
    m_tree->header()->setStretchLastSection(true);
    m_tree->setAlternatingRowColors(true);
    m_tree->setUniformRowHeights(true);
    m_remarks->setWordWrap(true);
    m_remarks->setTextFormat(Qt::PlainText);
    m_remarks->setProperty("role", QStringLiteral("muted"));
    m_remarks->setAccessibleName(tr("What is left to you"));
    m_buttons->button(QDialogButtonBox::Ok)->setText(tr("&Fill In"));

    auto *form = new QFormLayout;
    form->addRow(tr("&Take networks from"), m_from);
    form->addRow(tr("&Routers learn of networks"), m_learnBy);
    auto *column = new QVBoxLayout(this);
    column->addLayout(form);
    column->addWidget(m_tree, 1);
    column->addWidget(m_remarks);
    column->addWidget(m_buttons);
    connect(m_from, &QLineEdit::textChanged, this, &AddressDialog::make);
    connect(m_learnBy, &QComboBox::currentIndexChanged, this, &AddressDialog::make);
    connect(m_buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(m_buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    make();
    m_tree->setFocus();
}

void AddressDialog::make()
{
    const auto from = base::IpPrefix::parse(document::fromQt(m_from->text().trimmed()));
    m_plan = {};
    if (!from || !from->address().isV4() || from->length() > 30) {
        m_tree->clear();
        m_remarks->setText(tr("A network is written like 10.0.0.0/8 or 192.168.0.0/16: an IPv4 address whose bits beyond the length are zero."));
        m_remarks->show();
    } else {
        m_plan = topology::planAddresses(m_lab, {*from, LearnBy(m_learnBy->currentData().toInt())});
        showPlan();
    }
    m_buttons->button(QDialogButtonBox::Ok)->setEnabled(!m_plan.nodes.empty());
}

void AddressDialog::showPlan()
{
    m_tree->clear();
    QFont bold = m_tree->font(), figures = theme::Theme::monospaceFont();
    bold.setBold(true);
    for (const AddressPlan::Network &network : m_plan.networks) {
        auto *top = new QTreeWidgetItem(m_tree, {toQt(toString(network.prefix)), network.isNew ? tr("new") : QString()});
        top->setFont(0, bold);
        for (const AddressPlan::Member &member : network.members) {
            auto *item = new QTreeWidgetItem(top, {toQt(lab::toString(member.at)), toQt(toString(member.address))});
            if (const lab::Node *node = m_lab.findNode(member.at.node))
                item->setIcon(0, theme::icon(models::kindIcon(node->kind)));
            item->setFont(1, figures);
            if (member.isNew)
                item->setForeground(1, theme::colours().accent);
            item->setToolTip(1, member.isNew ? tr("It gets this address") : tr("It has this address already"));
            item->setData(1, Qt::AccessibleDescriptionRole, item->toolTip(1));
        }
    }
    m_tree->expandAll();
    m_tree->resizeColumnToContents(0);
    QStringList sentences;
    if (m_plan.networks.empty())
        sentences += tr("Link nodes first: addresses belong to the ends of links.");
    else if (m_plan.nodes.empty())
        sentences += tr("Every interface that can be given an address has one.");
    if (!m_plan.gateways.empty())
        sentences += tr("%n host(s) get a router as gateway.", nullptr, int(m_plan.gateways.size()));
    for (const std::string &remark : m_plan.remarks)
        sentences += toQt(remark);
    m_remarks->setText(sentences.join(QLatin1Char('\n')));
    m_remarks->setVisible(!sentences.isEmpty());
}

} // namespace hopyard::dialogs
