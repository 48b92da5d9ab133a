// The texts of foreign files: bytes to UTF-8, entities to characters, names of places to names of nodes.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

namespace hopyard::topology {

bool isUtf8(std::string_view bytes);
/// Reads each byte as Windows-1252, of which ISO 8859-1 is the part that is in use.
std::string windows1252ToUtf8(std::string_view bytes);
/// Keeps what is UTF-8 and reads the other bytes as Windows-1252.
std::string repairUtf8(std::string_view bytes);
/// UTF-16 with or without a byte order mark; what is no UTF-16 becomes U+FFFD.
std::string utf16ToUtf8(std::string_view bytes, bool bigEndian);

/// "Z&#252;rich" and "Z&uuml;rich" to "Zürich": entities that a file still has after it was read, because they were
/// escaped twice. Unknown ones stay. Control characters become blanks, blanks are merged and trimmed.
std::string cleanText(std::string_view text);

/// UTF-8 to letters that are on every keyboard: "Zürich" to "Zuerich", "São Paulo" to "Sao Paulo", "Москва" to "Moskva".
/// What has no such letters is left out.
std::string toAscii(std::string_view utf8);

/// A name of a node (lab::isNodeName) from a label, at most `most` characters; empty where nothing is left of it.
/// "New York, NY" becomes "New-York-NY".
std::string nodeName(std::string_view label, std::size_t most = 40);

/// True for labels that say nothing: "", "?", "None", "n/a", "unknown" and the like.
bool isNoLabel(std::string_view label);

} // namespace hopyard::topology
