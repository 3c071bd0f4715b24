# repeats.py: W8, how evenly a repeat sends
#
# SPDX-License-Identifier: GPL-3.0-or-later
"""At 1, 10, 100 and 1,000 messages a second. The times are those of bench-repeat, which has no
window: a repeat is timed in the network thread, whatever the window does."""

import json

from lab import BROKER_OPTIONS, SECONDS
from outside import Broker

RATES = (1, 10, 100, 1000)
LEAST = 3  # messages: fewer have no jitter


def run_bench_repeat(lab, port, rate):
    path = lab.desktop.path('bench-repeat.json')
    count = max(rate * lab.options.repeating, LEAST)
    with path.open('wb') as file:
        lab.desktop.start([lab.program('bench-repeat'), port, 1000 // rate, count], stdout=file).wait(SECONDS)
    figures = json.loads(path.read_text(encoding='utf-8'))
    return {**figures, 'missing': count - figures['sent']}


def measure_repeats(lab):
    broker = Broker(lab.desktop, options=BROKER_OPTIONS)
    results = {'missing': 0}
    for rate in RATES:
        figures = run_bench_repeat(lab, broker.port, rate)
        results['missing'] += figures['missing']
        for name in ('mean_ms', 'jitter_ms', 'p99_ms', 'skipped'):
            results[f'{rate}_per_s_{name}'] = figures[name]
    broker.stop()
    return results
