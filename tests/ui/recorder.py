# recorder.py: a broker of a few lines that keeps the SUBSCRIBE packets it gets, as they came
#
# SPDX-License-Identifier: GPL-3.0-or-later

import socket
import struct
import threading

CONNECT, SUBSCRIBE, UNSUBSCRIBE, PINGREQ = 1, 8, 10, 12
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
    """Speaks MQTT 5 to one client at a time; grants the QoS asked for. @connack: properties of CONNACK."""

    def __init__(self, connack=b''):
        self.connack = connack
        self.packets = []
        self.server = socket.create_server(('127.0.0.1', 0))
        self.port = self.server.getsockname()[1]
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self):
        while True:
            client, _address = self.server.accept()
            threading.Thread(target=self._talk, args=(client,), daemon=True).start()

    def _talk(self, client):
        stream = client.makefile('rb')
        while (head := stream.read(1)):
            size, shift = 0, 0
            while True:
                byte = stream.read(1)[0]
                size |= (byte & 0x7f) << shift
                shift += 7
                if byte < 0x80:
                    break
            reply = self._answer(head[0] >> 4, stream.read(size))
            if reply:
                client.sendall(reply)

    def _answer(self, kind, body):
        if kind == CONNECT:
            return self._pack(0x20, bytes([0, 0, len(self.connack)]) + self.connack)
        if kind == SUBSCRIBE:
            packet = Subscribe(body)
            self.packets.append(packet)
            return self._pack(0x90, packet.packet_id + b'\0' + bytes(options & 3 for _filter, options in packet.filters))
        if kind == UNSUBSCRIBE:
            return self._pack(0xb0, body[:2] + b'\0\0')
        if kind == PINGREQ:
            return self._pack(0xd0, b'')
        return b''

    @staticmethod
    def _pack(head, body):
        return bytes([head, len(body)]) + body
