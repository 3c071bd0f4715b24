#!/usr/bin/env python3
# burst.py: twenty thousand messages at once, and all of them in the log
#
# SPDX-License-Identifier: GPL-3.0-or-later
"""mosquitto_pub sends as fast as it can, at QoS 0, 1 and 2; what the log holds is compared with
what a mosquitto_sub beside Sonde got."""

import re
import subprocess
import sys
from itertools import pairwise

from desktop import wait_for
from messages import parse_row
from outside import Listener
from scenario import Scenario, play
from steps import expect, expect_equal
from user import Probe

BURST = 20000
TOPIC = 'burst/line'
NUMBER = re.compile(r'"seq": (\d+)')


class Burst(Scenario):
    def __init__(self, *arguments):
        super().__init__(*arguments)
        self.probe = Probe(self.desktop)
        self.port = 0

    def parts(self):
        yield self.connect
        for qos in (0, 1, 2):
            yield lambda qos=qos: self.burst(qos)
        yield self.look_around

    def connect(self):
        with self.steps.step('The local broker, and a subscription at QoS 2', vital=True):
            self.user.open(SONDE_PROBE=str(self.probe.path))
            self.user.connect()
            self.port = self.user.address()
            self.user.subscribe_to('burst/#', 2)

    def send(self, qos, first):
        """Numbers go on from burst to burst."""
        lines = '\n'.join(f'{{"seq": {seq}}}' for seq in range(first, first + BURST)) + '\n'
        subprocess.run(['mosquitto_pub', '-h', '127.0.0.1', '-p', str(self.port), '-t', TOPIC,
                        '-q', str(qos), '-l'], input=lines, encoding='ascii', check=True, timeout=60)

    def burst(self, qos):
        first = qos * BURST
        wanted = [(TOPIC, qos, False, f'{{"seq": {seq}}}') for seq in range(first, first + BURST)]
        before = len(self.probe.lines())
        with self.steps.step(f'QoS {qos}: what mosquitto_sub gets is all there, in order'):
            listener = Listener(self.desktop, self.port, 'burst/#')
            self.send(qos, first)
            wait_for(lambda: len(listener.messages()) >= BURST, 'mosquitto_sub to get them', 30)
            listener.stop()
            expect(listener.messages() == wanted, 'mosquitto_sub got others than were sent')
            wait_for(lambda: self.probe.last().get('count', 0) >= first + BURST,
                     f'{first + BURST} messages in Sonde, which has {self.probe.last()}', 30)
            last = self.probe.last()
            expect_equal((last['count'], last['distinct'], last['last_seq'], last['unordered']),
                         (first + BURST, first + BURST, first + BURST - 1, 0),
                         'count, distinct, last and unordered')
            wait_for(lambda: str(first + BURST - 1) in list(self.program.find('Message log').children())[-1].name,
                     'the last message in view')
        self.note(f'QoS {qos}: longest stall of the main loop {self.probe.max_stall(before)} ms')

    def numbers(self):
        """The numbers of the rows that the list holds at hand, in its order: about two hundred in
        one piece around what is in view, and a single one elsewhere, such as the one in focus. Those
        out of view get their names a moment after the list stands still."""
        def names():
            found = [row.name for row in self.program.find('Message log').children()]
            return found if all(found) else None
        rows = [parse_row(name) for name in wait_for(names, 'a name for each row')]
        return [int(NUMBER.search(row.payload)[1]) for row in rows if row]

    def look_around(self):
        with self.steps.step('Where one scrolls to, numbers stand in order and without a gap'):
            self.program.point(self.program.find('Message log'))
            seen = set()
            for keys in (['Home'], ['Page_Down'] * 9, ['End'], ['Page_Up'] * 9):
                self.desktop.press(*keys)
                numbers = self.numbers()
                expect_equal(numbers, sorted(set(numbers)), 'numbers')
                gaps = sum(after != before + 1 for before, after in pairwise(numbers))
                expect(gaps <= 3, f'{gaps} gaps in {numbers}')
                seen.update(numbers)
            expect({0, 3 * BURST - 1} <= seen and len(seen) > 300,
                   f'saw {len(seen)} messages, from {min(seen)} to {max(seen)}')
        with self.steps.step('The count says so, and nothing was discarded'):
            self.program.wait_says(f'{3 * BURST:,}')
            expect_equal(self.probe.last()['discarded'], 0, 'discarded')


if __name__ == '__main__':
    sys.exit(play(Burst, __doc__))
