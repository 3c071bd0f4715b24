#!/usr/bin/env python3
# fuzz.py: runs the fuzzers, one on each processor
#
# SPDX-License-Identifier: GPL-3.0-or-later
"""Each fuzzer starts from the corpus in the tree; what it finds stays out of the tree.

What broke one is kept in the build folder, and should become a test. The last
line is `N passed, N failed`.
"""

import argparse
import concurrent.futures
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import time

CORPUS = pathlib.Path(__file__).resolve().parent / 'corpus'
EXECUTED = re.compile(r'^stat::number_of_executed_units:\s*(\d+)', re.MULTILINE)
PEAK = re.compile(r'^stat::peak_rss_mb:\s*(\d+)', re.MULTILINE)
LAST_LINES = 40


def find_fuzzers(build, names):
    folder = build / 'tests' / 'fuzz'
    found = {path.name.removeprefix('fuzz-'): path for path in sorted(folder.glob('fuzz-*'))
             if path.is_file() and os.access(path, os.X_OK)}
    unknown = set(names) - set(found)
    if unknown:
        sys.exit(f"fuzz: there is no {', '.join(sorted(unknown))} (there are {', '.join(found)})")
    return [path for name, path in found.items() if not names or name in names]


def run(fuzzer, build, limits):
    """Returns whether it passed and the lines to print."""
    started = time.monotonic()
    with tempfile.TemporaryDirectory(prefix='sonde-fuzz-') as corpus:
        seeds = CORPUS / fuzzer.name
        if seeds.is_dir():
            shutil.copytree(seeds, corpus, dirs_exist_ok=True)
        ended = subprocess.run(
            [fuzzer, *limits, '-timeout=10', '-rss_limit_mb=1024', '-verbosity=0', '-print_final_stats=1',
             f'-artifact_prefix={build}/{fuzzer.name}-', corpus],
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
    output = ended.stdout.decode(errors='replace')
    executed, peak = EXECUTED.search(output), PEAK.search(output)
    if ended.returncode or not executed:
        return False, [*output.splitlines()[-LAST_LINES:],
                       f'FAIL: {fuzzer.name}: it ended with {ended.returncode}; what broke it is in {build}']
    return True, [f'ok: {fuzzer.name}: {int(executed[1]):,} runs in {time.monotonic() - started:.0f} s, '
                  f"{peak[1] if peak else '?'} MiB at most"]


def main():
    parser = argparse.ArgumentParser(prog='./dev fuzz', description='Runs the fuzzers, one on each processor.')
    parser.add_argument('--build', type=pathlib.Path, required=True, help=argparse.SUPPRESS)
    parser.add_argument('--runs', type=int, help='end each after so many runs (with --seconds: whichever is first)')
    parser.add_argument('--seconds', type=int, help='end each after so many seconds (30, without --runs)')
    parser.add_argument('names', nargs='*', metavar='NAME', help='such as topic or import; all, when none is named')
    options = parser.parse_args()

    if options.runs is None and options.seconds is None:
        options.seconds = 30
    limits = [f'-{key}={value}' for key, value in (('runs', options.runs), ('max_total_time', options.seconds))
              if value is not None]
    fuzzers = find_fuzzers(options.build.resolve(), options.names)
    passed = 0
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        for good, lines in pool.map(lambda fuzzer: run(fuzzer, options.build.resolve(), limits), fuzzers):
            print(*lines, sep='\n', flush=True)
            passed += good
    print(f'{passed} passed, {len(fuzzers) - passed} failed')
    return 0 if fuzzers and passed == len(fuzzers) else 1


if __name__ == '__main__':
    sys.exit(main())
