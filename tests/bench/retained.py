# retained.py: W5, a subscription that brings a message for each of many topics
#
# SPDX-License-Identifier: GPL-3.0-or-later

import time

from lab import FILTER, Subscriber, ThroughBroker, median, percentile, uri
from stream import publish_retained


def into_subscriber(lab, port, count):
    began_at = time.time()
    ended_at, _cpu = Subscriber(lab.desktop, port, count).wait()
    return {'seconds': ended_at - began_at}


def into_window(lab, port, count):
    """Connected before, so that the start does not count."""
    with lab.window(uri(port, '')) as window:
        window.wait_rest()
        window.press('ctrl+t')
        lab.desktop.type(FILTER)
        began_at = time.time()
        window.press('Return')
        ended_at = window.wait_distinct(count)
        return {'seconds': ended_at - began_at, 'lost': count - window.lines[-1]['distinct'], **window.figures(began_at)}


def measure_retained(lab):
    count = lab.options.topics
    subscriber, window = [], []
    with lab.source(ThroughBroker, None) as source:
        publish_retained(source.port, count)
        for _run in range(lab.options.runs):
            subscriber.append(into_subscriber(lab, source.port, count))
            window.append(into_window(lab, source.port, count))
    return {'ratio': median(subscriber, 'seconds') / median(window, 'seconds'),
            'shown_ms': 1000 * median(window, 'seconds'),
            'lost': max(run['lost'] for run in window),
            'max_gap_ms': median(window, 'max_gap_ms'),
            'max_stall_ms': median(window, 'max_stall_ms'),
            'p99_frame_ms': percentile([gap for run in window for gap in run['gaps_ms']], 99)}
