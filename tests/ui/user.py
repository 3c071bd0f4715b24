# user.py: what a user does in Sonde's window, and what there is to see
#
# SPDX-License-Identifier: GPL-3.0-or-later

import json
import re
import time

import controls
from desktop import wait_for
from messages import find_messages

STATE = re.compile(r'Disconnected|Connecting…|Connected|Disconnecting…|Reconnecting in (\d+) s')


class User:
    def __init__(self, desktop, executable):
        self.desktop = desktop
        self.executable = executable
        self.program = None
        self.label = None  # that says the state

    # --- profiles ----------------------------------------------------------------------------

    @property
    def profiles_file(self):
        return self.desktop.path('CONFIG_HOME') / 'sonde' / 'profiles.json'

    def write_profiles(self, *profiles):
        """As Sonde left them: read at its next start."""
        document = {'version': 1, 'profiles': [{'id': profile['name'], **profile} for profile in profiles]}
        self.profiles_file.parent.mkdir(exist_ok=True)
        self.profiles_file.write_text(json.dumps(document), encoding='utf-8')

    # --- the window --------------------------------------------------------------------------

    def open(self, **environment):
        self.label = None
        self.program = controls.Program(self.desktop, self.executable, environment=environment)

    def select(self, name):
        """With Alt and the number of its row: the list may be longer than what is in view."""
        rows = list(self.program.find('Connections').children())
        number = [row.name for row in rows].index(name)
        self.program.give_keys(rows[number])
        self.desktop.press(f'alt+{number + 1}')
        wait_for(lambda: rows[number].selected, f'“{name}” to be selected')

    def state(self):
        """What the header says, and the seconds to wait when it says so."""
        self.program.check()
        if self.label is None or not STATE.fullmatch(self.label.name):
            self.label = next((control for control in self.program.walk()
                               if STATE.fullmatch(control.name)), None)
        match = STATE.fullmatch(self.label.name) if self.label else None
        return (match[0], int(match[1] or 0)) if match else ('', 0)

    def wait_state(self, state, seconds=20):
        wait_for(lambda: self.state()[0] == state, f'the state “{state}”', seconds)

    def connect(self):
        self.program.click('Connect')
        self.wait_state('Connected')

    def disconnect(self):
        self.program.click('Disconnect')
        self.wait_state('Disconnected')

    def address(self):
        """The port of the broker at 127.0.0.1 that the window names."""
        said = ' '.join(control.name for control in self.program.walk())
        found = re.search(r'127\.0\.0\.1:(\d+)', said)
        return int(found[1]) if found else None

    def subscribe_to(self, topic_filter, qos=0):
        self.program.set_text('Topic filter', topic_filter)
        self.program.choose('Subscription QoS', str(qos))
        self.program.click('Subscribe')
        self.wait_granted(topic_filter, qos)

    def wait_granted(self, topic_filter, qos):
        wait_for(lambda: f'QoS {qos}' in (self.subscription(topic_filter) or []),
                 f'QoS {qos} granted for {topic_filter}')

    def subscription(self, topic_filter):
        """What the row of a filter says: its labels."""
        rows = self.program.find_all('Subscriptions', role='list')
        return next((row.labels() for row in (rows[0].children() if rows else [])
                     if row.name == topic_filter), None)

    def publish(self, topic, payload, qos=0, retain=False):
        self.program.set_text('Topic', topic)
        self.program.set_text('Payload', payload)
        self.program.click(f'QoS {qos}')
        self.program.toggle('Retain', retain)
        self.program.click('Publish')

    def wait_row(self, what, seconds=10, **wanted):
        return wait_for(lambda: find_messages(self.program, **wanted), what, seconds)

    def select_row(self, words):
        """Presses the last row of the log that says so."""
        def find():
            return [row for row in self.program.find('Message log').children() if words in row.name]
        self.program.point(wait_for(find, f'a row that says “{words}”')[-1])

    def save_payload(self):
        """The file that Save payload… of the inspector writes."""
        saved = self.desktop.path('home') / 'saved'
        saved.mkdir(exist_ok=True)
        path = saved / f'payload-{len(list(saved.iterdir()))}'
        self.program.click('Save payload…')
        dialog = wait_for(lambda: next((window for window in self.program.windows()
                                        if window.name == 'Save payload'), None), 'the file dialog')
        self.program.give_keys(dialog)
        self.desktop.press('ctrl+a')
        self.desktop.type(str(path))
        self.desktop.press('Return')
        self.program.wait_says(f'Saved as {path.name}', 30)
        return path


class Probe:
    """What Sonde writes of itself to the file that SONDE_PROBE names (development builds)."""

    def __init__(self, desktop):
        self.path = desktop.path('probe.jsonl')

    def lines(self):
        """A line is whole once its end is written."""
        if not self.path.exists():
            return []
        return [json.loads(line) for line in self.path.read_text().splitlines(True) if line.endswith('\n')]

    def last(self):
        lines = self.lines()
        return lines[-1] if lines else {}

    def max_stall(self, since=0):
        """The longest time, in ms, between turns of the main loop, in the lines from there on."""
        return max((line['max_stall_ms'] for line in self.lines()[since:]), default=0)


class Pulse:
    """Whether the main loop turns: each question to the window is answered by it."""

    def __init__(self):
        self.answers = 0
        self.longest = 0.0

    def ask(self, question):
        begin = time.monotonic()
        answer = question()
        self.longest = max(self.longest, time.monotonic() - begin)
        self.answers += 1
        return answer

    def __str__(self):
        return f'{self.answers} answers of the window, the slowest after {self.longest * 1000:.0f} ms'
