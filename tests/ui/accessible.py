#!/usr/bin/env python3
# accessible.py: every page and dialog as a screen reader finds it
#
# SPDX-License-Identifier: GPL-3.0-or-later
"""Walks the accessible tree of each place of the tour: no shown control is without a name, bears that
of its type, or shares its name with another shown one."""

import sys
import time

from controls import LABELS
from names import CONTROLS, TYPE_NAME, WHOLES
from places import Tour, walk
from scenario import Scenario, play
from steps import expect
from words import Words

# libadwaita 1.2 leaves the button that closes a toast without a name
UNNAMED = {'AdwToastWidget'}
# These windows are GTK's and libadwaita's own: they do not name all of their parts
FOREIGN = {'shortcuts', 'about'}
ROWS = {'list item', 'tree item'}
# A group of rows may bear the name of the one in it
GROUPS = {'list', 'list box'}
# GTK 4.8 gives no names to what a column view is made of: its labels are read
TABLE = {'table row', 'table cell', 'GtkColumnListView'}


def survey(node, inside=()):
    """(control, the rows it is in) of each shown control; not the parts that GTK makes of one."""
    for child in node.children():
        if not child.shown:
            continue
        name, role = child.name, child.role
        if name in UNNAMED or role in LABELS or role in TABLE:
            continue
        if name in TABLE:
            yield from survey(child, inside)
            continue
        if role in CONTROLS or role in ROWS:
            yield child, name, role, inside
        if role not in WHOLES or not is_name(name):
            yield from survey(child, (*inside, name) if role in ROWS | GROUPS else inside)


def is_name(name):
    return bool(name) and not TYPE_NAME.match(name)


def list_faults(window):
    """In one pass: each question to the window takes its time. An open menu has the keys, and so its
    items are told apart from what lies behind it."""
    found = {}
    for control, name, role, inside in survey(window):
        if not is_name(name):
            yield f'{role} “{name}” in {" / ".join(inside) or window.name!r} at {control.extents} has no name'
        elif role not in ROWS:
            those = found.setdefault((name, role == 'menu item'), [])
            if name in inside:
                those[:] = [other for other in those if other[0] not in GROUPS]
            those.append((role, inside))
    for (name, _in_menu), those in found.items():
        if len(those) > 1:
            yield f'“{name}” is {len(those)} controls: {those}'


class Accessible(Scenario):
    def parts(self):
        return (self.look_around,)

    def look_around(self):
        begin = time.monotonic()
        self.steps.screenshots = None  # ./dev gallery takes them
        tour = Tour(self.desktop, self.user.executable, Words(self.desktop.build))

        def visit(place):
            with self.steps.step(place[0].upper() + place[1:]):
                faults = list(list_faults(tour.program.windows()[-1])) if place not in FOREIGN else []
                expect(not faults, '; '.join(faults))

        def tell(chapter, failure):
            with self.steps.step(f'{chapter}: every place is reached'):
                raise failure

        walk(tour, visit, tell)
        self.note(f'{self.steps.count} places in {time.monotonic() - begin:.0f} s')


if __name__ == '__main__':
    sys.exit(play(Accessible, __doc__))
