#!/usr/bin/env python3
# sessions.py: a session that outlasts Sonde
#
# SPDX-License-Identifier: GPL-3.0-or-later
"""Clean session off, in 3.1.1 and with session expiry in 5: what others publish while Sonde is
closed, or after it was killed, arrives once, and CONNACK's session present is shown."""

import sys

from desktop import wait_for
from messages import find_messages
from outside import Broker, publish
from scenario import Scenario, play
from steps import expect, expect_equal

VERSIONS = {'MQTT 3.1.1': '3.1.1', 'MQTT 5': '5'}


class Sessions(Scenario):
    def parts(self):
        self.broker = Broker(self.desktop)
        for version in VERSIONS:
            yield lambda version=version: self.restart(version)
        yield self.unsubscribe

    def open(self, version):
        self.user.open()
        self.user.select(version)

    def jobs(self):
        return [message.payload for message in find_messages(self.program, sent=False, topic='jobs/night')]

    def publish_jobs(self, *names):
        for name in names:
            publish(self.desktop, self.broker.port, 'jobs/night', f'{name} at 1', qos=1)
            publish(self.desktop, self.broker.port, 'jobs/night', f'{name} at 2', qos=2)

    def expect_jobs(self, *names):
        """Each once, and in order for each QoS: one of QoS 2 waits for its PUBREL."""
        wanted = [f'{name} at {qos}' for qos in (1, 2) for name in names]
        wait_for(lambda: len(self.jobs()) >= len(wanted), 'what was missed')
        self.user.publish('jobs/night', 'the last', 1)
        wait_for(lambda: 'the last' in self.jobs(), 'what was published last')
        jobs = sorted(self.jobs()[:-1], key=lambda job: job[-1])
        expect_equal(jobs, wanted, 'jobs')

    # --- the parts ---------------------------------------------------------------------------

    def restart(self, version):
        with self.steps.step(f'{version}: a connection without clean session', vital=True):
            if self.program is not None and self.program.process.poll() is None:
                self.program.quit()
            self.user.write_profiles({'name': version, 'host': '127.0.0.1', 'port': self.broker.port,
                                      'mqtt-version': VERSIONS[version], 'client-id': f'bci_{version[5:]}',
                                      'clean-start': False, 'session-expiry': 3600, 'reconnect': False})
            self.open(version)
            self.user.connect()
            self.user.subscribe_to('jobs/#', 2)
        with self.steps.step(f'{version}: Sonde is closed, others publish; opened, all is there, once'):
            expect_equal(self.program.quit(), 0, 'exit status')
            self.publish_jobs('mill', 'lathe')
            self.open(version)
            self.user.connect()
            wait_for(lambda: any('session present' in row for row in self.program.rows('Message log')),
                     'session present')
            self.expect_jobs('mill', 'lathe')
        with self.steps.step(f'{version}: the same when Sonde was killed'):
            self.program.kill()
            self.publish_jobs('drill')
            self.open(version)
            self.user.connect()
            self.expect_jobs('drill')

    def unsubscribe(self):
        with self.steps.step('Unsubscribed while disconnected: the broker is told at the next connection'):
            self.user.disconnect()
            self.program.click('Menu of jobs/#')
            self.program.click('Unsubscribe jobs/#')
            self.program.click('Clear log')
            self.user.connect()
            self.user.subscribe_to('after', 1)
            publish(self.desktop, self.broker.port, 'jobs/night', 'unwanted', qos=1)
            publish(self.desktop, self.broker.port, 'after', 'wanted', qos=1)
            self.user.wait_row('what is subscribed', sent=False, topic='after')
            expect(not self.jobs(), f'jobs: {self.jobs()}')
            expect_equal(self.program.quit(), 0, 'exit status')


if __name__ == '__main__':
    sys.exit(play(Sessions, __doc__))
