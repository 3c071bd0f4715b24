# floods.py: W1 a burst, W2 a steady stream, W7 a burst of QoS 1 and 2
#
# SPDX-License-Identifier: GPL-3.0-or-later

import re

from lab import RawSender, Subscriber, ThroughBroker, median, percentile, uri
from stream import make_burst, publish_acknowledged, publish_burst, publish_paced

STREAM_PER_SECOND = 20_000
SEQ = re.compile(rb'"seq":(\d+)')


class Flood:
    """One kind of source, into mosquitto_sub and into the window in turn."""

    def __init__(self, lab, count, open_source, qos=0):
        self.lab = lab
        self.count = count
        self.open_source = open_source
        self.qos = qos

    def into_subscriber(self):
        with self.open_source() as source:
            subscriber = Subscriber(self.lab.desktop, source.port, self.count, self.qos)
            source.wait_subscribed()
            began_at = source.begin()
            ended_at, cpu = subscriber.wait()
        return {'seconds': ended_at - began_at, 'cpu': cpu}

    def open_window(self, port):
        if self.qos == 0:
            return self.lab.window(uri(port))
        self.lab.write_profile(port, self.qos)
        return self.lab.window('--profile', 'bench')

    def into_window(self):
        with self.open_source() as source, self.open_window(source.port) as window:
            source.wait_subscribed()
            window.wait_rest()
            cpu = window.cpu_seconds()
            began_at = source.begin()
            ended_at = window.wait_distinct(self.count)
            return {'seconds': ended_at - began_at, 'cpu': window.cpu_seconds() - cpu,
                    'lost': self.count - window.lines[-1]['distinct'], **window.figures(began_at)}

    def beside_subscriber(self):
        """How many of the numbers that a mosquitto_sub got did not come into the window."""
        path = self.lab.desktop.path('witness')
        with self.open_source() as source, self.open_window(source.port) as window, path.open('wb') as file:
            window.wait_usable()
            subscriber = Subscriber(self.lab.desktop, source.port, self.count, self.qos, to=file)
            source.wait_subscribed(2)
            source.begin()
            subscriber.wait()
            window.wait_distinct(self.count)
            return len(set(SEQ.findall(path.read_bytes()))) - window.lines[-1]['distinct']

    def measure(self):
        subscriber, window = [], []
        for _run in range(self.lab.options.runs):
            subscriber.append(self.into_subscriber())
            window.append(self.into_window())
        gaps = [gap for run in window for gap in run['gaps_ms']]
        seconds = median(window, 'seconds')
        return {'ratio': median(subscriber, 'seconds') / seconds,
                'per_s': self.count / seconds,
                'cpu_percent': 100 * median(window, 'cpu') / seconds,
                'cpu_ratio': median(window, 'cpu') / max(median(subscriber, 'cpu'), 0.001),
                'lost': max(run['lost'] for run in window),
                'max_gap_ms': median(window, 'max_gap_ms'),
                'max_stall_ms': median(window, 'max_stall_ms'),
                'p99_frame_ms': percentile(gaps, 99)}


def through_broker(lab, publish):
    return lambda: lab.source(ThroughBroker, publish)


def pick(figures, *names):
    return {name: figures[name] for name in names}


def measure_burst(lab):
    count = lab.options.count
    burst = make_burst(count)
    flood = Flood(lab, count, through_broker(lab, lambda port: publish_burst(port, burst)))
    result = flood.measure()
    result['lost'] = max(result['lost'], flood.beside_subscriber())
    del result['cpu_percent']  # it is as busy as it can be

    raw = Flood(lab, count, lambda: lab.source(RawSender, lab.program('sonde-flood'), count)).measure()
    result |= {f'raw_{name}': value for name, value in
               pick(raw, 'ratio', 'per_s', 'lost', 'max_gap_ms', 'max_stall_ms', 'p99_frame_ms').items()}
    return result


def measure_stream(lab):
    count = STREAM_PER_SECOND * lab.options.seconds
    burst = make_burst(count)
    flood = Flood(lab, count, through_broker(lab, lambda port: publish_paced(port, burst, count, STREAM_PER_SECOND)))
    result = flood.measure()
    result['lost'] = max(result['lost'], flood.beside_subscriber())
    del result['ratio']  # the source sets the pace
    return result


def measure_acknowledged(lab):
    count = lab.options.count // 10
    result = {}
    for qos in (1, 2):
        flood = Flood(lab, count, through_broker(lab, lambda port, qos=qos: publish_acknowledged(port, count, qos)), qos)
        figures = flood.measure()
        figures['lost'] = max(figures['lost'], flood.beside_subscriber())
        result |= {f'qos{qos}_{name}': value for name, value in
                   pick(figures, 'ratio', 'per_s', 'cpu_ratio', 'lost', 'max_gap_ms', 'max_stall_ms').items()}
    result['lost'] = max(result.pop('qos1_lost'), result.pop('qos2_lost'))
    return result
