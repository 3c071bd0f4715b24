#!/usr/bin/env python3
# imports.py: connections from a file of another program, and out again
#
# SPDX-License-Identifier: GPL-3.0-or-later
"""Imports what MQTTX exported in the real window: the report first, then the rows, and the password
in the keyring and nowhere else. Exports it again, without and with passwords."""

import json
import sys

from desktop import wait_for
from names import expect_all_named
from scenario import Scenario, play
from steps import expect, expect_equal

SECRET = 'marker-of-the-password'
MQTTX = [
    {'id': '1', 'clientId': 'mqttx_1', 'name': 'EMQX staging', 'clean': True, 'protocol': 'mqtts',
     'host': 'staging.example', 'port': 8883, 'keepalive': 2, 'username': 'ada', 'password': SECRET,
     'mqttVersion': '5.0', 'rejectUnauthorized': False, 'certType': 'self', 'ca': '/nowhere/ca.pem',
     'subscriptions': [{'topic': 'Tyler-1/motor/+/speed', 'qos': 1}, {'topic': 'wrong/#/filter', 'qos': 0}],
     'messages': [{'topic': 'a', 'payload': 'hello'}] * 3},
    {'id': '2', 'clientId': 'mqttx_2', 'name': 'Local broker', 'protocol': 'ws', 'host': '127.0.0.1',
     'port': 8083, 'path': '/mqtt', 'mqttVersion': '3.1.1', 'messages': []},
    {'id': '3', 'clientId': 'mqttx_3', 'name': 'Left alone', 'protocol': 'mqtt', 'host': '127.0.0.1',
     'port': 1883, 'mqttVersion': '3.1.1', 'password': SECRET},
    {'id': '4', 'clientId': 'mqttx_4', 'name': 'Impossible', 'protocol': 'mqtt', 'host': 'two words',
     'port': 1883, 'mqttVersion': '3.1.1'},
]


def find_secrets(desktop):
    """What the keyring of this desktop holds, of any program."""
    from gi.repository import Gio, GLib
    name, path = 'org.freedesktop.secrets', '/org/freedesktop/secrets'
    flags = Gio.DBusConnectionFlags.AUTHENTICATION_CLIENT | Gio.DBusConnectionFlags.MESSAGE_BUS_CONNECTION
    bus = Gio.DBusConnection.new_for_address_sync(desktop.environment['DBUS_SESSION_BUS_ADDRESS'], flags, None, None)

    def call(method, *arguments):
        return bus.call_sync(name, path, 'org.freedesktop.Secret.Service', method, *arguments,
                             None, Gio.DBusCallFlags.NONE, -1, None).unpack()
    _output, session = call('OpenSession', GLib.Variant('(sv)', ('plain', GLib.Variant('s', ''))))
    found, _locked = call('SearchItems', GLib.Variant('(a{ss})', ({},)))
    secrets = call('GetSecrets', GLib.Variant('(aoo)', (found, session)))[0]
    return [bytes(secret[2]).decode() for secret in secrets.values()]


class Imports(Scenario):
    def parts(self):
        yield self.begin
        yield self.refuse
        yield self.report
        yield self.take
        yield self.hand_on

    @property
    def folder(self):
        return self.desktop.path('home')

    def names(self):
        return [row.name for row in self.program.find('Connections').children() if row.shown]

    def choose_in_menu(self, item):
        self.program.click('Main menu')
        self.program.click(item)

    def begin(self):
        with self.steps.step('Open Sonde, and the import window', vital=True):
            self.user.open()
            self.choose_in_menu('Import connections…')
            wait_for(lambda: self.program.has('Choose file…'), 'the import window')
            for program in ('MQTTX', 'MQTT Explorer', 'MQTT.fx', 'mosquitto_sub, mosquitto_pub'):
                expect(self.program.says(program), f'it does not name {program}')
            expect_all_named(self.program)

    def open_file(self, name, text):
        path = self.folder / name
        path.write_text(text, encoding='utf-8')
        self.program.click('Choose file…')
        self.program.answer_dialog('Choose a file to import', path, 'ctrl+l')

    def refuse(self):
        with self.steps.step('A damaged file: one sentence, and one can choose another'):
            self.open_file('damaged.json', json.dumps(MQTTX)[:200])
            self.program.wait_says('damaged.json: The JSON of this file is damaged')
            expect(self.program.has('Choose file…'), 'Choose file… is gone')

    def report(self):
        with self.steps.step('The report: each connection, and what is changed', vital=True):
            self.open_file('mqttx.json', json.dumps(MQTTX))
            self.program.wait_says('4 connections of MQTTX')
            expect_all_named(self.program)
            self.program.wait_says('staging.example:8883 · 2 to check · 1 changed · 2 left out')
            self.program.wait_says('Cannot be imported. A host name holds no spaces')
            expect_equal(self.names(), ['Local broker'], 'connections before the import')
            self.program.wait_says('Passwords go to your keyring' if self.desktop.has_keyring else 'No keyring answers')
        with self.steps.step('One is left alone'):
            self.program.toggle('Import Left alone', False)
            self.program.wait_says('Select all')
        with self.steps.step('The notes of one'):
            self.program.point(self.program.find('EMQX staging', within=self.program.find('Connections found')))
            for note in ('The keep alive is 5 s', 'The history of messages (3)', '/nowhere/ca.pem cannot be read',
                         'The subscription to “wrong/#/filter”'):
                self.program.wait_says(note)
            expect(not self.program.says(SECRET), 'the password is shown')

    def take(self):
        with self.steps.step('Import: the rows are there, the name that was taken is another'):
            self.program.click('Import')
            self.program.wait_says('2 connections imported')
            expect_equal(self.names(), ['Local broker', 'EMQX staging', 'Local broker (2)'], 'connections')
        with self.steps.step('The password is in the keyring, and in no file'):
            if self.desktop.has_keyring:
                wait_for(lambda: SECRET in find_secrets(self.desktop), 'the password in the keyring')
            self.expect_no_file('mqttx.json', 'damaged.json')

    def expect_no_file(self, *but):
        """The keyring encrypts its own."""
        found = [str(path) for path in self.desktop.folder.rglob('*') if path.is_file() and
                 path.name not in but and SECRET.encode() in path.read_bytes()]
        expect_equal(found, [], 'files that hold the password')

    def export(self, name, with_passwords):
        path = self.folder / name
        self.choose_in_menu('Export connections…')
        self.program.toggle('Include passwords', with_passwords)
        wait_for(lambda: self.program.says('plain text') == with_passwords, 'the warning')
        # libadwaita does not name the button of a toast
        wait_for(lambda: not self.program.says('connections imported') and not self.program.says('connections exported'),
                 'the toast to go')
        expect_all_named(self.program)
        self.program.click('Save as…')
        self.program.answer_dialog('Save connections', path, 'ctrl+a')
        self.program.wait_says('3 connections exported')
        wait_for(lambda: not self.program.has('Include passwords'), 'the window to close')
        return json.loads(path.read_text(encoding='utf-8'))

    def hand_on(self):
        with self.steps.step('Export without passwords'):
            document = self.export('plain.json', False)
            expect_equal([profile['name'] for profile in document['profiles']], self.names(), 'profiles')
            self.expect_no_file('mqttx.json', 'damaged.json')
        with self.steps.step('Export with passwords, after a warning'):
            document = self.export('secret.json', True)
            secrets = [profile.get('secrets', {}).get('password') for profile in document['profiles']]
            expect_equal(secrets, [None, SECRET, None], 'passwords')
            expect_equal((self.folder / 'secret.json').stat().st_mode & 0o777, 0o600, 'who can read it')


if __name__ == '__main__':
    sys.exit(play(Imports, __doc__))
