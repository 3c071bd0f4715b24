# scenario.py: what the programs of this folder that play a scenario have in common
#
# SPDX-License-Identifier: GPL-3.0-or-later

import argparse
from pathlib import Path

import controls
from desktop import Desktop, need_programs
from network import take_network
from steps import Steps
from user import User


class Scenario:
    """A user at a private machine. A scenario names its parts, which are played in turn."""

    def __init__(self, desktop, executable, steps):
        self.desktop = desktop
        self.steps = steps
        self.user = User(desktop, executable)

    @property
    def program(self):
        return self.user.program

    def parts(self):
        raise NotImplementedError

    def note(self, text):
        """What was measured, for a person to read; nothing depends on it."""
        print(f'# {text}', flush=True)


def parse_arguments(description):
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument('--build', type=Path, default=Path('build'))
    parser.add_argument('--screenshots', type=Path)
    parser.add_argument('--tap', action='store_true')
    return parser.parse_args()


def play(scenario, description):
    """Returns the exit status."""
    arguments = parse_arguments(description)
    need_programs()
    take_network()
    with Desktop() as desktop:
        desktop.use_build(arguments.build)
        controls.connect(desktop)
        steps = Steps(desktop, arguments.screenshots, arguments.tap)
        played = scenario(desktop, arguments.build.resolve() / 'src' / 'sonde', steps)
        return steps.play(*played.parts())
