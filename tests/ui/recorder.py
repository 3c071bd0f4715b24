# recorder.py: a broker of a few lines that keeps the SUBSCRIBE packets it gets, as they came, and lets publishes wait
#
# SPDX-License-Identifier: GPL-3.0-or-later

import socket
import struct
import threading

CONNECT, PUBLISH, PUBREL, SUBSCRIBE, UNSUBSCRIBE, PINGREQ = 1, 3, 6, 8, 10, 12
PUBACK, PUBREC, PUBCOMP = 0x40, 0x50, 0x70
SUBSCRIPTION_ID, USER_PROPERTY = 0x0b, 0x26


def read_number(data, at):
    """A Variable Byte Integer (1.5.5), and where it ends."""
    value, shift = 0, 0
    while True:
        byte = data[at]
        at += 1
        value |= (byte & 0x7f) << shift
        if byte < 0x80:
            return value, at
        shift += 7


def read_string(data, at):
    length, = struct.unpack_from('>H', data, at)
    return data[at + 2:at + 2 + length].decode('utf-8'), at + 2 + length


class Subscribe:
    """One packet of MQTT 5 (3.8): id (0: none), properties [(name, value)], filters [(filter, options)]."""

    def __init__(self, body):
        self.packet_id = body[:2]
        self.id = 0
        self.properties = []
        length, at = read_number(body, 2)
        at = self._read_properties(body, at, at + length)
        self.filters = []
        while at < len(body):
            topic_filter, at = read_string(body, at)
            self.filters.append((topic_filter, body[at]))
            at += 1

    def _read_properties(self, body, at, end):
        while at < end:
            kind, at = body[at], at + 1
            if kind == SUBSCRIPTION_ID:
                self.id, at = read_number(body, at)
            elif kind == USER_PROPERTY:
                name, at = read_string(body, at)
                value, at = read_string(body, at)
                self.properties.append((name, value))
            else:
                raise ValueError(f'property {kind:#x} in SUBSCRIBE')
        return end


class Recorder:
    """Speaks MQTT 5 to one client at a time; grants the QoS asked for, and acknowledges a publish when
    told to. @connack: properties of CONNACK."""

    def __init__(self, connack=b''):
        self.connack = connack
        self.packets = []
        self.waiting = []  # packet ids of PUBLISH
        self.released = []  # of PUBREL
        self.client = None
        self.server = socket.create_server(('127.0.0.1', 0))
        self.port = self.server.getsockname()[1]
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self):
        while True:
            client, _address = self.server.accept()
            threading.Thread(target=self._talk, args=(client,), daemon=True).start()

    def _talk(self, client):
        self.client = client
        stream = client.makefile('rb')
        while (head := stream.read(1)):
            size, shift = 0, 0
            while True:
                byte = stream.read(1)[0]
                size |= (byte & 0x7f) << shift
                shift += 7
                if byte < 0x80:
                    break
            reply = self._answer(head[0], stream.read(size))
            if reply:
                client.sendall(reply)

    def acknowledge(self, kind, packet_id, reason=0):
        """PUBACK, PUBREC or PUBCOMP"""
        self.client.sendall(self._pack(kind, packet_id + bytes([reason])))

    def _answer(self, head, body):
        kind = head >> 4
        if kind == CONNECT:
            return self._pack(0x20, bytes([0, 0, len(self.connack)]) + self.connack)
        if kind == SUBSCRIBE:
            packet = Subscribe(body)
            self.packets.append(packet)
            return self._pack(0x90, packet.packet_id + b'\0' + bytes(options & 3 for _filter, options in packet.filters))
        if kind == UNSUBSCRIBE:
            return self._pack(0xb0, body[:2] + b'\0\0')
        if kind == PUBLISH and head & 6:
            _topic, at = read_string(body, 0)
            self.waiting.append(body[at:at + 2])
        if kind == PUBREL:
            self.released.append(body[:2])
        if kind == PINGREQ:
            return self._pack(0xd0, b'')
        return b''

    @staticmethod
    def _pack(head, body):
        return bytes([head, len(body)]) + body
