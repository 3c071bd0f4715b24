#!/usr/bin/env python3
# flood.py: a hundred thousand messages at once, whatever the window does meanwhile
#
# SPDX-License-Identifier: GPL-3.0-or-later
"""Live, with Live off, filtered, and while the inspector shows 50 MB: each number that a
mosquitto_sub beside Sonde gets is in Sonde, once and in order."""

import hashlib
import re
import subprocess
import sys

from desktop import wait_for
from outside import Broker
from scenario import Scenario, play
from steps import expect, expect_equal
from user import Probe

FLOOD = 100_000
TOPIC = 'flood/line'
PART = '7"'  # what a tenth of the payloads ends with
SEQ = re.compile(rb'"seq":(\d+)')
LARGE = 50_000_000
SECONDS = 120


class Flood(Scenario):
    def __init__(self, *arguments):
        super().__init__(*arguments)
        self.probe = Probe(self.desktop)
        self.broker = Broker(self.desktop, options=('log_type subscribe',))
        self.sent = 0

    def parts(self):
        yield self.connect
        yield lambda: self.flood('Live')
        yield self.pause
        yield self.filter
        yield self.inspect
        yield self.look

    def connect(self):
        with self.steps.step('A broker, and subscriptions at QoS 1', vital=True):
            self.user.write_profiles({'name': 'flood', 'host': '127.0.0.1', 'port': self.broker.port,
                                      'subscriptions': [{'filter': 'flood/#', 'qos': 1}, {'filter': 'large', 'qos': 1}]})
            self.user.open(SONDE_PROBE=str(self.probe.path))
            self.user.connect()
            self.user.wait_granted('large', 1)

    def publish(self, topic, *options, **process):
        subprocess.run(['mosquitto_pub', '-h', '127.0.0.1', '-p', str(self.broker.port), '-t', topic, *options],
                       check=True, timeout=SECONDS, **process)

    def listen(self, path):
        """A mosquitto_sub that ends once it has all."""
        already = self.desktop.read_log(self.broker.log).count(TOPIC)
        with path.open('wb') as file:
            subscriber = self.desktop.start(['mosquitto_sub', '-h', '127.0.0.1', '-p', self.broker.port, '-t', TOPIC,
                                             '-C', FLOOD], stdout=file)
        wait_for(lambda: self.desktop.read_log(self.broker.log).count(TOPIC) > already, 'mosquitto_sub to subscribe')
        return subscriber

    def flood(self, title):
        """Numbers go on from flood to flood."""
        first, end = self.sent, self.sent + FLOOD
        lines = ''.join(f'{{"seq":{seq},"text":"x{seq}"}}\n' for seq in range(first, end))
        witness = self.desktop.path(f'witness-{first}')
        before = len(self.probe.lines())
        with self.steps.step(f'{title}: {FLOOD:,} messages, none lost'):
            subscriber = self.listen(witness)
            self.publish(TOPIC, '-l', input=lines, encoding='ascii')
            subscriber.wait(SECONDS)
            got = [int(seq) for seq in SEQ.findall(witness.read_bytes())]
            expect(got == list(range(first, end)), f'mosquitto_sub got {len(got)}, or others than were sent')
            wait_for(lambda: self.probe.last().get('distinct', 0) >= end, f'{end} numbers in Sonde', SECONDS)
            last = self.probe.last()
            expect_equal((last['distinct'], last['last_seq'], last['unordered'], last['discarded']), (end, end - 1, 0, 0),
                         'distinct, last, unordered and discarded')
            self.sent = end
        self.note(f'{title}: longest stall of the main loop {self.probe.max_stall(before)} ms')

    def last_row(self):
        return list(self.program.find('Message log').children())[-1].name

    def wait_last(self, seq):
        wait_for(lambda: f'"seq":{seq},' in self.last_row(), f'{seq} at the end')

    def find_row(self, name):
        """Where it stands."""
        return next((row.extents for row in self.program.find('Message log').children() if row.name == name), None)

    def pause(self):
        """What is in view stays where it is."""
        self.program.toggle('Live', False)
        name = self.last_row()
        before = self.find_row(name)
        self.flood('Live off')
        with self.steps.step('Live off: the rows stand still, and say how many wait'):
            expect_equal(self.find_row(name), before, 'place of the row that was the last')
            self.program.wait_says(f'{FLOOD:,} new')
        with self.steps.step('Live again: the last one'):
            self.program.toggle('Live', True)
            self.wait_last(self.sent - 1)

    def filter(self):
        self.program.set_text('Filter messages', PART)
        self.flood('Filtered')
        with self.steps.step('Filtered: a tenth of all are found'):
            self.program.wait_says(f'{self.sent // 10:,} of {self.sent:,} messages', 30)
            self.wait_last(self.sent - 3)
            self.program.set_text('Filter messages', '')
            self.program.wait_says(f'{self.sent:,} messages')

    def inspect(self):
        payload = b'0123456789abcdef' * (LARGE // 16)
        file = self.desktop.path('large')
        file.write_bytes(payload)
        with self.steps.step(f'{LARGE:,} bytes in a single line, in the inspector'):
            self.publish('large', '-q', '1', '-f', str(file))
            self.user.select_row('on large, QoS')
            self.program.wait_says(' of 50.0 MB shown.', 30)
        self.flood('Beside 50 MB')
        with self.steps.step('Beside 50 MB: saved as it was sent'):
            saved = self.user.save_payload()
            expect_equal(hashlib.sha256(saved.read_bytes()).hexdigest(), hashlib.sha256(payload).hexdigest(), 'hash')

    def look(self):
        with self.steps.step('The count says so'):
            self.program.wait_says(f'{self.sent + 1:,} messages')


if __name__ == '__main__':
    sys.exit(play(Flood, __doc__))
