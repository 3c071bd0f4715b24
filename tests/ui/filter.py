#!/usr/bin/env python3
# filter.py: messages found in a log that goes on
#
# SPDX-License-Identifier: GPL-3.0-or-later
"""Filters the log of a connection to the local broker, by the entry and by the keys."""

import argparse
import re
import sys
from pathlib import Path

import controls
from desktop import Desktop, need_programs, wait_for
from messages import read_log
from network import take_network
from outside import publish
from steps import Steps, expect, expect_equal

ENTRY = 'Filter messages'
N_MESSAGES = 300


class Filter:
    def __init__(self, desktop, program, steps):
        self.desktop = desktop
        self.program = program
        self.steps = steps
        self.port = 0

    def play(self):
        return self.steps.play(self.fill_log, self.words, self.follow, self.operators, self.fault,
                               self.nothing, self.find_in_context, self.highlight, self.keys)

    # --- what a user sees and does -------------------------------------------------------------

    def count(self):
        """What the label of the count says: “300 messages” or “3 of 300 messages”."""
        return next((control.name for control in self.program.walk()
                     if re.search(r'\d messages?', control.name) and control.role == 'label'), '')

    def wait_count(self, label):
        wait_for(lambda: self.count() == label, f'“{label}”; it says “{self.count()}”')

    def payloads(self):
        return [message.payload for message in read_log(self.program)]

    def set_filter(self, text):
        return self.program.set_text(ENTRY, text)

    def publish(self, topic, *payloads):
        for payload in payloads:
            publish(self.desktop, self.port, topic, payload)

    # --- the steps -----------------------------------------------------------------------------

    def fill_log(self):
        with self.steps.step(f'{N_MESSAGES} messages', vital=True):
            self.program.click('Connect')
            wait_for(lambda: self.program.has('Disconnect'), 'Disconnect', 20)
            said = ' '.join(control.name for control in self.program.walk())
            self.port = int(re.search(r'127\.0\.0\.1:(\d+)', said)[1])
            self.program.set_text('Topic filter', '#')
            self.program.click('Subscribe')
            wait_for(lambda: self.program.has('Subscriptions'), 'the list of subscriptions')
            lines = self.desktop.path('lines')
            lines.write_text(''.join(f'temp {n}\n' for n in range(N_MESSAGES - 2)), encoding='ascii')
            with lines.open('rb') as source:
                self.desktop.start(['mosquitto_pub', '-h', '127.0.0.1', '-p', self.port, '-t', 'a/1/b', '-l'], stdin=source)
            self.wait_count(f'{N_MESSAGES - 2} messages')
            self.publish('a/2/c', 'needle 你好', 'Needle')
            self.wait_count(f'{N_MESSAGES} messages')

    def words(self):
        with self.steps.step('A word: payload or topic, case ignored'):
            self.set_filter('needle')
            self.wait_count(f'2 of {N_MESSAGES} messages')
            expect_equal(self.payloads(), ['needle 你好', 'Needle'], 'rows')
        with self.steps.step('With a capital: case counts'):
            self.set_filter('Needle')
            self.wait_count(f'1 of {N_MESSAGES} messages')
        with self.steps.step('Chinese'):
            self.set_filter('你好')
            self.wait_count(f'1 of {N_MESSAGES} messages')
            expect_equal(self.payloads(), ['needle 你好'], 'rows')

    def follow(self):
        with self.steps.step('New messages are tested as they come'):
            self.set_filter('"temp 29"')
            self.wait_count(f'9 of {N_MESSAGES} messages')
            self.publish('a/1/b', 'temp 299', 'temp 300')
            self.wait_count(f'10 of {N_MESSAGES + 2} messages')
            expect_equal(self.payloads()[-1], 'temp 299', 'the last row')

    def operators(self):
        with self.steps.step('Operators, and how they were understood'):
            self.set_filter('topic:a/+/b -/[0-8]$/ size:>6 received')
            self.wait_count(f'29 of {N_MESSAGES + 2} messages')
            for chip in ('topic matches a/+/b', 'does not match /[0-8]$/', 'size above 6 B', 'received'):
                self.program.wait_says(chip)

    def fault(self):
        with self.steps.step('A fault is named, and the list stays'):
            entry = self.set_filter('size:>big')
            self.program.wait_says('size:>big: give a size in bytes')
            expect_equal(self.count(), f'29 of {N_MESSAGES + 2} messages', 'the count')
            expect_equal(entry.text, 'size:>big', 'what was typed')
        with self.steps.step('The fault goes with its text'):
            self.set_filter('size:>big'.replace('big', '7'))
            wait_for(lambda: not self.program.says('give a size'), 'the sentence to go')

    def nothing(self):
        with self.steps.step('Nothing matches, and it says so'):
            self.set_filter('absent')
            self.wait_count(f'0 of {N_MESSAGES + 2} messages')
            self.program.wait_says('No message matches.')

    def find_in_context(self):
        with self.steps.step('Found, selected, and seen among its neighbours'):
            self.set_filter('"temp 42"')
            self.wait_count(f'1 of {N_MESSAGES + 2} messages')
            self.program.point([row for row in self.program.find('Message log').children() if row.shown][0])
            wait_for(lambda: self.program.has('Copy payload'), 'the inspector')
            self.set_filter('')
            self.wait_count(f'{N_MESSAGES + 2} messages')
            wait_for(lambda: {'temp 41', 'temp 42', 'temp 43'} <= set(self.payloads()), 'the neighbours')
            expect(not self.program.find('Live').checked, 'Live has gone on')
            expect(self.program.has('Copy payload'), 'the inspector has lost the message')
        with self.steps.step('Filtered out, and still inspected'):
            self.set_filter('"temp 50"')
            self.wait_count(f'1 of {N_MESSAGES + 2} messages')
            expect(self.program.has('Copy payload'), 'the inspector has lost the message')
            self.set_filter('')
            self.wait_count(f'{N_MESSAGES + 2} messages')

    def selected(self):
        """What the selected row of the log says, and whether it is said to match."""
        row = next((row for row in self.program.find('Message log').children() if row.selected), None)
        return (row.name.rpartition(': ')[2], row.description == 'matches the filter') if row else None

    def highlight(self):
        with self.steps.step('Highlight: all rows stay, those that match are marked'):
            self.set_filter('needle')
            self.wait_count(f'2 of {N_MESSAGES + 2} messages')
            self.program.toggle('Highlight', True)
            self.wait_count(f'{N_MESSAGES + 2} messages')
            self.program.wait_says('2 matches')
        with self.steps.step('F3 goes to the next match, and on from the first again'):
            self.program.press(self.program.find(ENTRY), 'F3')
            self.program.wait_says('1 of 2')
            wait_for(lambda: self.selected() == ('needle 你好', True), 'the first match')
            expect(not self.program.find('Live').checked, 'Live has gone on')
            self.desktop.press('ctrl+g')
            wait_for(lambda: self.selected() == ('Needle', True), 'the second match')
            self.desktop.press('F3')
            self.program.wait_says('1 of 2, from the first again')
            wait_for(lambda: self.selected() == ('needle 你好', True), 'the first match')
            self.desktop.press('shift+F3')
            self.program.wait_says('2 of 2, from the last again')
        with self.steps.step('New messages are marked and counted as they come'):
            self.publish('a/1/b', 'temp needle')
            self.program.wait_says('2 of 3')
            self.program.click('Next match')
            wait_for(lambda: self.selected() == ('temp needle', True), 'the new match')
            self.program.click('Previous match')
            wait_for(lambda: self.selected() == ('Needle', True), 'the one before')
        with self.steps.step('A faulty filter leaves the one before in force, and says so'):
            self.set_filter('/a(b/')
            self.program.wait_says('a parenthesis is without its other')
            self.program.wait_says('The filter before it stays in force: needle')
            expect(self.program.says('2 of 3'), 'the matches have gone')
        with self.steps.step('Filter again: the selected match among the matches'):
            self.set_filter('needle')
            self.program.toggle('Filter', True)
            self.wait_count(f'3 of {N_MESSAGES + 3} messages')
            wait_for(lambda: self.selected() == ('Needle', False), 'the selected match')
            self.set_filter('')
            self.wait_count(f'{N_MESSAGES + 3} messages')
            expect(not self.program.has('Highlight'), 'Highlight is shown')

    def keys(self):
        with self.steps.step('Ctrl+F, typing, Escape: back in the log'):
            self.program.press(self.program.find('Topic'), 'ctrl+f')
            self.desktop.type('needle')
            self.wait_count(f'3 of {N_MESSAGES + 3} messages')
            self.desktop.press('Escape')
            self.wait_count(f'{N_MESSAGES + 3} messages')
            expect_equal(self.program.find(ENTRY).text, '', 'the entry')
            self.program.toggle('Live', True)
            self.program.press(self.program.find('Topic'), 'ctrl+f')
            self.desktop.press('Escape', 'Home')
            wait_for(lambda: not self.program.find('Live').checked, 'the log to get the key')


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('--build', type=Path, default=Path('build'))
    parser.add_argument('--screenshots', type=Path)
    parser.add_argument('--tap', action='store_true')
    arguments = parser.parse_args()
    need_programs()
    take_network()
    with Desktop() as desktop:
        desktop.use_build(arguments.build)
        controls.connect(desktop)
        steps = Steps(desktop, arguments.screenshots, arguments.tap)
        program = controls.Program(desktop, arguments.build.resolve() / 'src' / 'sonde')
        return Filter(desktop, program, steps).play()


if __name__ == '__main__':
    sys.exit(main())
