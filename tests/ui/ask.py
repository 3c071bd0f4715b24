#!/usr/bin/env python3
# ask.py: an address from another program is connected only when the user says so
#
# SPDX-License-Identifier: GPL-3.0-or-later
"""URIs by --ask and by D-Bus, plain and hostile ones: a question that shows what it would do, with
Cancel as the default, or a sentence, and never a connection by itself."""

import re
import sys

from desktop import wait_for
from outside import Broker
from scenario import Scenario, play
from steps import expect, expect_equal

YES = 'Connect to broker'
# A development build has an id of its own
NAME = re.compile(rb"'(io\.github\.sonde_mqtt\.Sonde[.\w]*)'")
SECRET = 'hunter2hunter2'
# What another program may come up with, and a part of what the window says
REFUSED = {
    f'mqtt://ada:{SECRET}@127.0.0.1/': 'Leave the password out of the address',
    'mqtt://': 'The address names no host',
    'mqtt://ho%0Ast/': 'A host name holds no spaces',
    'mqtt://h:99999/': 'The port in the address must be a number',
    'mqtt://h/a/%23/b': '# is the last level of a filter',
    'mqtt://h/%ff%fe': 'UTF-8',
    'mqtt://h/%zz': 'Two hexadecimal digits must follow %',
    'mqtt://h/' + 'a' * 70000: '65,535 bytes',
    'http://h/': 'An address begins with mqtt://',
}


class Ask(Scenario):
    def parts(self):
        self.broker = Broker(self.desktop)
        yield self.command_line
        yield self.by_bus
        yield self.hostile
        yield self.files
        yield self.actions
        yield self.many

    @property
    def address(self):
        return f'127.0.0.1:{self.broker.port}'

    def connected(self):
        return self.desktop.read_log(self.broker.log).count('New client connected')

    def hand_over(self, *uris):
        """By the second start of the program, as the desktop file does."""
        self.desktop.run(self.user.executable, '--ask', *uris)

    def call(self, name, path, method, *arguments):
        return self.desktop.run('gdbus', 'call', '--session', '--dest', name, '--object-path', path,
                                '--method', method, *arguments).stdout

    def open_by_bus(self, *uris):
        self.call_application('Open', repr(list(uris)), '{}')

    def call_application(self, method, *arguments):
        names = self.call('org.freedesktop.DBus', '/org/freedesktop/DBus', 'org.freedesktop.DBus.ListNames')
        name = NAME.search(names)[1].decode()
        path = '/' + name.replace('.', '/')
        self.call(name, path, f'org.freedesktop.Application.{method}', *arguments)

    def names(self):
        return [row.name for row in self.program.find('Connections').children() if row.shown]

    def cancel(self):
        self.program.click('Cancel')
        wait_for(lambda: not self.program.has(YES), 'the question to go')

    # --- the parts ---------------------------------------------------------------------------

    def command_line(self):
        with self.steps.step('--ask: the question shows host, port, TLS, user name and filter', vital=True):
            self.user.open()
            self.hand_over(f'mqtt://ada@{self.address}/lamp/%23')
            wait_for(lambda: self.program.has(YES), 'the question')
            for word in ('127.0.0.1', str(self.broker.port), 'no: others on the way can read along', 'ada', 'lamp/#'):
                self.program.wait_says(word)
            expect_equal(self.names(), ['Local broker'], 'connections')
        with self.steps.step('Return is Cancel: nothing is connected, nothing is in the list'):
            self.program.give_keys(self.program.find(YES))
            self.desktop.press('Return')
            wait_for(lambda: not self.program.has(YES), 'the question to go')
            expect_equal(self.names(), ['Local broker'], 'connections')
            expect_equal(self.connected(), 0, 'clients that the broker saw')
        with self.steps.step('Escape is Cancel, too'):
            self.hand_over(f'mqtts://{self.address}/')
            wait_for(lambda: self.program.has(YES), 'the question')
            self.program.wait_says('yes')
            self.program.give_keys(self.program.find(YES))
            self.desktop.press('Escape')
            wait_for(lambda: not self.program.has(YES), 'the question to go')
            expect_equal(self.names(), ['Local broker'], 'connections')

    def by_bus(self):
        with self.steps.step('D-Bus Open asks, and connects when the user says so'):
            self.open_by_bus(f'mqtt://{self.address}/lamp/%23')
            wait_for(lambda: self.program.has(YES), 'the question')
            expect_equal(self.connected(), 0, 'clients that the broker saw')
            self.program.click(YES)
            self.user.wait_state('Connected')
            self.user.wait_granted('lamp/#', 0)
            expect_equal(self.names(), ['Local broker', self.address], 'connections')
            self.user.disconnect()

    def hostile(self):
        for uri, sentence in REFUSED.items():
            with self.steps.step(f'{uri[:32]}: a sentence, and no question'):
                self.open_by_bus(uri)
                self.program.wait_says(sentence)
                expect(not self.program.has(YES), 'it asks')
                expect(not self.program.says(SECRET), 'the window says the password')
        with self.steps.step('What cannot be seen does not hide what it would do'):
            # A line end, and a mark that turns the direction of the text
            self.open_by_bus(f'mqtt://ada%0A%0AThis%20is%20safe%E2%80%AE@{self.address}/' + 'x' * 60000)
            wait_for(lambda: self.program.has(YES), 'the question')
            said = [control.name for control in self.program.walk()]
            expect('ada  This is safe' in said, f'the user name is not shown in one line: {said}')
            expect(not any('\u202e' in text for text in said), 'a mark is shown')
            expect('x' * 200 + '…' in said, 'a filter of 60,000 characters is not cut')
            _x, top, _width, height = self.program.find(YES).extents
            expect(top + height < self.desktop.size[1], f'the question is {top + height} high')
        self.cancel()

    def files(self):
        """As the file manager starts it, by a path or a URI, and as one types it."""
        path = self.desktop.path('night shift.jsonl')
        path.write_text('{"time": "2026-11-22T23:59:59.000000+00:00", "direction": "received", "topic": "lamp", '
                        '"qos": 1, "retain": false, "dup": false, "payload": "of a file"}\n', encoding='utf-8')
        for arguments in (['--ask', path.as_uri()], [str(path)]):
            with self.steps.step(f'{" ".join(arguments)[:12]}…: its messages, in a window of their own'):
                before = len(self.program.windows())
                self.desktop.run(self.user.executable, *arguments)
                window = wait_for(lambda: next((window for window in self.program.windows()
                                                if path.name in window.name), None), 'a window of the file')
                wait_for(lambda: any('of a file' in control.name for control in window.walk()), 'its message')
                self.program.give_keys(window)
                self.desktop.press('ctrl+w')
                wait_for(lambda: len(self.program.windows()) == before, 'the window to close')

    def actions(self):
        with self.steps.step('The action of the desktop file: a new connection'):
            self.call_application('ActivateAction', "'new-connection'", '[]', '{}')
            wait_for(lambda: self.program.has('Test connection'), 'the editor')
            self.program.click('Cancel')
            wait_for(lambda: not self.program.has('Test connection'), 'the editor to close')

    def many(self):
        with self.steps.step('Many at once: one question at a time, and an end to them'):
            before = self.connected()
            self.open_by_bus(*[f'mqtt://{self.address}/n/{number}' for number in range(30)])
            self.program.wait_says('some were left out')
            for number in range(8):
                wait_for(lambda: self.program.has(YES), f'question {number}')
                self.program.wait_says(f'n/{number}')
                expect_equal(len(self.program.find_all(YES)), 1, 'questions')
                self.program.click('Cancel')
                wait_for(lambda: not self.program.says(f'n/{number}'), 'its answer')
            expect(not self.program.has(YES), 'there are more questions')
            expect_equal(self.connected(), before, 'clients that the broker saw')
            expect_equal(self.program.quit(), 0, 'exit status')
        with self.steps.step('No password in any file'):
            found = [str(path) for path in self.desktop.folder.rglob('*')
                     if path.is_file() and SECRET.encode() in path.read_bytes()]
            expect(not found, f'the password stands in {found}')


if __name__ == '__main__':
    sys.exit(play(Ask, __doc__))
