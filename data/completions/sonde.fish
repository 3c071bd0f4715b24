# SPDX-License-Identifier: GPL-3.0-or-later
complete -c sonde -s p -l profile -x -d 'Connect the saved connection of this name'
complete -c sonde -l ask -d 'Ask before a URI is connected'
complete -c sonde -l version -d 'Print the version and exit'
complete -c sonde -s h -l help -d 'Print what can be typed and exit'
complete -c sonde -a 'mqtt:// mqtts:// ws:// wss:// mqtt+unix://'
