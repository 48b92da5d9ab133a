// The completion scripts; packaging/completion holds the same texts for the package (a test compares them).
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string_view>

namespace hopyard::cli {

constexpr std::string_view kBashCompletion = R"(# bash completion for hop
_hop() {
    local -a words found
    local current prefix="" line
    # bash breaks words at ':', which stands in every link end; so take the line apart ourselves.
    read -r -a words <<<"${COMP_LINE:0:COMP_POINT}"
    [[ "${COMP_LINE:0:COMP_POINT}" == *[[:space:]] ]] && words+=("")
    current="${words[-1]}"
    [[ "$current" == *:* ]] && prefix="${current%"${current##*:}"}"
    COMPREPLY=()
    while IFS= read -r line; do
        if [[ "$line" == ":files" ]]; then
            compopt -o filenames 2>/dev/null
            while IFS= read -r line; do COMPREPLY+=("$line"); done < <(compgen -f -- "$current")
        else
            [[ "$line" == *= ]] && compopt -o nospace 2>/dev/null
            COMPREPLY+=("${line#"$prefix"}")
        fi
    done < <(hop complete -- "${words[@]:1}" 2>/dev/null)
}
complete -F _hop hop
)";

constexpr std::string_view kZshCompletion = R"(#compdef hop
# zsh completion for hop
_hop() {
    local -a found
    found=("${(@f)$(hop complete -- "${(@)words[2,CURRENT]}" 2>/dev/null)}")
    if (( ${found[(I):files]} )); then
        found=("${(@)found:#:files}")
        _files
    fi
    compadd -- "${(@)found:#}"
}
if [ "$funcstack[1]" = "_hop" ]; then
    _hop "$@"
else
    compdef _hop hop
fi
)";

constexpr std::string_view kFishCompletion = R"(# fish completion for hop
function __hop_complete
    set -l words (commandline -opc)
    for candidate in (hop complete -- $words[2..-1] (commandline -ct) 2>/dev/null)
        if test "$candidate" = ":files"
            __fish_complete_path (commandline -ct)
        else
            echo $candidate
        end
    end
end
complete -c hop -f -a '(__hop_complete)'
)";

} // namespace hopyard::cli
