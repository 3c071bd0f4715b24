# stream.py: messages as bytes on a socket, as fast as the kernel takes them
#
# SPDX-License-Identifier: GPL-3.0-or-later
"""MQTT 3.1.1, just enough of it: the packets are made before the clock starts."""

import functools
import socket
import struct
import threading

N_TOPICS = 100
PAYLOAD_SIZE = 100
SUBSCRIBE = 8
DISCONNECT = b'\xe0\x00'


def make_publish(number, version):
    """A PUBLISH of QoS 0 whose payload tells its number."""
    topic = b'bench/%02d' % (number % N_TOPICS)
    properties = b'\x00' if version == 5 else b''
    payload = (b'{"seq":%d,"pad":"' % number).ljust(PAYLOAD_SIZE - 2, b'.') + b'"}'
    body = struct.pack('!H', len(topic)) + topic + properties + payload
    return bytes((0x30, len(body))) + body


@functools.cache
def make_burst(count, version=4):
    return b''.join(make_publish(number, version) for number in range(count))


def make_connect(client_id):
    body = b'\x00\x04MQTT\x04\x02\x00\x00' + struct.pack('!H', len(client_id)) + client_id
    return bytes((0x10, len(body))) + body


def read_packet(connection):
    """The first byte and the body of a short packet."""
    head = connection.recv(1)
    size, shift = 0, 0
    while True:
        byte = connection.recv(1)[0]
        size |= (byte & 0x7f) << shift
        shift += 7
        if byte < 0x80:
            break
    return head[0], connection.recv(size, socket.MSG_WAITALL) if size else b''


def publish_burst(port, burst):
    """Through a broker; returns when the last byte was handed over."""
    with socket.create_connection(('127.0.0.1', port)) as connection:
        connection.sendall(make_connect(b'bench-publisher'))
        read_packet(connection)
        connection.sendall(burst)
        connection.sendall(DISCONNECT)
        while connection.recv(4096):
            pass


def answer_subscribe(body, version):
    """A SUBACK that grants QoS 0 to every filter of a SUBSCRIBE."""
    at, granted = 2, b''
    properties = b''
    if version == 5:
        properties = b'\x00'
        at += 1 + body[at]
    while at < len(body):
        at += 2 + struct.unpack_from('!H', body, at)[0] + 1
        granted += b'\x00'
    answer = body[:2] + properties + granted
    return bytes((0x90, len(answer))) + answer


class RawSender:
    """Looks like a broker to one client; sends a burst when told, faster than any broker."""

    def __init__(self, count):
        self.count = count
        self.listener = socket.create_server(('127.0.0.1', 0))
        self.port = self.listener.getsockname()[1]
        self.subscribed = threading.Event()
        self.go = threading.Event()
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self):
        connection, _address = self.listener.accept()
        with connection:
            _head, body = read_packet(connection)
            version = body[6]
            burst = make_burst(self.count, version)
            connection.sendall(b'\x20\x03\x00\x00\x00' if version == 5 else b'\x20\x02\x00\x00')
            while not self.subscribed.is_set():
                head, body = read_packet(connection)
                if head >> 4 == SUBSCRIBE:
                    connection.sendall(answer_subscribe(body, version))
                    self.subscribed.set()
            self.go.wait()
            connection.sendall(burst)
            while connection.recv(4096):
                pass

    def close(self):
        self.listener.close()
