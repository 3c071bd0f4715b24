#!/usr/bin/env python3
# tutorial.py: a newcomer's first ten minutes, in a real window, with real brokers
#
# SPDX-License-Identifier: GPL-3.0-or-later
"""Plays the tutorial through the accessibility tree, beside mosquitto_pub, mosquitto_sub and
Python paho clients. Prints each step and leaves a picture of each."""

import argparse
import re
import sys
from pathlib import Path

import controls
from desktop import Desktop, need_programs, port_answers, wait_for
from messages import find_messages
from network import take_network
from outside import (LOOPBACK, Broker, Client, Listener, list_descendants, list_listening, publish,
                     read_retained)
from pages import Choice, fill, open_page, read
from steps import Steps, expect, expect_equal

PASSWORD = 'correct-horse-battery'
TOPICS = ('Tyler-1/motor', 'Tyler-1/motor/3/speed', 'Tyler-1/motor//speed',
          'Tyler-1/motor/3/speed/set', 'tyler-1/motor/3/speed')


class Tutorial:
    program_class = controls.Program

    def __init__(self, desktop, executable, steps):
        self.desktop = desktop
        self.executable = executable
        self.steps = steps
        self.program = None
        self.port = 0  # of the local broker

    def play(self):
        return self.steps.play(*self.parts())

    def parts(self):
        return (self.connect, self.subscribe, self.publish, self.other_clients, self.broker_page,
                self.retain, self.persistent_session, self.profile, self.end)

    # --- what a user does --------------------------------------------------------------------

    def start(self):
        self.program = self.program_class(self.desktop, self.executable)

    def select(self, name):
        row = self.program.find(name, role='list item', within=self.program.find('Connections'))
        self.program.point(row)

    def subscribe_to(self, topic_filter, qos):
        self.program.set_text('Topic filter', topic_filter)
        self.program.choose('Subscription QoS', str(qos))
        self.program.click('Subscribe')
        wait_for(lambda: self.subscription(topic_filter), f'the row of {topic_filter}')

    def unsubscribe(self, topic_filter):
        self.program.click(f'Menu of {topic_filter}')
        self.program.click(f'Unsubscribe {topic_filter}')
        wait_for(lambda: self.subscription(topic_filter) is None, f'the row of {topic_filter} to go')

    def subscription(self, topic_filter):
        """What the row of a filter says: its labels."""
        rows = self.program.find_all('Subscriptions', role='list')
        return next((row.labels() for row in (rows[0].children() if rows else [])
                     if row.name == topic_filter), None)

    def count(self, topic_filter):
        numbers = [label for label in self.subscription(topic_filter) or []
                   if re.fullmatch(r'[\d,]+', label)]
        return int(numbers[0].replace(',', '')) if numbers else None

    def publish_message(self, topic, payload, qos=0, retain=False):
        self.program.set_text('Topic', topic)
        self.program.set_text('Payload', payload)
        self.program.click(f'QoS {qos}')
        self.program.toggle('Retain', retain)
        self.program.click('Publish')

    def wait_row(self, what, seconds=10, **wanted):
        return wait_for(lambda: find_messages(self.program, **wanted), what, seconds)

    def wait_state(self, state, seconds=20):
        wait_for(lambda: any(control.name == state for control in self.program.walk()),
                 f'the state “{state}”', seconds)

    # --- the steps ---------------------------------------------------------------------------

    def connect(self):
        with self.steps.step('1 Open Sonde: one profile, Local broker', vital=True):
            self.start()
            rows = self.program.find('Connections').children()
            expect_equal([row.name for row in rows if row.shown], ['Local broker'], 'profiles')

        with self.steps.step('1 Connect: Sonde starts a broker on 127.0.0.1 only', vital=True):
            self.program.click('Connect')
            self.wait_state('Connected')
            said = ' '.join(control.name for control in self.program.walk())
            address = re.search(r'127\.0\.0\.1:(\d+)', said)
            expect(address, 'the window does not show the address of the broker')
            self.port = int(address[1])
            brokers = [command for command in list_descendants(self.program.process.pid).values()
                       if 'mosquitto' in command]
            expect_equal(len(brokers), 1, 'brokers that Sonde started')
            expect_equal(list_listening(self.port), [LOOPBACK], 'listening addresses')

    def subscribe(self):
        with self.steps.step('2 Subscribe to test: the granted QoS is shown'):
            self.subscribe_to('test', 1)
            wait_for(lambda: 'QoS 1' in self.subscription('test'), 'QoS 1 granted')

        # One after the other: for filters that overlap a broker may send a message once a filter.
        for topic_filter, wanted in (('Tyler-1/motor/+/speed', 2), ('Tyler-1/motor/#', 4)):
            with self.steps.step(f'2 {topic_filter} receives what the specification says'):
                self.subscribe_to(topic_filter, 0)
                wait_for(lambda: 'QoS 0' in self.subscription(topic_filter), 'QoS 0 granted')
                before = self.count('test')
                for topic in TOPICS:
                    publish(self.desktop, self.port, topic, '1420')
                publish(self.desktop, self.port, 'test', 'the last')
                wait_for(lambda: self.count('test') > before, 'what was published last')
                expect_equal(self.count(topic_filter), wanted, topic_filter)
                self.unsubscribe(topic_filter)

        with self.steps.step('2 A filter that breaks the rules: a sentence, and nothing lost'):
            before = set(control.name for control in self.program.walk())
            field = self.program.set_text('Topic filter', 'a/#/b')
            self.program.press(field, 'Return')
            wait_for(lambda: any('#' in name and len(name) > 12 for name in
                                 {control.name for control in self.program.walk()} - before),
                     'a sentence about #')
            expect_equal(field.text, 'a/#/b', 'what was typed')
            expect(self.subscription('a/#/b') is None, 'it was subscribed')
            self.program.set_text('Topic filter', '')

    def publish(self):
        listener = Listener(self.desktop, self.port, 'test')
        for qos in (0, 1, 2):
            with self.steps.step(f'3 Publish hello to test at QoS {qos}'):
                payload = f'hello at {qos}'
                self.publish_message('test', payload, qos)
                received = self.wait_row('the message in the log', sent=False, topic='test',
                                         payload=payload)
                expect_equal(received[-1].qos, min(qos, 1), 'QoS of the message received')
                sent = self.wait_row('the publish in the log', sent=True, topic='test',
                                     payload=payload, qos=qos)
                expect_equal(sent[-1].size, f'{len(payload)} B', 'size')
                if qos > 0:
                    self.wait_row('the acknowledgement', sent=True, payload=payload,
                                  acknowledged=True)
                wait_for(lambda: ('test', qos, False, payload) in listener.messages(),
                         'the message in mosquitto_sub')
        with self.steps.step('3 Publish with retain, and with Ctrl+Enter'):
            self.publish_message('test', 'kept', 1, retain=True)
            self.wait_row('the message in the log', sent=False, payload='kept')
            expect_equal(read_retained(self.desktop, self.port, 'test'), 'kept', 'retained')
            self.program.toggle('Retain', False)
            field = self.program.set_text('Payload', '你好')
            self.program.press(field, 'ctrl+Return')
            self.wait_row('the message in the log', sent=False, payload='你好')
            publish(self.desktop, self.port, 'test', '', retain=True)
        listener.stop()

    def other_clients(self):
        with self.steps.step('4 A Python client publishes to test and test_2 every second'):
            self.subscribe_to('test_2', 0)
            client = Client(self.desktop, 'publisher', self.port)
            expect(re.fullmatch(r'bci_\d{6}', client.lines()[0]), f'client id {client.lines()[0]}')
            for topic in ('test', 'test_2'):
                self.wait_row(f'its message on {topic}', sent=False, topic=topic,
                              payload='{"seq": 1, "text": "你好"}')
            client.stop()

        with self.steps.step('4 A Python client that subscribes to test gets what we publish'):
            client = Client(self.desktop, 'subscriber', self.port, 'test')
            self.publish_message('test', '来自窗口的问候', 1)
            wait_for(lambda: 'test 来自窗口的问候' in client.lines(), 'the message in the script')
            client.stop()

    def broker_page(self):
        with self.steps.step('5 The Broker page: clients connected, messages in and out a second'):
            client = Client(self.desktop, 'publisher', self.port)
            self.program.click('Broker')
            for words in ('Clients connected', 'Messages a second'):
                self.program.wait_says(words, 30)
            self.program.click('Clients')
            self.program.wait_says(client.lines()[0])
            client.stop()
            self.program.click('Messages')

    def retain(self):
        with self.steps.step('7 A retained message arrives at once, marked retained'):
            self.publish_message('lamp/state', 'on', 1, retain=True)
            self.wait_row('the publish', sent=True, topic='lamp/state', acknowledged=True)
            self.subscribe_to('lamp/+', 1)
            rows = self.wait_row('the retained message', sent=False, topic='lamp/state')
            expect(rows[-1].retained, f'not marked: {rows[-1]}')

        with self.steps.step('7 Clear it: an empty payload, retained'):
            self.publish_message('lamp/state', '', 1, retain=True)
            self.program.click('Clear')
            self.wait_row('the empty message', sent=False, topic='lamp/state', payload='')
            expect_equal(read_retained(self.desktop, self.port, 'lamp/state'), '', 'retained')
            self.program.toggle('Retain', False)

    def persistent_session(self):
        with self.steps.step('8 A new connection without clean session'):
            self.program.click('New connection')
            self.program.set_text('Name', 'Night shift')
            self.program.set_text('Host', '127.0.0.1')
            self.program.set_text('Port', str(self.port))
            self.program.choose('MQTT version', 'MQTT 3.1.1')
            self.program.set_text('Client ID', 'bci_000042')
            open_page(self.program, 'Session')
            self.program.toggle('Clean session', False)
            self.program.click('Save')
            self.select('Night shift')
            self.program.click('Connect')
            self.wait_state('Connected')
            self.subscribe_to('jobs/#', 1)
            wait_for(lambda: 'QoS 1' in self.subscription('jobs/#'), 'QoS 1 granted')

        with self.steps.step('8 Disconnect, others publish, connect: session present, all there'):
            self.program.click('Disconnect')
            self.wait_state('Disconnected')
            for number in (1, 2, 3):
                publish(self.desktop, self.port, 'jobs/night', f'job {number}', qos=1)
            self.program.click('Connect')
            self.wait_state('Connected')
            wait_for(lambda: any('session present' in row.lower()
                                 for row in self.program.rows('Message log')), 'session present')
            self.wait_row('the third job', sent=False, payload='job 3')
            jobs = [message.payload for message in find_messages(self.program, topic='jobs/night')]
            expect_equal(jobs, ['job 1', 'job 2', 'job 3'], 'jobs')
            self.program.click('Disconnect')
            self.wait_state('Disconnected')

    def profile(self):
        broker = Broker(self.desktop, user='ada', password=PASSWORD)
        wanted = {'General': {'Name': 'Lab', 'Host': '127.0.0.1', 'Port': str(broker.port),
                              'MQTT version': Choice('MQTT 5'), 'Client ID': 'bci_123456', 'User name': 'ada'},
                  'Session': {'Clean start': False, 'Session expiry': '3600', 'Keep alive': '45'},
                  'Network': {'Reconnect automatically': False}}

        with self.steps.step('6 Save a profile with user name and password'):
            self.program.click('New connection')
            fill(self.program, wanted)
            open_page(self.program, 'General')
            self.program.set_text('Password', PASSWORD)
            self.program.click('Save')
            self.select('Lab')
            self.program.click('Connect')
            self.wait_state('Connected')

        with self.steps.step('6 Quit, reopen: all there, and the password in no file'):
            expect_equal(self.program.quit(), 0, 'exit status')
            expect(not self.find_password(), f'the password stands in {self.find_password()}')
            self.start()
            self.select('Lab')
            if self.desktop.has_keyring:
                self.program.click('Connect')
                self.wait_state('Connected')
            self.program.click('Menu of Lab')
            self.program.click('Edit')
            expect_equal(read(self.program, wanted), wanted, 'fields')
            self.program.click('Cancel')
        if not self.desktop.has_keyring:
            self.steps.skip('6 The password from the keyring', 'gnome-keyring is not installed')

    def find_password(self):
        """Files of the whole desktop that hold the password; its keyring is encrypted."""
        return [str(path) for path in self.desktop.folder.rglob('*')
                if path.is_file() and PASSWORD.encode() in path.read_bytes()]

    def end(self):
        with self.steps.step('Quit: the local broker ends with Sonde'):
            self.select('Local broker')
            self.program.click('Connect')
            self.wait_state('Connected')
            brokers = list_descendants(self.program.process.pid)
            expect_equal(self.program.quit(), 0, 'exit status')
            for pid in brokers:
                wait_for(lambda: not Path(f'/proc/{pid}').exists(), 'the broker to end', 5)


def parse_arguments():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('--build', type=Path, default=Path('build'))
    parser.add_argument('--screenshots', type=Path)
    parser.add_argument('--dark', action='store_true')
    parser.add_argument('--port-taken', action='store_true',
                        help='another broker has port 1883 before Sonde starts')
    parser.add_argument('--tap', action='store_true')
    return parser.parse_args()


def main():
    arguments = parse_arguments()
    need_programs()
    take_network()
    with Desktop(dark=arguments.dark) as desktop:
        desktop.use_build(arguments.build)
        controls.connect(desktop)
        steps = Steps(desktop, arguments.screenshots, arguments.tap)
        if arguments.port_taken and not port_answers(1883):
            Broker(desktop, 1883)
        tutorial = Tutorial(desktop, arguments.build.resolve() / 'src' / 'sonde', steps)
        status = tutorial.play()
        if arguments.screenshots and not arguments.tap:
            print(f'Pictures: {arguments.screenshots}')
        return status


if __name__ == '__main__':
    sys.exit(main())
