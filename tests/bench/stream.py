# stream.py: messages through a broker, as fast as it takes them or at a pace
#
# SPDX-License-Identifier: GPL-3.0-or-later
"""MQTT 3.1.1, just enough of it to publish; the packets are made before the clock starts."""

import socket
import struct
import time
from contextlib import contextmanager
from functools import lru_cache

N_TOPICS = 100
PAYLOAD_SIZE = 100
CONNECT = b'\x10\x11\x00\x04MQTT\x04\x02\x00\x00\x00\x05bench'
CONNACK_SIZE = 4
ACK_SIZE = 4
DISCONNECT = b'\xe0\x00'
PUBACK, PUBREC, PUBCOMP = 0x40, 0x50, 0x70
TICK = 0.01  # seconds between the portions of a paced stream
WINDOW = 500  # messages of QoS 1 and 2 that wait for their acknowledgement


def make_publish(number, n_topics=N_TOPICS, qos=0, retain=False):
    """A PUBLISH whose payload tells its number, as sonde-flood's does."""
    topic = b'flood/%03d' % (number % n_topics)
    payload = (b'{"seq":%d,"x":"' % number).ljust(PAYLOAD_SIZE - 2, b'x') + b'"}'
    packet_id = struct.pack('!H', number % WINDOW + 1) if qos > 0 else b''
    body = struct.pack('!H', len(topic)) + topic + packet_id + payload
    return bytes((0x30 | qos << 1 | retain, len(body))) + body


@lru_cache(maxsize=2)
def make_burst(count, first=0):
    return b''.join(map(make_publish, range(first, first + count)))


@contextmanager
def connect(port):
    with socket.create_connection(('127.0.0.1', port)) as connection:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        connection.sendall(CONNECT)
        connection.recv(CONNACK_SIZE, socket.MSG_WAITALL)
        yield connection


def disconnect(connection):
    """Returns when the broker has taken the last byte."""
    connection.sendall(DISCONNECT)
    while connection.recv(4096):
        pass


def publish_burst(port, burst):
    with connect(port) as connection:
        connection.sendall(burst)
        disconnect(connection)


def publish_paced(port, burst, count, per_second):
    """A portion each hundredth of a second; packets of QoS 0 are all of one size."""
    size = len(burst) // count
    sent = 0
    with connect(port) as connection:
        began_at = time.monotonic()
        while sent < count:
            due = min(count, int((time.monotonic() - began_at) * per_second) + 1)
            connection.sendall(burst[sent * size:due * size])
            sent = due
            time.sleep(TICK)
        disconnect(connection)


def publish_retained(port, n_topics):
    burst = b''.join(make_publish(number, n_topics, retain=True) for number in range(n_topics))
    publish_burst(port, burst)


def publish_acknowledged(port, count, qos):
    """With a window, and each acknowledgement awaited."""
    packets = [make_publish(number, qos=qos) for number in range(count)]
    sent = done = 0
    rest = b''
    with connect(port) as connection:
        while done < count:
            portion = packets[sent:done + WINDOW]
            sent += len(portion)
            answers = b''.join(portion)
            if answers:
                connection.sendall(answers)
            rest += connection.recv(65536)
            whole = len(rest) - len(rest) % ACK_SIZE
            releases = []
            for at in range(0, whole, ACK_SIZE):
                if rest[at] == PUBREC:
                    releases.append(b'\x62\x02' + rest[at + 2:at + ACK_SIZE])
                elif rest[at] in (PUBACK, PUBCOMP):
                    done += 1
            rest = rest[whole:]
            if releases:
                connection.sendall(b''.join(releases))
        disconnect(connection)
