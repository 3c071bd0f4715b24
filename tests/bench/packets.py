# packets.py: W9, what recording every packet costs
#
# SPDX-License-Identifier: GPL-3.0-or-later
"""From a sender faster than any broker into bench-engine, which has no window: with the ring of
packets that each connection has, and without it, in turn."""

import re
import statistics

from lab import FILTER, SECONDS, RawSender

RATE = re.compile(r'(\d+) a second')


def run_engine(lab, *, recording):
    path = lab.desktop.path('bench-engine.txt')
    with lab.source(RawSender, lab.program('sonde-flood'), lab.options.count) as source, path.open('wb') as file:
        arguments = [source.port, lab.options.count, FILTER, *(['record'] if recording else [])]
        lab.desktop.start([lab.program('bench-engine'), *arguments], stdout=file).wait(SECONDS)
    return int(RATE.search(path.read_text(encoding='utf-8'))[1])


def measure_packets(lab):
    rates = {True: [], False: []}
    for _run in range(lab.options.runs):
        for recording, found in rates.items():
            found.append(run_engine(lab, recording=recording))
    recorded, plain = (statistics.median(rates[recording]) for recording in (True, False))
    return {'ratio': recorded / plain, 'recorded_per_s': recorded, 'plain_per_s': plain}
