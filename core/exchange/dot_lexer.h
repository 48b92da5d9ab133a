// The words of a DOT file. See dot_read.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace hopyard::exchange {

struct DotToken {
    enum class Kind : unsigned char { end, id, symbol, edge, wrong } kind = Kind::end;
    std::string text;     ///< of an id without quotes; of a symbol its character; wrong: what is
    bool quoted = false;  ///< an id in quotes is no keyword
    std::size_t at = 0;   ///< byte of the text
};

class DotLexer {
public:
    explicit DotLexer(std::string_view text) : m_text(text) {}
    DotToken next();

private:
    void skipBlanks();
    DotToken quotedString();
    DotToken htmlString();

    std::string_view m_text;
    std::size_t m_at = 0;
};

} // namespace hopyard::exchange
