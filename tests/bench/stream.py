# stream.py: a burst through a broker, as fast as it takes one
#
# SPDX-License-Identifier: GPL-3.0-or-later
"""MQTT 3.1.1, just enough of it to publish; the packets are made before the clock starts."""

import functools
import socket
import struct

N_TOPICS = 100
PAYLOAD_SIZE = 100
CONNECT = b'\x10\x11\x00\x04MQTT\x04\x02\x00\x00\x00\x05bench'
CONNACK_SIZE = 4
DISCONNECT = b'\xe0\x00'


def make_publish(number):
    """A PUBLISH of QoS 0 whose payload tells its number, as sonde-flood's does."""
    topic = b'flood/%03d' % (number % N_TOPICS)
    payload = (b'{"seq":%d,"x":"' % number).ljust(PAYLOAD_SIZE - 2, b'x') + b'"}'
    body = struct.pack('!H', len(topic)) + topic + payload
    return bytes((0x30, len(body))) + body


@functools.cache
def make_burst(count):
    return b''.join(map(make_publish, range(count)))


def publish_burst(port, burst):
    """Returns when the broker has taken the last byte."""
    with socket.create_connection(('127.0.0.1', port)) as connection:
        connection.sendall(CONNECT)
        connection.recv(CONNACK_SIZE, socket.MSG_WAITALL)
        connection.sendall(burst + DISCONNECT)
        while connection.recv(4096):
            pass
