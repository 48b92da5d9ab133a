# fish completion for hop
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
