#!/usr/bin/env python3
# publisher.py: the tutorial's other client: publishes to test and test_2 every second
#
# SPDX-License-Identifier: GPL-3.0-or-later
"""Usage: publisher.py HOST PORT; prints its client id, then publishes until it is ended."""

import json
import random
import sys
import time

import paho.mqtt.client as mqtt


def main():
    host, port = sys.argv[1], int(sys.argv[2])
    client = mqtt.Client(client_id=f'bci_{random.randint(0, 999999):06d}')
    client.connect(host, port)
    client.loop_start()
    print(client._client_id.decode(), flush=True)
    seq = 0
    while True:
        for topic in ('test', 'test_2'):
            payload = json.dumps({'seq': seq, 'text': '你好'}, ensure_ascii=False)
            client.publish(topic, payload).wait_for_publish()
        seq += 1
        time.sleep(1)


if __name__ == '__main__':
    main()
