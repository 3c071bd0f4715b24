#!/usr/bin/env python3
# farewell.py: how a connection is ended, and who hears of it
#
# SPDX-License-Identifier: GPL-3.0-or-later
"""The menu of Disconnect: the will arrives at another client after a drop and after reason 0x04,
never after a normal end; MQTT 3 says why it cannot; the stored session is discarded. And what the
broker does not take cannot be chosen."""

import base64
import sys

from desktop import pick_port, wait_for
from outside import Broker, Listener, publish
from scenario import Scenario, play
from steps import expect, expect_equal

MENU = 'Other ways to disconnect'
DROP = 'Drop without DISCONNECT'
WITH_WILL = 'Disconnect with will'
OPTIONS = 'Disconnect with options…'
DISCARD = 'Discard stored session'
WILL = {'topic': 'status/lab', 'payload-base64': base64.b64encode('gone 离线'.encode()).decode()}


class Farewell(Scenario):
    def parts(self):
        self.port = pick_port()
        self.broker = None
        self.listener = None
        yield self.normal
        yield self.with_will
        yield self.with_options
        yield self.older
        yield self.discard
        yield self.limits

    def profile(self, name, **fields):
        return {'name': name, 'host': '127.0.0.1', 'port': self.port, 'client-id': f'sonde_{name}',
                'mqtt-version': '5', 'clean-start': False, 'session-expiry': 600, 'will': WILL, **fields}

    def choose(self, name):
        self.program.click(MENU)
        self.program.click(name)

    def wills(self):
        """Those the listener has, and what was sent after them so that none is still on its way."""
        marker = f'marker-{len(self.listener.messages())}'
        publish(self.desktop, self.port, 'status/marker', marker, qos=1)
        wait_for(lambda: ('status/marker', 1, False, marker) in self.listener.messages(), 'the marker')
        return [payload for topic, _qos, _retain, payload in self.listener.messages() if topic == WILL['topic']]

    def says_menu(self):
        return [item for item in (DROP, WITH_WILL, OPTIONS, DISCARD) if self.program.has(item)]

    # --- the parts ---------------------------------------------------------------------------

    def normal(self):
        self.user.write_profiles(self.profile('Five'), self.profile('Three', **{'mqtt-version': '3.1.1'}),
                                 self.profile('Careless', will={}))
        self.broker = Broker(self.desktop, port=self.port)
        self.listener = Listener(self.desktop, self.port, 'status/#')
        with self.steps.step('Disconnect: the will is not sent', vital=True):
            self.user.open()
            self.user.select('Five')
            self.user.connect()
            self.user.disconnect()
            expect_equal(self.wills(), [], 'wills')
        with self.steps.step('The menu has its four items'):
            self.user.connect()
            self.program.click(MENU)
            wait_for(lambda: len(self.says_menu()) == 4, f'four items, not {self.says_menu()}')
            self.desktop.press('Escape')

    def with_will(self):
        with self.steps.step('Drop without DISCONNECT: the will arrives'):
            self.choose(DROP)
            self.user.wait_state('Disconnected')
            wait_for(lambda: self.wills() == ['gone 离线'], 'the will')
            self.program.wait_says('Disconnected: without DISCONNECT')
        with self.steps.step('Disconnect with will: it arrives again'):
            self.user.connect()
            self.choose(WITH_WILL)
            self.user.wait_state('Disconnected')
            wait_for(lambda: self.wills() == ['gone 离线'] * 2, 'the will')
            self.program.wait_says('Disconnected: disconnect with will message')
        with self.steps.step('Without a will there is nothing to send, and a dialog says so'):
            self.user.select('Careless')
            self.user.connect()
            self.choose(WITH_WILL)
            self.program.wait_says('There is no last will')
            self.program.click('Cancel')
            expect_equal(self.user.state()[0], 'Connected', 'state')
            self.user.disconnect()

    def with_options(self):
        with self.steps.step('Disconnect with options: session expiry 0 discards the session'):
            self.user.select('Five')
            self.user.connect()
            self.choose(OPTIONS)
            self.program.toggle('Change the session expiry', True)
            self.program.set_text('Session expiry', '0')
            self.program.click('Send DISCONNECT')
            self.user.wait_state('Disconnected')
            expect_equal(len(self.wills()), 2, 'wills')
            before = self.says_present()
            self.user.connect()
            expect_equal(self.says_present(), before, 'times it said session present')
            self.user.disconnect()

    def older(self):
        with self.steps.step('MQTT 3.1.1: the menu says why not, and drops instead'):
            self.user.select('Three')
            self.user.connect()
            self.choose(WITH_WILL)
            self.program.wait_says('In MQTT 3.1 and 3.1.1 the broker always discards the will')
            self.program.click(DROP)
            self.user.wait_state('Disconnected')
            wait_for(lambda: len(self.wills()) == 3, 'the will')

    def discard(self):
        with self.steps.step('Discard stored session: asked first, then it is gone'):
            self.user.select('Five')
            self.user.connect()
            self.user.subscribe_to('kept', 1)
            self.user.disconnect()
            self.user.connect()
            self.program.wait_says('session present')
            self.choose(DISCARD)
            self.program.wait_says('Discard the stored session?')
            self.program.click('Discard')
            self.program.wait_says('The stored session is discarded')
            self.user.wait_state('Disconnected')
            publish(self.desktop, self.port, 'kept', 'for nobody', qos=1)
            before = self.says_present()
            self.user.connect()
            expect_equal(self.says_present(), before, 'times it said session present')
            self.user.disconnect()

    def says_present(self):
        return sum('session present' in row.name for row in self.program.find('Message log').children())

    def limits(self):
        with self.steps.step('What the broker does not take cannot be chosen'):
            self.broker.stop()
            self.broker = Broker(self.desktop, options=['max_qos 1', 'retain_available false'])
            self.program.quit()
            self.user.write_profiles({**self.profile('Narrow', will={}), 'port': self.broker.port})
            self.user.open()
            self.program.click('QoS 2')
            self.user.connect()
            self.program.wait_says('The broker takes messages up to QoS 1.')
            expect(not self.program.find('Retain').sensitive, 'Retain can be chosen')
            self.program.click('QoS 1')
            wait_for(lambda: not self.program.find('QoS 2').sensitive, 'QoS 2 to be closed')
        with self.steps.step('The state tells what CONNACK said'):
            self.program.click('Connected, ' + f'127.0.0.1:{self.broker.port}')
            for words in ('Session present', 'Maximum QoS', 'Retained messages', 'not available'):
                self.program.wait_says(words)
            self.desktop.press('Escape')


if __name__ == '__main__':
    sys.exit(play(Farewell, __doc__))
