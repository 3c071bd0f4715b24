#!/usr/bin/env python3
# security.py: a broker that wants TLS and a client certificate
#
# SPDX-License-Identifier: GPL-3.0-or-later
"""Fills in the page Security of the profile editor, and connects."""

import argparse
import sys
from pathlib import Path

import controls
from desktop import Desktop, need_programs, wait_for
from names import expect_all_named, expect_names
from network import take_network
from outside import Broker
from pages import open_page, wait_closed, wait_open
from steps import Steps, expect, expect_equal

PASSPHRASE = 'open-sesame-7193'
FIELDS = ('CA certificate', 'Client certificate', 'Client key', 'Key passphrase',
          'Verify server certificate', 'Choose CA certificate…', 'Choose client certificate…',
          'Choose client key…')


class Security:
    def __init__(self, desktop, executable, steps):
        self.desktop = desktop
        self.executable = executable
        self.steps = steps
        self.program = None
        self.folder = desktop.path('certificates')

    def make_certificates(self):
        """An authority, a broker on 127.0.0.1 and a client whose key is encrypted."""
        self.folder.mkdir()
        (self.folder / 'names').write_text('subjectAltName=IP:127.0.0.1\n', encoding='ascii')
        (self.folder / 'passphrase').write_text(PASSPHRASE, encoding='ascii')
        key = ('-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256')
        self.openssl('req', '-x509', *key, '-noenc', '-subj', '/CN=Test Authority', '-days', '2',
                     '-keyout', 'ca.key', '-out', 'ca.pem')
        for name, locked in (('broker', ('-noenc',)), ('client', ('-passout', 'file:passphrase'))):
            self.openssl('req', *key, *locked, '-subj', f'/CN={name}',
                         '-keyout', f'{name}.key', '-out', f'{name}.csr')
            self.openssl('x509', '-req', '-in', f'{name}.csr', '-CA', 'ca.pem', '-CAkey', 'ca.key',
                         '-CAcreateserial', '-days', '2', '-extfile', 'names', '-out', f'{name}.pem')
        (self.folder / 'passphrase').unlink()

    def openssl(self, *arguments):
        files = {path for path in ('ca.key', 'ca.pem', 'names', *(f'{name}.{end}' for name in ('broker', 'client')
                                                                for end in ('key', 'csr', 'pem')))}
        placed = [str(self.folder / word) if word in files else
                  word.replace('file:', f'file:{self.folder}/') for word in arguments]
        self.desktop.run('openssl', *placed)

    def start_broker(self):
        self.make_certificates()
        return Broker(self.desktop, options=(
            f'cafile {self.folder}/ca.pem', f'certfile {self.folder}/broker.pem',
            f'keyfile {self.folder}/broker.key', 'require_certificate true'))

    def start(self):
        with self.steps.step('Open Sonde', vital=True):
            self.program = controls.Program(self.desktop, self.executable)

    def switch_tls(self, on):
        """Until it is said to be so: the next call goes by what the last one left."""
        self.program.toggle('Use TLS', on)
        wait_for(lambda: self.program.find('Use TLS').checked == on, f'Use TLS to be {on}')
        wait_for(lambda: self.program.has('CA certificate') == on, f'its fields to be {on}')

    def expect_port(self, port):
        """On the page General, which has the switch too."""
        open_page(self.program, 'General')
        wait_for(lambda: self.program.find('Port').text == port, f'port {port}')

    def edit(self):
        program = self.program
        with self.steps.step('TLS changes the usual port, and back'):
            program.click('New connection')
            wait_open(program)
            open_page(program, 'Security')
            expect(not program.has('CA certificate'), 'fields of TLS are shown without it')
            self.switch_tls(True)
            self.expect_port('8883')
            program.toggle('Use TLS', False)
            wait_for(lambda: program.find('Port').text == '1883', 'port 1883')
            open_page(program, 'Security')
            self.switch_tls(True)
            expect_names(program, FIELDS)
            expect_all_named(program)
        with self.steps.step('A file that is not there: a sentence on the field'):
            program.set_text('CA certificate', '/nowhere/ca.pem')
            program.wait_says('There is no such file.')
            self.switch_tls(False)
            wait_for(lambda: not program.says('There is no such file.'), 'the fault to go with TLS')
            self.switch_tls(True)
            program.wait_says('There is no such file.')
            program.set_text('CA certificate', str(self.folder / 'ca.pem'))
            wait_for(lambda: not program.says('There is no such file.'), 'the fault to go')

    def connect(self):
        broker = self.start_broker()
        self.edit()
        program = self.program
        with self.steps.step('Connect with a client certificate and its passphrase'):
            program.set_text('Client certificate', str(self.folder / 'client.pem'))
            program.set_text('Client key', str(self.folder / 'client.key'))
            program.set_text('Key passphrase', PASSPHRASE)
            open_page(program, 'General')
            program.set_text('Name', 'Vault')
            program.set_text('Port', str(broker.port))
            program.click('Save')
            wait_closed(program)
            row = program.find('Vault', role='list item', within=program.find('Connections'))
            program.point(row)
            program.click('Connect')
            wait_for(lambda: program.has('Disconnect'), 'Disconnect')
            program.wait_says('Connected')
        with self.steps.step('The passphrase stands in no file'):
            found = [str(path) for path in self.desktop.folder.rglob('*')
                     if path.is_file() and PASSPHRASE.encode() in path.read_bytes()]
            expect_equal(found, [], 'files that hold the passphrase')

    def trust(self):
        """Without the CA file: what Test connection shows can be trusted there and then."""
        program = self.program
        with self.steps.step('Test connection: trust the authority that was presented'):
            program.click('Disconnect')
            program.click('Menu of Vault')
            program.click('Edit')
            wait_open(program)
            open_page(program, 'Security')
            program.set_text('CA certificate', '')
            program.click('Test connection')
            program.wait_says('What was tried')
            program.click('Trust this authority')
            program.click('Trust')
            program.wait_says('The broker accepted the connection after')
        with self.steps.step('What is typed after a test is said not to be tested'):
            expect(not program.says('is not tested yet'), 'an untouched test is called stale')
            open_page(program, 'General')
            program.set_text('Name', 'Vault 2')
            program.wait_says('What you have changed since is not tested yet.')
            program.click('Close test')
            program.click('Cancel')
            program.click('Discard')
            wait_closed(program)

    def warn(self):
        program = self.program
        with self.steps.step('Without verification a warning stays'):
            program.click('Menu of Vault')
            program.click('Edit')
            wait_open(program)
            open_page(program, 'Security')
            program.toggle('Verify server certificate', False)
            program.click('Save')
            program.wait_says('not verified')


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
        security = Security(desktop, arguments.build.resolve() / 'src' / 'sonde', steps)
        return steps.play(security.start, security.connect, security.trust, security.warn)


if __name__ == '__main__':
    sys.exit(main())
