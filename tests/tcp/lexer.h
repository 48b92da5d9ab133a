// Words of a script: numbers, names, texts and signs, with the line they stand on.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/tcp/script.h"

#include <string>
#include <string_view>
#include <vector>

namespace hopyard::script {

struct Word {
    enum class Kind : std::uint8_t { number, name, text, sign, command, code, option, end } kind = Kind::end;
    std::string text; ///< of a number: as written; of a sign: one of . , : ; ( ) [ ] { } < > = + - * ~ | ... and so on
    int line = 0;
    bool spaceBefore = false;
};

struct Words {
    std::vector<Word> all; ///< the last is `end`
    std::vector<std::string> comments;
};

base::Result<Words, ParseFailure> cutIntoWords(std::string_view text);

} // namespace hopyard::script
