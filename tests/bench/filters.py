# filters.py: W6, a filter over a million messages
#
# SPDX-License-Identifier: GPL-3.0-or-later
"""The times are those of bench-query, which has no window: of the list that a view shows, filled
by its worker. The stall is that of the real window, into which each filter is typed."""

import json
import time

from lab import SECONDS, RawSender, uri

# Over what sonde-flood sends.
FILTERS = ('{"seq":99', 'x 99', r'/:9+[0-8]/', 'topic:flood/042', 'seq')
LOOK_SECONDS = 1


def run_bench_query(lab):
    path = lab.desktop.path('bench-query.json')
    with path.open('wb') as file:
        lab.desktop.start([lab.program('bench-query'), '--json', lab.options.count], stdout=file).wait(SECONDS)
    return json.loads(path.read_text(encoding='utf-8'))


def type_filters(lab):
    """The longest turn of the main loop, and gap between frames, while filters are typed."""
    count = lab.options.count
    with lab.source(RawSender, lab.program('sonde-flood'), count) as source, lab.window(uri(source.port)) as window:
        window.wait_usable()
        source.begin()
        window.wait_distinct(count)
        window.wait_rest()
        began_at = time.time()
        for text in FILTERS:
            window.press('ctrl+f')
            lab.desktop.type(text)
            time.sleep(LOOK_SECONDS)
            window.press('Escape')
        window.wait_rest()
        return window.figures(began_at)


def measure_filters(lab):
    figures = run_bench_query(lab)
    window = type_filters(lab)
    return {'text_ms': figures['text']['list_ms'],
            'text_nocase_ms': figures['text_nocase']['list_ms'],
            'regex_ms': figures['regex']['list_ms'],
            'topic_ms': figures['topic']['list_ms'],
            'first_match_ms': max(kind['first_ms'] for kind in figures.values()),
            'max_turn_ms': max(kind['turn_ms'] for kind in figures.values()),
            'max_stall_ms': window['max_stall_ms'],
            'max_gap_ms': window['max_gap_ms']}
