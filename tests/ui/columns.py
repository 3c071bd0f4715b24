#!/usr/bin/env python3
# columns.py: what the message log shows of a message, and that it is remembered
#
# SPDX-License-Identifier: GPL-3.0-or-later
"""Chooses columns, the kind of time and the height of the rows by the menu, and the width of the
topic with the pointer; then opens the window anew."""

import sys

from desktop import wait_for
from outside import publish
from scenario import Scenario, play
from steps import expect

GRIP = 4  # pixels between the end of the topic's title and the line to take


class Columns(Scenario):
    def parts(self):
        yield self.fill_log
        yield self.choose
        yield self.resize
        yield self.choose_time
        yield self.choose_height
        yield self.open_again
        yield self.reset

    # --- what a user sees and does -------------------------------------------------------------

    def has_title(self, name):
        return self.program.has(name, role='label')

    def title(self, name):
        return self.program.find(name, role='label')

    def menu(self, option):
        self.program.click('Columns')
        self.program.click(option)
        wait_for(lambda: not self.program.has(option), 'the menu to go')

    def rows(self):
        return list(self.program.find('Message log').children())

    def row_height(self):
        rows = self.rows()
        return rows[1].extents[1] - rows[0].extents[1]

    # --- the steps -----------------------------------------------------------------------------

    def fill_log(self):
        with self.steps.step('A log with some messages', vital=True):
            self.user.open()
            self.user.connect()
            self.user.subscribe_to('#', 1)
            port = self.user.address()
            for number in range(3):
                publish(self.desktop, port, f'Tyler-1/motor/{number}/speed', f'{number}00')
            self.user.wait_row('the last message', payload='200')

    def choose(self):
        with self.steps.step('A column is shown that was not, and one is hidden'):
            expect(not self.has_title('ID') and self.has_title('SIZE'), 'other columns than a new user has')
            self.menu('Packet ID')
            wait_for(lambda: self.has_title('ID'), 'the title ID')
            self.menu('Size')
            wait_for(lambda: not self.has_title('SIZE'), 'the title SIZE to go')

    def resize(self):
        with self.steps.step('The end of the topic is dragged'):
            title = self.title('TOPIC')
            before = title.extents[2]
            self.program.drag_end(title, GRIP, -80)
            wait_for(lambda: abs(self.title('TOPIC').extents[2] - before + 80) <= 8, f'80 pixels less than {before}')

    def choose_time(self):
        with self.steps.step('Times since the row before'):
            self.menu('Since the row before')
            self.expect_time('Since the row before')

    def expect_time(self, kind):
        """In the menu: what stands in the cells is drawn, and a row is named by the time of day."""
        self.program.click('Columns')
        wait_for(lambda: self.program.find(kind).checked, f'“{kind}” to be chosen')
        self.desktop.press('Escape')
        wait_for(lambda: not self.program.has(kind), 'the menu to go')

    def choose_height(self):
        with self.steps.step('Low rows'):
            before = self.row_height()
            self.menu('Low rows')
            wait_for(lambda: self.row_height() < before, f'rows lower than {before} pixels')

    def open_again(self):
        with self.steps.step('All of it is remembered'):
            width = self.title('TOPIC').extents[2]
            height = self.row_height()
            self.program.quit()
            self.user.open()
            wait_for(lambda: self.has_title('ID'), 'the title ID')
            expect(not self.has_title('SIZE'), 'the title SIZE is back')
            wait_for(lambda: self.title('TOPIC').extents[2] == width, f'a topic of {width} pixels')
            self.user.connect()
            wait_for(lambda: len(self.rows()) >= 2, 'rows')
            self.expect_time('Since the row before')
            expect(self.row_height() == height, f'rows of {self.row_height()} pixels, not {height}')

    def reset(self):
        with self.steps.step('Reset columns: as for a new user'):
            self.menu('Reset columns')
            wait_for(lambda: self.has_title('SIZE') and not self.has_title('ID'), 'the columns of a new user')


if __name__ == '__main__':
    sys.exit(play(Columns, __doc__))
