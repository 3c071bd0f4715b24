#!/usr/bin/env python3
# plain-user.py: a user without rights, and port 1883 taken by another broker
#
# SPDX-License-Identifier: GPL-3.0-or-later
"""PATH is /usr/bin:/bin, where mosquitto is not. Both answers to the question that Sonde asks
work, and no broker outlives it."""

import sys
from pathlib import Path

from desktop import port_answers, skip, wait_for
from outside import Broker, list_descendants, publish
from plain import become_plain_user
from scenario import Scenario, play
from steps import expect, expect_equal

DEFAULT_PORT = 1883


class PlainUser(Scenario):
    def __init__(self, *arguments):
        super().__init__(*arguments)
        if port_answers(DEFAULT_PORT):
            skip(f'port {DEFAULT_PORT} is taken on this machine')
        self.other = Broker(self.desktop, DEFAULT_PORT)

    def parts(self):
        yield self.ask
        yield self.start_own
        yield self.use_other
        yield self.start_own_again
        yield self.kill

    def brokers(self):
        return [pid for pid, command in list_descendants(self.program.process.pid).items()
                if 'mosquitto' in command]

    def exchange(self, payload):
        """What another client publishes there arrives."""
        publish(self.desktop, self.user.address(), 'test', payload, qos=1)
        self.user.wait_row('the message', topic='test', sent=False, payload=payload)

    def ask(self):
        with self.steps.step('Connect: Sonde says that another broker answers, and asks', vital=True):
            self.user.open()
            self.program.click('Connect')
            self.program.wait_says(f'Another MQTT broker answers on port {DEFAULT_PORT}')
            self.program.find('Use it')
            self.program.find('Start my own')

    def start_own(self):
        with self.steps.step('Start my own: on another port, as this user', vital=True):
            self.choose('Start my own', lambda port: port != DEFAULT_PORT)
            self.user.subscribe_to('test', 1)
            expect_equal(len(self.brokers()), 1, 'brokers that Sonde started')
            self.exchange('to its own')

    def use_other(self):
        with self.steps.step('Use it: connected there, and subscribed again', vital=True):
            self.choose('Use it', lambda port: port == DEFAULT_PORT)
            self.user.wait_granted('test', 1)
            self.exchange('to the other')

    def start_own_again(self):
        with self.steps.step('Start my own, again', vital=True):
            self.choose('Start my own', lambda port: port != DEFAULT_PORT)
            self.user.wait_granted('test', 1)
            self.exchange('to its own again')

    def choose(self, answer, wanted):
        self.program.toggle(answer, True)
        if self.user.state()[0] == 'Disconnected':
            self.program.click('Connect')
        wait_for(lambda: self.user.state()[0] == 'Connected' and wanted(self.user.address()),
                 f'to be connected after {answer}', 20)

    def kill(self):
        with self.steps.step('Sonde is killed with SIGKILL: its broker is gone, the other serves on'):
            brokers = self.brokers()
            expect_equal(len(brokers), 1, 'brokers that Sonde started')
            self.program.kill()
            wait_for(lambda: not Path(f'/proc/{brokers[0]}').exists(), 'its broker to end')
            expect(port_answers(DEFAULT_PORT), 'the other broker has ended too')


if __name__ == '__main__':
    become_plain_user(__file__, __doc__)
    sys.exit(play(PlainUser, __doc__))
