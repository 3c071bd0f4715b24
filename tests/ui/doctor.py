#!/usr/bin/env python3
# doctor.py: a broker whose authority nobody knows, until the user does
#
# SPDX-License-Identifier: GPL-3.0-or-later
"""The failure page shows what the broker presented. An authority can be trusted for one profile;
a certificate for another name, or of another time, cannot."""

import json
import sys

from desktop import wait_for
from names import expect_all_named
from outside import Broker, Scripted, read_clipboard
from scenario import Scenario, play
from steps import expect, expect_equal

AUTHORITY = 'Lab Root CA'
KEY = ('-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-noenc')
UNKNOWN = f'The broker’s certificate comes from an authority that is not trusted, “{AUTHORITY}”'
ACCEPTED = bytes.fromhex('20020000')
WRONG_VERSION = bytes.fromhex('20020001')
ALERT = bytes.fromhex('15030100020246')
TLS_HANDSHAKE = 0x16
NAMES = {'good': 'IP:127.0.0.1', 'elsewhere': 'DNS:broker.example'}


def answer_old(request):
    """A broker of MQTT 3.1.1 without TLS."""
    if request[0] == TLS_HANDSHAKE:
        return b'What?\r\n', True
    if request[8] == 5:
        return WRONG_VERSION, True
    return ACCEPTED, False


def answer_twin(request):
    """A broker where another client has the ID "twin", and takes its place back each time."""
    return ACCEPTED, b'twin' in request


class Doctor(Scenario):
    def __init__(self, *arguments):
        super().__init__(*arguments)
        self.folder = self.desktop.path('certificates')
        self.make_certificates()
        self.brokers = {name: Broker(self.desktop, options=(
            f'certfile {self.folder}/{name}.chain', f'keyfile {self.folder}/{name}.key')) for name in NAMES}
        self.secured = Scripted(lambda request: (ALERT, True))
        self.old = Scripted(answer_old)
        self.contested = Scripted(answer_twin)

    def parts(self):
        yield self.open
        yield self.fail
        yield self.copy_report
        yield self.cancel
        yield self.trust
        yield self.wrong_name
        yield self.use_tls
        yield self.mend_step_by_step
        yield self.mend_fight

    # --- the brokers -------------------------------------------------------------------------

    def make_certificates(self):
        """An authority, and two brokers that present it with their own certificate."""
        self.folder.mkdir()
        self.openssl('req', '-x509', *KEY, '-subj', f'/O=Lab/CN={AUTHORITY}', '-days', '2',
                     '-keyout', self.folder / 'ca.key', '-out', self.folder / 'ca.pem')
        for name, alternative in NAMES.items():
            place = self.folder / name
            place.with_suffix('.names').write_text(f'subjectAltName={alternative}\n', encoding='ascii')
            self.openssl('req', *KEY, '-subj', f'/CN={name}', '-keyout', place.with_suffix('.key'),
                         '-out', place.with_suffix('.csr'))
            self.openssl('x509', '-req', '-in', place.with_suffix('.csr'), '-CA', self.folder / 'ca.pem',
                         '-CAkey', self.folder / 'ca.key', '-CAcreateserial', '-days', '2',
                         '-extfile', place.with_suffix('.names'), '-out', place.with_suffix('.pem'))
            place.with_suffix('.chain').write_text(
                place.with_suffix('.pem').read_text() + (self.folder / 'ca.pem').read_text())

    def openssl(self, *arguments):
        self.desktop.run('openssl', *(str(argument) for argument in arguments))

    def profile(self, name, broker):
        return {'name': name, 'host': '127.0.0.1', 'port': self.brokers[broker].port,
                'reconnect': False, 'tls': {'use-tls': True}}

    def saved(self, name):
        profiles = json.loads(self.user.profiles_file.read_text(encoding='utf-8'))['profiles']
        return next(profile for profile in profiles if profile['name'] == name)

    def trusted(self, name):
        return self.saved(name)['tls'].get('trusted', '')

    def scripted(self, name, server, **fields):
        return {'name': name, 'host': '127.0.0.1', 'port': server.port, 'reconnect': False, **fields}

    # --- the parts ---------------------------------------------------------------------------

    def open(self):
        with self.steps.step('Open Sonde with two brokers of an unknown authority', vital=True):
            self.user.write_profiles(
                self.profile('Lab', 'good'), self.profile('Elsewhere', 'elsewhere'),
                self.scripted('Secured', self.secured),
                self.scripted('Old', self.old, tls={'use-tls': True}),
                self.scripted('Contested', self.contested, reconnect=True,
                              **{'client-id': 'twin', 'mqtt-version': '3.1.1'}))
            self.user.open()

    def fail(self):
        with self.steps.step('Unknown authority: what the broker presented is shown', vital=True):
            self.user.select('Lab')
            self.program.click('Connect')
            self.program.wait_says(UNKNOWN)
            self.program.wait_says('What the broker presented')
            self.program.wait_says('Asked for “127.0.0.1”.')
            expect_all_named(self.program)
        with self.steps.step('A certificate unfolds: subject, issuer, dates, fingerprint'):
            self.program.point(self.program.find(AUTHORITY, role='label'))
            self.program.wait_says(f'O=Lab, CN={AUTHORITY}')
            self.program.wait_says('SHA-256 fingerprint')
            expect_all_named(self.program)

    def copy_report(self):
        with self.steps.step('The report tells of the chain'):
            self.program.click('Copy report')
            wait_for(lambda: 'What the broker presented' in read_clipboard(self.desktop), 'the report')
            report = read_clipboard(self.desktop)
            for words in ('CN=good', '✗ This authority is not trusted.', 'For: 127.0.0.1', 'SHA-256 fingerprint: '):
                expect(words in report, f'“{words}” is not in the report: {report}')
            # libadwaita does not name the button of a toast
            wait_for(lambda: not self.program.says('Report copied'), 'the toast to go')

    def ask(self):
        self.program.click('Trust this authority')
        self.program.wait_says(f'Trust “{AUTHORITY}”?')
        self.program.wait_says('Compare the fingerprint')

    def cancel(self):
        with self.steps.step('Enter cancels: nobody is trusted by accident', vital=True):
            self.ask()
            expect_all_named(self.program)
            self.desktop.press('Return')
            wait_for(lambda: not self.program.says(f'Trust “{AUTHORITY}”?'), 'the question to go')
            expect_equal(self.user.state()[0], 'Disconnected', 'the state')
            expect_equal(self.trusted('Lab'), '', 'what is trusted')

    def trust(self):
        with self.steps.step('Trusted, it connects; and the profile keeps it', vital=True):
            self.ask()
            self.program.click('Trust')
            self.user.wait_state('Connected')
            wait_for(lambda: self.trusted('Lab').strip() == (self.folder / 'ca.pem').read_text().strip(),
                     'the authority in the profile')
        with self.steps.step('Another start, and it connects at once'):
            self.program.quit()
            self.user.open()
            self.user.select('Lab')
            self.user.connect()

    def wrong_name(self):
        with self.steps.step('For another name there is no trust to give, also from the same authority'):
            self.user.select('Elsewhere')
            self.program.click('Connect')
            self.program.wait_says('The broker’s certificate is not for “127.0.0.1”, but for: broker.example.')
            self.program.wait_says('one of the names the certificate is for')
            expect(not self.program.has('Trust this authority'), 'trust is offered')

    def use_tls(self):
        with self.steps.step('Use TLS: the profile keeps it, and the next attempt uses it'):
            self.user.select('Secured')
            self.program.click('Connect')
            self.program.wait_says('expects TLS')
            expect_all_named(self.program)
            self.program.click('Use TLS')
            wait_for(lambda: self.saved('Secured')['tls'].get('use-tls'), 'TLS in the profile')
            self.program.wait_says('TLS handshake')

    def mend_step_by_step(self):
        with self.steps.step('No TLS there: what it costs is said; then the version; then it connects'):
            self.user.select('Old')
            self.program.click('Connect')
            self.program.wait_says('does not speak TLS')
            self.program.wait_says('can then be read and changed by others')
            self.program.click('Do not use TLS')
            self.program.wait_says('The broker does not speak MQTT 5')
            self.program.click('Use MQTT 3.1.1')
            self.user.wait_state('Connected')
            wait_for(lambda: self.saved('Old')['mqtt-version'] == '3.1.1', 'the version in the profile')

    def mend_fight(self):
        with self.steps.step('A client ID in use elsewhere: given up after two rounds, and mended by the banner'):
            self.user.select('Contested')
            self.program.click('Connect')
            self.program.wait_says('another client probably uses the client ID “twin”', 20)
            expect_equal(self.user.state()[0], 'Disconnected', 'the state')
            expect_all_named(self.program)
            self.program.click('Generate a client ID')
            self.user.wait_state('Connected')
            expect(self.saved('Contested')['client-id'] not in ('', 'twin'), 'the client ID is the old one')


if __name__ == '__main__':
    sys.exit(play(Doctor, __doc__))
