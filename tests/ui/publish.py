#!/usr/bin/env python3
# publish.py: what is typed in the publish pane is what the broker gets, byte for byte
#
# SPDX-License-Identifier: GPL-3.0-or-later
"""Each format, a file, JSON with its faults, the properties of MQTT 5: typed in the window, and
read by a mosquitto_sub that records every byte."""

import os
import re
import sys

from desktop import wait_for
from names import expect_all_named
from outside import Broker
from recorder import PUBACK, PUBCOMP, PUBREC
from recorder import Recorder as SlowBroker
from scenario import Scenario, play
from steps import expect, expect_equal

UNFORMATTED = '{"n":18446744073709551615,"list":[0.10,1E+2],"名":"\\u00e9"}'
FORMATTED = '{\n  "n": 18446744073709551615,\n  "list": [\n    0.10,\n    1E+2\n  ],\n  "名": "\\u00e9"\n}'


ONE_AT_A_TIME = b'\x21\0\1'  # Receive Maximum (5.0, 3.2.2.3.3)
NOT_AUTHORIZED = 0x87


class Recorder:
    """A mosquitto_sub that writes payloads in hexadecimal digits, and the properties."""

    FORMAT = 'MESSAGE %t|%q|%r|%x|C=%C|D=%D|E=%E|F=%F|R=%R|P=%P'
    LINE = re.compile(r'^MESSAGE (.*?)\|(\d)\|(\d)\|([0-9a-f]*)\|(.*)$', re.M)

    def __init__(self, desktop, port, topic_filter):
        self.desktop = desktop
        self.log = 'recorder.log'
        desktop.start(['stdbuf', '-oL', 'mosquitto_sub', '-d', '-V', '5', '-h', '127.0.0.1', '-p', port,
                       '-q', 2, '-F', self.FORMAT, '-t', topic_filter], log=self.log)
        wait_for(lambda: 'Subscribed' in desktop.read_log(self.log), 'mosquitto_sub to subscribe')

    def messages(self, topic):
        """(payload, QoS, retain, properties) of each."""
        return [(bytes.fromhex(payload), int(qos), retain == '1', properties)
                for name, qos, retain, payload, properties in self.LINE.findall(self.desktop.read_log(self.log))
                if name == topic]

    def wait_last(self, topic, count):
        wait_for(lambda: len(self.messages(topic)) >= count, f'message {count} on {topic}')
        found = self.messages(topic)
        expect_equal(len(found), count, f'messages on {topic}')
        return found[-1]


class Publish(Scenario):
    def parts(self):
        self.counts = {}
        self.broker = Broker(self.desktop)
        self.recorder = Recorder(self.desktop, self.broker.port, '#')
        self.slow = SlowBroker(connack=ONE_AT_A_TIME)
        yield self.open
        yield self.formats
        yield self.conversions
        yield self.json
        yield self.file
        yield self.properties
        yield self.from_the_log
        yield self.by_keys
        yield self.states

    # --- what a user does --------------------------------------------------------------------

    def type_payload(self, text):
        self.program.set_text('Payload', text)

    def send(self, topic):
        """Publishes what stands there; what the broker got of it."""
        self.program.set_text('Topic', topic)
        self.program.click('Publish')
        self.counts[topic] = self.counts.get(topic, 0) + 1
        return self.recorder.wait_last(topic, self.counts[topic])

    def expect_sent(self, topic, payload, qos=0, retain=False):
        expect_equal(self.send(topic)[:3], (payload, qos, retain), f'received on {topic}')

    def payload(self):
        return self.program.find('Payload').text

    def format(self):
        return next(label for label in self.program._whole(self.program.find('Format')).labels())

    # --- the parts ---------------------------------------------------------------------------

    def open(self):
        with self.steps.step('Connect to a broker', vital=True):
            self.user.write_profiles({'name': 'Lab', 'host': '127.0.0.1', 'port': self.broker.port,
                                      'mqtt-version': '5', 'client-id': 'pane'},
                                     {'name': 'Other', 'host': '127.0.0.1', 'port': self.broker.port,
                                      'mqtt-version': '3.1.1'},
                                     {'name': 'Slow', 'host': '127.0.0.1', 'port': self.slow.port})
            self.user.open()
            self.user.select('Lab')
            self.user.connect()

    def formats(self):
        with self.steps.step('Text: the bytes shown are the bytes sent'):
            for text in ('hello', 'two\nlines\n', '你好 {{ value_json.temp }}', '\ttab '):
                self.type_payload(text)
                self.expect_sent('format/text', text.encode())
            self.program.wait_says('5 B')
        with self.steps.step('QoS and Retain'):
            self.program.click('QoS 2')
            self.program.toggle('Retain', True)
            self.type_payload('kept')
            self.expect_sent('format/kept', b'kept', 2)
            self.program.toggle('Retain', False)
            self.program.click('QoS 0')
        with self.steps.step('Hex'):
            self.type_payload('')
            self.program.choose('Format', 'Hex')
            self.type_payload('00 ff\n7B0d')
            self.program.wait_says('4 B')
            self.expect_sent('format/hex', b'\0\xff\x7b\r')
        with self.steps.step('Hex that is none: said while one types, and not sent'):
            self.type_payload('00 fx')
            self.program.wait_says('Type each byte as two digits')
            self.program.click('Publish')
            self.type_payload('00 f')
            self.program.wait_says('The last byte has one digit')
            self.program.click('Publish')
            self.type_payload('00 f0')
            wait_for(lambda: not self.program.says('The last byte has'), 'the fault to go')
            self.expect_sent('format/hex', b'\0\xf0')
        with self.steps.step('Base64'):
            self.type_payload('')
            self.program.choose('Format', 'Base64')
            self.type_payload('AP8=')
            self.expect_sent('format/base64', b'\0\xff')
            self.type_payload('AP8')
            self.program.wait_says('This Base64 is not complete')

    def conversions(self):
        with self.steps.step('Another format shows the same bytes'):
            self.type_payload('aGkg5L2g')
            self.program.choose('Format', 'Hex')
            wait_for(lambda: self.payload() == '68 69 20 e4 bd a0', 'the bytes in Hex')
            self.program.choose('Format', 'Text')
            wait_for(lambda: self.payload() == 'hi 你', 'the bytes as text')
            self.expect_sent('format/converted', 'hi 你'.encode())
        with self.steps.step('Bytes that are no text stay as they are, and it says so'):
            self.program.choose('Format', 'Hex')
            self.type_payload('ff')
            self.program.ask('Format', 'Text')
            self.program.wait_says('These bytes are no UTF-8 text')
            expect_equal((self.format(), self.payload()), ('Hex', 'ff'), 'format and payload')
        with self.steps.step('What is wrong in one format is kept for the next'):
            self.type_payload('no hex')
            self.program.choose('Format', 'Text')
            expect_equal(self.payload(), 'no hex', 'payload')
            self.expect_sent('format/converted', b'no hex')

    def json(self):
        with self.steps.step('JSON: goes out as typed, numbers unchanged'):
            self.type_payload(UNFORMATTED)
            self.program.choose('Format', 'JSON')
            self.expect_sent('format/json', UNFORMATTED.encode())
        with self.steps.step('Format JSON: numbers and text unchanged, and Ctrl+Z brings it back'):
            self.program.click('Format JSON')
            wait_for(lambda: self.payload() == FORMATTED, 'the JSON laid out')
            self.expect_sent('format/json', FORMATTED.encode())
            self.program.press(self.program.find('Payload'), 'ctrl+z')
            wait_for(lambda: self.payload() == UNFORMATTED, 'what was typed')
        with self.steps.step('A fault: line and column, its place selected, nothing sent'):
            self.type_payload('{\n  "a": 1,\n  "b": 07\n}')
            self.program.click('Publish')
            self.program.wait_says('Not JSON, line 3, column 8: A number does not begin with a needless 0.')
            self.program.give_keys(self.program.find('Payload'))
            self.desktop.press('BackSpace')
            wait_for(lambda: self.payload() == '{\n  "a": 1,\n  "b": 7\n}', 'the place to be selected')
            wait_for(lambda: not self.program.says('Not JSON'), 'the fault to go')
            self.expect_sent('format/json', b'{\n  "a": 1,\n  "b": 7\n}')

    def file(self):
        path = self.desktop.path('payload.bin')
        content = bytes(range(256)) * 5
        path.write_bytes(content)
        with self.steps.step('A file: its name and size, and its bytes are sent'):
            self.program.choose('Format', 'File')
            self.program.click('Publish')
            self.program.wait_says('No file is chosen: choose the one to send.')
            self.choose_file(path)
            self.program.wait_says('payload.bin')
            self.program.wait_says('1.3 kB')
            self.expect_sent('format/file', content)
        with self.steps.step('A file that changed is read anew'):
            path.write_bytes(b'')
            self.expect_sent('format/file', b'')
        with self.steps.step('What is no regular file is refused at once'):
            path.unlink()
            self.program.click('Publish')
            self.program.wait_says('“payload.bin” is not there: choose another file.')
            os.mkfifo(path)
            self.program.click('Publish')
            self.program.wait_says('“payload.bin” is a device or a pipe: choose a regular file.')
            path.unlink()
        with self.steps.step('The text beneath comes back, also from another connection'):
            self.user.select('Other')
            self.user.select('Lab')
            self.program.find('Choose payload file…')
            self.program.choose('Format', 'JSON')
            expect_equal(self.payload(), '{\n  "a": 1,\n  "b": 7\n}', 'payload')

    def properties(self):
        with self.steps.step('Properties of MQTT 5: sent as typed, and counted on the button'):
            self.type_payload('{"a": 1}')
            self.open_properties()
            self.program.set_text('Content type', 'application/json')
            self.program.toggle('Payload is text', True)
            self.program.set_text('Message expiry', '600')
            self.program.set_text('Topic alias', '3')
            self.program.set_text('Response topic', 'answers/+')
            self.program.wait_says('A topic to publish to holds no + or #')
            self.program.set_text('Response topic', 'answers/7')
            self.program.set_text('Correlation data', 'id-7')
            self.add_user_property(1, 'unit', '°C')
            self.add_user_property(2, 'unit', 'K')
            expect_all_named(self.program)
            self.program.click('Done')
            wait_for(lambda: not self.program.has('Done'), 'the window to close')
            expect_equal(self.program.find('Properties').labels(), ['8'], 'the number on the button')
            found = self.send('properties')
            expect_equal(found[0], b'{"a": 1}', 'payload')
            seconds = int(re.search(r'E=(\d+)', found[3])[1])
            expect(590 <= seconds <= 600, f'{seconds} seconds are left')
            expect_equal(found[3].replace(str(seconds), '600'),
                         'C=application/json|D=id-7|E=600|F=1|R=answers/7|P=unit:°C unit:K', 'properties')
        with self.steps.step('Escape leaves them as they were'):
            self.open_properties()
            self.program.set_text('Content type', 'text/plain')
            self.desktop.press('Escape')
            wait_for(lambda: not self.program.has('Done'), 'the window to close')
            expect('C=application/json' in self.send('properties')[3], 'the content type is another')
        with self.steps.step('By MQTT 3.1.1 there are none, and the button says so'):
            self.user.select('Other')
            button = self.program.find('Properties')
            wait_for(lambda: not button.sensitive, 'the button to be insensitive')
            expect('MQTT 5' in button.description, button.description)
            self.user.select('Lab')
            wait_for(lambda: button.sensitive, 'the button to be sensitive')

    def from_the_log(self):
        with self.steps.step('A message dragged from the log: the same bytes, properties and QoS; Undo'):
            self.program.choose('Format', 'Hex')
            self.type_payload('00 ff')
            self.program.set_text('Topic', 'drag/me')
            self.program.click('Publish')
            self.program.wait_says('The payload is no UTF-8 text')
            self.open_properties()
            self.program.toggle('Payload is text', False)
            self.program.click('Done')
            wait_for(lambda: not self.program.has('Done'), 'the window to close')
            self.expect_sent('drag/me', b'\0\xff')
            self.program.choose('Format', 'Base64')
            self.type_payload('AAEC')
            self.program.set_text('Topic', 'before')
            self.program.drag_to(self.last_row('drag/me'), self.program.find('Payload'))
            wait_for(lambda: self.payload() == '00 ff', 'the payload of the message')
            expect_equal(self.format(), 'Hex', 'format')
            expect_equal(self.program.find('Topic').text, 'drag/me', 'topic')
            self.counts['drag/me'] += 1
            self.program.click('Publish')
            found = self.recorder.wait_last('drag/me', self.counts['drag/me'])
            expect_equal(found[0], b'\0\xff', 'payload')
            expect('C=application/json' in found[3], f'properties: {found[3]}')
            self.program.click('Undo')
            wait_for(lambda: self.payload() == 'AAEC', 'what was typed')
            expect_equal(self.program.find('Topic').text, 'before', 'topic')

        with self.steps.step('By the menu of a row, with the keys'):
            self.user.select_row('drag/me')
            self.desktop.press('Menu', 'Up', 'Return')
            wait_for(lambda: self.payload() == '00 ff', 'the payload of the message')
            expect_equal(self.program.find('Topic').text, 'drag/me', 'topic')

    def last_row(self, topic):
        def find():
            return [row for row in self.program.find('Message log').children() if topic in row.name]
        return wait_for(find, f'a row of {topic}')[-1]

    def by_keys(self):
        with self.steps.step('Ctrl+Enter publishes from anywhere in the pane'):
            self.type_payload('')
            self.program.choose('Format', 'Text')
            self.type_payload('by keys')
            self.program.set_text('Topic', 'keys')
            for number, name in enumerate(('Payload', 'Topic', 'Format'), 1):
                self.program.press(self.program.find(name), *(['Escape'] if name == 'Format' else []), 'ctrl+Return')
                expect_equal(self.recorder.wait_last('keys', number)[0], b'by keys', 'payload')

    def states(self):
        slow = self.slow
        with self.steps.step('QoS 1: sent, then acknowledged with the time it took; offline it is said at once'):
            self.user.select('Slow')
            self.user.publish('state', 'one', 1)
            self.program.wait_says('Send when connected')
            self.user.connect()
            self.program.click('Publish')
            self.program.wait_says('Sent, no PUBACK yet…')
            slow.acknowledge(PUBACK, slow.waiting.pop())
            self.program.wait_says('✓ acknowledged in')
        with self.steps.step('QoS 2: each step of it'):
            self.user.publish('state', 'two', 2)
            self.program.wait_says('Sent, no PUBREC yet…')
            packet_id = slow.waiting.pop()
            slow.acknowledge(PUBREC, packet_id)
            self.program.wait_says('no PUBCOMP yet…')
            wait_for(lambda: slow.released == [packet_id], 'PUBREL')
            slow.acknowledge(PUBCOMP, packet_id)
            self.program.wait_says('✓ acknowledged in')
        with self.steps.step('Beyond the Receive Maximum one is queued'):
            self.user.publish('state', 'three', 1)
            self.program.wait_says('Sent, no PUBACK yet…')
            self.program.click('Publish')
            self.program.wait_says('2 under way, 1 queued')
            slow.acknowledge(PUBACK, slow.waiting.pop())
            self.program.wait_says('Sent, no PUBACK yet…')
        with self.steps.step('Refused, and why'):
            slow.acknowledge(PUBACK, slow.waiting.pop(), NOT_AUTHORIZED)
            self.program.wait_says('The broker refused the message: not authorized.')
        with self.steps.step('Lost with the connection'):
            self.user.publish('state', 'four', 1)
            self.program.wait_says('Sent, no PUBACK yet…')
            self.user.disconnect()
            self.program.wait_says('The connection ended before the broker had the message.')
            self.user.connect()
            expect(self.program.says('The connection ended before the broker had the message.'),
                   'what became of it is forgotten with the next connection')

    def open_properties(self):
        self.program.click('Properties')
        self.program.find('Done')
        self.program.give_keys(self.program.find('Done'))

    def add_user_property(self, number, name, value):
        control = self.program.find('Add user property')
        self.program.reveal(control)
        self.program.click('Add user property')
        self.program.set_text(f'Name of user property {number}', name)
        self.program.set_text(f'Value of user property {number}', value)

    def choose_file(self, path):
        self.program.click('Choose payload file…')
        self.program.answer_dialog('Choose the file to send', path, 'ctrl+l')


if __name__ == '__main__':
    sys.exit(play(Publish, __doc__))
