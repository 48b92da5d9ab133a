// What the property pages of a node have in common: rows of a form with the field and, below it, what is wrong with it.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/address.h"

#include <QFormLayout>
#include <QString>

#include <optional>
#include <span>
#include <string_view>
#include <vector>

class QComboBox;
class QWidget;

namespace hopyard::dialogs {

class CheckedLine;

/// A form as the property pages have it, without its owner.
QFormLayout *makeForm();
/// Adds a row for the field and returns the part that can be hidden with QFormLayout::setRowVisible().
QWidget *addField(QFormLayout &form, QWidget *parent, const QString &label, CheckedLine *line);
/// Adds a row with a choice of the words of the lab file.
QComboBox *addChoice(QFormLayout &form, QWidget *parent, const QString &label, std::span<const std::string_view> words);
void showChoice(QComboBox *box, std::string_view word);

/// "10.0.0.11/24, 10.0.0.12/24"
QString addressesText(const std::vector<base::InterfaceAddress> &addresses);
/// Nothing where one of the words is no address.
std::optional<std::vector<base::InterfaceAddress>> addressesOf(const QString &text);

} // namespace hopyard::dialogs
