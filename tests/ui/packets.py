#!/usr/bin/env python3
# packets.py: every control packet both ways, from the window
#
# SPDX-License-Identifier: GPL-3.0-or-later
"""QoS 2 traffic with the broker going and coming back: what the Packets page lists, follows, decodes
and exports; and where tshark is installed, that it agrees with what was captured on loopback."""

import re
import shutil
import sys

from capture import Capture, list_faults, read_capture
from desktop import wait_for
from names import expect_all_named, expect_names
from outside import Broker, Scripted
from scenario import Scenario, play
from steps import expect, expect_equal

SECRET = 'correct-horse'
ROUNDS = 3
PER_ROUND = 100
PAGE = ('Live', 'Packet type', 'Packet ID', 'Topic of packets', 'Follow packet ID', 'Clear packets', 'Export packets',
        'Control packets')
# CONNACK, a PUBLISH of 40,000 bytes and one with a property that MQTT 5 does not have
HOSTILE = b'\x20\3\0\0\0' + b'\x30\xbc\xb8\2\0\4long\0' + b'x' * 39989 + b'\x30\6\0\1t\2\x7f\0'
# A field of the exported text, and what tshark calls it; numbers and texts alike
FIELDS = {
    'Packet identifier': 'mqtt.msgid', 'DUP': 'mqtt.dupflag', 'QoS': 'mqtt.qos', 'Retain': 'mqtt.retain',
    'Topic name': 'mqtt.topic', 'Remaining length': 'mqtt.len', 'Client identifier': 'mqtt.clientid',
    'Keep alive': 'mqtt.kalive', 'Protocol name': 'mqtt.protoname', 'Protocol version': 'mqtt.ver',
}
TYPES = ('', 'CONNECT', 'CONNACK', 'PUBLISH', 'PUBACK', 'PUBREC', 'PUBREL', 'PUBCOMP', 'SUBSCRIBE', 'SUBACK', 'UNSUBSCRIBE',
         'UNSUBACK', 'PINGREQ', 'PINGRESP', 'DISCONNECT', 'AUTH')


class Packets(Scenario):
    def __init__(self, *arguments):
        super().__init__(*arguments)
        self.broker = None
        self.capture = None

    def parts(self):
        yield self.empty
        yield self.connect
        yield self.names
        yield self.follow
        yield self.fields
        yield self.filter
        yield self.traffic
        yield self.ping
        yield self.exports
        yield self.refuse
        yield self.clear
        yield self.hostile

    # --- what the page shows ---------------------------------------------------------------------

    def open_page(self, name):
        def find():
            return [control for control in self.program.walk()
                    if control.name == name and control.role in ('radio button', 'toggle button', 'page tab')]
        self.program.point(wait_for(find, f'the page “{name}”')[0])

    def rows(self):
        lists = self.program.find_all('Control packets', role='list')
        return list(lists[0].children()) if lists else []

    def wait_row(self, pattern):
        """The last row that reads so."""
        def find():
            return [row for row in self.rows() if re.search(pattern, row.name)]
        return wait_for(find, f'a packet that reads “{pattern}”')[-1]

    def wait_types(self, *types):
        def shown():
            return tuple(re.search(r'(?:sent|received) [A-Z]+', row.name)[0] for row in self.rows())
        wait_for(lambda: shown() == types, f'{types}; there are {shown()}')

    def field(self, name):
        """What the row of a field of the selected packet says."""
        fields = self.program.find('Fields of the packet', role='list').children()
        return next((row.name for row in fields if row.name.startswith(f'{name}: ')), '')

    # --- the parts -------------------------------------------------------------------------------

    def empty(self):
        with self.steps.step('An empty page says what it will show', vital=True):
            self.broker = Broker(self.desktop, user='bob', password=SECRET)
            hostile = Scripted(lambda _bytes: (HOSTILE, False))
            self.user.write_profiles({
                'name': 'Lab', 'host': '127.0.0.1', 'port': self.broker.port, 'mqtt-version': '5', 'client-id': 'lab',
                'user-name': 'bob', 'keep-alive': 5, 'first-delay': 1, 'greatest-delay': 1,
                'subscriptions': [{'filter': 'a/#', 'qos': 2}]},
                {'name': 'Hostile', 'host': '127.0.0.1', 'port': hostile.port, 'mqtt-version': '5', 'reconnect': False})
            if shutil.which('tshark'):
                self.capture = Capture(self.desktop, self.broker.port)
            self.user.open()
            self.open_page('Packets')
            self.program.wait_says('No packets yet')

    def connect(self):
        with self.steps.step('A refused attempt and a good one, each packet with its answer', vital=True):
            self.program.click('Connect')
            password = self.program.find('Password')
            password.set_text(SECRET)
            self.program.give_keys(password)
            self.desktop.press('Return')
            self.user.wait_state('Connected')
            self.wait_row('received CONNACK.*0x87 not authorized')
            self.wait_row(r'received CONNACK.*0x00 success, .*(µs|ms)$')
            self.wait_row(r'sent SUBSCRIBE, packet ID 1, a/#')
            self.wait_row(r'received SUBACK, packet ID 1, .*granted QoS 2')

    def names(self):
        with self.steps.step('Each name of the page is one control'):
            expect_names(self.program, PAGE)
            expect_all_named(self.program)

    def send(self, topic, qos, *payloads):
        lines = self.desktop.path('payloads')
        lines.write_text(''.join(f'{payload}\n' for payload in payloads), encoding='ascii')
        self.desktop.run('sh', '-c', 'exec "$@" < "$0"', lines, 'mosquitto_pub', '-h', '127.0.0.1', '-p', self.broker.port,
                         '-u', 'bob', '-P', SECRET, '-l', '-t', topic, '-q', qos,
                         '-V', 5, '-D', 'publish', 'content-type', 'text/plain')

    def follow(self):
        with self.steps.step('Follow a packet ID through the four packets of QoS 2'):
            self.send('a/first', 2, 'hello')
            self.send('a/second', 1, 'other')
            row = self.wait_row('received PUBLISH, .*QoS 2, a/first')
            self.program.point(row)
            self.program.toggle('Follow packet ID', True)
            self.wait_types('received PUBLISH', 'sent PUBREC', 'received PUBREL', 'sent PUBCOMP')
            self.program.wait_says('4 of ')

    def fields(self):
        with self.steps.step('Every field, with its clause, and its bytes'):
            self.program.point(self.wait_row('received PUBLISH'))
            wait_for(lambda: 'a/first, Clause 3.3.2.1' in self.field('Topic name'), 'the topic')
            expect('2  exactly once, Clause 3.3.1.2' in self.field('QoS'), f'QoS: {self.field("QoS")}')
            expect('text/plain, Clause 3.3.2.3.9' in self.field('Content type'), self.field('Content type'))
            text = self.program.find('Bytes of the packet').text
            expect(text.startswith('00000000  34 ') and 'a/first' in text, text)
            self.program.toggle('Follow packet ID', False)
        with self.steps.step('The keys go from packet to packet'):
            self.program.press(self.wait_row('received PUBLISH, .*a/first'), 'Down')
            wait_for(lambda: 'PUBREC (5), Clause 2.1.2' in self.field('Control packet type'), 'the PUBREC')

    def filter(self):
        with self.steps.step('By type, packet ID and topic; what is no packet ID is named'):
            self.program.choose('Packet type', 'SUBACK')
            self.wait_types('received SUBACK')
            self.program.choose('Packet type', 'All types')
            self.program.set_text('Topic of packets', 'a/+')
            self.wait_types('sent SUBSCRIBE', 'received PUBLISH', 'received PUBLISH')
            self.program.set_text('Topic of packets', 'nowhere')
            self.program.wait_says('No packet matches')
            self.program.set_text('Topic of packets', '')
            self.program.set_text('Packet ID', '65536')
            self.program.wait_says('A packet ID is a number from 1 to 65535.')
            self.program.set_text('Packet ID', '')

    def traffic(self):
        with self.steps.step('QoS 2 traffic, and the broker goes and comes back'):
            for number in range(ROUNDS):
                payloads = [f'{number}-{n}' for n in range(PER_ROUND)]
                self.send(f'a/round/{number}', 2, *payloads)
                self.send(f'a/one/{number}', 1, *payloads)
                self.program.set_text('Topic of packets', f'a/one/{number}')
                self.program.wait_says(f'{PER_ROUND} of ', 30)
                if number < ROUNDS - 1:
                    self.broker.stop()
                    wait_for(lambda: self.user.state()[0] != 'Connected', 'the connection to be lost')
                    self.broker = Broker(self.desktop, port=self.broker.port, user='bob', password=SECRET)
                    self.user.wait_state('Connected', 30)
                    self.wait_subscribed(number + 2)
            self.program.set_text('Topic of packets', '')

    def wait_subscribed(self, n):
        """So many SUBACKs there were."""
        self.program.set_text('Topic of packets', '')
        self.program.choose('Packet type', 'SUBACK')
        wait_for(lambda: len(self.rows()) >= n, f'{n} SUBACKs')
        self.program.choose('Packet type', 'All types')

    def ping(self):
        with self.steps.step('The round trip of PINGREQ'):
            self.program.wait_says('Keep-alive round trip', 30)

    # --- what is exported ------------------------------------------------------------------------

    def export(self, choice, name):
        path = self.desktop.path('home') / name
        self.program.click('Export packets')
        self.program.click(choice)
        dialog = wait_for(lambda: next((window for window in self.program.windows()
                                        if window.name == 'Export packets'), None), 'the file dialog')
        self.program.give_keys(dialog)
        self.desktop.press('ctrl+a')
        self.desktop.type(str(path))
        self.program.finish_dialog('Export packets')
        self.program.wait_says(f'exported to {name}', 30)
        return path

    def exports(self):
        with self.steps.step('Exported as text: no password in it'):
            self.user.disconnect()
            text = self.export('As text…', 'packets.txt').read_text(encoding='utf-8')
            told = read_text(text)
            expect(SECRET not in text, 'the password is in the text')
            expect('Password: (hidden)' in text, 'there is no password field')
        if self.capture is None:
            self.steps.skip('As captured on loopback', 'tshark is not installed')
            return
        with self.steps.step('Exported for Wireshark: tshark opens it, with the same packets'):
            path = self.export('For Wireshark (pcapng)…', 'packets.pcapng')
            expect(SECRET.encode() not in path.read_bytes(), 'the password is in the file')
            expect_equal(list_faults(path), [], 'what tshark finds wrong')
            exported = read_capture(path, self.broker.port)
            types = [TYPES[int(packet.get('mqtt.msgtype')[0])] for packet in exported]
            expect(types == [packet['type'] for packet in told], f'{len(types)} packets, of {len(told)} in the text')
        with self.steps.step('Each packet is that of a capture on loopback, field by field'):
            self.capture.stop()
            captured = read_capture(self.capture.path, self.broker.port)
            compare_captures(exported, captured, self.broker.port, self.note)
            for packet, words in zip(exported, told):
                compare_fields(packet, words['fields'])

    def refuse(self):
        with self.steps.step('Text and capture are told of a place that cannot be written'):
            self.program.click('Export packets')
            self.program.click('As text…')
            dialog = wait_for(lambda: next((window for window in self.program.windows()
                                            if window.name == 'Export packets'), None), 'the file dialog')
            self.program.give_keys(dialog)
            self.desktop.press('ctrl+a')
            self.desktop.type('/proc/packets.txt')
            self.program.finish_dialog('Export packets')
            self.program.wait_says('Could not export to packets.txt')

    def clear(self):
        with self.steps.step('Cleared: the page is empty until the next packet'):
            self.program.click('Clear packets')
            self.program.wait_says('No packets yet')
            self.program.wait_says('0 packets')

    def hostile(self):
        with self.steps.step('What is malformed says why, and what is long is cut, in a connection that failed'):
            self.user.select('Hostile')
            self.program.click('Connect')
            self.wait_row(r'received PUBLISH, QoS 0, long, 40.0 kB, cut: 16.4 kB recorded')
            self.program.point(self.wait_row('received PUBLISH, .*Malformed: A property is unknown.'))
            self.program.wait_says('Malformed at byte 6: A property is unknown.')
            self.user.wait_state('Disconnected')


# --- comparing -----------------------------------------------------------------------------------

def read_text(text):
    """The packets of an exported text: type, and the values of its fields by name."""
    packets = []
    for block in text.strip().split('\n\n'):
        lines = block.split('\n')
        found = [re.fullmatch(r' +([^:]+): (.*?)(?: \((.*)\))?  \[[\d.]+\]', line) for line in lines[1:]]
        packets.append({'type': lines[0].split('  ')[2], 'fields': [(match[1], match[2]) for match in found if match]})
    return packets


def compare_fields(packet, fields):
    for name, theirs in FIELDS.items():
        ours = [value for field, value in fields if field == name]
        found = packet.get(theirs)
        if ours and found and packet.get('mqtt.msgtype')[0] not in ('8', '10'):  # whose filters have options of the same names
            expect_equal([as_number(value) for value in ours][:1], [as_number(value) for value in found][:1], f'{name} of {packet}')


def as_number(value):
    value = {'True': '1', 'False': '0'}.get(value, value)
    return int(value, 0) if re.fullmatch(r'0x[0-9a-f]+|\d+', value) else value


def without_password(packet):
    return [field for field in packet.fields if not field[0].startswith('mqtt.passwd')]


def list_ways(packets, port, own):
    """The packets of each connection in each direction, of the connections in @own."""
    ways = {}
    for packet in packets:
        if {packet.source, packet.target} - {port} <= own:
            ways.setdefault((packet.source, packet.target), []).append(packet)
    return ways


def compare_captures(exported, captured, port, note):
    """A broker that goes leaves the last packets on their way: they may be in one of both only."""
    own = {packet.source for packet in exported} | {packet.target for packet in exported}
    ours, theirs = list_ways(exported, port, own), list_ways(captured, port, own)
    expect_equal(sorted(ours), sorted(theirs), 'connections')
    for way, packets in ours.items():
        both = min(len(packets), len(theirs[way]))
        expect(max(len(packets), len(theirs[way])) - both < PER_ROUND // 2, f'{len(packets)} packets, captured {len(theirs[way])}')
        for mine, other in zip(packets, theirs[way]):
            expect_equal(without_password(mine), without_password(other), f'a packet {way}')
        note(f'{way}: {both} packets alike, {len(packets)} recorded, {len(theirs[way])} captured')


if __name__ == '__main__':
    sys.exit(play(Packets, __doc__))
