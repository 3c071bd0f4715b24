#!/usr/bin/env python3
# waiting.py: what is published offline is refused, or sent when connected, once
#
# SPDX-License-Identifier: GPL-3.0-or-later
"""Send when connected: offered, listed, kept over a restart, sent once; what has expired or may have
been sent is not sent by itself. And what the publish pane says is true of what it shows."""

import json
import sys
import time

from desktop import pick_port, wait_for
from outside import Broker, Listener
from scenario import Scenario, play
from steps import expect, expect_equal

OFFER = 'Send when connected'
LIST = 'Waiting to be sent'


class Waiting(Scenario):
    def parts(self):
        self.port = pick_port()
        self.broker = None
        self.listener = None
        yield self.refuse
        yield self.keep
        yield self.send
        yield self.never_by_itself
        yield self.true_words
        yield self.drafts

    @property
    def file(self):
        return self.desktop.path('DATA_HOME') / 'sonde' / 'waiting.jsonl'

    def write(self, *messages):
        """As Sonde left them."""
        lines = [json.dumps({'profile': 'Lab', 'address': f'127.0.0.1:{self.port}', 'topic': topic, 'payload': 'b24=',
                             'qos': 1, 'retain': False, 'asked': int(time.time()) - age, 'lifetime': 3600,
                             'state': state}) for topic, age, state in messages]
        self.file.write_text('\n'.join(lines) + '\n', encoding='utf-8')

    def reopen(self):
        expect_equal(self.program.quit(), 0, 'exit status')
        self.user.open()
        self.user.select('Lab')

    def keep_one(self, topic, payload, qos):
        self.user.publish(topic, payload, qos)
        self.program.click(OFFER)
        wait_for(lambda: not self.program.has(OFFER), 'the offer to go')

    def remove_all(self):
        self.program.click('Remove all')
        self.program.wait_says('Remove all messages?')
        self.program.click('Remove them')
        self.program.wait_says('Nothing waits to be sent')
        self.program.give_keys(next(control for control in self.program.walk() if 'Nothing waits' in control.name))
        self.desktop.press('Escape')
        wait_for(lambda: not self.program.says('Nothing waits to be sent'), 'the list to close')

    def received(self):
        return [(topic, payload) for topic, _qos, _retain, payload in self.listener.messages()]

    # --- the parts ---------------------------------------------------------------------------

    def refuse(self):
        self.user.write_profiles({'name': 'Lab', 'host': '127.0.0.1', 'port': self.port},
                                 {'name': 'Other', 'host': '127.0.0.1', 'port': self.port})
        with self.steps.step('Offline: Publish is refused, and offers to send when connected', vital=True):
            self.user.open()
            self.user.select('Lab')
            expect(not self.program.has(OFFER), f'{OFFER} is there before a publish')
            self.user.publish('lamp/set', 'on', 1)
            self.program.wait_says('Not connected: press Connect, then publish again.')
            self.program.find(OFFER)
            width = self.program.windows()[0].extents[2]
            expect(width <= self.desktop.size[0], f'the window is {width} pixels wide for the offer')
        with self.steps.step('Publishing once more does not choose it'):
            self.program.press(self.program.find('Payload'), 'ctrl+Return')
            self.program.press(self.program.find('Topic'), 'Return')
            expect(not self.program.says('waiting to be sent'), 'it waits')
            expect(not self.file.exists(), 'there is a file')

    def keep(self):
        with self.steps.step('Send when connected: it waits, and what was typed stays'):
            self.program.choose('Expires after', '1 day')
            self.program.click(OFFER)
            self.program.wait_says('1 waiting to be sent')
            self.program.wait_says('Kept, to be sent when connected')
            expect_equal(self.program.find('Topic').text, 'lamp/set', 'topic')
            expect_equal(self.program.find('Payload').text, 'on', 'payload')
            self.keep_one('lamp/开关', '你好', 0)
            self.keep_one('lamp/last', 'off', 2)
            self.program.wait_says('3 waiting to be sent')
            expect_equal(self.file.stat().st_mode & 0o777, 0o600, 'mode of the file')
        with self.steps.step('The list: topic, payload, size, age, expiry'):
            self.program.click('3 waiting to be sent')
            rows = wait_for(lambda: self.program.rows(LIST), 'the list')
            for word in ('lamp/set', '2 B', 'QoS 1', 'less than a minute old', 'expires in 24 hours'):
                expect(word in rows[0], f'no “{word}” in {rows[0]}')
            expect('你好' in rows[1], rows[1])
            expect(not self.program.find('Send message 1 to lamp/set now').sensitive, 'it could be sent offline')
        with self.steps.step('Remove one of them'):
            self.program.click('Remove message 2 to lamp/开关')
            wait_for(lambda: len(self.program.rows(LIST)) == 2, 'the row to go')
            self.desktop.press('Escape')
            wait_for(lambda: not self.program.has(LIST), 'the list to close')
            self.program.find('2 waiting to be sent')
        with self.steps.step('Quit, reopen: they wait'):
            self.reopen()
            self.program.find('2 waiting to be sent')

    def send(self):
        with self.steps.step('Connect: sent in order, once', vital=True):
            self.broker = Broker(self.desktop, port=self.port)
            self.listener = Listener(self.desktop, self.port, '#')
            self.user.connect()
            wait_for(lambda: not self.program.says('waiting to be sent'), 'the list to empty')
            wait_for(lambda: len(self.received()) >= 2, 'what waited')
            self.user.publish('marker', '1', 1)
            wait_for(lambda: ('marker', '1') in self.received(), 'the marker')
            expect_equal(self.received(), [('lamp/set', 'on'), ('lamp/last', 'off'), ('marker', '1')], 'received')
        with self.steps.step('Neither another connection nor another start sends them again'):
            self.user.disconnect()
            self.user.connect()
            self.reopen()
            self.user.connect()
            self.user.publish('marker', '2', 1)
            wait_for(lambda: ('marker', '2') in self.received(), 'the marker')
            expect_equal(len(self.received()), 4, 'messages')

    def never_by_itself(self):
        with self.steps.step('Expired, or perhaps sent before: shown, and not sent'):
            expect_equal(self.program.quit(), 0, 'exit status')
            self.write(('stale', 7200, 'unsent'), ('doubt', 60, 'sending'), ('fresh', 60, 'unsent'))
            self.user.open()
            self.user.select('Lab')
            self.program.find('1 waiting to be sent, 1 expired, 1 may have been sent')
            self.user.connect()
            self.program.find('1 expired, 1 may have been sent')
            self.user.publish('marker', '3', 1)
            wait_for(lambda: ('marker', '3') in self.received(), 'the marker')
            expect_equal(self.received()[4:], [('fresh', 'on'), ('marker', '3')], 'received')
        with self.steps.step('Send now sends one; Remove all forgets the rest'):
            self.program.click('1 expired, 1 may have been sent')
            rows = wait_for(lambda: self.program.rows(LIST), 'the list')
            expect('2 hours old, expired, not sent' in rows[0], rows[0])
            self.program.click('Send message 2 to doubt now')
            wait_for(lambda: ('doubt', 'on') in self.received(), 'what was in doubt')
            wait_for(lambda: len(self.program.rows(LIST)) == 1, 'its row to go')
            self.remove_all()
            expect(not self.program.says('expired'), 'the line of the pane is still there')
        with self.steps.step('A damaged line: said so, kept beside, the others are there'):
            expect_equal(self.program.quit(), 0, 'exit status')
            self.write(('good', 60, 'unsent'))
            self.file.write_text('{"torn": tr\n' + self.file.read_text(encoding='utf-8'), encoding='utf-8')
            self.user.open()
            self.program.wait_says('A part of the messages that wait to be sent was damaged. It is kept as')
            self.user.select('Lab')
            self.program.click('1 waiting to be sent')
            self.remove_all()
            expect_equal(len(list(self.file.parent.glob('waiting.jsonl.damaged-*'))), 1, 'files set aside')

    def true_words(self):
        with self.steps.step('An acknowledgement goes when it is no longer what is shown'):
            self.user.connect()
            self.user.publish('a', 'b', 1)
            self.program.wait_says('✓ acknowledged')
            self.program.set_text('Topic', 'a/+')
            wait_for(lambda: not self.program.says('✓ acknowledged'), 'it to go beside a fault')
        with self.steps.step('It stays when the connection ends: it is still true'):
            self.user.publish('a', 'b', 1)
            self.program.wait_says('✓ acknowledged')
            self.user.disconnect()
            expect(self.program.says('✓ acknowledged'), 'it went with the connection')
        with self.steps.step('A refusal goes when connected'):
            self.program.click('Publish')
            self.program.wait_says('Not connected: press Connect')
            self.user.connect()
            wait_for(lambda: not self.program.says('Not connected:') and not self.program.has(OFFER), 'it to go')
        with self.steps.step('While it waits to retry, the button is Retry now, and so it says'):
            self.broker.stop()
            wait_for(lambda: self.program.has('Retry now'), 'Retry now', 20)
            self.program.click('Publish')
            self.program.wait_says('Not connected: press Retry now, then publish again.')
            self.program.click('Disconnect')
            self.program.wait_says('Not connected: press Connect, then publish again.')

    def drafts(self):
        with self.steps.step('Each connection has its own draft, and its own words'):
            self.user.publish('lab/topic', 'of the lab', 1)
            self.user.select('Other')
            expect(not self.program.says('Not connected:'), 'the refusal of another connection')
            expect_equal(self.program.find('Topic').text, '', 'topic')
            self.program.set_text('Topic', 'other/topic')
            self.user.select('Lab')
            expect_equal(self.program.find('Topic').text, 'lab/topic', 'topic')
            expect_equal(self.program.find('Payload').text, 'of the lab', 'payload')
            expect(self.program.find('QoS 1').checked, 'QoS 1 is not chosen')
            self.user.select('Other')
            expect_equal(self.program.find('Topic').text, 'other/topic', 'topic')
            expect_equal(self.program.quit(), 0, 'exit status')


if __name__ == '__main__':
    sys.exit(play(Waiting, __doc__))
