#!/usr/bin/env python3
# names.py: each control has a name, and each name is one shown control
#
# SPDX-License-Identifier: GPL-3.0-or-later
"""Visits the page and the profile editor, and looks for the names that a screen reader says."""

import argparse
import re
import sys
from pathlib import Path

import controls
from desktop import Desktop, need_programs, wait_for
from network import take_network
from pages import open_page, wait_closed, wait_open
from steps import Steps, expect

CONTROLS = {'push button', 'toggle button', 'check box', 'radio button', 'text', 'entry',
            'password text', 'spin button', 'combo box', 'list', 'list box', 'menu item', 'slider'}
# What GTK itself makes of parts: their whole is named.
WHOLES = {'combo box', 'spin button', 'text', 'entry', 'push button'}
TYPE_NAME = re.compile(r'^(Gtk|Adw|Sonde)[A-Z]\w*$')

SIDEBAR = ('Connections', 'New connection', 'Find a connection', 'Topic filter', 'Subscription QoS', 'Subscribe')
LOG = ('Message log', 'Live', 'Filter messages', 'Clear log', 'Columns', 'Inspector')
PUBLISH = ('Topic', 'Payload', 'QoS 0', 'QoS 1', 'QoS 2', 'Retain', 'Publish', 'Templates', 'History')
TOPICS = ('Topic tree', 'Search topics', 'Sort topics by', 'Expand all', 'Collapse all')
WINDOW = ('Pages', 'Test connection', 'Save', 'Cancel')
EDITOR = {
    'General': ('Name', 'Transport', 'Host', 'Port', 'Use TLS', 'MQTT version', 'Client ID', 'Generate', 'User name',
                'Password', 'Group', 'Color'),
    'Security': ('Use TLS', 'Verify server certificate', 'Server name', 'CA certificate', 'Client certificate',
                 'Client key', 'Key passphrase', 'Minimum TLS version', 'Maximum TLS version', 'ALPN protocols',
                 'Ciphers of TLS 1.2', 'Pre-shared key identity', 'Pre-shared key'),
    'Last will': ('Will topic', 'Will payload', 'Format of Will payload', 'Will QoS', 'Will retain', 'Will delay',
                  'Message expiry', 'Payload is text', 'Content type', 'Response topic', 'Correlation data',
                  'Add user property'),
    'Session': ('Clean start', 'Session expiry', 'Keep alive', 'Receive maximum', 'Maximum packet size',
                'Request response information', 'Request problem information', 'Add user property'),
    'Network': ('Connect timeout', 'Connect on start', 'Resubscribe', 'Reconnect automatically', 'First delay',
                'Greatest delay', 'Attempts', 'Proxy'),
}
OF_VERSION = {'MQTT 3.1.1': ('Clean session',), 'MQTT 5': ('Clean start', 'Session expiry')}


def expect_names(program, names):
    """Each once, so that the words of PRODUCT lead to one control."""
    faults = []
    for name in names:
        found = len(program.find_all(name))
        if found != 1:
            faults.append(f'“{name}” is {found} controls')
    expect(not faults, '; '.join(faults))


def list_unnamed(node, inside_named=False):
    """Shown controls that a screen reader could only call by their type; not the button that closes
    a toast, which libadwaita 1.2 leaves without a name."""
    for control in node.children():
        if not control.shown or control.name == 'AdwToastWidget':
            continue
        named = bool(control.name) and not TYPE_NAME.match(control.name)
        if control.role in CONTROLS and not named and not inside_named:
            yield f'{control!r} in {node!r}'
        yield from list_unnamed(control, inside_named or (named and control.role in WHOLES))


def expect_all_named(program):
    unnamed = [fault for window in program.windows() for fault in list_unnamed(window)]
    expect(not unnamed, '; '.join(unnamed))


class Names:
    def __init__(self, desktop, executable, steps):
        self.desktop = desktop
        self.executable = executable
        self.steps = steps
        self.program = None

    def start(self):
        with self.steps.step('Open Sonde', vital=True):
            self.program = controls.Program(self.desktop, self.executable)

    def check_messages_page(self):
        program = self.program
        with self.steps.step('Disconnected: Connect is there, Disconnect is not'):
            expect_names(program, ('Connect',))
            expect(not program.has('Disconnect'), 'Disconnect is shown')
            expect_all_named(program)
        with self.steps.step('Connected: each name of the page is one control'):
            program.click('Connect')
            wait_for(lambda: program.has('Disconnect'), 'Disconnect')
            program.set_text('Topic filter', 'test')
            program.click('Subscribe')
            wait_for(lambda: program.has('Subscriptions'), 'the list of subscriptions')
            expect_names(program, ('Disconnect', 'Subscriptions', *SIDEBAR, *LOG, *PUBLISH))
            expect(not program.has('Connect'), 'Connect is shown')
        with self.steps.step('Connected: no control without a name'):
            expect_all_named(program)
        with self.steps.step('The menu of a subscription'):
            program.click('Menu of test')
            wait_for(lambda: program.has('Unsubscribe test'), 'Unsubscribe test')
            program.desktop.press('Escape')
        with self.steps.step('The inspector of a message'):
            program.set_text('Topic', 'test')
            program.set_text('Payload', '{"a": 1}')
            program.click('Publish')
            wait_for(lambda: len(program.rows('Message log')) > 2, 'a message')
            program.point(list(program.find('Message log').children())[-1])
            wait_for(lambda: program.has('Copy payload'), 'the inspector')
            expect_names(program, ('Text', 'JSON', 'Tree', 'Hex', 'Base64', 'Diff', 'Copy payload', 'Copy as', 'Edit and publish'))
            expect_all_named(program)

    def check_topics_page(self):
        program = self.program
        with self.steps.step('The page Topics: each name is one control'):
            program.click('Topics')
            wait_for(lambda: program.has('Topic tree'), 'the tree')
            expect_names(program, TOPICS)
            expect_all_named(program)
            program.click('Messages')
            wait_for(lambda: program.has('Message log'), 'the log')

    def check_editor(self):
        program = self.program
        with self.steps.step('The menu of a connection'):
            program.click('Menu of Local broker')
            wait_for(lambda: program.has('Edit'), 'the menu')
            expect_names(program, ('Edit', 'Duplicate', 'Delete'))
            program.desktop.press('Escape')
            wait_for(lambda: not program.has('Edit'), 'the menu to close')
        with self.steps.step('The profile editor'):
            program.click('New connection')
            wait_open(program)
            expect_names(program, WINDOW)
            program.toggle('Use TLS', True)
            open_page(program, 'Last will')
            program.set_text('Will topic', 'state')
        for page, names in EDITOR.items():
            with self.steps.step(f'The profile editor, {page}: each name is one control'):
                open_page(program, page)
                wait_for(lambda: program.has(names[-1]), names[-1])
                expect_names(program, names)
                expect_all_named(program)
        for version, names in OF_VERSION.items():
            with self.steps.step(f'The profile editor in {version}: {", ".join(names)}'):
                open_page(program, 'General')
                program.choose('MQTT version', version)
                open_page(program, 'Session')
                others = [name for other, those in OF_VERSION.items() if other != version for name in those]
                wait_for(lambda: not any(program.has(name) for name in others), f'{others} to go')
                expect_names(program, names)
                expect_all_named(program)
        with self.steps.step('The profile editor: Cancel asks before what was typed is lost'):
            program.click('Cancel')
            program.click('Discard')
            wait_closed(program)


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
        names = Names(desktop, arguments.build.resolve() / 'src' / 'sonde', steps)
        return steps.play(names.start, names.check_messages_page, names.check_topics_page, names.check_editor)


if __name__ == '__main__':
    sys.exit(main())
