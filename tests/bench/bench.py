#!/usr/bin/env python3
# bench.py: how fast Sonde is, beside mosquitto_sub and an empty window
#
# SPDX-License-Identifier: GPL-3.0-or-later
"""Measures in the real window on a virtual display. Runs are interleaved with those of the
yardstick, and medians compared: a ratio says something on any machine, a time does not."""

import argparse
import json
import statistics
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / 'ui'))

from desktop import Desktop, Failure, need_programs, wait_for
from outside import Broker
from stream import N_TOPICS, PAYLOAD_SIZE, make_burst, publish_burst

FILTER = 'flood/#'
SECONDS = 180


def read_probe(path):
    if not path.exists():
        return []
    return [json.loads(line) for line in path.read_text(encoding='ascii').splitlines(True)
            if line.endswith('\n')]


class Bench:
    def __init__(self, desktop, build, count, runs):
        self.desktop = desktop
        self.sonde = build / 'src' / 'sonde'
        self.empty_window = build / 'tests' / 'bench' / 'empty-window'
        self.sender = build / 'tests' / 'bench' / 'sonde-flood'
        self.count = count
        self.runs = runs
        self.n_probes = 0
        self.n_senders = 0

    def start_probed(self, *command):
        """Starts a program that writes a probe; returns it and the probe's path."""
        self.n_probes += 1
        probe = self.desktop.path(f'probe-{self.n_probes}.jsonl')
        self.desktop.environment['SONDE_PROBE'] = str(probe)
        command = [str(probe) if part is None else part for part in command]
        return self.desktop.start(command, log='program.log'), probe

    # --- W1: a burst -------------------------------------------------------------------------

    def receive_in_subscriber(self, port, send):
        """Seconds until mosquitto_sub, writing to nowhere, had all; send() tells when it began."""
        process = self.desktop.start(['mosquitto_sub', '-h', '127.0.0.1', '-p', port, '-t', FILTER,
                                      '-C', self.count])
        began_at = send()
        process.wait(SECONDS)
        return {'seconds': time.time() - began_at}

    def receive_in_window(self, port, send):
        """Seconds until the window had drawn all."""
        process, path = self.start_probed(self.sonde, f'mqtt://127.0.0.1:{port}/flood/%23')
        began_at = send()
        try:
            wait_for(lambda: self.has_burst(process, path), 'the whole burst', SECONDS)
        finally:
            self.desktop.stop(process)
        lines = [line for line in read_probe(path) if line['t'] / 1000 > began_at]
        ended_at = next(line['t'] for line in lines if line['distinct'] >= self.count) / 1000
        # The first line also tells of the time before the burst.
        flood = lines[1:] or lines
        return {'seconds': ended_at - began_at,
                'max_gap_ms': max(line['max_gap_ms'] for line in flood),
                'max_stall_ms': max(line['max_stall_ms'] for line in flood)}

    def has_burst(self, process, path):
        if process.poll() is not None:
            raise Failure(f'Sonde ended: {self.desktop.read_log("program.log")[-300:]}')
        lines = read_probe(path)
        return lines and lines[-1]['distinct'] >= self.count

    def through_broker(self, receive):
        broker = Broker(self.desktop, options=['log_type subscribe'])
        burst = make_burst(self.count)

        def send():
            wait_for(lambda: FILTER in self.desktop.read_log(broker.log), 'the subscription', 30)
            began_at = time.time()
            publish_burst(broker.port, burst)
            return began_at

        try:
            return receive(broker.port, send)
        finally:
            broker.stop()

    def from_sender(self, receive):
        self.n_senders += 1
        log = f'flood-{self.n_senders}.log'
        sender = self.desktop.start([self.sender, '--count', self.count, '--size', PAYLOAD_SIZE,
                                     '--topics', N_TOPICS], log=log)
        lines = lambda: self.desktop.read_log(log).split()
        port = wait_for(lines, 'the port of the sender')[0]
        try:
            return receive(port, lambda: int(wait_for(lambda: lines()[1:], 'the subscription')[0]) / 1000)
        finally:
            self.desktop.stop(sender)

    def measure_burst(self, name, way, wanted):
        subscriber, window = [], []
        for _run in range(self.runs):
            subscriber.append(way(self.receive_in_subscriber))
            window.append(way(self.receive_in_window))
        yardstick = statistics.median(run['seconds'] for run in subscriber)
        seconds = statistics.median(run['seconds'] for run in window)
        return {'what': name, 'mosquitto_sub_per_s': round(self.count / yardstick),
                'sonde_per_s': round(self.count / seconds), 'ratio': yardstick / seconds,
                'wanted': f'>= {wanted}',
                'max_gap_ms': statistics.median(run['max_gap_ms'] for run in window),
                'max_stall_ms': statistics.median(run['max_stall_ms'] for run in window)}

    def measure_w1(self):
        yield self.measure_burst('W1 burst from mosquitto', self.through_broker, 0.95)
        yield self.measure_burst('W1 burst from a raw sender', self.from_sender, 0.8)

    # --- W4: start-up ------------------------------------------------------------------------

    def start_up(self, *command):
        """Milliseconds until the first frame."""
        began_at = time.time()
        process, path = self.start_probed(*command)
        lines = wait_for(lambda: read_probe(path), 'the first frame', 30)
        self.desktop.stop(process)
        return lines[0]['t'] - began_at * 1000

    def measure_w4(self):
        empty, window = [], []
        for run in range(self.runs + 1):
            times = self.start_up(self.empty_window, None), self.start_up(self.sonde)
            if run > 0:  # the first only warms the caches
                empty.append(times[0])
                window.append(times[1])
        empty_ms, window_ms = statistics.median(empty), statistics.median(window)
        yield {'what': 'W4 start to a usable window', 'empty_window_ms': round(empty_ms),
               'sonde_ms': round(window_ms), 'ratio': window_ms / empty_ms, 'wanted': '<= 1.3'}


def print_result(result):
    details = ', '.join(f'{key} {value}' for key, value in result.items()
                        if key not in ('what', 'ratio', 'wanted'))
    print(f'{result["what"]:<30} ratio {result["ratio"]:5.2f} (wanted {result["wanted"]})  {details}',
          flush=True)


def parse_arguments():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('--build', type=Path, default=Path('build-bench'))
    parser.add_argument('--only', default='W1,W4', help='which measures, such as W1,W4')
    parser.add_argument('--runs', type=int, default=5)
    parser.add_argument('--count', type=int, default=1_000_000, help='messages of a burst')
    parser.add_argument('--json', type=Path, help='the results, also into this file')
    return parser.parse_args()


def main():
    arguments = parse_arguments()
    need_programs()
    results = []
    with Desktop(keyring=False, accessible=False) as desktop:
        desktop.use_build(arguments.build)
        bench = Bench(desktop, arguments.build.resolve(), arguments.count, arguments.runs)
        measures = {'W1': bench.measure_w1, 'W4': bench.measure_w4}
        try:
            for name in arguments.only.split(','):
                for result in measures[name]():
                    print_result(result)
                    results.append(result)
        except Failure as failure:
            print(f'FAIL: {failure}')
            return 1
    if arguments.json:
        arguments.json.write_text(json.dumps(results, indent=2) + '\n', encoding='utf-8')
    return 0


if __name__ == '__main__':
    sys.exit(main())
