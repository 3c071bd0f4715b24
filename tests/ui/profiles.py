#!/usr/bin/env python3
# profiles.py: the profiles of a user outlast whatever becomes of their file
#
# SPDX-License-Identifier: GPL-3.0-or-later
"""A profiles file that is damaged, empty, of a newer version, or in a folder that cannot be
written: a message in the window, the file kept, and nothing lost."""

import json
import sys

from desktop import wait_for
from pages import fill, read, wait_closed
from plain import become_plain_user
from scenario import Scenario, play
from steps import expect, expect_equal

FIELDS = {'General': {'Name': 'Lab', 'Host': 'broker.example', 'Port': '8884', 'Client ID': 'bci_123456',
                      'User name': 'ada'},
          'Session': {'Keep alive': '45'}}
DAMAGED = '{"version": 1, "profiles": [{"name": "Torn'
NEWER = {'version': 999, 'profiles': [{'id': 'x', 'name': 'From the future', 'host': '127.0.0.1',
                                       'warp': [1, 2, 3]}], 'more': {'a': 18446744073709551615}}


class Profiles(Scenario):
    def parts(self):
        yield self.keep_fields
        yield lambda: self.spoil('Damaged', DAMAGED)
        yield lambda: self.spoil('Empty', '')
        yield self.damaged_without_copy
        yield self.newer
        yield self.unwritable

    @property
    def file(self):
        return self.user.profiles_file

    def names(self):
        return [row.name for row in self.program.find('Connections').children() if row.shown]

    def fill_editor(self):
        self.program.click('New connection')
        fill(self.program, FIELDS)
        self.program.click('Save')
        wait_closed(self.program)

    def quit(self):
        expect_equal(self.program.quit(), 0, 'exit status')

    def keep_fields(self):
        with self.steps.step('Save, quit, reopen: the fields are kept', vital=True):
            self.user.open()
            self.fill_editor()
            self.quit()
            self.user.open()
            expect_equal(self.names(), ['Local broker', 'Lab'], 'profiles')
            self.program.click('Menu of Lab')
            self.program.click('Edit')
            expect_equal(read(self.program, FIELDS), FIELDS, 'fields')
            self.program.click('Cancel')
            wait_closed(self.program)
        with self.steps.step('Saved once more, so that there is a good copy', vital=True):
            self.program.click('Menu of Lab')
            self.program.click('Duplicate')
            wait_for(lambda: len(self.names()) == 3, 'the duplicate')
            self.quit()

    def spoil(self, title, text):
        with self.steps.step(f'{title}: its last good copy is used, the file is kept beside'):
            self.file.write_text(text, encoding='utf-8')
            before = set(self.file.parent.iterdir())
            self.user.open()
            self.program.wait_says('The profiles file was damaged. It is kept as')
            expect('Lab' in self.names(), f'profiles: {self.names()}')
            self.expect_kept(before, text)
            self.quit()

    def expect_kept(self, before, text):
        kept = [path for path in set(self.file.parent.iterdir()) - before if '.damaged-' in path.name]
        expect_equal([path.read_text(encoding='utf-8') for path in kept], [text], 'what is set aside')

    def damaged_without_copy(self):
        with self.steps.step('Damaged, and no copy: said so, the file kept, Local broker to begin with'):
            self.file.write_text(DAMAGED, encoding='utf-8')
            for path in self.file.parent.glob('*.bak'):
                path.unlink()
            before = set(self.file.parent.iterdir())
            self.user.open()
            self.program.wait_says('there is no good copy of it')
            expect_equal(self.names(), ['Local broker'], 'profiles')
            self.expect_kept(before, DAMAGED)
            self.quit()

    def newer(self):
        text = json.dumps(NEWER)
        with self.steps.step('Of a newer version: shown, never written, and a change says so'):
            self.file.write_text(text, encoding='utf-8')
            self.user.open()
            self.program.wait_says('was written by a newer version of Sonde')
            expect('From the future' in self.names(), f'profiles: {self.names()}')
            self.fill_editor()
            self.program.wait_says('Not saved: the profiles file belongs to a newer version of Sonde.')
            self.quit()
            expect_equal(self.file.read_text(encoding='utf-8'), text, 'the file')

    def unwritable(self):
        with self.steps.step('A folder that cannot be written: said so, nothing lost in the window'):
            self.user.write_profiles({'name': 'Kept', 'host': '127.0.0.1', 'port': 1883})
            text = self.file.read_text(encoding='utf-8')
            self.file.parent.chmod(0o500)
            self.user.open()
            expect_equal(self.names(), ['Kept'], 'profiles')
            self.fill_editor()
            self.program.wait_says('The profiles could not be saved')
            expect('Lab' in self.names(), f'profiles: {self.names()}')
            self.quit()
            self.file.parent.chmod(0o700)
            expect_equal(self.file.read_text(encoding='utf-8'), text, 'the file')


if __name__ == '__main__':
    become_plain_user(__file__, __doc__)
    sys.exit(play(Profiles, __doc__))
