#!/usr/bin/env python3
# request.py: requests, and their answers
#
# SPDX-License-Identifier: GPL-3.0-or-later
"""A responder gets the bytes and the properties that were typed, and its answer is shown with the
time it took, and found in the log; without one, it is said what became of the request. With MQTT 5 and
3.1.1, and by the keyboard alone."""

import json
import re
import sys

from desktop import wait_for
from messages import find_messages
from names import expect_all_named
from outside import Broker, Client
from scenario import Scenario, play
from steps import expect, expect_equal

KNOWN = 'lamp/answers'
TIME = re.compile(r'^Answered after [\d.]+ (µs|ms|s)$')


class Request(Scenario):
    def parts(self):
        self.broker = Broker(self.desktop)
        self.responder = None
        yield self.begin
        yield self.answered
        yield self.unanswered
        yield self.keyboard
        yield self.version_3

    def start_responder(self, version):
        self.responder = Client(self.desktop, 'responder', self.broker.port, version, 'lamp/get', KNOWN)
        wait_for(lambda: 'ready' in self.responder.lines(), 'the responder')

    def asked(self):
        return [json.loads(line) for line in self.responder.lines() if line.startswith('{')]

    def open_panel(self):
        self.program.click('Request')
        wait_for(lambda: self.program.has('Send request'), 'the panel')

    def close_panel(self):
        self.desktop.press('Escape')
        wait_for(lambda: not self.program.has('Send request'), 'the panel to close')

    def type_message(self, payload, qos=0):
        self.program.set_text('Topic', 'lamp/get')
        self.program.set_text('Payload', payload)
        self.program.click(f'QoS {qos}')

    def wait_answer(self, text):
        wait_for(lambda: self.program.has('Answer') and self.program.find('Answer').text == text, f'the answer “{text}”')
        expect(any(TIME.match(control.name) for control in self.program.walk()), 'no time is shown')

    def subscriptions(self):
        return self.program.rows('Subscriptions') if self.program.has('Subscriptions') else []

    # --- the parts ---------------------------------------------------------------------------

    def begin(self):
        self.start_responder(5)
        self.user.write_profiles({'name': 'Lab', 'host': '127.0.0.1', 'port': self.broker.port},
                                 {'name': 'Old', 'host': '127.0.0.1', 'port': self.broker.port, 'mqtt-version': '3.1.1'})
        with self.steps.step('Offline: a request cannot be sent, and it is said why', vital=True):
            self.user.open()
            self.user.select('Lab')
            self.open_panel()
            expect(not self.program.find('Send request').sensitive, 'Send request is enabled')
            self.program.wait_says('Connect first: a request is sent while connected.')
            expect_all_named(self.program)
            self.close_panel()
            self.user.connect()

    def answered(self):
        with self.steps.step('A request gets its answer, with the time it took', vital=True):
            self.type_message('brightness? 你好', 1)
            self.open_panel()
            topic = self.program.find('Response topic').text
            expect(topic.startswith('sonde/response/'), f'the response topic is {topic}')
            self.program.click('Send request')
            self.wait_answer('on: brightness? 你好')
        with self.steps.step('The responder got what was typed, the topic and 16 bytes of correlation data'):
            asked = self.asked()[-1]
            expect_equal((asked['payload'], asked['qos'], asked['response_topic']), ('brightness? 你好', 1, topic), 'asked')
            expect_equal(len(asked['data'] or ''), 32, 'hexadecimal digits of correlation data')
        with self.steps.step('Show in log: the answer is selected; no subscription is left'):
            self.program.click('Show in log')
            wait_for(lambda: self.program.has('Copy payload'), 'the inspector')
            wait_for(lambda: find_messages(self.program, topic=topic, sent=False, payload='on: brightness? 你好'), 'the row')
            selected = [row.name for row in self.program.find('Message log').children() if row.selected]
            expect(len(selected) == 1 and f'Received' in selected[0] and topic in selected[0], f'selected: {selected}')
            expect_equal(self.subscriptions(), [], 'subscriptions')
        with self.steps.step('A topic of one’s own, which a subscription covers'):
            self.user.subscribe_to('my/#', 1)
            self.type_message('again', 2)
            self.open_panel()
            self.program.set_text('Response topic', 'my/answers')
            self.program.click('Send request')
            self.wait_answer('on: again')
            expect_equal(self.asked()[-1]['response_topic'], 'my/answers', 'response topic')
            self.close_panel()
            expect_equal(len(self.subscriptions()), 1, 'subscriptions')

    def unanswered(self):
        with self.steps.step('A wildcard in the response topic is named at the field'):
            self.open_panel()
            self.program.set_text('Response topic', 'my/#')
            self.program.click('Send request')
            self.program.wait_says('holds')
            expect_equal(self.program.find('Response topic').text, 'my/#', 'what was typed')
            self.program.set_text('Response topic', 'my/answers')
            self.close_panel()
        with self.steps.step('No answer: it is said after the timeout'):
            self.type_message('nothing')
            self.open_panel()
            self.program.set_text('Timeout, in seconds', '1')
            self.program.click('Send request')
            self.program.wait_says('No answer within 1.0 s.')
        with self.steps.step('Cancelled'):
            self.program.set_text('Timeout, in seconds', '60')
            self.program.click('Send request')
            self.program.wait_says('Sent. Waiting for the answer…')
            self.program.click('Cancel request')
            self.program.wait_says('Cancelled.')
        with self.steps.step('The connection ends while one waits'):
            self.program.click('Send request')
            self.program.wait_says('Sent. Waiting for the answer…')
            self.close_panel()
            self.user.disconnect()
            self.open_panel()
            self.program.wait_says('The connection ended before the answer came.')
            self.close_panel()
            self.user.connect()
        with self.steps.step('No one is subscribed to the topic'):
            self.program.set_text('Topic', 'nobody')
            self.program.click('QoS 1')
            self.open_panel()
            self.program.set_text('Timeout, in seconds', '1')
            self.program.click('Send request')
            self.program.wait_says('no one is subscribed to “nobody”')
            self.close_panel()

    def keyboard(self):
        with self.steps.step('With the keyboard alone'):
            self.type_message('keys')
            self.program.press(self.program.find('Payload'), 'ctrl+shift+Return')
            wait_for(lambda: self.program.has('Send request'), 'the panel')
            wait_for(lambda: any(control.focused for control in self.program.find_all('Response topic')),
                     'the response topic to have the focus')
            self.desktop.press('Return')
            self.wait_answer('on: keys')
            self.close_panel()

    def version_3(self):
        with self.steps.step('MQTT 3.1.1: the first message on a topic that both know'):
            self.responder.stop()
            self.start_responder(311)
            self.user.select('Old')
            self.user.connect()
            self.type_message('old')
            self.open_panel()
            self.program.wait_says('MQTT 3.1.1 does not tell it to the responder')
            self.program.set_text('Response topic', KNOWN)
            self.program.click('Send request')
            self.wait_answer('on: old')
            expect_equal((self.asked()[-1]['response_topic'], self.asked()[-1]['data']), (None, None), 'properties')
            self.close_panel()
        with self.steps.step('What belongs to the other connection is there again with it'):
            self.user.select('Lab')
            self.open_panel()
            expect_equal(self.program.find('Response topic').text, 'my/answers', 'response topic')
            self.wait_answer('on: keys')
            self.close_panel()
            expect_equal(self.program.quit(), 0, 'exit status')


if __name__ == '__main__':
    sys.exit(play(Request, __doc__))
