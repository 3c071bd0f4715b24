#!/usr/bin/env python3
# subscribe.py: the entry of the subscribe pane
#
# SPDX-License-Identifier: GPL-3.0-or-later
"""Several filters at once, checked while typing, with the options of MQTT 5 as the broker gets them;
share groups; completion; presets."""

import json
import sys
from pathlib import Path

from desktop import wait_for
from messages import find_messages
from outside import Broker, publish
from recorder import Recorder
from scenario import Scenario, play
from steps import expect, expect_equal

RULES = Path(__file__).resolve().parent.parent / 'mqtt' / 'topic-rules.tsv'
SENTENCES = {
    'control': 'holds a control character',
    'wildcard': 'A topic to publish to holds no + or #',
    'plus': '+ stands for a whole level',
    'hash': '# stands for whole levels',
    'hash-not-last': '# is the last level of a filter',
    'share-name': 'A shared subscription needs a name',
    'share-filter': 'A shared subscription needs a filter',
}
NO_LOCAL, AS_PUBLISHED = 1 << 2, 1 << 3
NO_IDS_NO_SHARES = b'\x29\x00\x2a\x00'
LIST = 'Topics to choose from'


class Subscribing(Scenario):
    def parts(self):
        self.recorder = Recorder()
        self.modest = Recorder(NO_IDS_NO_SHARES)
        self.broker = Broker(self.desktop)
        yield self.several
        yield self.options
        yield self.not_available
        yield self.shared
        yield self.complete
        yield self.overlap
        yield self.presets
        yield self.rules

    @staticmethod
    def profile(name, port, **fields):
        return {'name': name, 'host': '127.0.0.1', 'port': port, 'mqtt-version': '5', **fields}

    @property
    def entry(self):
        return self.program.find('Topic filter')

    def chips(self):
        return [control.name.removeprefix('Remove ') for control in self.program.walk()
                if control.role == 'push button' and control.name.startswith('Remove ')]

    def filters(self):
        rows = self.program.find_all('Subscriptions', role='list')
        return [row.name for row in rows[0].children()] if rows else []

    def focus_entry(self):
        self.program.give_keys(self.program.windows()[0])
        self.program.point(self.entry)

    def open_options(self):
        if not self.program.has('Share group'):
            self.program.click('Options')
            self.program.find('Share group')

    def close_options(self):
        self.program.give_keys(self.program.windows()[0])
        self.desktop.press('Escape')
        wait_for(lambda: not self.program.has('Share group'), 'the options to close')

    def offered(self):
        lists = self.program.find_all(LIST, role='list')
        return [row.name for row in lists[0].children()] if lists else []

    # --- the parts ---------------------------------------------------------------------------

    def several(self):
        recorder = self.recorder
        self.user.write_profiles(self.profile('Recorder', recorder.port), self.profile('Modest', self.modest.port),
                                 self.profile('Lab', self.broker.port), self.profile('Mate', self.broker.port),
                                 self.profile('Old', self.broker.port, **{'mqtt-version': '3.1.1'}))
        with self.steps.step('Several filters, by keyboard alone: a chip each, the faulty one named', vital=True):
            self.user.open()
            self.user.select('Recorder')
            self.user.connect()
            self.focus_entry()
            self.desktop.type('test, lamp/a#, Tyler-1/motor/+/speed,lab/#')
            wait_for(lambda: len(self.chips()) == 4, 'four chips')
            expect_equal(self.chips(), ['test', 'lamp/a#', 'Tyler-1/motor/+/speed', 'lab/#'], 'chips')
            self.program.wait_says('“lamp/a#”: # stands for whole levels')
        with self.steps.step('Enter subscribes to none of them while one is faulty'):
            self.desktop.press('Return')
            self.program.wait_says('“lamp/a#”: # stands for whole levels')
            expect_equal(self.filters(), [], 'subscriptions')
        with self.steps.step('The faulty one is removed, and Enter subscribes to all in one SUBSCRIBE'):
            self.desktop.press('Tab', 'Tab', 'Tab', 'Tab', 'Tab', 'space')
            wait_for(lambda: len(self.chips()) == 3, 'the chip to go')
            expect_equal(self.entry.text, 'test, Tyler-1/motor/+/speed, lab/#', 'what is typed')
            self.program.wait_says('Enter subscribes to these 3 filters.')
            self.desktop.press('Return')
            wait_for(lambda: len(self.filters()) == 3, 'the subscriptions')
            expect_equal([packet.filters for packet in recorder.packets],
                         [[('test', 0), ('Tyler-1/motor/+/speed', 0), ('lab/#', 0)]], 'SUBSCRIBE packets')
            expect_equal((self.entry.text, self.chips()), ('', []), 'what is left in the pane')
        with self.steps.step('One a line, and a comma that belongs to its filter'):
            self.program.set_text('Topic filter', 'a,b\nc')
            wait_for(lambda: self.chips() == ['a,b', 'c'], 'a chip a line')
            self.program.set_text('Topic filter', 'sensors/1,2')
            wait_for(lambda: self.chips() == ['sensors/1', '2'], 'two chips')
            self.program.click('The comma belongs to the filter')
            wait_for(lambda: self.chips() == [], 'the chips to go')
            self.program.click('Subscribe')
            wait_for(lambda: 'sensors/1,2' in self.filters(), 'the subscription')
            expect_equal(recorder.packets[-1].filters, [('sensors/1,2', 0)], 'the SUBSCRIBE')
        with self.steps.step('Many lines: some chips, and how many more'):
            self.program.set_text('Topic filter', '\n'.join(f'many/{i}' for i in range(200)))
            self.program.wait_says('and 170 more')
            self.program.set_text('Topic filter', '')

    def options(self):
        recorder = self.recorder
        with self.steps.step('Options: each is in the SUBSCRIBE that the broker gets'):
            self.open_options()
            self.program.toggle('No Local', True)
            self.program.toggle('Retain As Published', True)
            self.program.set_text('Subscription identifier', '70000')
            self.program.click('Add user property')
            self.program.set_text('Name of user property 1', 'who')
            self.program.set_text('Value of user property 1', '你')
            self.close_options()
            self.program.choose('Subscription QoS', '1')
            self.program.wait_says('No Local · Retain As Published · identifier 70000')
            self.program.set_text('Topic filter', 'x/+, y')
            before = len(recorder.packets)
            self.program.click('Subscribe')
            wait_for(lambda: len(recorder.packets) > before, 'a SUBSCRIBE')
            wait_for(lambda: 'y' in self.filters(), 'the subscription')
            packet = recorder.packets[-1]
            flags = 1 | NO_LOCAL | AS_PUBLISHED
            expect_equal(packet.filters, [('x/+', flags), ('y', flags)], 'filters and options')
            expect_equal((packet.id, packet.properties), (70000, [('who', '你')]), 'properties')
            expect_equal(len(recorder.packets), before + 1, 'SUBSCRIBE packets')
        with self.steps.step('A fault in the options is shown, and Subscribe leads to it'):
            self.open_options()
            self.program.set_text('Share group', 'a/b')
            self.program.wait_says('The name of a share group holds no /, + or #')
            self.close_options()
            self.program.set_text('Topic filter', 'z')
            self.program.click('Subscribe')
            self.program.find('Share group')
            expect('z' not in self.filters(), 'it is subscribed to')
            self.program.set_text('Share group', 'g')
            self.program.wait_says('Not with a share group: MQTT 5 forbids it')
            self.program.set_text('Share group', '')
            self.close_options()
            self.program.set_text('Topic filter', '')

    def not_available(self):
        with self.steps.step('What the broker does not take is ruled out, and it says so'):
            self.user.select('Modest')
            self.user.connect()
            self.open_options()
            self.program.wait_says('The broker takes none')
            self.close_options()
        with self.steps.step('MQTT 3.1.1 has none of them, and it says so'):
            self.user.select('Old')
            self.open_options()
            self.program.wait_says('This connection uses MQTT 3, which does not have them.')
            self.close_options()

    def count(self, topic_filter):
        """Of messages, as the row of a filter says."""
        labels = self.user.subscription(topic_filter) or []
        return next((int(label) for label in labels if label.isdigit()), 0)

    def shared(self):
        shared = '$share/workers/jobs/#'
        counts = {}
        with self.steps.step('A share group: each message goes to one of two clients'):
            for name in ('Lab', 'Mate'):
                self.user.select(name)
                self.user.connect()
                self.open_options()
                self.program.set_text('Share group', 'workers')
                self.program.wait_says('$share/workers/FILTER')
                self.close_options()
                self.program.set_text('Topic filter', 'jobs/#')
                self.program.wait_says('shared by “workers”')
                self.program.click('Subscribe')
                self.user.wait_granted(shared, 0)
            for number in range(20):
                publish(self.desktop, self.broker.port, f'jobs/{number}', str(number), qos=1)

            def all_came():
                for name in ('Lab', 'Mate'):
                    self.user.select(name)
                    counts[name] = self.count(shared)
                return sum(counts.values()) >= 20
            wait_for(all_came, 'all messages', 20)
            expect_equal(sum(counts.values()), 20, 'messages of both')
            expect(min(counts.values()) > 0, f'one has them all: {counts}')

    def complete(self):
        with self.steps.step('Completion, level by level, by keyboard alone'):
            self.user.select('Lab')
            self.open_options()
            self.program.set_text('Share group', '')
            self.close_options()
            self.program.set_text('Topic filter', '#')
            self.program.click('Subscribe')
            self.user.wait_granted('#', 0)
            for topic in ('Tyler-1/motor/1/speed', 'Tyler-1/motor/2/speed', 'Tyler-1/mode', 'lamp/kitchen'):
                publish(self.desktop, self.broker.port, topic, 'x', qos=1)
            wait_for(lambda: self.count('#') >= 4, 'the messages')
            self.focus_entry()
            self.desktop.type('ty')
            wait_for(lambda: self.offered() == ['Tyler-1/motor/+/speed', 'Tyler-1/'], 'what begins so')
            self.desktop.press('Down', 'Down', 'Tab')
            wait_for(lambda: 'Tyler-1/motor/' in self.offered(), 'the next level')
            expect_equal(self.entry.text, 'Tyler-1/', 'what is typed')
            self.desktop.type('m')
            wait_for(lambda: self.offered() == ['Tyler-1/motor/+/speed', 'Tyler-1/mode', 'Tyler-1/motor/'], 'what fits')
            self.desktop.press('Up', 'Return')
            wait_for(lambda: 'Tyler-1/motor/+/' in self.offered() and 'Tyler-1/motor/#' in self.offered(), 'wildcards')
            self.desktop.type('+/')
            wait_for(lambda: 'Tyler-1/motor/+/#' in self.offered(), 'what is below')
            self.desktop.press('Escape')
            wait_for(lambda: self.offered() == [], 'the list to close')
            self.desktop.type('s')
            wait_for(lambda: self.offered() == ['Tyler-1/motor/+/speed'], 'the last level')
            self.desktop.press('Down', 'Return')
            wait_for(lambda: self.offered() == [], 'the list to close')
            expect_equal(self.entry.text, 'Tyler-1/motor/+/speed', 'what is typed')
            self.desktop.press('Return')
            self.user.wait_granted('Tyler-1/motor/+/speed', 0)
        with self.steps.step('Of several filters the one at the cursor is completed'):
            self.focus_entry()
            self.desktop.type('lamp/+, Tyler-1/mod')
            wait_for(lambda: self.offered() == ['Tyler-1/mode'], 'what fits')
            self.desktop.press('Down', 'Return')
            wait_for(lambda: self.entry.text == 'lamp/+, Tyler-1/mode', 'both filters')
            self.program.set_text('Topic filter', '')

    def overlap(self):
        speed, topic = 'Tyler-1/motor/+/speed', 'Tyler-1/motor/3/speed'
        with self.steps.step('Two filters match, and the broker sends two copies: one row, counted for each'):
            before = self.count('#'), self.count(speed)
            for _ in range(3):
                publish(self.desktop, self.broker.port, topic, 'as fast', qos=1)
            publish(self.desktop, self.broker.port, 'Tyler-1/end', 'the end', qos=1)
            wait_for(lambda: find_messages(self.program, payload='the end'), 'the last')
            expect_equal(len(find_messages(self.program, payload='as fast')), 3, 'rows')
            wait_for(lambda: (self.count('#'), self.count(speed)) == (before[0] + 4, before[1] + 3),
                     f'counts: {self.count("#")} and {self.count(speed)}, {before} before')
        with self.steps.step('The inspector names both filters, and no identifier that nobody gave'):
            self.user.select_row(f'on {topic}, QoS')
            self.program.wait_says(f'#\n{speed}')
            expect(not self.program.says('Subscription identifier'), 'the inspector shows an identifier')
            self.desktop.press('Escape')

    def presets(self):
        with self.steps.step('Off the air: a row is added; it is subscribed on connect, or by hand'):
            self.user.select('Old')
            self.program.set_text('Topic filter', 'on/connect')
            self.program.wait_says('Not connected: will be subscribed on connect.')
            self.program.click('Subscribe')
            self.open_options()
            self.program.toggle('Subscribe on connect', False)
            self.close_options()
            self.program.set_text('Topic filter', 'by/hand')
            self.program.wait_says('Not connected: subscribe it by hand when connected.')
            self.program.click('Subscribe')
            wait_for(lambda: self.filters() == ['on/connect', 'by/hand'], 'the rows')
            expect(self.program.has('Subscribe by/hand on connect'), 'the button does not say what it will do')
            expect(not self.program.has('Subscribe on/connect on connect'), 'what is subscribed on connect has a button')
            self.user.connect()
            self.user.wait_granted('on/connect', 0)
            expect('QoS 0' not in self.user.subscription('by/hand'), 'the preset is subscribed to')
        with self.steps.step('Quit, reopen: they are there, and what was typed before is offered'):
            expect_equal(self.program.quit(), 0, 'exit status')
            file = self.desktop.path('DATA_HOME') / 'sonde' / 'recent-filters.jsonl'
            expect_equal(file.stat().st_mode & 0o777, 0o600, 'mode of the file')
            self.user.open()
            self.user.select('Old')
            wait_for(lambda: self.filters() == ['on/connect', 'by/hand'], 'the rows')
            self.focus_entry()
            self.desktop.press('Down')
            wait_for(lambda: self.offered()[:2] == ['by/hand', 'on/connect'], 'what was typed before')
            self.desktop.press('Escape')

    def check_rules(self, name, other, column):
        """Gives the field each text of the table, and compares what its pane, with that other control, says of it."""
        field = self.program.find(name)
        pane = next(parent for parent in field.parents(20) if self.program.find_all(other, within=parent))
        faults = []
        for line in RULES.read_text(encoding='utf-8').splitlines():
            if not line or line.startswith('#'):
                continue
            cells = line.split('\t')
            text, wanted = json.loads(cells[3]), cells[column]
            if not text:  # nothing typed is no fault yet
                continue
            field.set_text(text)
            expect_equal(field.text, text, f'what stands in {name}')
            words = pane.words
            said = [fault for fault, sentence in SENTENCES.items() if sentence in words]
            if said != ([wanted] if wanted != '-' else []):
                faults.append(f'{text!r}: {said}, wanted {wanted}')
        field.set_text('')
        expect(not faults, '; '.join(faults))

    def rules(self):
        with self.steps.step('The rules of topic filters, on the field'):
            self.check_rules('Topic filter', 'Subscriptions', 2)
        with self.steps.step('The rules of topic names, on the field'):
            self.check_rules('Topic', 'Payload', 1)


if __name__ == '__main__':
    sys.exit(play(Subscribing, __doc__))
