#!/usr/bin/env python3
# sandbox.py: the tutorial in the Flatpak, installed from its bundle by a user without rights
#
# SPDX-License-Identifier: GPL-3.0-or-later
"""Installs a bundle and the runtime it wants, starts Sonde in its sandbox and plays the tutorial in
its window, the local broker included. A sandbox that root starts keeps all of root's rights, so
this is for an ordinary user; root becomes one."""

import argparse
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import controls
from desktop import Desktop, Failure, need_programs, skip
from network import take_network
from plain import play_as_plain_user
from steps import Steps, expect, expect_equal
from tutorial import Tutorial

PORTALS = '/usr/share/dbus-1/services/org.freedesktop.portal.Desktop.service'


class SandboxedProgram(controls.Program):
    """It is on the accessibility bus by a proxy, whose process the bus names."""

    def _find_root(self):
        self.check()
        return next((child for child in controls.Control(controls._atspi().get_desktop(0)).children()
                     if child.name), None)


class SandboxedTutorial(Tutorial):
    program_class = SandboxedProgram

    def play(self):
        return self.steps.play(self.permissions, *self.parts())

    def permissions(self):
        with self.steps.step('0 The sandbox: no rights, no folder of the host', vital=True):
            said = self.inside('cat', '/proc/self/status')
            expect_equal(re.search(r'CapEff:\s*(\w+)', said)[1].strip('0'), '', 'capabilities')
            expect_equal(re.search(r'NoNewPrivs:\s*(\d)', said)[1], '1', 'NoNewPrivs')
            mark = self.desktop.path('home') / 'of-the-host'
            mark.touch()
            expect('of-the-host' not in self.inside('ls', str(mark.parent)), 'the home is visible inside')

    def inside(self, *command):
        return self.desktop.run('flatpak', '--user', 'run', f'--command={command[0]}', self.executable.name,
                                *command[1:], check=False).stdout.decode()


def install(desktop, arguments):
    """Returns the id of the application."""
    flatpak = ('flatpak', '--user')
    options = ('--assumeyes', '--noninteractive')
    desktop.run(*flatpak, 'remote-add', '--no-gpg-verify', 'stand-in', arguments.runtimes)
    platform = f'org.gnome.Platform//{arguments.branch}'
    for install in (['stand-in', platform], ['--no-deps', '--bundle', arguments.bundle]):
        done = subprocess.run([*flatpak, 'install', *options, *map(str, install)], env=desktop.environment,
                              stdin=subprocess.DEVNULL, capture_output=True, timeout=600, check=False)
        if done.returncode != 0:
            raise Failure(f'not installed: {done.stderr.decode().strip()}')
    listed = desktop.run(*flatpak, 'list', '--app', '--columns=application').stdout.decode().split()
    return listed[-1]


def write_launcher(desktop, application):
    """A file that is started as Sonde is, named as the application."""
    launcher = desktop.path(application)
    launcher.write_text(f'#!/bin/sh\nexec flatpak --user run {application} "$@"\n', encoding='utf-8')
    launcher.chmod(0o755)
    return launcher


def parse_arguments():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('--bundle', type=Path, required=True)
    parser.add_argument('--runtimes', type=Path, required=True, help='an OSTree repository')
    parser.add_argument('--branch', required=True, help='of the runtime')
    parser.add_argument('--screenshots', type=Path)
    parser.add_argument('--tap', action='store_true')
    return parser.parse_args()


def prepare(desktop):
    """What a desktop has that flatpak and portals ask for. Installing asks the parental controls on
    the system bus; where there is none, any bus that knows of none will do."""
    desktop.environment |= {
        'FLATPAK_USER_DIR': str(desktop.path('flatpak')),
        'DBUS_SYSTEM_BUS_ADDRESS': desktop.environment['DBUS_SESSION_BUS_ADDRESS'],
        'XDG_CURRENT_DESKTOP': 'GNOME',
    }


def main():
    arguments = parse_arguments()
    need_programs()
    if shutil.which('flatpak') is None:
        skip('not installed: flatpak (./dev flatpak)')
    play_as_plain_user(__file__, sys.argv[1:], arguments.screenshots)
    take_network()
    with Desktop() as desktop:
        prepare(desktop)
        controls.connect(desktop)
        application = install(desktop, arguments)
        desktop.has_keyring = desktop.has_keyring and os.path.exists(PORTALS)
        steps = Steps(desktop, arguments.screenshots, arguments.tap)
        return SandboxedTutorial(desktop, write_launcher(desktop, application), steps).play()


if __name__ == '__main__':
    sys.exit(main())
