# bash completion for hop
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
