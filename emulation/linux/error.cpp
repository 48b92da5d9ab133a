// The sentence a person reads; see error.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "emulation/linux/error.h"

#include <cstring>

namespace hopyard::linux {

std::string toString(const SysError &error)
{
    std::string text = "Cannot " + error.operation;
    if (error.code != 0) {
        const char *reason = strerrordesc_np(error.code);
        text += ": ";
        text += reason ? std::string(reason) : "error " + std::to_string(error.code);
    }
    text += '.';
    if (!error.hint.empty())
        text += ' ' + error.hint;
    return text;
}

} // namespace hopyard::linux
