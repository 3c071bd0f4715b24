#!/usr/bin/env python3
# groups.py: many profiles, in order, in groups, and found
#
# SPDX-License-Identifier: GPL-3.0-or-later
"""Moves rows with the keys and with the pointer, makes and takes apart a group, searches, chooses a
colour, and looks at each in the profiles file; then a list of five hundred."""

import json
import sys

from desktop import wait_for
from scenario import Scenario, play
from steps import expect, expect_equal

MANY = 500


def make_profile(name, group='', **fields):
    return {'name': name, 'group': group, 'host': '127.0.0.1', 'port': 1, 'reconnect': False, **fields}


class Groups(Scenario):
    def parts(self):
        yield self.open
        yield self.move_by_keys
        yield self.move_by_pointer
        yield self.make_group
        yield self.choose_color
        yield self.collapse
        yield self.search
        yield self.take_apart
        yield self.go_by_tab
        yield self.open_many

    def shown(self):
        """The rows from the top, headings too."""
        rows = [row for row in self.program.find('Connections').children() if row.shown]
        return [row.name for row in sorted(rows, key=lambda row: row.extents[1])]

    def wait_shown(self, *names):
        wait_for(lambda: self.shown() == list(names), f'{names} instead of {self.shown()}')

    def row(self, name):
        return next(row for row in self.program.find('Connections').children() if row.name == name)

    def saved(self):
        document = json.loads(self.user.profiles_file.read_text(encoding='utf-8'))
        return [(profile['name'], profile.get('group', '')) for profile in document['profiles']]

    def wait_saved(self, *wanted):
        wait_for(lambda: self.saved() == list(wanted), f'{wanted} in the file')

    def name_group(self, name):
        """In the dialog, which has the focus on the name."""
        self.program.give_keys(self.program.set_text('Group name', name))
        self.desktop.press('Return')
        wait_for(lambda: not self.program.has('Group name'), 'the dialog to close')
        self.program.give_keys(self.program.find('Connections'))

    def open(self):
        with self.steps.step('Groups stand under their headings; what connects on start does', vital=True):
            self.user.write_profiles(make_profile('one'), make_profile('Lab X', 'Lab'), make_profile('two'),
                                     make_profile('Lab Y', 'Lab', **{'connect-on-start': True}))
            self.user.open()
            self.wait_shown('one', 'two', 'Lab', 'Lab X', 'Lab Y')
            expect(self.row('one').selected, 'the first is not selected')

    def move_by_keys(self):
        with self.steps.step('Alt+Down and Alt+Up move the focused row, which keeps the focus'):
            self.program.press(self.row('one'), 'alt+Down')
            self.wait_shown('two', 'one', 'Lab', 'Lab X', 'Lab Y')
            self.desktop.press('alt+Down')
            self.desktop.press('alt+Up')
            self.wait_shown('one', 'two', 'Lab', 'Lab X', 'Lab Y')
            self.wait_saved(('one', ''), ('two', ''), ('Lab X', 'Lab'), ('Lab Y', 'Lab'))
            expect(self.row('one').selected, 'it is not selected any more')

    def move_by_pointer(self):
        with self.steps.step('Dragged into a group, between its rows'):
            self.program.drag(self.row('one'), self.row('Lab X'), 0.8)
            self.wait_shown('two', 'Lab', 'Lab X', 'one', 'Lab Y')
            self.wait_saved(('two', ''), ('Lab X', 'Lab'), ('one', 'Lab'), ('Lab Y', 'Lab'))
        with self.steps.step('Dragged onto a heading: first of the group'):
            self.program.drag(self.row('two'), self.row('Lab'), 0.8)
            self.wait_shown('Lab', 'two', 'Lab X', 'one', 'Lab Y')
        with self.steps.step('Dragged above the first heading: of no group'):
            self.program.drag(self.row('one'), self.row('Lab'), 0.2)
            self.wait_shown('one', 'Lab', 'two', 'Lab X', 'Lab Y')
            self.wait_saved(('one', ''), ('two', 'Lab'), ('Lab X', 'Lab'), ('Lab Y', 'Lab'))

    def make_group(self):
        with self.steps.step('A new group, by the menu'):
            self.program.click('Menu of two')
            self.program.click('Move to group')
            self.program.click('New group…')
            self.name_group(' Line 4 ')
            self.wait_shown('one', 'Lab', 'Lab X', 'Lab Y', 'Line 4', 'two')
        with self.steps.step('Groups move as a whole'):
            self.program.click('Menu of group Line 4')
            self.program.click('Move group up')
            self.wait_shown('one', 'Line 4', 'two', 'Lab', 'Lab X', 'Lab Y')

    def choose_color(self):
        with self.steps.step('A color, by the menu'):
            self.program.click('Menu of two')
            self.program.click('Green')

            def color():
                document = json.loads(self.user.profiles_file.read_text(encoding='utf-8'))
                return {profile['name']: profile.get('color') for profile in document['profiles']}
            wait_for(lambda: color()['two'] == 1, 'the color in the file')

    def collapse(self):
        with self.steps.step('A heading that is pressed hides its rows, and says how many'):
            self.program.point(self.row('Lab'), 0.3)
            self.wait_shown('one', 'Line 4', 'two', 'Lab')
            expect('2' in self.row('Lab').labels(), f'it says {self.row("Lab").labels()}')
            self.desktop.press('Return')
            self.wait_shown('one', 'Line 4', 'two', 'Lab', 'Lab X', 'Lab Y')

    def search(self):
        with self.steps.step('What is typed on the list is searched for; Escape ends it'):
            self.program.press(self.row('one'), 'l', 'a', 'b')
            wait_for(lambda: self.program.has('Search connections'), 'the entry')
            self.wait_shown('Lab', 'Lab X', 'Lab Y')
            self.desktop.type(' y')
            self.wait_shown('Lab', 'Lab Y')
            self.desktop.type('zzz')
            self.program.wait_says('No connection has all these words')
            self.desktop.press('Escape')
            self.wait_shown('one', 'Line 4', 'two', 'Lab', 'Lab X', 'Lab Y')
            expect(not self.program.has('Search connections'), 'the entry is still there')
            expect(self.row('one').selected, 'another one is selected')
        with self.steps.step('Ctrl+Shift+F, and Enter for the first that is found'):
            self.desktop.press('ctrl+shift+f')
            wait_for(lambda: self.program.has('Search connections'), 'the entry')
            self.desktop.type('two')
            self.desktop.press('Return')
            wait_for(lambda: self.row('two').selected, '“two” to be selected')
            self.desktop.press('Escape')
            self.wait_shown('one', 'Line 4', 'two', 'Lab', 'Lab X', 'Lab Y')

    def take_apart(self):
        with self.steps.step('A group that is renamed, and taken apart'):
            self.program.press(self.row('one'), 'Down', 'F2')
            self.name_group('Line 5')
            self.wait_shown('one', 'Line 5', 'two', 'Lab', 'Lab X', 'Lab Y')
            self.program.click('Menu of group Line 5')
            self.program.click('Take group apart')
            self.wait_shown('one', 'two', 'Lab', 'Lab X', 'Lab Y')

    def go_by_tab(self):
        with self.steps.step('Tab passes the list once'):
            self.program.press(self.row('one'), 'Down', 'Tab')
            inside = [control for control in self.program.find('Connections').walk() if control.focused]
            wait_for(lambda: self.program.find('Topic filter').focused or
                     any(part.focused for part in self.program.find('Topic filter').walk()), 'the next control')
            expect(not inside, f'the focus is in {inside}')
            self.program.quit()

    def open_many(self):
        with self.steps.step(f'{MANY} profiles'):
            self.user.write_profiles(*(make_profile(f'broker {i}', f'group {i // 50}') for i in range(MANY)))
            self.user.open()
            wait_for(lambda: self.program.find('Connections').children and
                     len(list(self.program.find('Connections').children())) == MANY + MANY // 50, 'all rows', 60)
            self.desktop.press('ctrl+shift+f')
            wait_for(lambda: self.program.has('Search connections'), 'the entry')
            self.desktop.type('broker 499')
            self.wait_shown('group 9', 'broker 499')
            self.program.quit()


if __name__ == '__main__':
    sys.exit(play(Groups, __doc__))
