# messages.py: the rows of the message log, read as a screen reader says them
#
# SPDX-License-Identifier: GPL-3.0-or-later

import re
from dataclasses import dataclass

ROW = re.compile(
    r'(?P<way>Sent|Received) at (?P<time>\S+) (?:to|on) (?P<topic>.*?), QoS (?P<qos>[012]), '
    r'(?P<size>[\d,.]+ \w+)(?P<marks>(?:, [^:]*?)?)(?:: (?P<payload>.*))?$', re.DOTALL)


@dataclass(frozen=True)
class Message:
    sent: bool
    topic: str
    qos: int
    size: str
    marks: str
    payload: str

    @property
    def retained(self):
        return 'retained' in self.marks

    @property
    def acknowledged(self):
        return 'acknowledged' in self.marks


def parse_row(sentence):
    """The message of a row; None for what is no message, such as “Connected to …”."""
    match = ROW.search(sentence)
    if match is None:
        return None
    return Message(match['way'] == 'Sent', match['topic'], int(match['qos']), match['size'],
                   match['marks'], match['payload'] or '')


def read_log(program, **where):
    """The messages that the log shows, from the top."""
    return [message for message in map(parse_row, program.rows('Message log', **where)) if message]


def find_messages(program, **wanted):
    """Those of them that are as wanted: topic='test', sent=False, …"""
    return [message for message in read_log(program)
            if all(getattr(message, name) == value for name, value in wanted.items())]
