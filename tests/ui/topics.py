#!/usr/bin/env python3
# topics.py: the tree of topics beside a subscriber that counts
#
# SPDX-License-Identifier: GPL-3.0-or-later
"""Random traffic through mosquitto: each level of the tree says what a paho subscriber counted there."""

import collections
import random
import re
import sys
import threading

import paho.mqtt.client as mqtt
from desktop import wait_for
from names import TOPICS as NAMES
from names import expect_all_named, expect_names
from outside import Broker, read_clipboard
from scenario import Scenario, play
from steps import expect, expect_equal
from user import Probe, Pulse

MESSAGES = 3000
FLOOD = 20_000
TREE = 'Topic tree'
ROW = re.compile(r'(?P<topic>.*): (?P<value>[^:]*), (?P<count>[\d,]+) messages?(?:, [\d.k]+/s)?(?P<retained>, retained)?',
                 re.S)
TOPICS = ['plant', 'test', '/a', 'a//b', 'a/', 'plant/two words/x', '温度/厨房', '$data/x',
          *(f'plant/line-{line}/{part}' for line in range(1, 4) for part in ('motor/speed', 'motor/temp', 'state'))]


class Peer:
    """A paho client that counts what it receives."""

    def __init__(self, port, *filters):
        self.counts = collections.Counter()
        self.last = {}
        self.subscribed = threading.Event()
        self.client = mqtt.Client()
        self.client.on_message = self.count
        self.client.on_subscribe = lambda *_: self.subscribed.set()
        self.client.max_inflight_messages_set(1000)
        self.client.connect('127.0.0.1', port)
        self.client.loop_start()
        if filters:
            self.client.subscribe([(topic_filter, 0) for topic_filter in filters])
            wait_for(self.subscribed.is_set, 'paho to subscribe')

    def count(self, _client, _data, message):
        self.counts[message.topic] += 1
        self.last[message.topic] = message.payload.decode()

    def total(self):
        return sum(self.counts.values())

    def levels(self):
        """What came on each level and below."""
        levels = collections.Counter()
        for topic, count in self.counts.items():
            parts = topic.split('/')
            for end in range(1, len(parts) + 1):
                levels['/'.join(parts[:end])] += count
        return levels


class Topics(Scenario):
    def __init__(self, *arguments):
        super().__init__(*arguments)
        self.probe = Probe(self.desktop)
        self.broker = Broker(self.desktop)
        self.peer = None
        self.sender = None
        self.pulse = Pulse()

    def parts(self):
        yield self.connect
        yield self.look_at_nothing
        yield self.count
        yield self.walk
        yield self.search
        yield self.sort
        yield self.inspect
        yield self.use_menu
        yield self.clear
        yield self.flood

    # --- what the window says ----------------------------------------------------------------

    def rows(self):
        """Of those at hand, in view or not: topic → match, in the order of the list."""
        found = {}
        if not self.program.has(TREE):
            return found
        for row in self.program.find(TREE).children():
            match = ROW.fullmatch(row.name)
            if match:
                found[match['topic']] = match
        return found

    def row(self, topic):
        def find():
            return next((row for row in self.program.find(TREE).children()
                         if row.shown and row.name.startswith(f'{topic}: ')), None)
        return wait_for(find, f'a row of “{topic}”')

    def selected(self):
        return next((row.name.partition(': ')[0] for row in self.program.find(TREE).children() if row.selected), None)

    def wait_rows(self, topics, what):
        wait_for(lambda: list(self.rows()) == topics, f'{what}: {topics}; there are {list(self.rows())}')

    def counts(self):
        return {topic: int(match['count'].replace(',', '')) for topic, match in self.rows().items()}

    # --- steps -------------------------------------------------------------------------------

    def connect(self):
        with self.steps.step('A broker, and the page Topics', vital=True):
            self.user.write_profiles({'name': 'topics', 'host': '127.0.0.1', 'port': self.broker.port})
            self.user.open(SONDE_PROBE=str(self.probe.path))
            self.program.click('Topics')
            self.program.wait_says('Not connected')
            self.user.connect()

    def look_at_nothing(self):
        with self.steps.step('Without a subscription the page says what to do, and does it'):
            self.program.wait_says('Subscribe to see topics')
            expect_all_named(self.program)
            self.program.click('Subscribe to #')
            self.user.wait_granted('#', 0)
            self.program.wait_says('No topic yet')
            self.program.set_text('Topic filter', '$data/#')
            self.program.click('Subscribe')
            self.user.wait_granted('$data/#', 0)

    def count(self):
        chance = random.Random(4711)
        self.peer = Peer(self.broker.port, '#', '$data/#')
        self.sender = Peer(self.broker.port)
        with self.steps.step(f'{MESSAGES:,} messages: each level says what another subscriber counted there'):
            for number in range(MESSAGES):
                self.sender.client.publish(chance.choice(TOPICS), str(number), qos=0)
            wait_for(lambda: self.peer.total() == MESSAGES, 'paho to get them', 30)
            wanted = dict(self.peer.levels())
            self.program.click('Expand all')
            wait_for(lambda: self.counts() == wanted, f'{wanted}; the tree says {self.counts()}', 20)
            values = {topic: self.rows()[topic]['value'] for topic in self.peer.last}
            expect_equal(values, self.peer.last, 'last values')
            self.program.wait_says(f'{len(self.peer.counts)} topics, ')
        with self.steps.step('Each name is one control, and each control has one'):
            expect_names(self.program, NAMES)
            expect_all_named(self.program)

    def walk(self):
        with self.steps.step('Arrows expand, collapse and go up and down; Enter does both'):
            self.program.click('Collapse all')
            first = sorted({topic.partition('/')[0] for topic in self.peer.counts})
            wait_for(lambda: sorted(self.rows()) == first, f'only {first}')
            self.program.point(self.row('plant'))
            self.desktop.press('Right')
            lines = [f'plant/line-{line}' for line in range(1, 4)]
            wait_for(lambda: set(lines) <= set(self.rows()), 'what is below plant')
            self.desktop.press('Right')
            wait_for(lambda: self.selected() == 'plant/line-1', f'the first below it; selected is {self.selected()}')
            self.desktop.press('Return')
            wait_for(lambda: 'plant/line-1/motor' in self.rows(), 'what is below line-1')
            self.desktop.press('Down')
            wait_for(lambda: self.selected() == 'plant/line-1/motor', 'the next row')
            self.desktop.press('Left')
            wait_for(lambda: self.selected() == 'plant/line-1', 'the level above')
            self.desktop.press('Left', 'Left', 'Left')
            wait_for(lambda: self.selected() == 'plant' and sorted(self.rows()) == first, 'all collapsed again')

    def search(self):
        with self.steps.step('Typed in the tree, a text is looked for; levels above stay'):
            self.program.point(self.row('plant'))
            self.desktop.type('line-2/motor/s')
            self.wait_rows(['plant', 'plant/line-2', 'plant/line-2/motor', 'plant/line-2/motor/speed'], 'what was found')
            self.program.set_text('Search topics', 'no such level')
            self.program.wait_says('No topic that came has “no such level” in it.')
            self.program.set_text('Search topics', '厨')
            self.wait_rows(['温度', '温度/厨房'], 'what was found')
            self.program.set_text('Search topics', '')
            wait_for(lambda: 'test' in self.rows(), 'all first levels')

    def sort(self):
        with self.steps.step('Sorted by messages, and by the last arrival'):
            self.program.choose('Sort topics by', 'Most messages')
            counts = {topic: count for topic, count in self.peer.levels().items() if '/' not in topic}
            wanted = sorted(counts.values(), reverse=True)
            wait_for(lambda: list(self.counts().values()) == wanted, f'{wanted}; the list says {self.counts()}')
            self.program.choose('Sort topics by', 'Last arrival')
            self.sender.client.publish('a/', 'late')
            wait_for(lambda: next(iter(self.rows()), None) == 'a', 'a to come first')
            self.program.choose('Sort topics by', 'Name')

    def inspect(self):
        topic = 'plant/line-1/motor/temp'
        with self.steps.step('A topic: its latest message, as it comes, and those before'):
            self.program.click('Expand all')
            self.program.point(self.row(topic))
            wait_for(lambda: self.program.has('Copy payload'), 'the inspector')
            self.program.wait_says(self.peer.last[topic])
            self.sender.client.publish(topic, 'now 21.5')
            self.program.wait_says('now 21.5')
            self.program.click('Topic history')
            count = self.peer.levels()[topic]
            wait_for(lambda: self.peer.levels()[topic] > count or self.program.says(f'{self.peer.levels()[topic]} messages in the log'),
                     'all of its messages')
            history = self.program.find('Messages of the topic')
            self.program.point(wait_for(lambda: list(history.children()), 'rows')[-1])
            self.desktop.press('Up', 'Up')
            chosen = wait_for(lambda: next((row for row in history.children()
                                            if row.selected and 'now 21.5' not in row.name), None), 'one before')
            payload = chosen.name.rpartition(': ')[2]
            self.program.point(chosen)
            wait_for(lambda: self.program.find('Payload of the selected message').text == payload,
                     f'the payload {payload} in the inspector')
            expect_all_named(self.program)
            self.program.click('Plot')
            wait_for(lambda: not self.program.has('Copy payload'), 'the plot in its place')
            expect_all_named(self.program)
            self.program.click('Latest message')
        with self.steps.step('A level on which nothing came says so'):
            self.program.point(self.row('plant/line-1'))
            self.program.wait_says('No message came on this level itself, but on 3 topics below it.')

    def menu(self, topic, item):
        self.program.click('Topics')
        self.program.point(self.row(topic))
        self.desktop.press('Menu')
        self.program.click(item)

    def use_menu(self):
        with self.steps.step('The menu of a row'):
            self.menu('plant/line-2', 'Copy topic')
            expect_equal(read_clipboard(self.desktop), 'plant/line-2', 'the clipboard')
            self.menu('plant/line-2', 'Subscribe here')
            self.user.wait_granted('plant/line-2/#', 0)
            self.menu('plant/line-2', 'Show only these in Messages')
            wait_for(lambda: self.program.has('Filter messages'), 'the page Messages')
            wait_for(lambda: self.program.find('Filter messages').text == 'topic:plant/line-2/#', 'the filter')
            self.program.set_text('Filter messages', '')
            self.retained()
            self.menu('plant/line-2/state', 'Publish to this topic')
            wait_for(lambda: self.program.has('Topic') and self.program.find('Topic').text == 'plant/line-2/state', 'the topic')

    def retained(self):
        """What the broker keeps below it, in a window of its own."""
        before = len(self.program.windows())
        self.menu('plant/line-2', 'Retained messages…')
        wait_for(lambda: len(self.program.windows()) > before, 'the window')
        window = self.program.windows()[-1]
        wait_for(lambda: any(control.text == 'plant/line-2/#' for control in window.walk() if control.role == 'text'),
                 'its topic filter')
        self.program.give_keys(window)
        self.desktop.press('Escape')
        wait_for(lambda: len(self.program.windows()) == before, 'the window to close')

    def clear(self):
        with self.steps.step('The log cleared, the tree is empty; Undo brings both back, with what came meanwhile'):
            self.program.click('Topics')
            before = self.counts()
            self.program.click('Messages')
            self.program.click('Clear log')
            self.program.click('Topics')
            self.program.wait_says('No topic yet')
            self.sender.client.publish('test', '1')
            wait_for(lambda: self.counts() == {'test': 1}, f'one message; there are {self.counts()}')
            self.program.click('Undo')
            before['test'] += 1
            wait_for(lambda: self.counts() == before, f'{before}; there are {self.counts()}')

    def flood(self):
        since = len(self.probe.lines())
        with self.steps.step(f'{FLOOD:,} topics at once: all are there, and the window answers'):
            total = len(self.peer.counts) + FLOOD
            topics = [f'flood/hall-{n % 10}/row-{n // 10 % 10}/shelf-{n // 100 % 10}/box-{n}' for n in range(FLOOD)]
            self.program.click('Expand all')
            for topic in topics:
                self.sender.client.publish(topic, '1')
            wait_for(lambda: len(self.peer.counts) >= total, 'paho to get them', 60)
            wait_for(lambda: self.pulse.ask(lambda: self.program.says(f'{total:,} topics, ')), f'{total:,} topics', 60)
            self.program.set_text('Search topics', 'box-19999')
            self.wait_rows(['flood', 'flood/hall-9', 'flood/hall-9/row-9', 'flood/hall-9/row-9/shelf-9',
                            'flood/hall-9/row-9/shelf-9/box-19999'], 'what was found')
            self.program.set_text('Search topics', '')
            self.program.click('Collapse all')
            wait_for(lambda: 0 < len(self.rows()) < 20, 'all collapsed')
            expect(self.counts()['flood'] == FLOOD, f'{self.counts()}')
        self.note(f'{self.pulse}; longest stall of the main loop {self.probe.max_stall(since)} ms')


if __name__ == '__main__':
    sys.exit(play(Topics, __doc__))
