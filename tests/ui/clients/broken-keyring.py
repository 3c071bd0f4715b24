#!/usr/bin/env python3
# broken-keyring.py: a Secret Service that refuses whatever it is asked for
#
# SPDX-License-Identifier: GPL-3.0-or-later
"""Takes the name of a keyring on the session bus, where no other has it, and has no object behind it. Prints a
line when it has the name."""

from gi.repository import Gio, GLib


def main():
    loop = GLib.MainLoop()
    Gio.bus_own_name(Gio.BusType.SESSION, 'org.freedesktop.secrets', Gio.BusNameOwnerFlags.NONE, None,
                     lambda *_: print('ready', flush=True), None)
    loop.run()


if __name__ == '__main__':
    main()
