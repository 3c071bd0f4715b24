#!/usr/bin/env python3
# keyboard.py: the main job with the keyboard alone
#
# SPDX-License-Identifier: GPL-3.0-or-later
"""Connects, subscribes, publishes, selects a message and looks at it, without a pointer and
with the keys that everybody tries first: Tab, Shift+Tab, arrows, Space, Enter, and Ctrl+Enter to
publish. The accessibility tree is only looked at."""

import sys

from desktop import wait_for
from scenario import Scenario, play
from steps import expect

MAX_STEPS = 60  # to go once around the window


class Keyboard(Scenario):
    def parts(self):
        yield self.connect
        yield self.subscribe
        yield self.publish
        yield self.inspect

    def focused(self):
        """The innermost control that has the focus."""
        found = [control for control in self.program.walk() if control.focused]
        return found[-1] if found else None

    def go_to(self, name, key='Tab'):
        """Presses a key until the control of that name, or a part of it, has the focus."""
        seen = []
        for _ in range(MAX_STEPS):
            at = self.focused()
            if at and name in self.names_around(at):
                return
            seen.append(at.name if at else '')
            self.desktop.press(key)
        expect(False, f'{key} does not lead to “{name}”, only to {seen}')

    @staticmethod
    def names_around(control):
        """Its own name and that of what it is a part of."""
        return [control.name, *(part.name for part in control.parents(2))]

    def connect(self):
        with self.steps.step('Connect', vital=True):
            self.user.open()
            self.program.give_keys(self.program.windows()[0])
            self.go_to('Connect')
            self.desktop.press('space')
            self.user.wait_state('Connected')

    def subscribe(self):
        with self.steps.step('Subscribe', vital=True):
            self.go_to('Topic filter')
            self.desktop.type('test')
            self.desktop.press('Return')
            self.user.wait_granted('test', 0)

    def publish(self):
        with self.steps.step('Publish', vital=True):
            self.go_to('Topic')
            self.desktop.type('test')
            self.go_to('QoS 0')
            self.desktop.press('Right')
            self.go_to('Payload')
            self.desktop.type('{"a": 1}')
            self.desktop.press('ctrl+Return')
            self.user.wait_row('the message', topic='test', sent=False, payload='{"a": 1}', qos=0)

    def inspect(self):
        with self.steps.step('Select the message'):
            self.go_to('Message log', 'shift+Tab')
            self.desktop.press('End')
            wait_for(lambda: self.program.has('Copy payload'), 'the inspector')
        for view, begin in (('Hex', '00000000  7b 22'), ('JSON', '{\n  "a": 1'), ('Text', '{"a": 1}')):
            with self.steps.step(f'Its payload as {view}'):
                self.go_to(view, 'Tab' if view == 'Hex' else 'shift+Tab')
                self.desktop.press('space')
                wait_for(lambda: self.program.find('Payload of the selected message').text.startswith(begin),
                         f'the payload as {view}')


if __name__ == '__main__':
    sys.exit(play(Keyboard, __doc__))
