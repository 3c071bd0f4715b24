#!/usr/bin/env python3
# editor.py: every field of the profile editor, and Test connection
#
# SPDX-License-Identifier: GPL-3.0-or-later
"""Fills in every page of the profile editor, saves, opens Sonde anew and finds all of it; goes
through each page with the Tab key; is led to what is wrong; tests a connection that is not saved."""

import re
import socket
import sys

from desktop import wait_for
from outside import Broker
from pages import PAGES, Choice, fill, open_page, read, wait_closed, wait_open
from scenario import Scenario, play
from steps import expect, expect_equal

# A development build has an id of its own
NAME = re.compile(rb"'(io\.github\.sonde_mqtt\.Sonde[.\w]*)'")
FIELDS = {
    'General': {'Name': 'Lab', 'Transport': Choice('WebSocket'), 'Host': 'broker.example', 'Port': '9443',
                'WebSocket path': '/mqtt?key=1', 'Use TLS': True, 'MQTT version': Choice('MQTT 5'),
                'Client ID': 'bci_123456', 'User name': 'ada', 'Group': 'Staging', 'Color': Choice('Teal')},
    'Security': {'Verify server certificate': False, 'Server name': 'other.example',
                 'Minimum TLS version': Choice('TLS 1.2'), 'Maximum TLS version': Choice('TLS 1.3'),
                 'ALPN protocols': 'mqtt', 'Ciphers of TLS 1.2': 'ECDHE+AESGCM',
                 'Pre-shared key identity': 'lamp'},
    'Last will': {'Will topic': 'lamp/state', 'Will payload': '{"on": false}', 'Will QoS': Choice('2'),
                  'Will retain': True, 'Will delay': '30', 'Message expiry': '3600', 'Payload is text': True,
                  'Content type': 'application/json', 'Response topic': 'lamp/answer',
                  'Correlation data': '42'},
    'Session': {'Clean start': False, 'Session expiry': '7200', 'Keep alive': '45', 'Receive maximum': '100',
                'Maximum packet size': '65536', 'Request response information': True,
                'Request problem information': False},
    'Network': {'Connect timeout': '7', 'Resubscribe': False, 'Reconnect automatically': True,
                'First delay': '2', 'Greatest delay': '90', 'Attempts': '5', 'Proxy': Choice('SOCKS5'),
                'Proxy host': 'proxy.example', 'Proxy port': '1081', 'Proxy user name': 'eve'},
}
PAIRS = {'General': ('Add header', {'Name of header 1': 'X-Key', 'Value of header 1': 'abc'}),
         'Last will': ('Add user property', {'Name of user property 1': 'from', 'Value of user property 1': '灯'}),
         'Session': ('Add user property', {'Name of user property 1': 'site', 'Value of user property 1': 'B 2'})}
SECRETS = {'General': {'Password': 'secret-one'},
           'Security': {'Key passphrase': 'secret-two', 'Pre-shared key': 'c0ffee'},
           'Network': {'Proxy password': 'secret-three'}}
TAB_STEPS = 80  # to go once around the largest page


class Editor(Scenario):
    def parts(self):
        yield self.fill_in
        yield self.find_again
        yield self.walk
        yield self.be_led
        yield self.test

    def open_editor(self, name=None):
        if name:
            self.program.click(f'Menu of {name}')
            self.program.click('Edit')
        else:
            self.program.click('New connection')
        wait_open(self.program)

    def fill_in(self):
        with self.steps.step('Fill in every page, and save', vital=True):
            self.user.open()
            self.open_editor()
            fill(self.program, FIELDS)
            for page, (button, values) in PAIRS.items():
                open_page(self.program, page)
                self.program.click(button)
                fill(self.program, {page: values})
            fill(self.program, SECRETS)
            self.program.click('Save')
            wait_closed(self.program)
            expect_equal(self.program.quit(), 0, 'exit status')

    def find_again(self):
        with self.steps.step('Opened anew: all of it is there', vital=True):
            self.user.open()
            self.open_editor('Lab')
            expect_equal(read(self.program, FIELDS), FIELDS, 'fields')
            pairs = {page: values for page, (_button, values) in PAIRS.items()}
            expect_equal(read(self.program, pairs), pairs, 'headers and user properties')
            open_page(self.program, 'Security')
            self.program.wait_says('Anyone can pose as this broker')

    # --- the keyboard ------------------------------------------------------------------------

    def visit(self, page):
        """What the Tab key comes by, once around: each name, and how often."""
        open_page(self.program, page)
        stops = []
        window = next(window for window in self.program.windows()
                      if any(control.name == 'Pages' for control in window.walk()))
        for _ in range(TAB_STEPS):
            focused = [control for control in window.walk() if control.focused]
            if focused:
                names = [focused[-1].name, *(part.name for part in focused[-1].parents(2))]
                stops.append(names)
                if stops.count(names) > 1:
                    break
            self.program.desktop.press('Tab')
        return stops[:-1]

    def walk(self):
        for page in PAGES:
            with self.steps.step(f'{page}: Tab comes by every field, once'):
                stops = self.visit(page)
                wanted = [*FIELDS[page], *SECRETS.get(page, ())]
                # Where the focus is in a part of a field, the field bears the name.
                names = [stop[0] if stop[0] in wanted else next((name for name in stop if name in wanted), None)
                         if not stop[0] else None for stop in stops]
                counts = {name: names.count(name) for name in wanted}
                wrong = {name: count for name, count in counts.items() if count != 1}
                expect(not wrong, f'stops of the Tab key: {wrong}')
        self.program.click('Cancel')
        wait_closed(self.program)

    # --- what is wrong -----------------------------------------------------------------------

    def be_led(self):
        with self.steps.step('A port above 65,535 is told, and stays as it was typed'):
            self.open_editor()
            self.program.set_text('Port', '70000')
            self.program.wait_says('Type a number from 1 to 65,535.')
            open_page(self.program, 'Session')
            open_page(self.program, 'General')
            expect_equal(self.program.find('Port').text, '70000', 'port')
            self.program.set_text('Port', '1883')
            wait_for(lambda: not self.program.says('Type a number from'), 'the fault to go')
        with self.steps.step('Save leads to the field that is wrong'):
            fill(self.program, {'Last will': {'Will topic': 'lamp/+'}, 'General': {'Name': 'Never'}})
            self.program.click('Save')
            wait_for(lambda: self.program.has('Will topic'), 'the page Last will')
            wait_for(lambda: any(control.focused for control in self.program.find('Will topic').walk()) or
                     self.program.find('Will topic').focused, 'the focus on Will topic')
            expect(self.program.has('Pages'), 'the editor has closed')
            self.program.set_text('Will topic', '')
        with self.steps.step('Clean start off without session expiry: a warning, with a way out'):
            fill(self.program, {'Session': {'Clean start': False}})
            self.program.wait_says('The session ends with the connection')
            self.program.click('Keep for a day')
            wait_for(lambda: self.program.find('Session expiry').text == '86400', 'a day')
            expect(not self.program.says('The session ends with the connection'), 'the warning stays')

    # --- Test connection ---------------------------------------------------------------------

    def test(self):
        broker = Broker(self.desktop, user='ada', password='right-horse')
        with self.steps.step('Test connection: a wrong password is refused'):
            fill(self.program, {'General': {'Host': '127.0.0.1', 'Port': str(broker.port), 'User name': 'ada',
                                            'Password': 'wrong-horse'}})
            self.program.click('Test connection')
            self.program.wait_says('Could not connect to')
            self.program.click('What was tried')
            self.program.wait_says('TCP connected')
        with self.steps.step('Test connection: the broker accepts'):
            self.program.set_text('Password', 'right-horse')
            self.program.click('Test connection')
            self.program.wait_says('The broker accepted the connection')
            self.program.wait_says('Session present: no')
            self.program.click('What was tried')
            self.program.wait_says('MQTT accepted')
            self.program.click('Close test')
            wait_for(lambda: not self.program.says('MQTT accepted'), 'the test to close')
        with self.steps.step('Test connection: stopped'), socket.create_server(('127.0.0.1', 0)) as silent:
            self.program.set_text('Port', str(silent.getsockname()[1]))
            self.program.click('Test connection')
            self.program.click('Stop test')
            self.program.wait_says('The test was stopped')
        with self.steps.step('Quit asks first, and once'):
            self.ask_to_quit()
            wait_for(lambda: self.program.has('Keep editing'), 'the question')
            self.ask_to_quit()
            self.program.click('Keep editing')
            wait_for(lambda: not self.program.has('Keep editing'), 'the question to go')
        with self.steps.step('Nothing of it was saved'):
            self.program.click('Cancel')
            self.program.click('Discard')
            wait_closed(self.program)
            names = [row.name for row in self.program.find('Connections').children() if row.shown]
            expect('Never' not in names, f'connections: {names}')
            expect_equal(self.program.quit(), 0, 'exit status')

    def call(self, name, path, method, *arguments):
        return self.desktop.run('gdbus', 'call', '--session', '--dest', name, '--object-path', path,
                                '--method', method, *arguments).stdout

    def ask_to_quit(self):
        """By the bus, as a desktop does: the editor takes the keys."""
        names = self.call('org.freedesktop.DBus', '/org/freedesktop/DBus', 'org.freedesktop.DBus.ListNames')
        name = NAME.search(names)[1].decode()
        self.call(name, '/' + name.replace('.', '/'), 'org.gtk.Actions.Activate', 'quit', '[]', '{}')


if __name__ == '__main__':
    sys.exit(play(Editor, __doc__))
