#!/usr/bin/env python3
# export.py: the log written to files, from the window
#
# SPDX-License-Identifier: GPL-3.0-or-later
"""All of a log, what its filter shows, and one message, in each form, read back by Python."""

import csv
import json
import sys

from desktop import wait_for
from messages import read_log
from outside import publish
from scenario import Scenario, play
from steps import expect, expect_equal

PAYLOADS = ('hello', '你好', 'a,b "c"\nd', '{"rpm": 18446744073709551615}')


class Export(Scenario):
    def parts(self):
        return self.connect, self.all_as_lines, self.filtered_as_csv, self.selected_as_files, self.unwritable, self.open_again

    def connect(self):
        with self.steps.step('Four messages in the log', vital=True):
            self.user.open()
            self.user.connect()
            self.user.subscribe_to('#')
            for payload in PAYLOADS:
                publish(self.desktop, self.user.address(), 'a/b', payload)
            wait_for(lambda: self.program.says(f'{len(PAYLOADS)} messages'), 'the messages')

    def export(self, path, form, scope=None):
        self.program.click('Export…')
        if scope:
            self.program.choose('What to export', scope)
        self.program.choose('File format', form)
        self.program.click('Choose a place…')
        wait_for(lambda: not self.program.has('Choose a place…'), 'the question to go')
        title = 'Export into a folder' if form == 'Payload files' else 'Export messages'
        self.type_path(title, path)

    def all_as_lines(self):
        path = self.desktop.path('home') / 'log.jsonl'
        with self.steps.step('All of the log as JSON Lines'):
            self.export(path, 'JSON Lines')
            self.program.wait_says(f'4 messages exported to {path.name}')
            lines = [json.loads(line) for line in path.read_text(encoding='utf-8').splitlines()]
            expect_equal([line['payload'] for line in lines if line['direction'] == 'received'], list(PAYLOADS), 'payloads')
            expect_equal([line['event'] for line in lines if line['direction'] == 'event'], ['connected', 'subscribed'], 'events')

    def filtered_as_csv(self):
        path = self.desktop.path('home') / 'log.csv'
        with self.steps.step('What the filter shows as CSV'):
            self.program.set_text('Filter messages', '你好')
            self.program.wait_says('1 of 4 messages')
            self.export(path, 'CSV', '1 that matches the filter')
            self.program.wait_says(f'1 message exported to {path.name}')
            with path.open(encoding='utf-8', newline='') as file:
                rows = list(csv.DictReader(file))
            expect_equal([(row['topic'], row['payload']) for row in rows], [('a/b', '你好')], 'rows')
            self.program.set_text('Filter messages', '')
            self.program.wait_says('4 messages')

    def selected_as_files(self):
        folder = self.desktop.path('home') / 'payloads'
        folder.mkdir()
        with self.steps.step('The selected message as a file'):
            self.user.select_row('a,b')
            self.export(folder, 'Payload files', 'The selected one')
            self.program.wait_says('1 message exported to')
            files = [path for path in folder.rglob('*') if path.is_file()]
            expect_equal([path.name for path in files], ['00000001-b.bin'], 'files')
            expect_equal(files[0].read_bytes(), PAYLOADS[2].encode(), 'payload')

    def unwritable(self):
        """Root may write anywhere but where nothing can be written."""
        with self.steps.step('A place that cannot be written is named'):
            self.export('/proc/sonde.csv', 'CSV', 'All of the log')
            self.program.wait_says('Could not export to sonde.csv')

    def type_path(self, title, path):
        dialog = wait_for(lambda: next((window for window in self.program.windows() if window.name == title), None),
                          'the file dialog')
        self.program.give_keys(dialog)
        self.desktop.press('ctrl+a')
        self.desktop.type(str(path))
        self.desktop.press('Return')

    def open_again(self):
        path = self.desktop.path('home') / 'log.jsonl'
        with path.open('a', encoding='utf-8') as file:
            file.write('not a message\n')
        with self.steps.step('The file opens in a window of its own, which names what is no message'):
            self.program.give_keys(self.program.find('Filter messages'))
            self.desktop.press('ctrl+o')
            self.type_path('Open exported messages', path)
            window = wait_for(lambda: next((window for window in self.program.windows() if window.name == path.name), None),
                              'the window of the file')
            wait_for(lambda: any(control.name == '4 messages' for control in window.walk()), 'its messages')
            expect_equal([row.payload for row in read_log(self.program, within=window)],
                         [payload.replace('\n', ' ') for payload in PAYLOADS], 'rows')
            self.program.wait_says('1 line is no message. Line 7: It is not a JSON object.')
            expect(not any(control.name in ('Publish', 'Live', 'Clear log') for control in window.walk() if control.shown),
                   'nothing to publish with')


if __name__ == '__main__':
    sys.exit(play(Export, __doc__))
