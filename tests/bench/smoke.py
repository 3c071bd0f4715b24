#!/usr/bin/env python3
# smoke.py: that ./dev bench runs, and writes what others read
#
# SPDX-License-Identifier: GPL-3.0-or-later
"""With counts so small that the figures mean nothing: none of them is looked at but what was lost."""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

KEYS = {
    'W2': {'cpu_percent', 'cpu_ratio', 'lost', 'max_gap_ms', 'max_stall_ms', 'p99_frame_ms', 'per_s'},
    'W6': {'text_ms', 'text_nocase_ms', 'regex_ms', 'topic_ms', 'first_match_ms', 'max_turn_ms', 'max_gap_ms',
           'max_stall_ms'},
    'W8': {'missing', *(f'{rate}_per_s_{name}' for rate in (1, 10, 100, 1000)
                        for name in ('mean_ms', 'jitter_ms', 'p99_ms', 'skipped'))},
    'W9': {'ratio', 'recorded_per_s', 'plain_per_s'},
    'P1': {'append_ns', 'frame_ms', 'frame_3_lines_ms', 'frame_of_a_tenth_ms', 'fill_ms', 'fill_turn_ms'},
}
BENCH = Path(__file__).resolve().with_name('bench.py')


def main():
    with tempfile.TemporaryDirectory(prefix='sonde-bench-') as folder:
        path = Path(folder) / 'figures.json'
        done = subprocess.run([sys.executable, '-B', BENCH, '--build', sys.argv[1], '--only', ','.join(KEYS), '--runs', '1',
                               '--count', '1000', '--seconds', '1', '--repeating', '1', '--json', path], check=False)
        if done.returncode != 0:
            return done.returncode
        figures = json.loads(path.read_text(encoding='utf-8'))
    for workload, keys in KEYS.items():
        if set(figures[workload]) != keys:
            print(f'{workload} has {sorted(figures[workload])}, not {sorted(keys)}')
            return 1
    if figures['W2']['lost'] != 0:
        print(f'{figures["W2"]["lost"]} messages were lost')
        return 1
    return 0


if __name__ == '__main__':
    sys.exit(main())
