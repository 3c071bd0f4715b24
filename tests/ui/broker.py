#!/usr/bin/env python3
# broker.py: the Broker page of the Local broker
#
# SPDX-License-Identifier: GPL-3.0-or-later
"""Starts and stops the broker, watches clients come and go, and changes each option: the connection
of the tutorial works again after each."""

import os
import re
import signal
import sys
from pathlib import Path

from desktop import pick_port, wait_for
from names import expect_all_named, expect_names
from outside import Client, list_listening
from scenario import Scenario, play
from steps import expect, expect_equal

USER = 'ada'
PASSWORD = 'wheels-within-wheels'

BAR = ('Commands to copy', 'Overview', 'Clients', 'Broker log', 'Broker options')
PANES = {
    'Clients': ('Find a client', 'Connected clients'),
    'Broker log': ('Find lines of the broker’s log', 'Log of the broker', 'Copy the broker’s log', 'Clear the broker’s log'),
    'Broker options': ('Port', 'Reachable from other computers', 'Require user name and password', 'Use TLS',
                       'Keep messages and sessions', 'Delete kept messages and sessions…', 'Log every packet', 'Revert',
                       'Apply'),
}


class BrokerPage(Scenario):
    count = 0  # of messages published

    def parts(self):
        yield self.open
        yield self.start_and_stop
        yield self.connect
        yield self.check_names
        yield self.watch_clients
        yield self.read_log
        yield self.change_port
        yield self.ask_for_password
        yield self.use_tls
        yield self.forget
        yield self.close

    # --- what a user does --------------------------------------------------------------------

    def show(self, part):
        self.program.click(part)

    def title(self):
        return next((control.name for control in self.program.walk()
                     if control.name.startswith('The local broker ')), '')

    def wait_running(self):
        found = wait_for(lambda: re.fullmatch(r'The local broker runs at 127\.0\.0\.1:(\d+)', self.title()),
                         'the broker to run')
        return int(found[1])

    def clients(self):
        """What each row of the list says: {client id: the rest}."""
        if not self.program.has('Connected clients'):
            return {}
        return {row.labels()[0]: row.labels()[1:] for row in self.program.find('Connected clients').children() if row.shown}

    def apply(self):
        self.program.click('Apply')
        self.program.wait_says('Options applied')

    def gets_in(self, port, *options):
        """Whether another program does."""
        done = self.desktop.run('mosquitto_pub', '-h', '127.0.0.1', '-p', port, '-t', 'door', '-m', 'knock',
                                *options, check=False)
        return done.returncode == 0

    def expect_tutorial(self):
        """What one publishes comes back."""
        self.user.wait_state('Connected')
        self.program.click('Messages')
        wait_for(lambda: 'QoS 1' in (self.user.subscription('test') or []), 'the subscription')
        self.count += 1
        self.user.publish('test', f'hello {self.count}', 1)
        self.user.wait_row('the message in the log', sent=False, topic='test', payload=f'hello {self.count}')
        self.program.click('Broker')

    # --- the parts ---------------------------------------------------------------------------

    def open(self):
        with self.steps.step('The page says that the broker does not run', vital=True):
            self.user.open()
            self.program.click('Broker')
            wait_for(lambda: self.title() == 'The local broker does not run', 'the page')
            self.program.wait_says('Connect to see what the broker publishes of itself')
            self.show('Clients')
            self.program.wait_says('No client is connected')

    def start_and_stop(self):
        with self.steps.step('Start broker, without a connection; Stop broker'):
            self.program.click('Start broker')
            port = self.wait_running()
            expect(list_listening(port), 'nothing listens there')
            expect(not self.program.has('Start broker'), 'Start broker is still there')
            self.program.click('Stop broker')
            wait_for(lambda: self.program.has('Start broker'), 'Start broker')
            wait_for(lambda: not list_listening(port), 'nothing to listen there')

    def connect(self):
        with self.steps.step('Connect starts it; its list of clients has Sonde, marked', vital=True):
            self.program.click('Connect')
            self.user.wait_state('Connected')
            self.port = self.wait_running()
            wait_for(self.clients, 'a client')
            name, (own, address, *rest) = next(iter(self.clients().items()))
            expect(name.startswith('sonde_'), f'the client {name}')
            expect_equal((own, address[:10], rest[:2]), ('Sonde', '127.0.0.1:', ['MQTT 5', '60 s']), 'its row')
        with self.steps.step('Stop broker ends the connection, and says so; Connect starts it again'):
            self.program.click('Stop broker')
            self.user.wait_state('Disconnected')
            self.program.wait_says('The local broker was stopped.')
            self.program.click('Connect')
            self.user.wait_state('Connected')
            self.port = self.wait_running()
            self.program.click('Messages')
            self.user.subscribe_to('test', 1)
            self.program.click('Broker')

    def check_names(self):
        for pane, names in PANES.items():
            with self.steps.step(f'{pane}: each name is one control'):
                self.show(pane)
                wait_for(lambda: self.program.has(names[0]), names[0])
                expect_names(self.program, ('Stop broker', *BAR, *names))
                expect_all_named(self.program)
        self.show('Clients')

    def watch_clients(self):
        with self.steps.step('The overview tells of the broker, by a connection of its own'):
            self.show('Overview')
            self.program.wait_says('mosquitto', 30)
            self.show('Clients')
        with self.steps.step('A Python client appears and disappears'):
            client = Client(self.desktop, 'publisher', self.port)
            name = client.lines()[0]
            words = wait_for(lambda: self.clients().get(name), 'its row')
            expect('MQTT 3.1.1' in words, f'its row: {words}')
            self.program.set_text('Find a client', name)
            wait_for(lambda: list(self.clients()) == [name], 'the search')
            self.program.set_text('Find a client', '')
            client.stop()
            wait_for(lambda: name not in self.clients(), 'its row to go')
            self.program.wait_says('closed its connection without DISCONNECT')
        with self.steps.step('A client id that reads like a line of the log forges nothing'):
            forged = 'New client connected from 9.9.9.9:1 as victim (p2, c1, k60).'
            listener = self.desktop.start(['mosquitto_sub', '-h', '127.0.0.1', '-p', self.port, '-i', forged,
                                           '-t', 'x'], log='forger.log')
            wait_for(lambda: forged in self.clients(), 'its row')
            expect('victim' not in self.clients(), 'a forged row')
            self.desktop.stop(listener)
            wait_for(lambda: forged not in self.clients(), 'its row to go')

    def read_log(self):
        with self.steps.step('The log shows what the broker says, and finds lines'):
            self.show('Broker log')
            view = self.program.find('Log of the broker')
            wait_for(lambda: 'mosquitto version' in view.text, 'the first line')
            self.program.set_text('Find lines of the broker’s log', 'victim')
            wait_for(lambda: view.text and 'mosquitto version' not in view.text and 'victim' in view.text, 'the search')
            self.program.set_text('Find lines of the broker’s log', '')
            wait_for(lambda: 'mosquitto version' in view.text, 'all lines')
            self.program.click('Clear the broker’s log')
            self.program.wait_says('The log is empty')

    def change_port(self):
        with self.steps.step('Another port: the broker starts anew, the connection comes back'):
            self.show('Broker options')
            expect(not self.program.find('Apply').sensitive, 'Apply without a change')
            port = pick_port()
            self.program.set_text('Port', str(port))
            self.program.wait_says('its clients are disconnected for a moment')
            self.apply()
            wait_for(lambda: self.wait_running() == port, f'port {port}')
            self.port = port
            self.expect_tutorial()
        with self.steps.step('Revert takes back what was not applied'):
            self.show('Broker options')
            self.program.set_text('Port', '9')
            self.program.click('Revert')
            wait_for(lambda: self.program.find('Port').text == str(port), 'the port of before')
        with self.steps.step('From other computers: a warning, not applied'):
            self.program.toggle('Reachable from other computers', True)
            self.program.wait_says('Anyone on your network can connect, read and publish')
            self.program.click('Revert')
            wait_for(lambda: not self.program.says('Anyone on your network'), 'the warning to go')

    def ask_for_password(self):
        with self.steps.step('User and password: a fault at the field until both are there'):
            self.program.toggle('Require user name and password', True)
            self.program.wait_says('Type the user name that clients are to give.')
            self.program.set_text('User name', 'a:b')
            self.program.wait_says('no place for a colon')
            self.program.set_text('User name', USER)
            self.program.wait_says('Type the password that clients are to give.')
            self.program.set_text('Password', PASSWORD)
        with self.steps.step('Applied: others need them, the connection has them'):
            self.apply()
            self.expect_tutorial()
            expect(not self.gets_in(self.port), 'a client without a password got in')
            expect(self.gets_in(self.port, '-u', USER, '-P', PASSWORD), 'the right password was refused')
            expect(not self.find_password(), f'the password stands in {self.find_password()}')

    def use_tls(self):
        with self.steps.step('TLS: its authority is exported, and trusted by the connection'):
            self.show('Broker options')
            self.program.toggle('Use TLS', True)
            self.apply()
            self.expect_tutorial()
            self.show('Broker options')
            exported = self.desktop.path('home') / 'ca.pem'
            self.program.click('Export CA certificate…')
            self.program.answer_dialog('Export CA certificate', exported, 'ctrl+a')
            wait_for(exported.exists, 'the file')
            expect(b'BEGIN CERTIFICATE' in exported.read_bytes(), 'it holds no certificate')
            login = ('-u', USER, '-P', PASSWORD)
            expect(not self.gets_in(self.port, *login), 'a client without TLS got in')
            expect(self.gets_in(self.port, *login, '--cafile', exported), 'a client with TLS did not get in')
        with self.steps.step('All of it outlasts Sonde, the password too'):
            expect_equal(self.program.quit(), 0, 'exit status')
            self.user.open()
            self.user.connect()
            self.program.click('Broker')
            wait_for(lambda: self.wait_running() == self.port, f'port {self.port}')
            self.program.click('Messages')
            self.user.subscribe_to('test', 1)
            self.expect_tutorial()

    def forget(self):
        with self.steps.step('Delete kept messages and sessions'):
            self.program.click('Messages')
            self.user.publish('test/kept', 'kept', 1, retain=True)
            self.program.toggle('Retain', False)
            self.program.click('Broker')
            self.show('Broker options')
            self.program.click('Delete kept messages and sessions…')
            self.program.click('Delete')
            self.program.wait_says('Kept messages and sessions deleted')
            self.user.wait_state('Connected')
            kept = self.desktop.run('mosquitto_sub', '-h', '127.0.0.1', '-p', self.port, '-t', 'test/kept',
                                    '--retained-only', '-C', 1, '-W', 1, '-u', USER, '-P', PASSWORD,
                                    '--cafile', self.desktop.path('home') / 'ca.pem', check=False)
            expect_equal(kept.stdout, b'', 'retained')

    def close(self):
        with self.steps.step('Quit while the broker hangs: the window goes at once, the broker with Sonde'):
            self.user.disconnect()
            sonde = self.program.process
            broker = int(self.desktop.run('pgrep', '-P', sonde.pid, '-x', 'mosquitto').stdout)
            self.program.give_keys(self.program.windows()[0])
            os.kill(broker, signal.SIGSTOP)
            self.desktop.press('ctrl+q')
            wait_for(lambda: not self.desktop.find_visible(), 'the window to go')
            expect(sonde.poll() is None, 'the window stood until the broker was gone')
            wait_for(lambda: sonde.poll() is not None, 'Sonde to end')
            expect_equal(sonde.returncode, 0, 'exit status')
            expect(not Path(f'/proc/{broker}').exists(), 'the broker is left behind')

    def find_password(self):
        """Files of the whole desktop that hold the password; its keyring is encrypted."""
        return [str(path) for path in self.desktop.folder.rglob('*')
                if path.is_file() and PASSWORD.encode() in path.read_bytes()]


if __name__ == '__main__':
    sys.exit(play(BrokerPage, __doc__))
