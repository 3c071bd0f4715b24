#!/usr/bin/env python3
# repeat.py: variables in what is published, and messages sent again and again
#
# SPDX-License-Identifier: GPL-3.0-or-later
"""Variables are off until one turns them on, and what would be sent is shown; a repeat sends what was
typed at its start, in another client's eyes too; several at once, stopped one by one; a file; by the
keyboard alone."""

import sys

from desktop import wait_for
from outside import Broker, Listener
from scenario import Scenario, play
from steps import expect, expect_equal

LIST = 'Repeats'
TAB_STEPS = 12
OFF_HINT = 'goes out as typed; turn on Variables'


class Repeat(Scenario):
    def parts(self):
        self.listener = None
        yield self.begin
        yield self.variables
        yield self.repeat
        yield self.file
        yield self.keyboard

    def received(self, topic):
        return [payload for found, _qos, _retain, payload in self.listener.messages() if found == topic]

    def publish(self, topic, payload, qos=0):
        self.user.publish(topic, payload, qos)

    def open_panel(self):
        self.program.click('Repeat')
        wait_for(lambda: self.program.has('Start repeating'), 'the panel')

    def close_panel(self):
        self.desktop.press('Escape')
        wait_for(lambda: not self.program.has('Start repeating'), 'the panel to close')

    def start(self, interval, times):
        self.program.set_text('Repeat every, in milliseconds', str(interval))
        self.program.set_text('How many times', str(times))
        self.program.click('Start repeating')

    def walk_to(self, name):
        """With the Tab key."""
        def has_focus():
            return any(control.focused for control in self.program.find_all(name))

        for _step in range(TAB_STEPS):
            if has_focus():
                return
            self.desktop.press('Tab')
        wait_for(has_focus, f'the focus on “{name}”')

    # --- the parts ---------------------------------------------------------------------------

    def begin(self):
        broker = Broker(self.desktop)
        self.listener = Listener(self.desktop, broker.port, '#')
        self.user.write_profiles({'name': 'Lab', 'host': '127.0.0.1', 'port': broker.port,
                                  'variables': [{'name': 'SITE', 'value': 'lab 7'}]})
        with self.steps.step('Offline: a repeat cannot start, and it is said why', vital=True):
            self.user.open()
            self.user.select('Lab')
            self.open_panel()
            expect(not self.program.find('Start repeating').sensitive, 'Start repeating is enabled')
            self.program.wait_says('Connect first: a repeat starts while connected.')
            self.close_panel()
            self.user.connect()

    def variables(self):
        with self.steps.step('Off: {{…}} goes out as it is typed, with a hint'):
            expect(not self.program.find('Variables').checked, 'Variables is on')
            self.publish('ha/config', '{{ value_json.temp }} {{counter}}')
            self.program.wait_says(OFF_HINT)
            wait_for(lambda: self.received('ha/config') == ['{{ value_json.temp }} {{counter}}'], 'the message')
        with self.steps.step('On: what would be sent is shown, and sent'):
            self.program.click('Variables')
            self.program.set_text('Topic', 'at/{{env SITE}}')
            self.program.set_text('Payload', 'n {{counter}}')
            self.program.wait_says('Now: at/lab 7  n 1')
            self.program.click('Publish')
            wait_for(lambda: self.received('at/lab 7') == ['n 1'], 'the message')
            self.program.click('Publish')
            wait_for(lambda: self.received('at/lab 7') == ['n 1', 'n 2'], 'the next number')
        with self.steps.step('The preview'):
            self.program.click('Preview')
            self.program.wait_says('n 3')
            self.desktop.press('Escape')
        with self.steps.step('One that is none is named; what is wrong when filled in is said'):
            self.program.set_text('Payload', '{{ value_json.temp }}')
            self.program.wait_says('Sent as typed: {{ value_json.temp }}')
            self.program.set_text('Topic', 'at/{{env NONE}}/#')
            self.program.wait_says('holds')

    def repeat(self):
        with self.steps.step('Ten times, with a number each', vital=True):
            self.program.set_text('Topic', 'tick')
            self.program.set_text('Payload', '{{counter}}')
            self.open_panel()
            self.start(20, 10)
            self.program.wait_says('Finished: 10 of 10 sent')
            wait_for(lambda: self.received('tick') == [str(n) for n in range(1, 11)], 'ten messages')
        with self.steps.step('Two at once; what is typed meanwhile is of no matter'):
            self.program.click('Remove tick')
            self.start(50, 0)
            wait_for(lambda: self.program.has('Stop tick'), 'the first')
            self.close_panel()
            self.program.set_text('Topic', 'tock')
            self.program.set_text('Payload', 'other')
            self.open_panel()
            self.start(70, 0)
            wait_for(lambda: len(self.received('tock')) > 3, 'the second')
            expect_equal(set(self.received('tock')), {'other'}, 'payloads')
            expect_equal(len(self.program.rows(LIST)), 2, 'rows')
        with self.steps.step('It pauses while offline, and goes on'):
            self.close_panel()
            self.user.disconnect()
            self.open_panel()
            self.program.wait_says('Paused until connected')
            self.close_panel()
            before = len(self.received('tock'))
            self.user.connect()
            wait_for(lambda: len(self.received('tock')) > before + 3, 'it to go on')
        with self.steps.step('Stopped one by one'):
            self.open_panel()
            self.program.click('Stop tick')
            wait_for(lambda: self.program.has('Remove tick'), 'the first to stop')
            expect(self.program.has('Stop tock'), 'the second stopped too')
            self.program.click('Stop tock')
            wait_for(lambda: self.program.has('Remove tock'), 'the second to stop')
            numbers = [int(payload) for payload in self.received('tick')[10:]]
            expect_equal(numbers, list(range(1, len(numbers) + 1)), 'numbers')
            self.program.click('Remove tick')
            self.program.click('Remove tock')
            self.close_panel()

    def file(self):
        path = self.desktop.path('messages.jsonl')
        path.write_text('{"time": "2026-11-23T12:00:00Z", "topic": "file/a", "qos": 1, "payload": "一"}\n'
                        'damaged\n'
                        '{"time": "2026-11-23T12:00:00.2Z", "topic": "file/a", "payload": "2"}\n', encoding='utf-8')
        with self.steps.step('The messages of a file; a faulty line is named'):
            self.open_panel()
            self.program.click('Send a file…')
            self.program.answer_dialog('Messages to send again', path, 'ctrl+l')
            wait_for(lambda: self.received('file/a') == ['一', '2'], 'the messages of the file')
            self.program.wait_says('Line 2: It is not a JSON object.')
            self.program.click('Remove messages.jsonl')
            self.close_panel()

    def keyboard(self):
        with self.steps.step('With the keyboard alone'):
            self.program.set_text('Topic', 'keys')
            self.program.set_text('Payload', '{{counter}}')
            self.program.press(self.program.find('Payload'), 'End')
            self.walk_to('Repeat')
            self.desktop.press('space')
            wait_for(lambda: self.program.has('Start repeating'), 'the panel')
            self.walk_to('Repeat every, in milliseconds')
            self.desktop.press('ctrl+a', '3', '0', 'Tab', 'ctrl+a', '3', 'Tab')
            wait_for(lambda: self.program.find('Start repeating').focused, 'Start repeating to have the focus')
            self.desktop.press('space')
            wait_for(lambda: self.received('keys') == ['1', '2', '3'], 'three messages')
            self.close_panel()
            expect_equal(self.program.quit(), 0, 'exit status')


if __name__ == '__main__':
    sys.exit(play(Repeat, __doc__))
