# sonde.bash: completion of sonde(1)
#
# SPDX-License-Identifier: GPL-3.0-or-later

_sonde() {
    local current=${COMP_WORDS[COMP_CWORD]}
    case $current in
        -*) mapfile -t COMPREPLY < <(compgen -W '--profile= --ask --version --help' -- "$current") ;;
        mqtt* | ws*) mapfile -t COMPREPLY < <(compgen -W 'mqtt:// mqtts:// ws:// wss:// mqtt+unix://' -- "$current") ;;
        *) mapfile -t COMPREPLY < <(compgen -f -X '!*.jsonl' -- "$current" && compgen -d -- "$current") ;;
    esac
    [[ ${COMPREPLY[0]-} != *[=/] ]] || compopt -o nospace
}

complete -o filenames -F _sonde sonde
