#!/usr/bin/env python3
# failures.py: what does not work is said in a sentence that names the cause
#
# SPDX-License-Identifier: GPL-3.0-or-later
"""Connections that fail in each of the ways there are, within the connect timeout and with the
window live; then a broker that dies and comes back."""

import socket
import sys
import time

from desktop import find_mosquitto, pick_port, port_answers, wait_for
from messages import find_messages
from outside import Broker, publish
from scenario import Scenario, play
from steps import expect, expect_equal
from user import Pulse

TIMEOUT = 3  # s, of each connection
PASSWORD = 'correct-horse-battery'


def open_silent():
    """A server that takes connections and says nothing."""
    server = socket.create_server(('127.0.0.1', 0))
    return server, server.getsockname()[1]


def open_full():
    """An address that does not even take a connection: the kernel drops what comes when the queue
    of a listening socket is full."""
    server = socket.socket()
    server.bind(('127.0.0.1', 0))
    server.listen(0)
    clients = []
    while True:
        client = socket.socket()
        client.settimeout(0.3)
        clients.append(client)
        try:
            client.connect(server.getsockname())
        except TimeoutError:
            return (server, clients), server.getsockname()[1]


class Mortal(Broker):
    """A broker that writes down at once what is retained, dies, and comes back."""

    def __init__(self, desktop):
        port = pick_port()
        super().__init__(desktop, port, options=(
            'persistence true', f'persistence_location {desktop.path(f"broker-{port}")}/',
            'autosave_interval 1', 'autosave_on_changes true'))

    def kill(self):
        self.process.kill()
        self.process.wait()

    def come_back(self):
        configuration = self.desktop.path(f'broker-{self.port}') / 'mosquitto.conf'
        self.process = self.desktop.start([find_mosquitto(), '-c', configuration], log=self.log)
        wait_for(lambda: port_answers(self.port), 'the broker to be back')


class Failures(Scenario):
    def __init__(self, *arguments):
        super().__init__(*arguments)
        self.silent, self.silent_port = open_silent()
        self.full, self.full_port = open_full()
        self.refused_port = pick_port()
        self.locked = Broker(self.desktop, user='ada', password=PASSWORD)
        self.mortal = Mortal(self.desktop)

    def parts(self):
        full = f'127.0.0.1:{self.full_port}'
        silent = f'127.0.0.1:{self.silent_port}'
        refused = f'127.0.0.1:{self.refused_port}'
        yield self.open
        yield lambda: self.fail('Wrong name', 'no-such-host.invalid', at_least=0)
        yield lambda: self.fail('Refused', f'{refused} refused the connection: no broker listens on that port.',
                                at_least=0)
        yield lambda: self.fail('Unanswered', f'{full} did not answer within {TIMEOUT} s.')
        yield lambda: self.fail('Silent', f'{silent} took the connection but did not answer CONNECT within '
                                          f'{TIMEOUT} s')
        yield self.fail_by_password
        yield self.lose
        yield self.retry_now
        yield self.come_back

    def profile(self, name, port, host='127.0.0.1', **fields):
        return {'name': name, 'host': host, 'port': port, 'connect-timeout': TIMEOUT, 'reconnect': False,
                **fields}

    def open(self):
        with self.steps.step('Open Sonde with a connection for each failure', vital=True):
            self.user.write_profiles(
                self.profile('Mortal', self.mortal.port, reconnect=True),
                self.profile('Wrong name', 1883, host='no-such-host.invalid'),
                self.profile('Refused', self.refused_port),
                self.profile('Unanswered', self.full_port),
                self.profile('Silent', self.silent_port),
                self.profile('Wrong password', self.locked.port, **{'user-name': 'ada'}))
            self.user.open()

    def fail(self, name, sentence, at_least=5):
        """Fails in time; meanwhile the window answers, at least so many times."""
        pulse = Pulse()
        with self.steps.step(f'{name}: “{sentence}”'):
            self.user.select(name)
            self.program.click('Connect')
            self.wait_failed(sentence, pulse)
            expect(pulse.answers >= at_least, f'the window was not live: {pulse}')
        self.note(f'{name}: {pulse}')

    def wait_failed(self, sentence, pulse):
        """Twice the timeout: reading the window takes its time too."""
        wait_for(lambda: pulse.ask(self.user.state)[0] == 'Disconnected' and self.program.says(sentence),
                 f'“{sentence}”', 2 * TIMEOUT)
        self.program.wait_says('Could not connect to')

    def fail_by_password(self):
        pulse = Pulse()
        with self.steps.step('Wrong password: the broker’s reason, and the password in no sentence'):
            self.user.select('Wrong password')
            self.program.click('Menu of Wrong password')
            self.program.click('Edit')
            self.program.set_text('Password', 'wrong-horse')
            self.program.click('Save')
            wait_for(lambda: not self.program.has('Client ID'), 'the editor to close')
            self.program.click('Connect')
            self.wait_failed('The broker refused the connection: ', pulse)
            expect(self.program.says('authorized') or self.program.says('bad user name or password'),
                   'the cause is not named')
            expect(not self.program.says('wrong-horse'), 'the password is shown')

    # --- a broker that dies ------------------------------------------------------------------

    def lose(self):
        with self.steps.step('The broker is killed: Reconnecting in N s, counting down', vital=True):
            self.user.select('Mortal')
            self.user.connect()
            self.user.subscribe_to('lamp/#', 1)
            publish(self.desktop, self.mortal.port, 'lamp/state', 'on', qos=1, retain=True)
            publish(self.desktop, self.mortal.port, 'lamp/level', '7', qos=1)
            self.user.wait_row('the last message', topic='lamp/level')
            self.mortal.kill()
            seconds = []
            wait_for(lambda: self.count_down(seconds), f'seconds that count down; seen: {seconds}', 30)
        self.note(f'seconds as they were shown: {seconds}')

    def count_down(self, seconds):
        """Whether, within one wait, three were shown, each one less than the one before."""
        state, left = self.user.state()
        if state.startswith('Reconnecting') and seconds[-1:] != [left]:
            seconds.append(left)
        elif not state.startswith('Reconnecting'):
            seconds.append(None)
        return len(seconds) >= 3 and None not in seconds[-3:] and \
            seconds[-3] - 1 == seconds[-2] == seconds[-1] + 1

    def retry_now(self):
        with self.steps.step('Retry now connects before the time is over', vital=True):
            _state, left = wait_for(self.long_wait, 'a wait of 6 s or more', 40)
            self.mortal.come_back()
            began = time.monotonic()
            self.program.click('Retry now')
            self.user.wait_state('Connected', left)
            waited = time.monotonic() - began
            expect(waited < left - 1, f'connected after {waited:.1f} of {left} s')
            expect(not self.program.has('Retry now'), 'Retry now is still shown')
        self.check_rows(2)

    def long_wait(self):
        state, left = self.user.state()
        return (state, left) if left >= 6 else None

    def come_back(self):
        with self.steps.step('Killed again and back: connected by itself', vital=True):
            self.mortal.kill()
            wait_for(lambda: self.user.state()[0].startswith('Reconnecting'), 'Reconnecting')
            self.mortal.come_back()
            self.user.wait_state('Connected')
        self.check_rows(3)

    def check_rows(self, connections):
        """Each message stands once; what is retained once a connection, and marked when it came so."""
        with self.steps.step(f'Connection {connections}: subscribed again, no row twice but retained ones'):
            self.user.wait_granted('lamp/#', 1)
            publish(self.desktop, self.mortal.port, 'lamp/level', f'after {connections}', qos=1)
            self.user.wait_row('what is published now', topic='lamp/level', payload=f'after {connections}')
            states = find_messages(self.program, topic='lamp/state')
            expect_equal([message.retained for message in states], [False] + [True] * (connections - 1),
                         'marked as retained')
            levels = [message.payload for message in find_messages(self.program, topic='lamp/level')]
            expect_equal(levels, ['7', *[f'after {number}' for number in range(2, connections + 1)]],
                         'rows of lamp/level')


if __name__ == '__main__':
    sys.exit(play(Failures, __doc__))
