#!/usr/bin/env python3
# record.py: what holds when far more comes than memory is to be used for
#
# SPDX-License-Identifier: GPL-3.0-or-later
"""Into the real window, with the budget as it is when nothing is set: ten million messages, then
five million of which each has a topic of its own. Every message must be counted, and memory must
not go beyond the budget. Then the largest payloads that a packet can have, in the inspector. At last
10,000 retained topics, cleared and put back byte for byte, and broken off by a broker that is killed.
Takes minutes and some gigabytes; no test depends on it."""

import argparse
import json
import os
import subprocess
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / 'ui'))

import controls
from desktop import Desktop, Failure, need_programs, wait_for
from large import Large
from steps import Steps

MIB = 1 << 20
BUDGET = 1024 * MIB
SECONDS = 600
# What the window itself may take beside it
WINDOW = 128 * MIB
# Rows of the log that are no messages: connected, subscribed
EVENTS = 2


def last_line(path):
    lines = path.read_text(encoding='ascii').splitlines(True) if path.exists() else []
    whole = [line for line in lines if line.endswith('\n')]
    return json.loads(whole[-1]) if whole else None


def resident(pid):
    """Bytes of memory that are the program's own."""
    for line in Path(f'/proc/{pid}/status').read_text(encoding='ascii').splitlines():
        if line.startswith('RssAnon:'):
            return int(line.split()[1]) * 1024
    return 0


class Record:
    def __init__(self, desktop, build):
        self.desktop = desktop
        self.sonde = build / 'src' / 'sonde'
        self.sender = build / 'tests' / 'bench' / 'sonde-flood'

    def play(self, title, count, topics):
        """Returns whether it held."""
        probe = self.desktop.path(f'record-{topics}.jsonl')
        log = f'flood-{topics}.log'
        sender = self.desktop.start([self.sender, '--count', count, '--topics', topics], log=log)
        port = wait_for(lambda: self.desktop.read_log(log).split(), 'the port of the sender')[0]
        self.desktop.environment['SONDE_PROBE'] = str(probe)
        process = self.desktop.start([self.sonde, f'mqtt://127.0.0.1:{port}/flood/%23'], log='sonde.log')
        try:
            began_at = time.time()
            memory = self.watch(process, probe, count)
            line = last_line(probe)
        finally:
            self.desktop.stop(process)
            self.desktop.stop(sender)
        return self.judge(title, count, line, memory, time.time() - began_at)

    def watch(self, process, probe, count):
        """Memory in bytes, when a quarter, a half, three quarters and all had come."""
        memory = []
        for quarter in range(1, 5):
            wait_for(lambda wanted=count * quarter // 4: self.has(process, probe, wanted),
                     f'{quarter} of 4 quarters', SECONDS)
            memory.append(resident(process.pid))
        return memory

    def has(self, process, probe, count):
        if process.poll() is not None:
            raise Failure(f'Sonde ended: {self.desktop.read_log("sonde.log")[-300:]}')
        line = last_line(probe)
        return line is not None and line['distinct'] >= count

    def judge(self, title, count, line, memory, seconds):
        faults = []
        if line['kept'] + line['discarded'] != count + EVENTS:
            faults.append(f'{line["kept"]} kept and {line["discarded"]} discarded are not {count} and {EVENTS} events')
        if max(memory) > BUDGET + WINDOW:
            faults.append('that is more memory than the budget')
        print(f'{title}: {count:,} in {seconds:.0f} s, {line["kept"]:,} kept, {line["discarded"]:,} discarded; memory '
              f'{", ".join(f"{size / MIB:.0f}" for size in memory)} MiB at each quarter, the budget is {BUDGET // MIB} MiB; '
              f'longest stall {line["max_stall_ms"]} ms: {"; ".join(faults) or "OK"}', flush=True)
        return not faults


def look_at_large(build):
    """Returns whether it held."""
    with Desktop() as desktop:
        desktop.use_build(build)
        controls.connect(desktop)
        steps = Steps(desktop)
        return steps.play(*Large(desktop, build.resolve() / 'src' / 'sonde', steps).parts()) == 0


def clear_retained(build, count):
    """Returns whether it held."""
    held = True
    for test in ('clear-many/5', 'clear-many/3.1.1', 'broken-off'):
        began_at = time.time()
        done = subprocess.run([build.resolve() / 'tests' / 'app' / 'test-retained-clear', '-p', f'/retained-clear/{test}'],
                              env={**os.environ, 'SONDE_RETAINED_TOPICS': str(count), 'GSETTINGS_BACKEND': 'memory'},
                              capture_output=True, check=False)
        print(f'Retained, {test}: {count:,} topics in {time.time() - began_at:.0f} s: '
              f'{"OK" if done.returncode == 0 else done.stderr.decode()[-300:]}', flush=True)
        held = held and done.returncode == 0
    return held


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('--build', type=Path, default=Path('build-bench'))
    parser.add_argument('--scale', type=float, default=1, help='of the number of messages; less is no record')
    arguments = parser.parse_args()
    need_programs()
    with Desktop(keyring=False, accessible=False) as desktop:
        desktop.use_build(arguments.build)
        record = Record(desktop, arguments.build.resolve())
        many, topics = int(10_000_000 * arguments.scale), int(5_000_000 * arguments.scale)
        try:
            held = [record.play('Messages', many, 100), record.play('Topics', topics, topics)]
        except Failure as failure:
            print(f'FAIL: {failure}')
            return 1
    held += [look_at_large(arguments.build), clear_retained(arguments.build, 10_000)]
    return 0 if all(held) else 1


if __name__ == '__main__':
    sys.exit(main())
