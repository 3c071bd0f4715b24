#!/usr/bin/env python3
# retained.py: what a broker retains is found, cleared and put back
#
# SPDX-License-Identifier: GPL-3.0-or-later
"""The window of retained messages: found, filtered, looked at; some cleared, all cleared, undone;
interrupted; and the user's own subscriptions know nothing of it."""

import sys

from desktop import pick_port, wait_for
from outside import Broker, Listener, publish, read_clipboard, read_retained
from pages import wait_closed, wait_open
from scenario import Scenario, play
from steps import expect, expect_equal

FILTER = 'Topic filter of retained messages'
LIST = 'Retained messages'

MESSAGES = (('home/kitchen/temperature', '{"value": 21.5, "unit": "°C"}', 1), ('home/kitchen/lamp', 'on', 2),
            ('home/cellar/湿度', '63', 0), ('home//', 'empty levels', 1), ('office/door', 'closed', 1))


class Retained(Scenario):
    def parts(self):
        self.port = pick_port()
        yield self.find
        yield self.clear_one
        yield self.clear_all
        yield self.clear_twice
        yield self.lose_properties
        yield self.interrupt

    def rows(self):
        return self.program.rows(LIST)

    def look(self, topic_filter):
        self.program.set_text(FILTER, topic_filter)
        self.program.press(self.program.find(FILTER), 'Return')

    def held(self):
        return {topic: read_retained(self.desktop, self.port, topic) for topic, _payload, _qos in MESSAGES}

    def answer(self, button):
        self.program.click(button)
        wait_for(lambda: not self.program.has('Topics to clear'), 'the question to close')

    # --- the parts ---------------------------------------------------------------------------

    def find(self):
        self.broker = Broker(self.desktop, port=self.port)
        self.user.write_profiles({'name': 'Lab', 'host': '127.0.0.1', 'port': self.port, 'mqtt-version': '5'})
        with self.steps.step('Opened from the connection menu', vital=True):
            self.user.open()
            self.user.select('Lab')
            self.user.connect()
            self.program.ask('Connection menu', 'Retained messages…')
            self.program.find(FILTER)
        with self.steps.step('A filter that breaks the rules is named at the field'):
            self.look('a/#/b')
            self.program.wait_says('# is the last level of a filter')
            expect(not self.program.has('Stop looking'), 'it looks')
        with self.steps.step('None: it says so'):
            self.look('')
            self.program.wait_says('No retained message here', 20)
        with self.steps.step('Found, with topic, payload, QoS and size', vital=True):
            for topic, payload, qos in MESSAGES:
                publish(self.desktop, self.port, topic, payload, qos, retain=True)
            self.look('home/#')
            self.program.wait_says('4 retained messages', 20)
            wait_for(lambda: self.program.has('Find'), 'the end of the look', 20)
            rows = self.rows()
            expect_equal(len(rows), 4, 'rows')
            for row, words in zip(rows, (('home//', 'QoS 1', '12 B'), ('home/cellar/湿度', 'QoS 0', '63'),
                                         ('home/kitchen/lamp', 'QoS 2', '2 B'), ('home/kitchen/temperature', '21.5'))):
                for word in words:
                    expect(word in row, f'no “{word}” in {row}')
        with self.steps.step('Filter narrows it, by topic and payload'):
            self.program.set_text('Filter retained messages', 'kitchen 21.5')
            wait_for(lambda: len(self.rows()) == 1, 'one row')
            self.program.set_text('Filter retained messages', 'nowhere')
            self.program.wait_says('No retained message matches')
            self.program.set_text('Filter retained messages', '')
            wait_for(lambda: len(self.rows()) == 4, 'all rows')

    def select(self, topic):
        label = wait_for(lambda: next((control for control in self.program.find(LIST).walk() if control.name == topic),
                                      None), f'a row of {topic}')
        self.program.point(label, 0.1)

    def clear_one(self):
        with self.steps.step('One selected: its payload, and its topic to copy'):
            self.select('home/kitchen/temperature')
            self.program.find('Retained payload')
            wait_for(lambda: '"unit": "°C"' in self.program.find('Retained payload').text, 'its payload')
            self.program.click('Copy topic')
            wait_for(lambda: read_clipboard(self.desktop) == 'home/kitchen/temperature', 'the topic in the clipboard')
        with self.steps.step('Clear it: asked first, with its topic; Cancel does nothing'):
            self.program.click('Clear 1 selected…')
            self.program.wait_says('Clear 1 retained message?')
            expect_equal([set(row.split()) for row in self.program.rows('Topics to clear')], [{'home/kitchen/temperature'}],
                         'topics')
            self.answer('Cancel')
            expect_equal(self.held(), {topic: payload for topic, payload, _qos in MESSAGES}, 'held')
        with self.steps.step('Clear: gone, the others are there, verified'):
            self.program.click('Clear 1 selected…')
            self.answer('Clear')
            self.program.wait_says('1 cleared, and none is left.', 30)
            wait_for(lambda: len(self.rows()) == 3, 'the row to go')
            expect_equal(self.held(), {topic: payload for topic, payload, _qos in MESSAGES} |
                         {'home/kitchen/temperature': ''}, 'held')
        with self.steps.step('Undo: there again'):
            self.program.click('Undo')
            self.program.wait_says('1 put back as it was.', 30)
            wait_for(lambda: len(self.rows()) == 4, 'the row to come back')
            expect_equal(self.held(), {topic: payload for topic, payload, _qos in MESSAGES}, 'held')
            expect(not self.program.has('Undo'), 'Undo is still there')

    def clear_all(self):
        with self.steps.step('All that are shown; the rest of the broker stays'):
            self.program.click('Clear all 4 shown…')
            self.program.wait_says('Clear 4 retained messages?')
            expect_equal(len(self.program.rows('Topics to clear')), 4, 'topics')
            self.answer('Clear')
            self.program.wait_says('4 cleared, and none is left.', 30)
            self.program.wait_says('No retained message here')
            expect_equal([topic for topic, payload in self.held().items() if payload], ['office/door'], 'held')
        with self.steps.step('Undo leaves alone what came anew, and names it'):
            publish(self.desktop, self.port, 'home/kitchen/lamp', 'off', 1, retain=True)
            self.program.click('Undo')
            self.program.wait_says('3 put back, 1 with a new message left alone.', 30)
            expect_equal(self.held(), {topic: payload for topic, payload, _qos in MESSAGES} |
                         {'home/kitchen/lamp': 'off'}, 'held')
            listener = Listener(self.desktop, self.port, 'home/#')
            wait_for(lambda: len(listener.messages()) == 4, 'the four')
            expect(('home/cellar/湿度', 0, True, '63') in listener.messages(), 'QoS 0 is not as it was')
            expect(('home//', 1, True, 'empty levels') in listener.messages(), 'QoS 1 is not as it was')
            listener.stop()

    def clear_twice(self):
        with self.steps.step('A second clear leaves the Undo of the first in reach'):
            before = self.held()
            self.program.set_text('Filter retained messages', 'temperature')
            self.program.click('Clear 1 shown…')
            self.answer('Clear')
            self.program.wait_says('1 cleared, and none is left.', 30)
            self.program.set_text('Filter retained messages', '')
            wait_for(lambda: len(self.rows()) == 3, 'the others')
            self.program.click('Clear all 3 shown…')
            self.answer('Clear')
            self.program.wait_says('3 cleared, and none is left.', 30)
            self.program.click('1 earlier clear')
            self.program.wait_says('1 cleared, and none is left.')
            self.program.click('Undo')
            self.program.wait_says('1 put back as it was.', 30)
            self.program.click('1 earlier clear')
            self.program.wait_says('3 cleared, and none is left.')
            self.program.click('Undo')
            self.program.wait_says('3 put back as they were.', 30)
            wait_for(lambda: len(self.rows()) == 4, 'the rows to come back')
            expect_equal(self.held(), before, 'held')
            expect(not self.program.has('1 earlier clear'), 'what is undone can be reached')

    def speak(self, version):
        """By the editor, while the window of retained messages is open."""
        self.program.click('Menu of Lab')
        self.program.click('Edit')
        wait_open(self.program)
        self.program.choose('MQTT version', version)
        self.program.click('Save')
        wait_closed(self.program)
        self.user.disconnect()
        self.user.connect()

    def lose_properties(self):
        with self.steps.step('One with properties of MQTT 5, cleared; then the connection speaks MQTT 3.1.1'):
            self.desktop.run('mosquitto_pub', '-h', '127.0.0.1', '-p', self.port, '-V', '5', '-t', 'home/note', '-m', 'kept',
                             '-r', '-q', 1, '-D', 'publish', 'content-type', 'text/plain')
            self.look('home/note')
            wait_for(lambda: self.program.has('Clear 1 shown…'), 'the one', 20)
            self.program.click('Clear 1 shown…')
            self.answer('Clear')
            self.program.wait_says('1 cleared, and none is left.', 30)
            self.speak('MQTT 3.1.1')
        with self.steps.step('Undo asks first: the properties would be lost'):
            self.program.click('Undo')
            self.program.wait_says('Put back without properties?')
        with self.steps.step('Cancel does nothing'):
            self.program.click('Cancel')
            wait_for(lambda: not self.program.says('Put back without properties?'), 'the question to close')
            expect_equal(read_retained(self.desktop, self.port, 'home/note'), '', 'held')
        with self.steps.step('Put back without: there again, and it says what it has not'):
            self.program.click('Undo')
            self.program.click('Put back without')
            self.program.wait_says('1 put back without its properties.', 30)
            expect_equal(read_retained(self.desktop, self.port, 'home/note'), 'kept', 'held')
            self.speak('MQTT 5')
            publish(self.desktop, self.port, 'home/note', '', retain=True)
            self.look('home/#')
            wait_for(lambda: self.program.has('Find') and self.program.has('Clear all 4 shown…'), 'the four', 20)

    def interrupt(self):
        with self.steps.step('The broker is gone: says where it stands, offers to resume'):
            self.broker.stop()
            self.program.click('Clear all 4 shown…')
            self.answer('Clear')
            self.program.wait_says('Interrupted: 4 left to clear.', 30)
            self.program.find('Resume')
            expect(not self.program.has('Undo'), 'there is nothing to undo')
        with self.steps.step('Escape closes the window; the log has none of it'):
            self.desktop.press('Escape')
            wait_for(lambda: not self.program.has(FILTER), 'the window to close')
            expect(self.program.says('0 messages') or not self.program.says('home/kitchen'), 'the log has them')


if __name__ == '__main__':
    sys.exit(play(Retained, __doc__))
