#!/usr/bin/env python3
# palette.py: the first steps, and all that the command palette finds
#
# SPDX-License-Identifier: GPL-3.0-or-later
"""A first start leads through connect, subscribe and publish in three clicks. Then everything is done by
keys and the command palette alone: an action, another connection, a topic, a subscription, a template."""

import json
import sys

from desktop import wait_for
from outside import Broker, publish
from pages import wait_closed, wait_open
from scenario import Scenario, play
from steps import expect, expect_equal

ENTRY = 'Command palette'
LIST = 'What can be done'
TEMPLATE = {'id': 't1', 'name': 'Night shift', 'folder': '', 'profile': '', 'created': 1700000000, 'used': 0,
            'form': {'topic': 'jobs/night', 'payload': 'begin', 'format': 'text', 'qos': 0, 'retain': False}}


class Palette(Scenario):
    def parts(self):
        yield self.first_steps
        yield self.open
        yield self.find_nothing
        yield self.act
        yield self.switch
        yield self.find_topic
        yield self.subscription
        yield self.template

    # --- what a user does --------------------------------------------------------------------

    def ask(self, text):
        """Opens it, types, and returns the names of the rows."""
        self.desktop.press('ctrl+k')
        self.program.find(ENTRY)
        self.desktop.type(text)
        return self.wait_rows()

    def rows(self):
        lists = self.program.find_all(LIST)
        return list(lists[0].children()) if lists else []

    def wait_rows(self):
        return [row.name for row in wait_for(self.rows, 'something in the palette')]

    def selected(self):
        return next((row.name for row in self.rows() if row.selected), None)

    def wait_selected(self, begin):
        wait_for(lambda: (self.selected() or '').startswith(begin), f'“{begin}” to be selected')

    def do(self, text, begin):
        """Types until that is the best answer, and takes it."""
        self.ask(text)
        self.wait_selected(begin)
        self.desktop.press('Return')

    def wait_closed(self):
        wait_for(lambda: not self.program.has(ENTRY), 'the palette to close')

    def wait_current(self, name):
        wait_for(lambda: any(row.selected and row.name == name
                             for row in self.program.find('Connections').children()), f'“{name}” to be selected')

    # --- the steps ---------------------------------------------------------------------------

    def first_steps(self):
        templates = self.desktop.path('DATA_HOME') / 'sonde' / 'templates.jsonl'
        templates.parent.mkdir(exist_ok=True)
        templates.write_text(json.dumps(TEMPLATE) + '\n', encoding='utf-8')
        with self.steps.step('A first start says what Connect will do', vital=True):
            self.user.open()
            self.program.wait_says('Welcome to Sonde')
            self.program.wait_says('Sonde starts a broker on this computer')
        with self.steps.step('In three clicks a message is published and arrives', vital=True):
            self.program.click('Start a broker and connect')
            self.program.click('Subscribe to “test”')
            self.program.click('Publish “hello” to “test”')
            self.user.wait_row('the message', topic='test', sent=False, payload='hello')
            expect_equal(self.program.find('Topic').text, 'test', 'what stands in the publish pane')
        with self.steps.step('After that the first steps are gone for good'):
            self.program.click('Clear log')
            self.program.wait_says('No message yet')
            expect(not self.program.has('Hide the first steps'), 'they are back')
            expect_equal(self.program.quit(), 0, 'exit status')
            self.user.open()
            self.program.wait_says('Not connected')
            expect(not self.program.has('Hide the first steps'), 'they are back after a start')
            self.user.connect()

    def open(self):
        self.program.give_keys(self.program.windows()[0])
        with self.steps.step('Ctrl+K opens the palette, which says what to type', vital=True):
            names = self.ask('')
            self.program.wait_says('Type a part of what you look for')
            expect(names[0].startswith('Disconnect, '), f'{names[0]} is the first')
            expect(not any(name.startswith('Connect, ') for name in names), 'Connect cannot be done now')
        with self.steps.step('Down, Up and Tab move in it, and the keyboard stays'):
            self.desktop.press('Down')
            self.wait_selected(names[1])
            self.desktop.press('Tab')
            self.wait_selected(names[2])
            self.desktop.press('Up')
            self.wait_selected(names[1])
            wait_for(lambda: self.program.find(ENTRY).description == names[1], 'what is selected to be told')
        with self.steps.step('Escape closes it'):
            self.desktop.press('Escape')
            self.wait_closed()

    def find_nothing(self):
        with self.steps.step('Where nothing is found it says so'):
            self.desktop.press('ctrl+k')
            self.program.find(ENTRY)
            self.desktop.type('zzzz')
            self.program.wait_says('Nothing is found for “zzzz”')
            self.desktop.press('Return')
            expect(self.program.has(ENTRY), 'Enter closed it')
            self.desktop.press('Escape')
            self.wait_closed()

    def act(self):
        with self.steps.step('An action, by the beginnings of its words'):
            self.do('cl lo', 'Clear log, Messages, Ctrl+L')
            self.wait_closed()
            wait_for(lambda: not self.program.rows('Message log'), 'the log to be empty')
        with self.steps.step('A page'):
            self.do('packets', 'Packets, Page')
            wait_for(lambda: self.program.has('Clear packets'), 'the page Packets')
        with self.steps.step('What a page has that was not shown yet; Live; the menu of the columns'):
            self.do('search top', 'Search topics, ')
            wait_for(lambda: self.program.find('Search topics').focused, 'the keyboard in the search of Topics')
            self.do('live', 'Live, Messages')
            wait_for(lambda: not self.program.find('Live').checked, 'Live to end')
            self.do('live', 'Live, Messages')
            wait_for(lambda: self.program.find('Live').checked, 'Live')
            self.do('columns', 'Columns, Messages')
            wait_for(lambda: self.program.has('Retained mark'), 'the menu')
            self.desktop.press('Escape')
        with self.steps.step('A part of another page'):
            self.do('filter mes', 'Filter messages, ')
            wait_for(lambda: self.program.find('Filter messages').focused, 'the keyboard in the filter')
        with self.steps.step('What was used last comes first'):
            self.desktop.press('ctrl+k')
            self.wait_selected('Filter messages, ')
            self.desktop.press('Escape')
            self.wait_closed()

    def switch(self):
        port = Broker(self.desktop).port
        with self.steps.step('A new connection, by keys', vital=True):
            self.do('new', 'New connection')
            wait_open(self.program)
            self.program.give_keys(self.program.find('Pages'))
            for name, text in (('Name', 'Hall'), ('Host', '127.0.0.1'), ('Port', str(port))):
                self.program.set_text(name, text)
            self.desktop.press('ctrl+s')
            wait_closed(self.program)
            self.program.give_keys(self.program.windows()[0])
        with self.steps.step('Connect it'):
            self.do('connect', 'Connect, ')
            self.user.wait_state('Connected')
            self.wait_current('Hall')
        with self.steps.step('To the other connection and back'):
            self.do('local', 'Local broker, Switch to')
            self.wait_current('Local broker')
            self.do('hall', 'Hall, Switch to')
            self.wait_current('Hall')
        self.port = port

    def find_topic(self):
        with self.steps.step('A topic, on the page Topics', vital=True):
            self.do('topic filter', 'Type a topic filter')
            wait_for(lambda: self.program.find('Topic filter').focused, 'the keyboard in the field')
            self.desktop.type('plant/#')
            self.desktop.press('Return')
            self.user.wait_granted('plant/#', 0)
            for number in range(20):
                publish(self.desktop, self.port, f'plant/motor/{number}/speed', str(number))
            self.user.wait_row('the last one', topic='plant/motor/19/speed', sent=False)
            self.do('speed 17', 'plant/motor/17/speed, Topic')
            self.wait_selected('Show it on the page Topics')
            self.desktop.press('Return')
            self.wait_closed()
            wait_for(lambda: self.program.has('Topic tree'), 'the page Topics')
            wait_for(lambda: any(row.selected and 'speed' in row.words
                                 for row in self.program.find('Topic tree').children()), 'its row')
        with self.steps.step('The messages of a topic'):
            self.ask('motor/3')
            self.wait_selected('plant/motor/3/speed, Topic')
            self.desktop.press('Return')
            self.desktop.type('filter')
            self.wait_selected('Filter messages by it')
            self.desktop.press('Return')
            wait_for(lambda: self.program.find('Filter messages').text == 'topic:"plant/motor/3/speed"', 'the filter')
            self.program.set_text('Filter messages', '')
        with self.steps.step('Escape leads back from what can be done with a topic'):
            self.ask('motor/3')
            self.wait_selected('plant/motor/3/speed, Topic')
            self.desktop.press('Return')
            self.wait_selected('Show it on the page Topics')
            self.desktop.press('Escape')
            self.wait_selected('plant/motor/3/speed, Topic')
            self.desktop.press('Escape')
            self.wait_closed()

    def subscription(self):
        with self.steps.step('Mute a subscription'):
            self.ask('plant/#')
            self.wait_selected('plant/#, Subscription')
            self.desktop.press('Return')
            self.desktop.type('mute')
            self.wait_selected('Mute')
            self.desktop.press('Return')
            wait_for(lambda: 'Muted' in self.user.subscription('plant/#'), 'it to be muted')

    def template(self):
        with self.steps.step('A template goes to the publish pane; to send it takes the word Publish'):
            self.do('night', 'Night shift, Template')
            wait_for(lambda: self.program.find('Topic').text == 'jobs/night', 'the topic in the publish pane')
            self.do('publish night', 'Publish “Night shift”')
            self.user.wait_row('the message', topic='jobs/night', sent=True, payload='begin')


if __name__ == '__main__':
    sys.exit(play(Palette, __doc__))
