// Texts of several lines as a file has them and as a field shows them: in a file the lines of a paragraph are broken so that
// they can be read and compared, in a field they flow. Lists, quotes and indented lines keep their breaks.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace hopyard::document {

/// Each paragraph on one line.
QString unwrapped(const QString &text);
/// Paragraphs broken at blanks to at most `width` characters; unwrapped(wrapped(t)) is unwrapped(t).
QString wrapped(const QString &text, int width = 110);

} // namespace hopyard::document
