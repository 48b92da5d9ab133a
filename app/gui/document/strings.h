// Between the lab's UTF-8 and Qt's text.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <string>
#include <string_view>

namespace hopyard::document {

inline QString toQt(std::string_view text) { return QString::fromUtf8(text.data(), static_cast<int>(text.size())); }
inline std::string fromQt(const QString &text) { return text.toStdString(); }

} // namespace hopyard::document
