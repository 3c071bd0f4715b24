# large.py: the largest payloads there are, in the inspector of the real window
#
# SPDX-License-Identifier: GPL-3.0-or-later

import hashlib
import subprocess
from contextlib import contextmanager

from desktop import wait_for
from outside import Broker
from scenario import Scenario
from steps import expect_equal
from user import Probe

LARGEST = 268_435_455  # what a packet's length can say (3.1.1 and 5.0, 2.2.3), with the topic
TOPIC = 'large'
OVERHEAD = 2 + len(TOPIC) + 1  # bytes of a PUBLISH at QoS 0 in version 5: the topic, no properties
SECONDS = 120
VIEWS = ('JSON', 'Hex', 'Base64', 'Tree', 'Diff', 'Text')


class Large(Scenario):
    def __init__(self, *arguments):
        super().__init__(*arguments)
        self.probe = Probe(self.desktop)
        self.broker = Broker(self.desktop)

    def parts(self):
        yield self.connect
        yield lambda: self.look_at('100 MB in a single line', b'0123456789abcdef' * 6_250_000, '100 MB')
        yield lambda: self.look_at('As much as a packet can have', bytes(range(256)) * (1 << 20), '268 MB')

    def connect(self):
        with self.steps.step('A broker, and a subscription', vital=True):
            self.user.write_profiles({'name': 'large', 'host': '127.0.0.1', 'port': self.broker.port,
                                      'subscriptions': [{'filter': TOPIC, 'qos': 0}]})
            self.user.open(SONDE_PROBE=str(self.probe.path))
            self.user.connect()
            self.user.wait_granted(TOPIC, 0)

    def look_at(self, title, payload, size):
        payload = payload[:LARGEST - OVERHEAD]
        with self.steps.step(f'{title}: received, and its first part shown'), self.stall(title):
            self.publish(payload)
            wait_for(lambda: any(size in row.name for row in self.program.find('Message log').children()),
                     f'a row of {size}', SECONDS)
            self.user.select_row(size)
            self.program.wait_says(f' of {size} shown. It is too large to be shown whole, but it can be saved.', SECONDS)
        for view in VIEWS:
            with self.steps.step(f'{title}: as {view}'), self.stall(f'{title}, {view}'):
                self.program.click(view)
                wait_for(lambda view=view: self.program.find(view).checked, view)
        with self.steps.step(f'{title}: saved as it was sent'), self.stall(f'{title}, saved'):
            saved = self.user.save_payload()
            expect_equal(hashlib.sha256(saved.read_bytes()).hexdigest(), hashlib.sha256(payload).hexdigest(), 'hash')

    def publish(self, payload):
        file = self.desktop.path('large')
        file.write_bytes(payload)
        subprocess.run(['mosquitto_pub', '-V', '5', '-h', '127.0.0.1', '-p', str(self.broker.port), '-t', TOPIC,
                        '-f', file], check=True, timeout=SECONDS)

    @contextmanager
    def stall(self, what):
        """Tells the longest meanwhile, of which a part is what is asked through the accessibility bus."""
        before = len(self.probe.lines())
        yield
        self.note(f'{what}: longest stall {self.probe.max_stall(before)} ms')
