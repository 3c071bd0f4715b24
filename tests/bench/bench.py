#!/usr/bin/env python3
# bench.py: how fast Sonde is, beside mosquitto_sub and an empty window
#
# SPDX-License-Identifier: GPL-3.0-or-later
"""Measures Sonde in its real window on a virtual display. Runs are interleaved with those of the
yardstick (mosquitto_sub that writes to /dev/null, an empty libadwaita window), and medians
compared: a ratio says something on any machine, a time does not."""

import argparse
import json
import os
import subprocess
import sys
import time
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parents[1] / 'ui'))  # after this folder: both have a packets.py

from desktop import Desktop, Failure, need_programs
from filters import measure_filters
from floods import measure_acknowledged, measure_burst, measure_stream
from lab import Lab
from long_lists import measure_lists
from memory import measure_memory
from packets import measure_packets
from plots import measure_plots
from repeats import measure_repeats
from retained import measure_retained
from start import measure_start
from topic_tree import measure_topics

MEASURES = {
    'W1': ('a burst of QoS 0, from a broker and from a raw sender', measure_burst),
    'W2': ('20,000 messages a second', measure_stream),
    'W3': ('memory for a kept message, beyond its payload', measure_memory),
    'W4': ('start to a usable window, and rest', measure_start),
    'W5': ('retained messages of many topics', measure_retained),
    'W6': ('filter a million messages', measure_filters),
    'W7': ('a burst of QoS 1 and 2', measure_acknowledged),
    'W8': ('repeats at 1, 10, 100 and 1,000 messages a second', measure_repeats),
    'W9': ('recording every packet', measure_packets),
    'L1': ('ten thousand templates, and as many sent messages', measure_lists),
    'P1': ('a plot of a million samples', measure_plots),
    'T1': ('the tree of topics: 100,000 of them, then 5,000 messages a second', measure_topics),
}

# The table "Speed and memory"; what is not here is told for the record.
WANTED = {
    'W1': {'ratio': ('>=', 0.95), 'raw_ratio': ('>=', 0.8), 'lost': ('<=', 0), 'raw_lost': ('<=', 0),
           'max_gap_ms': ('<=', 50), 'p99_frame_ms': ('<=', 33), 'raw_max_gap_ms': ('<=', 50),
           'raw_p99_frame_ms': ('<=', 33)},
    'W2': {'cpu_percent': ('<=', 50), 'cpu_ratio': ('<=', 4), 'lost': ('<=', 0), 'max_gap_ms': ('<=', 50),
           'p99_frame_ms': ('<=', 33)},
    'W3': {'bytes_per_message': ('<=', 40), 'paced_bytes_per_message': ('<=', 40),
           'full_bytes_per_message': ('<=', 40), 'full_lost': ('<=', 0), 'full_discarded': ('<=', 0)},
    'W4': {'ratio': ('<=', 1.3), 'pss_over_empty_mib': ('<=', 30)},
    'W5': {'lost': ('<=', 0), 'max_gap_ms': ('<=', 50), 'p99_frame_ms': ('<=', 33)},
    'W6': {'text_ms': ('<=', 50), 'text_nocase_ms': ('<=', 150), 'regex_ms': ('<=', 400), 'topic_ms': ('<=', 20),
           'first_match_ms': ('<=', 16.7), 'max_stall_ms': ('<=', 8)},
    'W7': {'lost': ('<=', 0), 'qos1_max_gap_ms': ('<=', 50), 'qos2_max_gap_ms': ('<=', 50)},
    'W8': {'missing': ('<=', 0)},
    'W9': {'ratio': ('>=', 0.95)},
    'L1': {name: ('<=', 100) for name in ('templates_open_stall_ms', 'templates_search_stall_ms',
                                          'history_open_stall_ms', 'history_search_stall_ms')},
    'P1': {'frame_ms': ('<=', 16.7), 'fill_turn_ms': ('<=', 8)},
    'T1': {'lost': ('<=', 0), 'flood_max_gap_ms': ('<=', 50), 'stream_max_gap_ms': ('<=', 50),
           'stream_p99_frame_ms': ('<=', 33), 'topics_100_percent': ('<=', 5), 'topics_100000_bytes': ('<=', 200)},
}


def judge(workload, name, value):
    """What is wanted, and whether it is reached."""
    sign, limit = WANTED[workload].get(name, ('', 0))
    if not sign:
        return '', ''
    reached = value >= limit if sign == '>=' else value <= limit
    return f'{sign} {limit:g}', 'OK' if reached else 'short'


def print_figures(workload, figures):
    for name, value in figures.items():
        number = f'{value:,.0f}' if abs(value) >= 1000 or value == int(value) else f'{value:.2f}'
        print(f'{workload}  {name:<26}{number:>12}  {"%-10s%s" % judge(workload, name, value)}'.rstrip(), flush=True)


def positive(text):
    number = int(text)
    if number < 1:
        raise ValueError
    return number


def parse_names(text):
    names = text.upper().split(',')
    if not set(names) <= set(MEASURES):
        raise argparse.ArgumentTypeError(f'there are {", ".join(MEASURES)}')
    return names


def parse_arguments():
    parser = argparse.ArgumentParser(
        prog='./dev bench', description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter,
        epilog='\n'.join(f'{name}  {title}' for name, (title, _measure) in MEASURES.items()))
    parser.add_argument('--build', type=Path, default=Path('build-bench'), help='of which build')
    parser.add_argument('--only', type=parse_names, default=list(MEASURES), metavar='W1,W6', help='a part')
    parser.add_argument('--json', type=Path, metavar='FILE', help='the figures, also into this file')
    parser.add_argument('--runs', type=positive, default=5, help='on each side (5)')
    parser.add_argument('--full', action='store_true', help='W3 also with 10,000,000 messages')
    parser.add_argument('--count', type=positive, default=1_000_000,
                        help='messages of a burst, and ten times those of W7 (1000000)')
    parser.add_argument('--seconds', type=positive, default=20, help='of the stream of W2 (20)')
    parser.add_argument('--paced', type=positive, default=60, help='seconds of the paced stream of W3 (60)')
    parser.add_argument('--topics', type=positive, default=50_000, help='of W5 (50000)')
    parser.add_argument('--repeating', type=positive, default=10, help='seconds at each rate of W8 (10)')
    parser.add_argument('--idle', type=positive, default=20, help='seconds of rest of W4 (20)')
    return parser.parse_args()


def measure(options):
    """The figures of each workload; written as far as they are, should one fail."""
    results = {}
    with Desktop(keyring=False, accessible=False) as desktop:
        desktop.use_build(options.build)
        lab = Lab(desktop, options.build.resolve(), options)
        for workload in options.only:
            title, measure_workload = MEASURES[workload]
            began_at = time.monotonic()
            print(f'{workload}  {title}; load average {os.getloadavg()[0]:.1f}', flush=True)
            results[workload] = measure_workload(lab)
            print_figures(workload, results[workload])
            print(f'{workload}  took {time.monotonic() - began_at:.0f} s\n', flush=True)
            if options.json:
                options.json.write_text(json.dumps(results, indent=2) + '\n', encoding='utf-8')


def main():
    options = parse_arguments()
    need_programs()
    try:
        measure(options)
    except (Failure, subprocess.TimeoutExpired) as failure:
        print(f'FAIL: {failure}')
        return 1
    return 0


if __name__ == '__main__':
    sys.exit(main())
