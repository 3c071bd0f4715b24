# topic_tree.py: T1, the tree of topics in a flood of new ones, and then under a steady stream
#
# SPDX-License-Identifier: GPL-3.0-or-later

import json
import struct
import subprocess
import time

from lab import ThroughBroker, median, percentile, uri
from stream import TICK, connect, disconnect

TOPICS = 100_000
BUSY = 1_000  # topics of the stream
PER_SECOND = 5_000
TAB_PLACE = (685, 27)  # of the page Topics in a window of 1280 pixels
BUTTON_PLACE = (878, 75)  # Expand all


def make_packet(number, seq):
    topic = b'flood/line-%d/cell-%d/motor-%d/value-%d' % (number // 1000, number // 100 % 10, number // 10 % 10, number % 10)
    payload = b'{"seq":%d}' % seq
    body = struct.pack('!H', len(topic)) + topic + payload
    return b'\x30' + bytes((len(body),)) + body


def publish_topics(port, count):
    with connect(port) as connection:
        connection.sendall(b''.join(make_packet(number, number) for number in range(count)))
        disconnect(connection)


def publish_stream(port, first, count):
    """Numbers go on from the flood."""
    packets = [make_packet(seq % BUSY * (TOPICS // BUSY), seq) for seq in range(first, first + count)]
    sent = 0
    with connect(port) as connection:
        began_at = time.monotonic()
        while sent < count:
            due = min(count, int((time.monotonic() - began_at) * PER_SECOND) + 1)
            connection.sendall(b''.join(packets[sent:due]))
            sent = due
            time.sleep(TICK)
        disconnect(connection)


def measure_run(lab, count, seconds):
    total = count + PER_SECOND * seconds
    with lab.source(ThroughBroker, None) as source, lab.window(uri(source.port)) as window:
        source.wait_subscribed()
        publish_topics(source.port, 1)
        window.wait_distinct(1)
        for place in (TAB_PLACE, BUTTON_PLACE):
            window.wait_rest()
            lab.desktop.run('xdotool', 'mousemove', *place, 'click', 1)
        window.wait_rest()
        began_at = time.time()
        publish_topics(source.port, count)
        window.wait_distinct(count)
        flood = window.figures(began_at)
        cpu, began_at = window.cpu_seconds(), time.time()
        publish_stream(source.port, count, PER_SECOND * seconds)
        window.wait_distinct(total)
        stream = window.figures(began_at)
        return {'flood_max_gap_ms': flood['max_gap_ms'], 'flood_max_stall_ms': flood['max_stall_ms'],
                'stream_max_gap_ms': stream['max_gap_ms'], 'stream_max_stall_ms': stream['max_stall_ms'],
                'stream_cpu_percent': 100 * (window.cpu_seconds() - cpu) / (time.time() - began_at),
                'gaps_ms': stream['gaps_ms'], 'lost': total - window.lines[-1]['distinct']}


def measure_topics(lab):
    count = min(TOPICS, lab.options.count)
    runs = [measure_run(lab, count, lab.options.seconds) for _run in range(lab.options.runs)]
    result = {name: median(runs, name) for name in runs[0] if name not in ('gaps_ms', 'lost')}
    result['stream_p99_frame_ms'] = percentile([gap for run in runs for gap in run['gaps_ms']], 99)
    result['lost'] = max(run['lost'] for run in runs)
    tree = subprocess.run([lab.program('bench-topics'), '--json', str(count)], check=True, capture_output=True, timeout=300)
    return result | json.loads(tree.stdout)
