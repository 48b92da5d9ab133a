// See field_form.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/dialogs/field_form.h"

#include "app/gui/dialogs/editors.h"
#include "app/gui/document/strings.h"

#include <QComboBox>
#include <QLabel>
#include <QSignalBlocker>
#include <QStringList>
#include <QVBoxLayout>

namespace hopyard::dialogs {

using document::fromQt;
using document::toQt;

namespace {

QLabel *nameLabel(QWidget *parent, const QString &text, QWidget *field)
{
    auto *name = new QLabel(text, parent);
    name->setAccessibleName(text);
    name->setBuddy(field);
    return name;
}

} // namespace

QFormLayout *makeForm()
{
    auto *form = new QFormLayout;
    form->setHorizontalSpacing(12);
    form->setVerticalSpacing(6);
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    return form;
}

QWidget *addField(QFormLayout &form, QWidget *parent, const QString &label, CheckedLine *line)
{
    auto *row = new QWidget(parent);
    row->setAccessibleName(label);
    auto *rows = new QVBoxLayout(row);
    rows->setContentsMargins(0, 0, 0, 0);
    rows->setSpacing(3);
    auto *problem = new QLabel(row);
    line->setProblemLabel(problem);
    line->setAccessibleName(label);
    rows->addWidget(line);
    rows->addWidget(problem);
    form.addRow(nameLabel(parent, label, line), row);
    return row;
}

QComboBox *addChoice(QFormLayout &form, QWidget *parent, const QString &label, std::span<const std::string_view> words)
{
    auto *box = new QComboBox(parent);
    box->setAccessibleName(label);
    for (const std::string_view word : words)
        box->addItem(toQt(word));
    form.addRow(nameLabel(parent, label, box), box);
    return box;
}

void showChoice(QComboBox *box, std::string_view word)
{
    const QSignalBlocker quiet(box);
    box->setCurrentText(toQt(word));
}

QString addressesText(const std::vector<base::InterfaceAddress> &addresses)
{
    QStringList texts;
    for (const auto &address : addresses)
        texts += toQt(base::toString(address));
    return texts.join(QStringLiteral(", "));
}

std::optional<std::vector<base::InterfaceAddress>> addressesOf(const QString &text)
{
    std::vector<base::InterfaceAddress> addresses;
    for (const QString &word :
         QString(text).replace(QLatin1Char(','), QLatin1Char(' ')).split(QLatin1Char(' '), Qt::SkipEmptyParts)) {
        const auto address = base::InterfaceAddress::parse(fromQt(word));
        if (!address)
            return std::nullopt;
        addresses.push_back(*address);
    }
    return addresses;
}

} // namespace hopyard::dialogs
