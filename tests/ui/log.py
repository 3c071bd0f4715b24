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

    def connect(self):
        with self.steps.step('The local broker, and a subscription to #', vital=True):
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
