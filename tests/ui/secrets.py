#!/usr/bin/env python3
# secrets.py: what is secret stands nowhere but in the keyring
#
# SPDX-License-Identifier: GPL-3.0-or-later
"""A user types each kind of secret, connects well and badly with all debug messages on, exports the
connections and copies a report. Then every file, every log, the clipboard, and the arguments and the
environment of every process are searched for them."""

import base64
import sys
from pathlib import Path

from desktop import FOLDERS, pick_port, wait_for
from imports import Imports, find_secrets
from outside import CLIENTS, PYTHON, Broker, read_clipboard
from pages import Choice, fill, wait_closed, wait_open
from scenario import play
from security import PASSPHRASE, Security
from steps import expect, expect_equal

PASSWORD = 'marker-of-the-password-4411'
PROXY_PASSWORD = 'marker-of-the-proxy-7702'
PSK = 'c0ffee0ddba11c0ffee0ddba1100aa55'
USER = 'ada'
SECRETS = (PASSWORD, PASSPHRASE, PROXY_PASSWORD, PSK)
# As they are typed, and as they go over the wire
MARKERS = {*(secret.encode() for secret in SECRETS), bytes.fromhex(PSK),
           base64.b64encode(f'{USER}:{PROXY_PASSWORD}'.encode())}


def list_family(pid):
    """A process and all that it started."""
    children = Path(f'/proc/{pid}/task/{pid}/children').read_text(encoding='ascii').split()
    return [pid, *(one for child in children for one in list_family(int(child)))]


class Secrets(Imports):
    def __init__(self, *arguments):
        super().__init__(*arguments)
        self.security = Security(self.desktop, self.user.executable, self.steps)
        self.certificates = self.security.folder
        self.brokers = {}
        self.proxy = pick_port()

    def parts(self):
        yield self.prepare
        yield self.make_profiles
        yield self.connect_well
        yield self.search_processes
        yield self.connect_badly
        yield self.export_plain
        yield self.search

    def prepare(self):
        """The brokers, which must know the secrets, keep them where nothing is searched."""
        self.security.make_certificates()
        place = self.certificates
        self.brokers['Vault'] = Broker(self.desktop, user=USER, password=PASSWORD, options=(
            f'cafile {place}/ca.pem', f'certfile {place}/broker.pem', f'keyfile {place}/broker.key',
            'require_certificate true'))
        (place / 'keys').write_text(f'lamp:{PSK}\n', encoding='ascii')
        self.brokers['Lamp'] = Broker(self.desktop, options=(
            f'psk_file {place}/keys', 'psk_hint lab', 'use_identity_as_username true'))
        self.desktop.start([PYTHON, '-B', CLIENTS / 'proxy.py', self.proxy], log='proxy.log')
        wait_for(lambda: 'ready' in self.desktop.read_log('proxy.log'), 'the proxy')

    def make_profiles(self):
        general = {'Host': '127.0.0.1', 'Use TLS': True}
        vault = {
            'General': {'Name': 'Vault', **general, 'Port': str(self.brokers['Vault'].port),
                        'User name': USER, 'Password': PASSWORD},
            'Security': {'CA certificate': str(self.certificates / 'ca.pem'),
                         'Client certificate': str(self.certificates / 'client.pem'),
                         'Client key': str(self.certificates / 'client.key'), 'Key passphrase': PASSPHRASE},
            'Network': {'Reconnect automatically': False, 'Proxy': Choice('HTTP'), 'Proxy host': '127.0.0.1',
                        'Proxy port': str(self.proxy), 'Proxy user name': USER, 'Proxy password': PROXY_PASSWORD},
        }
        lamp = {
            'General': {'Name': 'Lamp', **general, 'Port': str(self.brokers['Lamp'].port)},
            'Security': {'Pre-shared key identity': 'lamp', 'Pre-shared key': PSK},
            'Network': {'Reconnect automatically': False},
        }
        with self.steps.step('Type each kind of secret into the profile editor', vital=True):
            self.user.open(G_MESSAGES_DEBUG='all')
            for fields in (vault, lamp):
                self.program.click('New connection')
                wait_open(self.program)
                fill(self.program, fields)
                self.program.click('Save')
                wait_closed(self.program)
            if self.desktop.has_keyring:
                wait_for(lambda: sorted(find_secrets(self.desktop)) == sorted(SECRETS), 'all of them in the keyring')

    def connect_well(self):
        with self.steps.step('Connect with them, and with a broker of Sonde’s own', vital=True):
            for name in ('Vault', 'Lamp', 'Local broker'):
                self.user.select(name)
                self.user.connect()
            expect('with a password' in self.desktop.read_log('proxy.log'), 'the proxy was not gone through')

    def search_processes(self):
        with self.steps.step('No secret in the arguments or the environment of a process'):
            family = list_family(self.program.process.pid)
            commands = [Path(f'/proc/{pid}/cmdline').read_bytes() for pid in family]
            expect(any(b'mosquitto' in command for command in commands), 'Sonde’s own broker is not among them')
            others = [process.pid for process in self.desktop.processes if process.poll() is None]
            found = [f'/proc/{pid}/{name}' for pid in {*family, *others} for name in ('cmdline', 'environ')
                     if self.holds_secret(Path(f'/proc/{pid}/{name}'))]
            expect_equal(found, [], 'where a secret stands')

    def connect_badly(self):
        for name, words in (('Vault', 'proxy'), ('Lamp', 'refused')):
            with self.steps.step(f'{name} fails, and its report is copied'):
                self.user.select(name)
                self.user.disconnect()
                self.program.click('Clear log')  # whose place the report takes
                self.brokers[name].stop()
                self.program.click('Connect')
                self.program.click('Copy report')
                address = f'127.0.0.1:{self.brokers[name].port}'
                wait_for(lambda: address in read_clipboard(self.desktop), 'the report')
                report = read_clipboard(self.desktop)
                expect(words in report, f'“{words}” is not in the report')
                expect(not any(marker in report.encode() for marker in MARKERS), 'a secret is in the report')

    def export_plain(self):
        with self.steps.step('Export without passwords'):
            document = self.export('plain.json', False)
            expect_equal([profile['name'] for profile in document['profiles']], self.names(), 'profiles')

    @staticmethod
    def holds_secret(path):
        content = path.read_bytes()
        return any(marker in content for marker in MARKERS)

    def list_files(self):
        """The homes of the user, and what each program printed."""
        for folder in ('home', *FOLDERS):
            yield from (path for path in self.desktop.path(folder).rglob('*') if path.is_file())
        yield from self.desktop.folder.glob('*.log')

    def search(self):
        with self.steps.step('No secret in a file or a log, while Sonde runs and when it has ended'):
            self.expect_clean()
            expect_equal(self.program.quit(), 0, 'exit status')
            self.expect_clean()

    def expect_clean(self):
        files = list(self.list_files())
        names = {path.name for path in files}
        for name in ('profiles.json', 'plain.json', self.program.log, self.brokers['Vault'].log):
            expect(name in names, f'{name} is not among what is searched')
        expect(self.holds_secret(self.certificates / 'keys'), 'the search does not find what is there')
        expect('DEBUG' in self.desktop.read_log(self.program.log), 'there are no debug messages')
        self.note(f'{len(files)} files, {sum(path.stat().st_size for path in files)} bytes')
        expect_equal([str(path) for path in files if self.holds_secret(path)], [], 'files that hold a secret')


if __name__ == '__main__':
    sys.exit(play(Secrets, __doc__))
