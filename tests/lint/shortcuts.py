#!/usr/bin/env python3
# shortcuts.py: the shortcuts window shows the keys that there are, and no others
#
# SPDX-License-Identifier: GPL-3.0-or-later
"""Compares the keys that the code and the templates bind with the shortcuts window, with those that the
command palette shows, and with those that tooltips, README and the man page name."""

import re
import xml.etree.ElementTree as ElementTree

from tree import ROOT, finish, list_files, read

WINDOW = 'ui/sonde-shortcuts.ui'
APPLICATION = 'src/ui/sonde-application.c'
PALETTE = 'src/ui/palette/sonde-palette-actions.c'

# What every program has, and nobody looks up.
CUSTOMARY = {'Escape', 'Control+c'}
# GTK's own, of the main menu.
OF_GTK = {'F10'}
# The keys of a plot stand in its tooltip.
APART = {'src/ui/plot/sonde-plot-gestures.c'}
# Of the windows of templates and history, where they stand below the list
SAME_AS = {'KP_Enter': 'Return'}

MODIFIERS = {'Primary': 'Control', 'Control': 'Control', 'Shift': 'Shift', 'Alt': 'Alt',
             'Ctrl': 'Control', 'GDK_CONTROL_MASK': 'Control', 'GDK_SHIFT_MASK': 'Shift', 'GDK_ALT_MASK': 'Alt'}

IN_TABLE = re.compile(r'\{ "([\w.:-]+)", \{ ((?:"[^"]+"(?:, )?)+) \} \}')
BINDING = re.compile(r'add_binding_action \(\w+, GDK_KEY_(\w+)( \+ \w+)?,\s*([\w |]+),\s*"([\w.-]+)"')
TRIGGER = re.compile(r'gtk_keyval_trigger_new \((?:GDK_KEY_(\w+)|\w+\[i\])( \+ \w+)?, ([\w |]+)\),\s*'
                     r'gtk_named_action_new \("([\w.-]+)"\)')
IN_PALETTE = re.compile(r'\{ N_ ?\("[^"]+"\), N_ ?\("[^"]+"\), "([\w.-]+)", (?:NULL|"[^"]*"), "([^"]+)"')
SAID = re.compile(r'\b((?:Ctrl|Shift|Alt)(?:\+(?:Shift|Alt))*\+(?:F\d+|Enter|Return|[A-Z?]))(?![\w+])')


def normalize(modifiers, key):
    names = sorted({MODIFIERS[modifier] for modifier in modifiers})
    return '+'.join([*names, SAME_AS.get(key, key)])


def parse_accelerator(text):
    """“<Primary><Shift>f” → “Control+Shift+f”"""
    return normalize(re.findall(r'<(\w+)>', text), re.sub(r'<\w+>', '', text))


def parse_masks(masks):
    return [mask.strip() for mask in masks.split('|') if mask.strip() != '0']


def expand(text):
    """“<Alt>1...3” are three."""
    match = re.fullmatch(r'((?:<\w+>)*)(\d)\.\.\.(\d)', text)
    if not match:
        return [text]
    return [f'{match[1]}{number}' for number in range(int(match[2]), int(match[3]) + 1)]


def list_bound_in_code():
    """Yields (action, key, path)."""
    for action, keys in IN_TABLE.findall(read(APPLICATION)):
        for key in re.findall(r'"([^"]+)"', keys):
            yield action, parse_accelerator(key), APPLICATION
    for number in range(1, 10):
        yield 'win.select-connection', f'Alt+{number}', APPLICATION
    for path in list_files('.c', under='src/ui'):
        if str(path) in APART:
            continue
        source = read(path)
        for key, added, masks, action in BINDING.findall(source):
            numbers = range(1, 10) if key == '0' else range(1, 6)
            for shown in [str(number) for number in numbers] if added else [key]:
                yield action, normalize(parse_masks(masks), shown), path
        for key, added, masks, action in TRIGGER.findall(source):
            for shown in [str(number) for number in range(1, 10)] if added else [key or 'Return']:
                yield action, normalize(parse_masks(masks), shown), path


def list_bound_in_templates():
    for path in list_files('.ui', under='ui'):
        for shortcut in ElementTree.parse(ROOT / path).iter('object'):
            if shortcut.get('class') != 'GtkShortcut':
                continue
            properties = {child.get('name'): child.text for child in shortcut.findall('property')}
            action = re.fullmatch(r'action\(([\w.-]+)\)', properties['action'])[1]
            for trigger in properties['trigger'].split('|'):
                yield action, parse_accelerator(trigger), path


def list_shown():
    for child in ElementTree.parse(ROOT / WINDOW).iter('property'):
        if child.get('name') == 'accelerator':
            for part in child.text.split():
                for text in expand(part):
                    yield parse_accelerator(text)


def list_said():
    """Yields (key, path) of what is told of keys elsewhere."""
    files = [*list_files('.c', under='src/ui'), *list_files('.ui', under='ui'), 'README.md', 'README.zh_CN.md',
             'data/sonde.1.in']
    for path in files:
        for text in SAID.findall(read(path)):
            *modifiers, key = text.split('+')
            key = {'Enter': 'Return', '?': 'question'}.get(key, key if len(key) > 1 else key.lower())
            yield normalize(modifiers, key), path


def main():
    bound = [*list_bound_in_code(), *list_bound_in_templates()]
    keys = {key for _action, key, _path in bound}
    shown = set(list_shown())
    faults = [f'{path}: {action} has {key}, which {WINDOW} does not show'
              for action, key, path in bound if key not in shown | CUSTOMARY]
    faults += [f'{WINDOW}: shows {key}, which nothing has' for key in sorted(shown - keys - OF_GTK)]
    faults += [f'{PALETTE}: {action} has not {text}' for action, text in IN_PALETTE.findall(read(PALETTE))
               if (action, parse_accelerator(text)) not in {(action, key) for action, key, _path in bound}]
    faults += [f'{path}: tells of {key}, which nothing has' for key, path in list_said() if key not in keys]
    finish(faults, f'{len(keys)} keys')


if __name__ == '__main__':
    main()
