#!/usr/bin/env python3
# subscriber.py: the tutorial's other client: prints what arrives on a topic
#
# SPDX-License-Identifier: GPL-3.0-or-later
"""Usage: subscriber.py HOST PORT TOPIC; prints `subscribed`, then a line a message."""

import random
import sys

import paho.mqtt.client as mqtt


def main():
    host, port, topic = sys.argv[1], int(sys.argv[2]), sys.argv[3]
    client = mqtt.Client(client_id=f'bci_{random.randint(0, 999999):06d}')
    client.on_connect = lambda client, *_: client.subscribe(topic, 1)
    client.on_subscribe = lambda *_: print('subscribed', flush=True)
    client.on_message = lambda _client, _data, message: print(
        message.topic, message.payload.decode(), flush=True)
    client.connect(host, port)
    client.loop_forever()


if __name__ == '__main__':
    main()
