# start.py: W4, the start and the rest, beside an empty libadwaita window
#
# SPDX-License-Identifier: GPL-3.0-or-later

import time

from desktop import wait_for
from lab import ThroughBroker, median, uri

MIB = 1024 * 1024
SETTLE_SECONDS = 5


def start_up(open_window):
    with open_window() as window:
        return window.wait_usable()


def rest(lab, window):
    """After what a start leaves to do; nothing is asked of the window meanwhile."""
    time.sleep(min(SETTLE_SECONDS, lab.options.idle))
    before, began_at = window.wakeups(), time.monotonic()
    time.sleep(lab.options.idle)
    return {'pss': window.memory('Pss'),
            'wakeups': (window.wakeups() - before) / (time.monotonic() - began_at)}


def rest_empty(lab):
    with lab.empty_window() as window:
        window.wait_usable()
        return rest(lab, window)


def rest_connected(lab):
    """Without the probe, which asks for frames without end."""
    with lab.source(ThroughBroker, None) as source, lab.window(uri(source.port), probed=False) as window:
        source.wait_subscribed()
        wait_for(lambda: lab.desktop.run('xdotool', 'search', '--onlyvisible', '--name', '.', check=False).stdout,
                 'the window', 60)
        return rest(lab, window)


def measure_start(lab):
    starts = []
    for run in range(lab.options.runs + 1):
        times = {'empty': start_up(lab.empty_window), 'sonde': start_up(lab.window)}
        if run > 0:  # the first only warms the caches
            starts.append(times)
    empty_ms, sonde_ms = median(starts, 'empty'), median(starts, 'sonde')
    empty, sonde = rest_empty(lab), rest_connected(lab)
    return {'ratio': sonde_ms / empty_ms, 'start_ms': sonde_ms, 'empty_start_ms': empty_ms,
            'pss_over_empty_mib': (sonde['pss'] - empty['pss']) / MIB,
            'idle_wakeups_per_s': sonde['wakeups'], 'empty_wakeups_per_s': empty['wakeups']}
