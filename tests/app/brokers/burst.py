#!/usr/bin/python3
# burst.py: publish the numbers from 0 to test-other-brokers as fast as paho can
#
# SPDX-License-Identifier: GPL-3.0-or-later
"""burst.py PORT QOS NUMBER"""

import os
import signal
import sys
import threading

import paho.mqtt.client as mqtt

PATIENCE_S = 100


def main():
    port, qos, number = (int(argument) for argument in sys.argv[1:])
    connected = threading.Event()
    client = mqtt.Client(protocol=mqtt.MQTTv311)
    client.on_connect = lambda *_: connected.set()
    # What was lost with the connection paho would wait for without end.
    client.on_disconnect = lambda _client, _data, reason: reason and os._exit(1)

    signal.alarm(PATIENCE_S)
    client.connect("127.0.0.1", port)
    client.loop_start()
    connected.wait()
    sent = [client.publish("burst", str(i), qos) for i in range(number)]
    for one in sent:
        one.wait_for_publish()
    client.disconnect()
    client.loop_stop()


if __name__ == "__main__":
    main()
