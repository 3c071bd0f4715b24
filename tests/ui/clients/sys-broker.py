#!/usr/bin/env python3
# sys-broker.py: a broker of MQTT 3.1.1 that publishes recorded topics below $SYS
#
# SPDX-License-Identifier: GPL-3.0-or-later
"""Usage: sys-broker.py HOST PORT RECORDING FASTER; takes any client, and grants whatever it asks for.
Who subscribes to $SYS/# gets the topics of RECORDING (tests/broker/sys), FASTER times as fast as they came."""

import socket
import struct
import sys
import threading
import time

CONNECT, PUBLISH, SUBSCRIBE, PINGREQ, DISCONNECT = 1, 3, 8, 12, 14
CONNACK = b'\x20\x02\x00\x00'
PINGRESP = b'\xd0\x00'


def read_recording(path):
    with open(path, encoding='utf-8') as lines:
        fields = [line.rstrip('\n').split('\t', 3) for line in lines if line.strip() and not line.startswith('#')]
    return [(float(at), retained == '1', topic, payload) for at, retained, topic, payload in fields]


def pack_length(length):
    """2.2.3"""
    packed = bytearray()
    while True:
        length, digit = divmod(length, 128)
        packed.append(digit | (0x80 if length else 0))
        if not length:
            return bytes(packed)


def publish(topic, payload, retained):
    name = topic.encode()
    body = struct.pack('!H', len(name)) + name + payload.encode()
    return bytes([PUBLISH << 4 | retained]) + pack_length(len(body)) + body


class Client(threading.Thread):
    def __init__(self, connection, recording, faster):
        super().__init__(daemon=True)
        self.connection = connection
        self.recording = recording
        self.faster = faster

    def take(self, size):
        taken = b''
        while len(taken) < size:
            more = self.connection.recv(size - len(taken))
            if not more:
                raise ConnectionError
            taken += more
        return taken

    def read_packet(self):
        kind, length, shift = self.take(1)[0] >> 4, 0, 0
        while True:
            digit = self.take(1)[0]
            length |= (digit & 0x7f) << shift
            shift += 7
            if not digit & 0x80:
                return kind, self.take(length)

    def replay(self):
        began = time.monotonic()
        for at, retained, topic, payload in self.recording:
            time.sleep(max(0, began + at / self.faster - time.monotonic()))
            self.connection.sendall(publish(topic, payload, retained))

    def answer_subscribe(self, body):
        codes, place, wants_sys = b'', 2, False
        while place < len(body):
            length = struct.unpack_from('!H', body, place)[0]
            wants_sys |= body[place + 2:place + 2 + length].startswith(b'$SYS/')
            place += length + 3
            codes += b'\x00'
        self.connection.sendall(b'\x90' + pack_length(2 + len(codes)) + body[:2] + codes)
        if wants_sys:
            threading.Thread(target=self.replay, daemon=True).start()

    def run(self):
        try:
            while True:
                kind, body = self.read_packet()
                if kind == CONNECT:
                    self.connection.sendall(CONNACK)
                elif kind == SUBSCRIBE:
                    self.answer_subscribe(body)
                elif kind == PINGREQ:
                    self.connection.sendall(PINGRESP)
                elif kind == DISCONNECT:
                    break
        except OSError:
            pass
        self.connection.close()


def main():
    host, port, path, faster = sys.argv[1], int(sys.argv[2]), sys.argv[3], float(sys.argv[4])
    recording = read_recording(path)
    with socket.create_server((host, port)) as server:
        print(port, flush=True)
        while True:
            connection, _address = server.accept()
            Client(connection, recording, faster).start()


if __name__ == '__main__':
    main()
