#!/usr/bin/env python3
# responder.py: answers requests, and writes down what came
#
# SPDX-License-Identifier: GPL-3.0-or-later
"""Usage: responder.py HOST PORT VERSION TOPIC ANSWER_TOPIC; VERSION is 5 or 311, ANSWER_TOPIC is for
requests that name none. Prints `ready`, then a line of JSON for each request. What asks for `nothing`
gets no answer; others get `on: ` and what they said."""

import json
import sys

import paho.mqtt.client as mqtt
from paho.mqtt.packettypes import PacketTypes
from paho.mqtt.properties import Properties

VERSIONS = {'5': mqtt.MQTTv5, '311': mqtt.MQTTv311}


def main():
    host, port, version, topic, answer_topic = sys.argv[1:6]
    client = mqtt.Client(client_id='responder', protocol=VERSIONS[version])

    def answer(_client, _data, message):
        asked = getattr(message, 'properties', None)
        data = getattr(asked, 'CorrelationData', None)
        response_topic = getattr(asked, 'ResponseTopic', None)
        payload = message.payload.decode()
        print(json.dumps({'payload': payload, 'qos': message.qos, 'response_topic': response_topic,
                          'data': data.hex() if data else None}), flush=True)
        if payload == 'nothing':
            return
        properties = None
        if data:
            properties = Properties(PacketTypes.PUBLISH)
            properties.CorrelationData = data
        client.publish(response_topic or answer_topic, f'on: {payload}', 1, properties=properties)

    client.on_connect = lambda client, *_: client.subscribe(topic, 2)
    client.on_subscribe = lambda *_: print('ready', flush=True)
    client.on_message = answer
    client.connect(host, int(port))
    client.loop_forever()


if __name__ == '__main__':
    main()
