#!/usr/bin/env python3
# emqx.py: EMQX with an API key
#
# SPDX-License-Identifier: GPL-3.0-or-later
"""A key that is wrong is said to be; the right one is kept in the keyring; clients are searched, one is
disconnected, and the key is found again after a restart and forgotten."""

import signal
import sys
from pathlib import Path

from desktop import pick_port, wait_for
from imports import find_secrets
from outside import CLIENTS, PYTHON, Client
from scenario import Scenario, play
from steps import expect, expect_equal

RECORDING = Path(__file__).resolve().parent.parent / 'broker' / 'sys' / 'emqx-5.tsv'
KEY, SECRET = '4f33d24d7b8e448d', 'gwtbmFJZrnzUu8mPK1BxUkBA66PygETiDEegkf1q8dD'
OPEN = 'EMQX with an API key…'


class Emqx(Scenario):
    def parts(self):
        yield self.begin
        yield self.wrong
        yield self.right
        yield self.search
        yield self.drop
        yield self.again
        yield self.hang
        yield self.replace
        yield self.forget
        yield self.refused

    # --- what a user sees and does -----------------------------------------------------------

    def card(self, title):
        """The figure that a card of the window says first."""
        cards = [card for card in self.program.find_all(title, role='panel') if card.shown]
        return cards[-1].description.split(' ')[0] if cards else ''

    def open_window(self):
        self.program.click(OPEN)
        wait_for(lambda: len(self.program.windows()) == 2, 'the window')

    def go_online(self):
        self.user.open()
        self.user.select('EMQX')
        self.user.connect()
        self.program.click('Broker')
        wait_for(lambda: self.program.has(OPEN), 'the way to the API', 20)

    # --- the parts ---------------------------------------------------------------------------

    def begin(self):
        with self.steps.step('Where EMQX answers there is a way to its API', vital=True):
            self.port, self.api_port = pick_port(), pick_port()
            Client(self.desktop, 'sys-broker', self.port, str(RECORDING), '30')
            self.api = Client(self.desktop, 'emqx-api', self.api_port, KEY, SECRET)
            self.user.write_profiles({'name': 'EMQX', 'host': '127.0.0.1', 'port': self.port,
                                      'mqtt-version': '3.1.1'})
            self.go_online()
            self.open_window()
            wait_for(lambda: self.program.has('Use this key'), 'the form')

    def wrong(self):
        with self.steps.step('An address and a key that are wrong are said to be'):
            self.program.set_text('Address of the dashboard', f'127.0.0.1:{self.api_port}')
            self.program.set_text('API key', KEY)
            self.program.set_text('Secret key', 'wrong')
            self.program.click('Use this key')
            self.program.wait_says('An address looks like http://localhost:18083.')
            self.program.set_text('Address of the dashboard', f'http://127.0.0.1:{self.api_port}')
            self.program.click('Use this key')
            self.program.wait_says('EMQX does not accept the API key')

    def right(self):
        with self.steps.step('The right key shows the cluster and its clients', vital=True):
            self.program.set_text('Secret key', SECRET)
            self.program.click('Use this key')
            self.program.wait_says('3 clients')
            expect_equal(self.card('Nodes'), '1', 'nodes')
            expect_equal(self.card('Clients connected'), '2', 'clients')
            expect_equal(self.card('Messages in'), '15/s', 'messages in')
            expect_equal(self.card('Messages out'), '45/s', 'messages out')

    def search(self):
        with self.steps.step('A client is searched for, and what it has subscribed to is shown'):
            self.program.set_text('Search clients', 'bci_2')
            self.program.wait_says('1 client')
            self.program.point(self.program.find('bci_2', role='label'))
            self.program.wait_says('Subscribed to motor/# (QoS 1)')

    def drop(self):
        with self.steps.step('Disconnect client asks, and EMQX drops it'):
            self.program.click('Disconnect client')
            self.program.wait_says('Disconnect “bci_2”?')
            self.program.click('Disconnect it')
            self.program.wait_says('0 clients')
            self.program.set_text('Search clients', '')
            self.program.wait_says('2 clients')
            expect(any(line.startswith('DELETE /api/v5/clients/bci_2 204') for line in self.api.lines()),
                   'the request is what EMQX documents')

    def again(self):
        with self.steps.step('After a restart the key is found in the keyring, and in no file'):
            self.desktop.press('Escape')
            wait_for(lambda: len(self.program.windows()) == 1, 'the window to close')
            self.program.quit()
            folders = [self.desktop.path(name) for name in ('CONFIG_HOME', 'DATA_HOME')]
            files = [path for folder in folders for path in (folder / 'sonde').rglob('*') if path.is_file()]
            expect(not any(SECRET.encode() in path.read_bytes() for path in files), 'the secret is in no file')
            self.go_online()
            self.open_window()
            self.program.wait_says('2 clients')

    def hang(self):
        with self.steps.step('An EMQX that does not answer any more is said not to'):
            self.api.process.send_signal(signal.SIGSTOP)
            wait_for(lambda: sum('timed out' in label.name for label in self.program.walk()) == 2,
                     'the fault, at the figures and at the clients', 60)
            self.api.process.send_signal(signal.SIGCONT)
            self.program.wait_says('2 clients', 30)
            wait_for(lambda: not self.program.says('timed out'), 'the fault to go', 30)

    def replace(self):
        with self.steps.step('A wrong key in its place: the one that is kept can still be forgotten'):
            self.program.click('Change the API key')
            self.program.set_text('Secret key', 'wrong')
            self.program.click('Use this key')
            wait_for(lambda: self.program.find('Use this key').sensitive, 'the answer')
            self.program.find('Forget the API key')
            self.desktop.press('Escape')
            wait_for(lambda: len(self.program.windows()) == 1, 'the window to close')
            self.open_window()
            self.program.wait_says('2 clients')

    def forget(self):
        with self.steps.step('The key is changed, and forgotten while it is tried'):
            self.program.click('Change the API key')
            expect_equal(self.program.find('API key').text, KEY, 'the key in the form')
            self.api.process.send_signal(signal.SIGSTOP)
            self.program.click('Use this key')
            wait_for(lambda: not self.program.find('Use this key').sensitive, 'the key to be tried')
            self.program.click('Forget the API key')
            wait_for(lambda: self.program.find('API key').text == '', 'an empty form')
            n_answered = len(self.api.lines())
            self.api.process.send_signal(signal.SIGCONT)
            wait_for(lambda: len(self.api.lines()) > n_answered, 'the answer that comes too late')
            expect(self.program.has('Use this key'), 'the form is shown still')
            self.desktop.press('Escape')
            wait_for(lambda: len(self.program.windows()) == 1, 'the window to close')
            self.open_window()
            wait_for(lambda: self.program.has('Use this key'), 'the form')

    def refused(self):
        title = 'What the keyring refuses to remove is said to be there still'
        if not self.desktop.has_keyring:
            self.steps.skip(title, 'gnome-keyring is not installed')
            return
        with self.steps.step(title):
            self.program.set_text('Address of the dashboard', f'http://127.0.0.1:{self.api_port}')
            self.program.set_text('API key', KEY)
            self.program.set_text('Secret key', SECRET)
            self.program.click('Use this key')
            wait_for(lambda: any(SECRET in secret for secret in find_secrets(self.desktop)), 'the key in the keyring')
            wait_for(lambda: self.program.has('Change the API key'), 'the clients')
            self.desktop.stop(next(process for process in self.desktop.processes
                                   if process.args[0] == 'gnome-keyring-daemon'))
            self.desktop.start([PYTHON, '-B', CLIENTS / 'broken-keyring.py'], log='keyring-broken.log')
            wait_for(lambda: 'ready' in self.desktop.read_log('keyring-broken.log'), 'a keyring that is broken')
            self.program.click('Change the API key')
            self.program.click('Forget the API key')
            self.program.wait_says('The keyring did not remove the password')


if __name__ == '__main__':
    sys.exit(play(Emqx, __doc__))
