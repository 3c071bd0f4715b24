#!/usr/bin/env python3
# keyboard.py: the tutorial with the keyboard alone
#
# SPDX-License-Identifier: GPL-3.0-or-later
"""Plays the tutorial without a pointer, with the keys that everybody tries first: Tab, Shift+Tab, arrows,
Space, Enter, and with the shortcuts that the shortcuts window shows. The accessibility tree is only
looked at."""

import sys

from controls import LABELS
from desktop import wait_for
from outside import publish
from pages import wait_closed, wait_open
from scenario import Scenario, play
from steps import expect

MAX_STEPS = 60  # to go once around the window


class Keyboard(Scenario):
    def parts(self):
        yield self.connect
        yield self.subscribe
        yield self.publish
        yield self.inspect
        yield self.retain
        yield self.broker_page
        yield self.persistent_session
        yield self.open_again

    def go_to(self, name, key='Tab'):
        """Presses a key until the control of that name, or a part of it, has the focus."""
        wait_for(lambda: self.find_all(name), f'a control “{name}”')
        targets = self.find_all(name)
        for _ in range(MAX_STEPS):
            if any(self.has_focus(target) for target in targets):
                return
            self.desktop.press(key)
        expect(False, f'{key} does not lead to “{name}”')

    def find_all(self, name):
        return [control for control in self.program.walk() if control.name == name and control.role not in LABELS]

    @staticmethod
    def has_focus(control):
        return control.focused or any(part.focused for part in control.walk())

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

    def retain(self):
        with self.steps.step('Publish with retain, subscribe later: it is there, marked retained'):
            self.replace('Topic', 'lamp/state')
            self.go_to('Retain')
            self.desktop.press('space')
            self.replace('Payload', 'on')
            self.desktop.press('ctrl+Return')
            self.user.wait_row('the publish', topic='lamp/state', sent=True)
            self.desktop.press('ctrl+t')
            self.desktop.type('lamp/+')
            self.desktop.press('Return')
            self.user.wait_granted('lamp/+', 0)
            rows = self.user.wait_row('the retained message', topic='lamp/state', sent=False)
            expect(rows[-1].retained, f'not marked: {rows[-1]}')
        with self.steps.step('Clear it: an empty payload, retained'):
            self.replace('Payload', '')
            self.desktop.press('ctrl+Return')
            self.go_to('Clear')
            self.desktop.press('Return')
            self.user.wait_row('the empty message', topic='lamp/state', sent=False, payload='')
            self.go_to('Retain', 'shift+Tab')
            self.desktop.press('space')
            wait_for(lambda: not self.program.find('Retain').checked, 'Retain to be off')
        with self.steps.step('Unsubscribe from it'):
            self.desktop.press('ctrl+k')
            self.program.find('Command palette')
            self.desktop.type('lamp/+')
            wait_for(lambda: self.program.has('lamp/+, Subscription'), 'it to be found')
            self.desktop.press('Return')
            self.desktop.type('unsub')
            wait_for(lambda: self.program.has('Unsubscribe, lamp/+'), 'what can be done with it')
            self.desktop.press('Return')
            wait_for(lambda: self.user.subscription('lamp/+') is None, 'its row to go')

    def broker_page(self):
        with self.steps.step('The page Broker, and back'):
            self.desktop.press('ctrl+3')
            self.program.wait_says('Clients connected', 30)
            self.desktop.press('ctrl+1')
            self.program.find('Message log')

    def persistent_session(self):
        with self.steps.step('Save a connection', vital=True):
            port = self.user.address()
            self.desktop.press('ctrl+n')
            wait_open(self.program)
            self.program.give_keys(self.program.find('Pages'))
            for name, text in (('Name', 'Night shift'), ('Host', '127.0.0.1'), ('Port', str(port)),
                               ('Client ID', 'bci_000042')):
                self.replace(name, text)
            self.desktop.press('alt+4')
            self.go_to('Clean start')
            self.desktop.press('space')
            self.replace('Session expiry', '3600')
            self.desktop.press('ctrl+s')
            wait_closed(self.program)
            self.program.give_keys(self.program.windows()[0])
        with self.steps.step('Connect, subscribe, disconnect; others publish meanwhile', vital=True):
            self.desktop.press('ctrl+shift+c')
            self.wait_current('Night shift', 'Connected')
            self.desktop.press('ctrl+t')
            self.desktop.type('jobs/#')
            self.go_to('Subscription QoS')
            self.desktop.press('space')
            self.desktop.press('Down')
            self.desktop.press('Return')
            self.go_to('Subscribe')
            self.desktop.press('space')
            self.user.wait_granted('jobs/#', 1)
            self.desktop.press('ctrl+shift+d')
            self.wait_current('Night shift', 'Disconnected')
            for number in (1, 2, 3):
                publish(self.desktop, port, 'jobs/night', f'job {number}', qos=1)
        with self.steps.step('Connect again: session present, and all that was missed'):
            self.desktop.press('ctrl+shift+c')
            self.wait_current('Night shift', 'Connected')
            self.program.wait_says('session present')
            self.user.wait_row('the last job', topic='jobs/night', sent=False, payload='job 3')

    def open_again(self):
        with self.steps.step('Quit, reopen: the connections are there'):
            expect(self.program.quit() == 0, 'exit status')
            self.user.open()
            self.program.give_keys(self.program.windows()[0])
            self.wait_current('Night shift', 'Disconnected')
            self.desktop.press('alt+1')
            self.wait_current('Local broker', 'Disconnected')

    def replace(self, name, text):
        """Goes to a field, and types in the place of what stands there."""
        self.go_to(name)
        self.desktop.press('ctrl+a')
        self.desktop.press('BackSpace')
        if text:
            self.desktop.type(text)

    def wait_current(self, name, state):
        wait_for(lambda: any(row.selected and row.name == name
                             for row in self.program.find('Connections').children()), f'“{name}” to be selected')
        self.user.wait_state(state)


if __name__ == '__main__':
    sys.exit(play(Keyboard, __doc__))
