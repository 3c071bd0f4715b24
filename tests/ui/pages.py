# pages.py: the pages of the profile editor, filled in and read
#
# SPDX-License-Identifier: GPL-3.0-or-later

from desktop import wait_for

PAGES = ('General', 'Security', 'Last will', 'Session', 'Network')


class Choice(str):
    """An option of a drop-down, where other text is typed."""


def wait_open(program):
    wait_for(lambda: program.has('Pages'), 'the editor')


def wait_closed(program):
    wait_for(lambda: not program.has('Pages'), 'the editor to close')


def open_page(program, title):
    """With Alt and its number; the first of its fields has the focus then."""
    row = program.find(title, role='list item', within=program.find('Pages'))
    program.give_keys(row)
    program.desktop.press(f'alt+{PAGES.index(title) + 1}')
    wait_for(lambda: row.selected, f'the page {title}')


def fill(program, fields):
    """{page: {name: value}}; a value is text, a Choice, or whether a switch is on."""
    for page, values in fields.items():
        open_page(program, page)
        for name, value in values.items():
            if isinstance(value, bool):
                program.toggle(name, value)
            elif isinstance(value, Choice):
                program.choose(name, value)
            else:
                program.set_text(name, value)


def read_field(program, name, wanted):
    """What the field says, in the words of what was wanted."""
    control = program.find(name)
    if isinstance(wanted, bool):
        return control.checked
    if isinstance(wanted, Choice):
        return wanted if wanted in control.labels() else control.labels()
    return control.text


def read(program, fields):
    found = {}
    for page, values in fields.items():
        open_page(program, page)
        found[page] = {name: read_field(program, name, value) for name, value in values.items()}
    return found
