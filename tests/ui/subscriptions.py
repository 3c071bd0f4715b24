#!/usr/bin/env python3
# subscriptions.py: the list of subscriptions, and what the broker is told of it
#
# SPDX-License-Identifier: GPL-3.0-or-later
"""Mute, solo, QoS in place, presets, order, refusals: in the window, by the keys, and in the log of
the broker. Begins with a profiles file as the version before wrote it."""

import json
import re
import sys

from desktop import pick_port, wait_for
from messages import read_log
from outside import Broker, publish, read_clipboard
from scenario import Scenario, play
from steps import expect, expect_equal

# As it was written before subscriptions had options.
OLD_PROFILE = {'id': 'old', 'name': 'Old', 'host': '127.0.0.1', 'client-id': 'bci_123456',
               'mqtt-version': '3.1.1', 'subscriptions': [{'filter': 'motor/+/speed', 'qos': 1, 'color': 2},
                                                      {'filter': 'motor/#', 'qos': 0, 'color': 0}]}
SPEED, MOTOR, SECRET = 'motor/+/speed', 'motor/#', 'secret'
PLUGIN = '/usr/lib/x86_64-linux-gnu/mosquitto_dynamic_security.so'
ACCESS = {'defaultACLAccess': {'publishClientSend': True, 'publishClientReceive': True, 'subscribe': True,
                               'unsubscribe': True},
          'anonymousGroup': 'all', 'clients': [], 'groups': [{'groupname': 'all', 'roles': [{'rolename': 'most'}]}],
          'roles': [{'rolename': 'most', 'acls': [{'acltype': 'subscribeLiteral', 'topic': SECRET, 'allow': False}]}]}


class Subscriptions(Scenario):
    def parts(self):
        self.port = pick_port()
        self.broker = None
        yield self.old_profile
        yield self.overlap
        yield self.mute
        yield self.solo
        yield self.click
        yield self.qos
        yield self.refused
        yield self.presets
        yield self.edit
        yield self.order
        yield self.all
        yield self.keys
        yield self.saved

    # --- what a user sees and does -----------------------------------------------------------

    def row(self, topic_filter):
        return next(row for row in self.program.find('Subscriptions', role='list').children()
                    if row.name == topic_filter)

    def select(self, name):
        row = next(row for row in self.program.find('Connections').children() if row.name == name)
        self.program.point(row, 0.3)
        wait_for(lambda: row.selected, f'“{name}” to be selected')

    def filters(self):
        rows = [row for row in self.program.find('Subscriptions', role='list').children() if row.shown]
        return [row.name for row in sorted(rows, key=lambda row: row.extents[1])]

    def choose(self, topic_filter, *items):
        self.program.click(f'Menu of {topic_filter}')
        for item in items:
            self.program.click(item, role='menu item')

    def wait_labels(self, topic_filter, *wanted):
        wait_for(lambda: set(wanted) <= set(self.user.subscription(topic_filter) or []),
                 f'{wanted} in the row of {topic_filter}: {self.user.subscription(topic_filter)}')

    def payloads(self):
        return [message.payload for message in read_log(self.program)]

    def wait_payloads(self, *wanted):
        wait_for(lambda: self.payloads() == list(wanted), f'{list(wanted)} in the log, not {self.payloads()}')

    def publish(self, topic, *payloads):
        for payload in payloads:
            publish(self.desktop, self.port, topic, payload)

    # --- what the broker saw -----------------------------------------------------------------

    def requests(self):
        """(SUBSCRIBE or UNSUBSCRIBE, filter, QoS or None) of our client, in order."""
        found = []
        kind = None
        for line in self.desktop.read_log(self.broker.log).splitlines():
            received = re.search(r'Received (\w+) from (\S+)', line)
            if received:
                kind = received[1] if received[2].startswith('bci_123456') else None
                continue
            body = re.search(r'^\d+: \t(.*?)(?: \(QoS (\d)\))?$', line)
            if kind in ('SUBSCRIBE', 'UNSUBSCRIBE') and body:
                found.append((kind, body[1], int(body[2]) if body[2] else None))
        return found

    def expect_request(self, *wanted):
        wait_for(lambda: self.requests() and self.requests()[-1] == wanted,
                 f'{wanted} in the broker\'s log, whose last are {self.requests()[-2:]}')

    # --- the parts ---------------------------------------------------------------------------

    def old_profile(self):
        access = self.desktop.path('access.json')
        access.write_text(json.dumps(ACCESS), encoding='utf-8')
        self.broker = Broker(self.desktop, port=self.port,
                             options=('log_type all', 'allow_duplicate_messages false', f'plugin {PLUGIN}',
                                      f'plugin_opt_config_file {access}'))
        self.user.write_profiles({**OLD_PROFILE, 'port': self.port},
                                 {'name': 'Five', 'host': '127.0.0.1', 'port': self.port, 'mqtt-version': '5',
                                  'client-id': 'bci_123456_5'})
        with self.steps.step('A profile of the version before: its subscriptions, in their order', vital=True):
            self.user.open()
            self.select('Old')
            expect_equal(self.filters(), [SPEED, MOTOR], 'subscriptions')
            self.user.connect()
            self.user.wait_granted(SPEED, 1)
            self.user.wait_granted(MOTOR, 0)
            wait_for(lambda: sorted(self.requests()) == [('SUBSCRIBE', MOTOR, 0), ('SUBSCRIBE', SPEED, 1)],
                     f'both in the broker\'s log: {self.requests()}')

    def overlap(self):
        with self.steps.step('Two filters match: counted for each, and once in the log'):
            self.publish('motor/3/speed', 'fast')
            self.publish('motor/3/heat', 'hot')
            self.wait_payloads('fast', 'hot')
            self.wait_labels(SPEED, '1')
            self.wait_labels(MOTOR, '2')

    def mute(self):
        with self.steps.step('Mute: what it alone receives is hidden, also what comes later'):
            self.choose(MOTOR, f'Mute {MOTOR}')
            self.wait_payloads('fast')
            self.wait_labels(MOTOR, 'Muted')
            self.program.wait_says(f'“{MOTOR}” is muted')
            self.publish('motor/4/heat', 'hotter')
            self.publish('motor/4/speed', 'faster')
            self.wait_payloads('fast', 'faster')
            self.wait_labels(MOTOR, '4')
            self.program.wait_says('2 of 4 messages')
        with self.steps.step('Muted, a filter finds among what is shown'):
            self.program.set_text('Filter messages', 'motor')
            self.program.wait_says('2 of 4 messages')
            self.program.set_text('Filter messages', 'hot')
            self.program.wait_says('No message matches')
            self.program.set_text('Filter messages', '')
            self.wait_payloads('fast', 'faster')
        with self.steps.step('Show all messages: one click, and nothing was lost'):
            self.program.click('Show all messages')
            self.wait_payloads('fast', 'hot', 'hotter', 'faster')
            expect(not self.program.has('Show all messages'), 'the bar is still there')
            expect('Muted' not in self.user.subscription(MOTOR), 'muted')

    def solo(self):
        with self.steps.step('Solo: only its messages'):
            self.choose(SPEED, f'Solo {SPEED}')
            self.wait_payloads('fast', 'faster')
            self.wait_labels(SPEED, 'Solo')
            self.program.wait_says(f'Only “{SPEED}” is shown')
        with self.steps.step('Solo again: all'):
            self.choose(SPEED, f'Solo {SPEED}')
            self.wait_payloads('fast', 'hot', 'hotter', 'faster')

    def click(self):
        with self.steps.step('A click shows only its messages, another one all'):
            self.program.point(self.row(SPEED), 0.3)
            self.wait_payloads('fast', 'faster')
            self.program.point(self.row(SPEED), 0.3)
            self.wait_payloads('fast', 'hot', 'hotter', 'faster')

    def qos(self):
        with self.steps.step('QoS in place: SUBSCRIBE anew, the row keeps its count'):
            self.choose(SPEED, 'QoS', 'QoS 2')
            self.expect_request('SUBSCRIBE', SPEED, 2)
            self.user.wait_granted(SPEED, 2)
            self.wait_labels(SPEED, '2')
            expect_equal(self.filters(), [SPEED, MOTOR], 'subscriptions')

    def refused(self):
        with self.steps.step('Refused: the reason stays in the row'):
            self.select('Five')
            self.user.connect()
            self.program.set_text('Topic filter', SECRET)
            self.program.click('Subscribe')
            self.wait_labels(SECRET, 'not authorized')
            self.expect_request('SUBSCRIBE', SECRET, 0)
        with self.steps.step('Refused: one may try again, or remove it'):
            self.choose(SECRET, f'Subscribe {SECRET}')
            wait_for(lambda: self.requests()[-2:] == [('SUBSCRIBE', SECRET, 0)] * 2, 'the second SUBSCRIBE')
            self.wait_labels(SECRET, 'not authorized')
            self.choose(SECRET, f'Unsubscribe {SECRET}')
            wait_for(lambda: not self.program.has('Subscriptions', 'list'), 'the row to go')
            self.user.disconnect()
            self.user.select('Old')
            expect_equal(self.filters(), [SPEED, MOTOR], 'subscriptions')

    def presets(self):
        with self.steps.step('Kept as a preset: UNSUBSCRIBE, and the row has a button'):
            self.choose(MOTOR, 'Unsubscribe, keep as preset')
            self.expect_request('UNSUBSCRIBE', MOTOR, None)
            self.wait_labels(MOTOR, 'not subscribed', '4')
            self.program.find(f'Subscribe {MOTOR}')
        with self.steps.step('Connected anew, it is not subscribed; by its button it is'):
            self.user.disconnect()
            self.user.connect()
            self.user.wait_granted(SPEED, 2)
            expect_equal([one for one in self.requests() if one[1] == MOTOR][-1][0], 'UNSUBSCRIBE', 'the last request')
            self.program.click(f'Subscribe {MOTOR}')
            self.expect_request('SUBSCRIBE', MOTOR, 0)
            self.user.wait_granted(MOTOR, 0)
        with self.steps.step('Subscribe on connect: it is so again'):
            self.choose(MOTOR, 'Subscribe on connect')
            self.user.disconnect()
            self.user.connect()
            self.user.wait_granted(MOTOR, 0)

    def edit(self):
        with self.steps.step('Rename: the alias, and the filter below it'):
            self.choose(MOTOR, 'Rename…')
            self.program.set_text('Alias', 'All of the motors')
            self.program.click('Save')
            self.wait_labels(MOTOR, 'All of the motors', MOTOR)
        with self.steps.step('Edit while offline: sent on connect'):
            self.user.disconnect()
            self.choose(MOTOR, 'Edit…')
            self.program.choose('QoS', '1')
            self.program.click('Save')
            self.user.connect()
            self.user.wait_granted(MOTOR, 1)
            expect(('SUBSCRIBE', MOTOR, 1) in self.requests(), f'requests: {self.requests()[-3:]}')
        with self.steps.step('Copy filter'):
            self.choose(MOTOR, 'Copy filter')
            wait_for(lambda: read_clipboard(self.desktop) == MOTOR, 'the filter on the clipboard')
        with self.steps.step('A color of its own'):
            self.choose(MOTOR)
            self.program.click('Pink')
            wait_for(lambda: self.read_profile()[-1].get('color') == 6, f'the color in the profile: {self.read_profile()}')

    def read_profile(self):
        document = json.loads(self.user.profiles_file.read_text(encoding='utf-8'))
        return next(one for one in document['profiles'] if one['name'] == 'Old')['subscriptions']

    def order(self):
        with self.steps.step('Move down, by the menu; up, by the pointer'):
            self.user.subscribe_to('line_1/#')
            expect_equal(self.filters(), [SPEED, MOTOR, 'line_1/#'], 'subscriptions')
            self.choose(SPEED, 'Move down')
            wait_for(lambda: self.filters() == [MOTOR, SPEED, 'line_1/#'], f'another order: {self.filters()}')
            self.program.drag(self.row('line_1/#'), self.row(MOTOR), 0.1)
            wait_for(lambda: self.filters() == ['line_1/#', MOTOR, SPEED], f'another order: {self.filters()}')

    def count_packets(self, kind):
        return len(re.findall(rf'Received {kind} from bci_123456$', self.desktop.read_log(self.broker.log), re.M))

    def all(self):
        with self.steps.step('Unsubscribe from all: one UNSUBSCRIBE with the three; Undo brings them back'):
            filters, before, n_packets = self.filters(), len(self.requests()), self.count_packets('UNSUBSCRIBE')
            self.choose(MOTOR, 'Unsubscribe from all')
            self.program.wait_says('3 subscriptions removed')
            wait_for(lambda: self.requests()[before:] == [('UNSUBSCRIBE', one, None) for one in filters],
                     f'all in the broker\'s log: {self.requests()[before:]}')
            expect_equal(self.count_packets('UNSUBSCRIBE'), n_packets + 1, 'UNSUBSCRIBE packets')
            expect(not self.program.has('Subscriptions', 'list'), 'rows are left')
            self.program.click('Undo')
            wait_for(lambda: self.filters() == filters, f'all to come back: {self.filters()}')
            self.user.wait_granted(MOTOR, 1)

    def keys(self):
        with self.steps.step('By keys alone: only its messages, and all again'):
            self.program.press(self.row(MOTOR), 'Escape')
            self.desktop.press('Down')
            self.desktop.press('Return')
            self.program.wait_says(f'Only “{SPEED}” is shown')
            self.desktop.press('Escape')
            wait_for(lambda: not self.program.says('is shown'), 'all to be shown')
        with self.steps.step('By keys alone: moved, and moved back'):
            self.desktop.press('alt+Up')
            wait_for(lambda: self.filters() == ['line_1/#', SPEED, MOTOR], f'another order: {self.filters()}')
            self.desktop.press('alt+Down')
            wait_for(lambda: self.filters() == ['line_1/#', MOTOR, SPEED], f'another order: {self.filters()}')
        with self.steps.step('By keys alone: muted by the menu'):
            self.desktop.press('Menu')
            wait_for(lambda: self.program.has(f'Mute {SPEED}'), 'the menu')
            self.desktop.press('Return')
            self.wait_labels(SPEED, 'Muted')
        with self.steps.step('By keys alone: Delete unsubscribes, the focus goes on'):
            self.counted = next(label for label in self.user.subscription(MOTOR) if label.isdigit())
            self.desktop.press('Delete')
            self.expect_request('UNSUBSCRIBE', SPEED, None)
            wait_for(lambda: self.filters() == ['line_1/#', MOTOR], f'the row to go: {self.filters()}')
            self.desktop.press('Delete')
            self.expect_request('UNSUBSCRIBE', MOTOR, None)
            wait_for(lambda: self.filters() == ['line_1/#'], f'the next row to go: {self.filters()}')
        with self.steps.step('Undo brings it back where it stood, with what it counted, and subscribes'):
            before = len(self.requests())
            self.program.click('Undo')
            wait_for(lambda: self.filters() == ['line_1/#', MOTOR], f'the row to come back: {self.filters()}')
            self.wait_labels(MOTOR, self.counted)
            wait_for(lambda: [one[:2] for one in self.requests()[before:]] == [('SUBSCRIBE', MOTOR)], 'SUBSCRIBE')
            self.choose(MOTOR, f'Unsubscribe {MOTOR}')
            wait_for(lambda: self.filters() == ['line_1/#'], f'the row to go: {self.filters()}')

    def saved(self):
        with self.steps.step('Quit and open again: as it was left'):
            self.choose('line_1/#', 'Mute line_1/#')
            self.wait_labels('line_1/#', 'Muted')
            expect_equal(self.program.quit(), 0, 'exit status')
            self.user.open()
            self.user.select('Old')
            expect_equal(self.filters(), ['line_1/#'], 'subscriptions')
            self.wait_labels('line_1/#', 'Muted')


if __name__ == '__main__':
    sys.exit(play(Subscriptions, __doc__))
