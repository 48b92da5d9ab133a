// See link_properties.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/dialogs/link_properties.h"

#include "app/gui/dialogs/impairment_editor.h"
#include "app/gui/document/lab_document.h"
#include "app/gui/document/operations.h"
#include "app/gui/document/strings.h"
#include "core/lab/frr_config.h"

#include <QCheckBox>
#include <QComboBox>
#include <QFormLayout>
#include <QLabel>
#include <QVBoxLayout>

#include <set>

namespace hopyard::dialogs {

using document::fromQt;
using document::toQt;

LinkProperties::LinkProperties(document::LabDocument &document, QWidget *parent)
    : QWidget(parent), m_document(document), m_endA(new QComboBox(this)), m_endB(new QComboBox(this)),
      m_symmetric(new QCheckBox(tr("Both directions the same"), this)), m_forwardTitle(new QLabel(this)),
      m_backwardTitle(new QLabel(this)), m_forward(new ImpairmentEditor(tr("forward"), this)),
      m_backward(new ImpairmentEditor(tr("backward"), this))
{
    setAccessibleName(tr("Link properties"));
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(10);
    auto *form = new QFormLayout;
    form->setHorizontalSpacing(12);
    form->setVerticalSpacing(6);
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    const auto addEnd = [&](const QString &label, QComboBox *box) {
        auto *name = new QLabel(label, this);
        name->setAccessibleName(label);
        name->setBuddy(box);
        box->setAccessibleName(label);
        box->setMinimumContentsLength(10);
        form->addRow(name, box);
    };
    addEnd(tr("From"), m_endA);
    addEnd(tr("To"), m_endB);
    column->addLayout(form);
    m_symmetric->setAccessibleName(m_symmetric->text());
    column->addWidget(m_symmetric);
    for (QLabel *title : {m_forwardTitle, m_backwardTitle})
        title->setProperty("role", QStringLiteral("heading"));
    column->addWidget(m_forwardTitle);
    column->addWidget(m_forward);
    column->addWidget(m_backwardTitle);
    column->addWidget(m_backward);
    column->addStretch();
    connect(m_endA, &QComboBox::activated, this, [this] { endChosen(m_endA, true); });
    connect(m_endB, &QComboBox::activated, this, [this] { endChosen(m_endB, false); });
    connect(m_symmetric, &QCheckBox::clicked, this, &LinkProperties::setSymmetric);
    connect(m_forward, &ImpairmentEditor::edited, this,
            [this](const base::Impairment &i, const QString &what, bool stepping) {
                impairmentEdited(true, i, what, stepping);
            });
    connect(m_backward, &ImpairmentEditor::edited, this,
            [this](const base::Impairment &i, const QString &what, bool stepping) {
                impairmentEdited(false, i, what, stepping);
            });
}

void LinkProperties::showLink(const document::LinkEnds &ends)
{
    if (ends != m_ends)
        m_apart = false;
    m_ends = ends;
    const lab::Link *link = document::findLink(m_document.lab(), ends);
    if (!link)
        return;
    fillEnd(m_endA, ends.a);
    fillEnd(m_endB, ends.b);
    m_forward->showValue(link->forward);
    m_backward->showValue(link->backward);
    m_apart = m_apart || !link->isSymmetric();
    showDirections();
}

void LinkProperties::showDirections()
{
    m_symmetric->setChecked(!m_apart);
    const QString a = toQt(m_ends.a.node);
    const QString b = toQt(m_ends.b.node);
    m_forwardTitle->setText(m_apart ? QStringLiteral("%1 → %2").arg(a, b) : QStringLiteral("%1 ↔ %2").arg(a, b));
    m_backwardTitle->setText(QStringLiteral("%1 → %2").arg(b, a));
    for (QLabel *title : {m_forwardTitle, m_backwardTitle})
        title->setAccessibleName(title->text());
    m_backwardTitle->setVisible(m_apart);
    m_backward->setVisible(m_apart);
}

void LinkProperties::fillEnd(QComboBox *box, const lab::End &end) const
{
    // Every end that is free, and this one.
    std::set<lab::End> taken;
    for (const lab::Link &link : m_document.lab().links) {
        taken.insert(link.a);
        taken.insert(link.b);
    }
    QStringList ends;
    for (const lab::Node &node : m_document.lab().nodes) {
        std::set<std::string> names;
        for (const lab::Interface &interface : node.interfaces)
            names.insert(interface.name);
        for (const std::string &name : lab::frrFacts(node.config).interfaces)
            names.insert(name);
        names.insert(document::freeInterface(m_document.lab(), node.name));
        for (const std::string &name : names)
            if (const lab::End candidate{node.name, name}; candidate == end || !taken.contains(candidate))
                ends += toQt(lab::toString(candidate));
    }
    const QString current = toQt(lab::toString(end));
    if (!ends.contains(current))
        ends.prepend(current);
    box->clear();
    box->addItems(ends);
    box->setCurrentText(current);
}

void LinkProperties::endChosen(QComboBox *box, bool endA)
{
    const QString text = box->currentText();
    const int colon = static_cast<int>(text.indexOf(QLatin1Char(':')));
    const lab::End chosen{fromQt(text.left(colon)), fromQt(text.mid(colon + 1))};
    document::LinkEnds to = m_ends;
    (endA ? to.a : to.b) = chosen;
    if (to == m_ends)
        return;
    const document::LinkEnds from = std::exchange(m_ends, to);
    document::replugLink(m_document, from, to);
}

void LinkProperties::impairmentEdited(bool forward, const base::Impairment &impairment, const QString &what,
                                      bool stepping)
{
    const lab::Link *link = document::findLink(m_document.lab(), m_ends);
    if (!link)
        return;
    lab::Link changed = *link;
    if (forward || !m_apart)
        changed.forward = impairment;
    if (!forward || !m_apart)
        changed.backward = impairment;
    const QString key =
        stepping ? QStringLiteral("step %1 %2 %3").arg(what, document::linkText(m_ends)).arg(forward) : QString();
    document::setLink(m_document, m_ends, changed, what, key);
}

void LinkProperties::setSymmetric(bool symmetric)
{
    m_apart = !symmetric;
    const lab::Link *link = document::findLink(m_document.lab(), m_ends);
    if (symmetric && link && !link->isSymmetric()) {
        lab::Link changed = *link;
        changed.backward = changed.forward;
        document::setLink(m_document, m_ends, changed, tr("both directions"));
    }
    showDirections();
}

} // namespace hopyard::dialogs
