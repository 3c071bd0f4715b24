#!/usr/bin/env python3
# payloads.py: payloads and topics of every kind, kept byte for byte and shown
#
# SPDX-License-Identifier: GPL-3.0-or-later
"""Each is published by mosquitto_pub, selected in the log, looked at as text, JSON, hex and Base64,
copied, and saved to a file that must hold what was sent."""

import hashlib
import sys
from dataclasses import dataclass

from desktop import wait_for
from outside import read_clipboard
from scenario import Scenario, play
from steps import expect, expect_equal
from user import Probe, Pulse

MEBIBYTE = 1024 * 1024
VIEW = 'Payload of the selected message'


@dataclass(frozen=True)
class Case:
    title: str
    topic: str
    payload: bytes
    text: str = ''    # what each view begins with; nothing: not looked at
    json: str = ''
    hex: str = ''
    base64: str = ''
    copied: str = ''  # what stands in the clipboard; nothing: the payload as text


CASES = (
    Case('0 bytes', 'sample/none', b''),
    Case('JSON with 18446744073709551615', 'sample/number', b'{"n":18446744073709551615,"x":0.10,"n":1}',
         text='{"n":18446744073709551615,"x":0.10,"n":1}',
         json='{\n  "n": 18446744073709551615,\n  "x": 0.10,\n  "n": 1\n}', hex='00000000  7b 22 6e 22'),
    Case('Chinese text', 'sample/text', '你好，世界：温度 21.5 ℃'.encode(), text='你好，世界：温度 21.5 ℃',
         hex='00000000  e4 bd a0 e5'),
    Case('a topic with spaces and Chinese', '车间 1/温度 传感器/the third one', b'21.5', text='21.5', base64='MjEuNQ=='),
    Case('not UTF-8', 'sample/raw', bytes(range(256)), hex='00000000  00 01 02 03'),
    Case('100,000 nested brackets', 'sample/deep', b'[' * 100000 + b']' * 100000, text='[' * 100,
         json='[', hex='00000000  5b 5b 5b'),
    Case('10 MB in a single line', 'sample/long', b'0123456789abcdef' * 625000,
         text='0123456789abcdef', hex='00000000  30 31 32 33'),
)

# One red point
PNG = bytes.fromhex('89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de'
                    '0000000c49444154789c63f8cfc0000003010100c9fe92ef0000000049454e44ae426082')


class Payloads(Scenario):
    def __init__(self, *arguments):
        super().__init__(*arguments)
        self.probe = Probe(self.desktop)
        self.port = 0
        self.parts_of_inspector = {}

    def parts(self):
        yield self.connect
        for case in CASES:
            yield lambda case=case: self.look_at(case)
        yield self.show_all
        yield self.fold_tree
        yield self.show_diff
        yield self.pin_view
        yield self.find_text
        yield self.choose_encoding
        yield self.show_image
        yield self.copy_as
        yield self.edit

    def connect(self):
        with self.steps.step('The local broker, and a subscription to #', vital=True):
            self.user.open(SONDE_PROBE=str(self.probe.path))
            self.user.connect()
            self.port = self.user.address()
            self.user.subscribe_to('#', 1)

    def part(self, name):
        """A control of the inspector: to look for it each time takes longer than all the rest."""
        if name not in self.parts_of_inspector:
            self.parts_of_inspector[name] = self.program.find(name)
        return self.parts_of_inspector[name]

    def publish(self, case):
        file = self.desktop.path('sent')
        file.write_bytes(case.payload)
        self.desktop.run('mosquitto_pub', '-h', '127.0.0.1', '-p', self.port, '-t', case.topic, '-q', 1,
                         *(['-f', file] if case.payload else ['-n']))

    def look_at(self, case):
        pulse = Pulse()
        with self.steps.step(f'{case.title}: in the log and in the inspector'):
            self.publish(case)
            self.user.select_row(f'on {case.topic}, QoS')
            wait_for(lambda: pulse.ask(lambda: self.program.says(case.topic)), 'the inspector')
            for view, wanted in (('Text', case.text), ('JSON', case.json), ('Hex', case.hex),
                                 ('Base64', case.base64)):
                self.part(view).act('click', 'toggle')
                wait_for(lambda: pulse.ask(lambda: self.shown().startswith(wanted)),
                         f'“{wanted[:40]}” as {view}; there is “{self.shown()[:40]}”')
            if not case.payload:
                self.program.wait_says('The payload is empty.')
        with self.steps.step(f'{case.title}: saved and copied, not a byte other'):
            expect_equal(self.save(), hashlib.sha256(case.payload).hexdigest(), 'hash of the file')
            self.check_copy(case)
        self.note(f'{case.title}: {pulse}; longest stall {self.probe.max_stall()} ms')

    def shown(self):
        """What the payload view shows, in its beginning."""
        return self.part(VIEW).text[:100000]

    def save(self):
        """The hash of the file that Save payload… writes."""
        return hashlib.sha256(self.user.save_payload().read_bytes()).hexdigest()

    def check_copy(self, case):
        """Bytes that are no text are not looked for, nor 10 MB, which the clipboard of X11 moves in small pieces."""
        try:
            wanted = case.payload.decode()
        except UnicodeDecodeError:
            return
        if len(wanted) > MEBIBYTE:
            return
        self.part('Copy payload').act('click')
        wait_for(lambda: read_clipboard(self.desktop) == wanted, 'the payload in the clipboard')

    def show_all(self):
        """The message of 10 MB is still selected."""
        size = len(CASES[-1].payload)
        pulse = Pulse()
        with self.steps.step('10 MB: the first part at once, the rest when asked for'):
            self.part('Text').act('click', 'toggle')
            self.program.wait_says(' of 10')
            expect(len(self.part(VIEW).text) < MEBIBYTE, 'more than the first part')
            self.program.click('Show all')
            wait_for(lambda: not pulse.ask(lambda: self.program.has('Show all')), 'Show all to go')
            wait_for(lambda: not pulse.ask(lambda: self.program.says('Laying out')), 'the layout', 30)
            text = self.part(VIEW).text.replace('\n', '')
            expect_equal(len(text), size, 'characters shown')
            expect(text.encode() == CASES[-1].payload, 'the text shown is another')
        with self.steps.step('After all that it still publishes and receives'):
            self.user.publish('sample/last', 'alive', 1)
            self.user.wait_row('the message', topic='sample/last', sent=False, payload='alive')
        self.note(f'Show all: {pulse}; longest stall {self.probe.max_stall()} ms')

    def fold_tree(self):
        tree = 'JSON tree of the selected message'
        with self.steps.step('Tree: numbers as sent, a key twice'):
            self.user.select_row('on sample/number, QoS')
            self.part('Tree').act('click', 'toggle')
            wait_for(lambda: [row.name for row in self.program.find(tree).children()] ==
                     ['$: { 3 members }', 'n: 18446744073709551615', 'x: 0.10', 'n: 1'], 'the rows')
        with self.steps.step('Tree: folded and unfolded by keys, value and path copied'):
            self.program.press(next(iter(self.program.find(tree).children())), 'Left')
            wait_for(lambda: len([row for row in self.program.find(tree).children() if row.shown]) == 1, 'the root alone')
            self.desktop.press('Right', 'Down', 'ctrl+c')
            wait_for(lambda: read_clipboard(self.desktop) == '18446744073709551615', 'the value in the clipboard')
            self.desktop.press('ctrl+shift+c')
            wait_for(lambda: read_clipboard(self.desktop) == '$.n', 'the path in the clipboard')
        with self.steps.step('Tree: 100,000 nested brackets'):
            self.user.select_row('on sample/deep, QoS')
            wait_for(lambda: any(row.name == '0: [ 1 element ]' for row in self.program.find(tree).children()),
                     'the nested arrays')
        with self.steps.step('Tree: a million elements'):
            self.send('sample/wide', b'[' + b'7,' * 999999 + b'7]')
            self.user.select_row('on sample/wide, QoS')
            self.program.wait_says('$: [ 1,000,000 elements ]')
            self.part('JSON').act('click', 'toggle')

    def show_diff(self):
        """With the one before on its topic, then with one of another topic."""
        def differs(*lines):
            wait_for(lambda: self.program.find('How the payload differs').text == '\n'.join(lines), f'the diff {lines}')

        with self.steps.step('Diff: with the message before on the topic'):
            self.send('sample/number', b'{"n":1,"x":0.1}')
            self.user.select_row('on sample/number, QoS')
            self.part('Diff').act('click', 'toggle')
            differs('  {', '-   "n": 18446744073709551615,', '-   "x": 0.10,', '-   "n": 1', '+   "n": 1,',
                    '+   "x": 0.1', '  }')
            self.program.wait_says('3 lines removed (-), 2 lines added (+).')
        with self.steps.step('Diff: equal to the one before'):
            self.send('sample/number', b'{"n":1,"x":0.1}')
            self.user.select_row('on sample/number, QoS')
            self.program.wait_says('Equal to the one before.')
        with self.steps.step('Diff: with any message'):
            self.program.click('Compare with…')
            self.program.wait_says('This message is marked')
            self.user.select_row('on sample/text, QoS')
            differs('- {"n":1,"x":0.1}', '+ 你好，世界：温度 21.5 ℃')
            self.program.click('Unmark')
            self.program.wait_says('No message before it on this topic is kept.')
            self.part('Text').act('click', 'toggle')

    def pin_view(self):
        """For the topics that match a filter, by keys alone; a more specific one comes first."""
        with self.steps.step('Pin: a view for the topics that match a filter'):
            self.send('pin/a/1', b'{"n":1}')
            self.send('pin/b', b'{"n":2}')
            self.user.select_row('on pin/a/1, QoS')
            self.program.press(self.part('Hex'), 'Tab', 'Tab', 'Tab', 'space')
            self.program.wait_says('Show Hex for topics matching')
            wait_for(lambda: self.program.find('Pin for topics matching').focused, 'the keys in the entry')
            expect_equal(self.program.find('Pin for topics matching').text, 'pin/a/1', 'filter')
            expect(self.program.has('Use #'), 'the filter it came by is not offered')
            self.desktop.press('ctrl+a')
            self.desktop.type('pin/#/1')
            self.program.wait_says('# is the last level of a filter')
            self.desktop.press('ctrl+a')
            self.desktop.type('pin/a/#')
            self.desktop.press('Return')
            wait_for(lambda: not self.program.has('Pin for topics matching'), 'the popover to go')
        with self.steps.step('Pin: it holds there and nowhere else'):
            self.user.select_row('on pin/b, QoS')
            self.part('JSON').act('click', 'toggle')
            wait_for(lambda: self.shown().startswith('{\n'), 'JSON')
            self.user.select_row('on pin/a/1, QoS')
            wait_for(lambda: self.shown().startswith('00000000'), 'Hex, as pinned')
            self.user.select_row('on pin/b, QoS')
            wait_for(lambda: self.shown().startswith('{\n'), 'JSON, as chosen')
        with self.steps.step('Unpin: what was chosen counts again'):
            self.user.select_row('on pin/a/1, QoS')
            self.program.click('Pin view')
            self.program.click('Unpin pin/a/#')
            wait_for(lambda: self.shown().startswith('{\n'), 'JSON, as chosen')
            expect(not self.program.has('Pinned views'), 'a list of pins that is empty')
            self.desktop.press('Escape')
            self.part('Text').act('click', 'toggle')

    def find_text(self):
        with self.steps.step('Find: Ctrl+F within the payload, next and previous'):
            self.send('sample/find', b'one two one two\none')
            self.user.select_row('on sample/find, QoS')
            self.part('Text').act('click', 'toggle')
            wait_for(lambda: self.shown().startswith('one two'), 'the text')
            self.program.press(self.part(VIEW), 'ctrl+Home', 'ctrl+f')
            self.program.find('Find in the payload')
            self.desktop.type('one')
            self.program.wait_says('1 of 3')
            self.desktop.press('Return')
            self.program.wait_says('2 of 3')
            self.desktop.press('ctrl+shift+g')
            self.program.wait_says('1 of 3')
        with self.steps.step('Find: what is not there, and closed by Escape'):
            self.program.set_text('Find in the payload', 'three')
            self.program.wait_says('none')
            self.desktop.press('Escape')
            wait_for(lambda: not self.program.has('Find in the payload'), 'the bar to go')

    def choose_encoding(self):
        with self.steps.step('Text in GB18030'):
            self.send('sample/gb', '温度 21.5'.encode('gb18030'))
            self.user.select_row('on sample/gb, QoS')
            self.part('Text').act('click', 'toggle')
            wait_for(lambda: self.shown().startswith('\\xce'), 'escapes')
            self.program.choose('Encoding', 'GB18030')
            wait_for(lambda: self.shown() == '温度 21.5', 'the text')
            self.program.choose('Encoding', 'UTF-8')

    def show_image(self):
        """What says that it is an image is shown as one, or told why not."""
        with self.steps.step('An image is shown as one'):
            self.send('sample/image', PNG)
            self.user.select_row('on sample/image, QoS')
            self.program.wait_says('1 × 1 pixels')
            expect(self.program.has('Image'), 'no view “Image”')
        with self.steps.step('A bomb is not decoded'):
            self.send('sample/bomb', PNG[:16] + b'\0\1\x86\xa0' * 2 + PNG[24:])
            self.user.select_row('on sample/bomb, QoS')
            self.program.wait_says('This image cannot be shown')
        with self.steps.step('What is no image has no such view'):
            self.user.select_row('on sample/text, QoS')
            wait_for(lambda: not self.program.has('Image'), 'the view “Image” to go')

    def copy_as(self):
        """Each form is looked at by what it begins with; that they run is tested elsewhere."""
        for form, begin in (('mosquitto_pub', 'mosquitto_pub -h 127.0.0.1'), ('mosquitto_sub', 'mosquitto_sub -h'),
                            ('Python (paho-mqtt)', 'import paho.mqtt.client'), ('JSON', '{"time": ')):
            with self.steps.step(f'Copy as {form}'):
                self.program.click('Copy as')
                self.program.click(form, role='menu item')
                wait_for(lambda begin=begin: read_clipboard(self.desktop).startswith(begin), f'“{begin}” in the clipboard')

    def edit(self):
        with self.steps.step('Edit and publish: into the publish pane'):
            self.program.set_text('Topic', 'typed')
            self.program.set_text('Payload', 'not yet sent')
            self.program.click('QoS 0')
            self.program.click('Edit and publish')
            wait_for(lambda: self.program.find('Topic').text == 'sample/text', 'the topic')
            expect_equal(self.program.find('Payload').text, '你好，世界：温度 21.5 ℃', 'payload')
            expect(self.program.find('QoS 1').checked, 'QoS 1 is not chosen')
        with self.steps.step('Undo: what was typed is there again'):
            self.program.click('Undo')
            wait_for(lambda: self.program.find('Topic').text == 'typed', 'the topic')
            expect_equal(self.program.find('Payload').text, 'not yet sent', 'payload')
            expect(self.program.find('QoS 0').checked, 'QoS 0 is not chosen')

    def send(self, topic, payload):
        self.publish(Case(topic, topic, payload))


if __name__ == '__main__':
    sys.exit(play(Payloads, __doc__))
