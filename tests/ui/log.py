#!/usr/bin/env python3
# log.py: what the message log keeps, and what comes back
#
# SPDX-License-Identifier: GPL-3.0-or-later
"""Clears the log of a connection to the local broker while messages come, and undoes it."""

import sys

from desktop import wait_for
from messages import read_log
from outside import publish
from scenario import Scenario, play
from steps import expect


class Log(Scenario):
    def __init__(self, *arguments):
        super().__init__(*arguments)
        self.port = 0

    def parts(self):
        yield self.connect
        yield self.undo_clear
        yield self.tell_events
        yield self.discard

    def connect(self):
        with self.steps.step('The local broker, and a subscription to #', vital=True):
            settings = self.desktop.path('CONFIG_HOME') / 'glib-2.0' / 'settings' / 'keyfile'
            settings.parent.mkdir(parents=True, exist_ok=True)
            settings.write_text('[io/github/sonde_mqtt/Sonde]\nmemory-budget-mib=uint32 16\n', encoding='ascii')
            self.user.open()
            self.user.connect()
            self.port = self.user.address()
            self.user.subscribe_to('#')

    def send(self, *payloads):
        for payload in payloads:
            publish(self.desktop, self.port, 'test', payload)

    def wait_payloads(self, *payloads):
        def shown():
            return tuple(message.payload for message in read_log(self.program))
        wait_for(lambda: shown() == payloads, f'the messages {payloads}; there are {shown()}')

    def clear(self):
        self.program.click('Clear log')
        self.program.hover(wait_for(lambda: self.program.find_all('Undo'), 'Undo')[-1])

    def tell_events(self):
        """In their place in time; they are no messages."""
        with self.steps.step('Subscribed and unsubscribed stand in the log'):
            self.clear()
            self.user.subscribe_to('a/#', 1)
            self.program.wait_says('Subscribed to a/#, QoS 1')
            self.send('five')
            self.wait_payloads('five')
            self.program.click('Menu of a/#')
            self.program.click('Unsubscribe a/#')
            self.program.wait_says('Unsubscribed from a/#')
            rows = [row for row in self.program.rows('Message log') if 'a/#' in row or 'five' in row]
            expect([words for words in ('Subscribed', 'five', 'Unsubscribed') if words not in ' '.join(rows)] == [], f'rows: {rows}')
            expect('Subscribed' in rows[0] and 'five' in rows[1] and 'Unsubscribed' in rows[2], f'rows: {rows}')
            self.program.wait_says('1 message')

    def discard(self):
        """Newer messages take its place in memory; what is being read stays, and is marked."""
        with self.steps.step('The selected message is discarded, and still shown'):
            self.send('six', 'seven')
            self.user.select_row('seven')
            self.program.wait_says('after the one before in the log')
            expect(not self.program.says('No longer in the log'), 'it is said to be gone')
            file = self.desktop.path('large')
            file.write_bytes(b'x' * 5_000_000)
            for _ in range(6):
                self.desktop.run('mosquitto_pub', '-h', '127.0.0.1', '-p', self.port, '-t', 'large', '-f', file)
            self.program.wait_says('No longer in the log', 30)
            expect(self.program.find('Payload of the selected message').text == 'seven', 'another payload')
        with self.steps.step('Diff of what is gone'):
            self.program.click('Diff')
            self.program.wait_says('No message before it on this topic is kept.')

    def undo_clear(self):
        with self.steps.step('Clear log: nothing is left, and it can be undone'):
            self.send('one', 'two')
            self.wait_payloads('one', 'two')
            self.clear()
            self.wait_payloads()
            expect(self.program.says('Log cleared'), 'the window does not say so')
        with self.steps.step('Undo: before what came meanwhile'):
            self.send('three')
            self.wait_payloads('three')
            self.program.click('Undo')
            self.wait_payloads('one', 'two', 'three')
            self.program.wait_says('3 messages')
        with self.steps.step('Undo while a filter is on'):
            self.program.set_text('Filter messages', 't')
            self.program.wait_says('3 of 3 messages')
            self.program.set_text('Filter messages', 'two')
            self.program.wait_says('1 of 3 messages')
            self.clear()
            self.program.wait_says('0 of 0 messages')
            self.program.click('Undo')
            self.program.wait_says('1 of 3 messages')
            self.wait_payloads('two')
            self.program.set_text('Filter messages', '')
            self.wait_payloads('one', 'two', 'three')
        with self.steps.step('Cleared twice: the last is undone'):
            self.clear()
            self.send('four')
            self.wait_payloads('four')
            offer = self.program.find('Undo')
            self.clear()
            wait_for(lambda: not offer.shown, 'the first offer to go')
            self.program.hover(self.program.find('Undo'))
            self.program.click('Undo')
            self.wait_payloads('four')


if __name__ == '__main__':
    sys.exit(play(Log, __doc__))
