# lab.py: what a measurement is made with: the window, mosquitto_sub, sources of messages
#
# SPDX-License-Identifier: GPL-3.0-or-later

import json
import os
import resource
import statistics
import time
from contextlib import contextmanager
from pathlib import Path

from desktop import Failure, wait_for
from outside import Broker
from stream import N_TOPICS, PAYLOAD_SIZE

FILTER = 'flood/#'
BROKER_OPTIONS = ('log_type subscribe', 'max_inflight_messages 1000')
SECONDS = 300  # the longest that anything may take
QUIET_SECONDS = 15  # nothing new for so long: what is not there is lost
SENDER_DELAY_MS = 2500  # a window rests by then
TICKS = os.sysconf('SC_CLK_TCK')


def median(runs, key):
    return statistics.median(run[key] for run in runs)


def percentile(values, percent):
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, len(ordered) * percent // 100)] if ordered else 0.0


class Process:
    """What the kernel knows of a process that is measured."""

    def __init__(self, desktop, process):
        self.desktop = desktop
        self.process = process
        self.folder = Path(f'/proc/{process.pid}')

    def cpu_seconds(self):
        fields = (self.folder / 'stat').read_text(encoding='utf-8').rpartition(')')[2].split()
        return (int(fields[11]) + int(fields[12])) / TICKS

    def memory(self, name):
        """Bytes: Pss is the share of this process, Anonymous what is its alone and in no file."""
        lines = (self.folder / 'smaps_rollup').read_text(encoding='ascii').splitlines()
        return next(int(line.split()[1]) for line in lines if line.startswith(f'{name}:')) * 1024

    def wakeups(self):
        """How often its threads have slept so far, and thus were woken."""
        return sum(int(line.split()[1])
                   for status in self.folder.glob('task/*/status')
                   for line in status.read_text(encoding='utf-8').splitlines()
                   if line.startswith('voluntary_ctxt_switches'))

    def stop(self):
        self.desktop.stop(self.process)


class Window(Process):
    """Sonde, or the empty window, with what its probe writes."""

    def __init__(self, desktop, command, probe):
        self.began_at = time.time()
        super().__init__(desktop, desktop.start(command, log='program.log'))
        self.path = probe
        self.offset = 0
        self.lines = []

    def read(self):
        """The lines of the probe so far; one is whole once its end is written."""
        if self.path is not None and self.path.exists():
            with self.path.open('rb') as file:
                file.seek(self.offset)
                whole = file.read().rpartition(b'\n')[0]
            if whole:
                self.lines += map(json.loads, whole.splitlines())
                self.offset += len(whole) + 1
        if self.process.poll() is not None:
            raise Failure(f'{self.process.args[0]} ended: {self.desktop.read_log("program.log")[-300:]}')
        return self.lines

    def wait_usable(self):
        """Milliseconds until the first frame."""
        return wait_for(self.read, 'the first frame', 60)[0]['t'] - self.began_at * 1000

    def wait_rest(self):
        """Until it has nothing to draw: a line comes only each second then."""
        wait_for(lambda: len(self.read()) > 1 and self.lines[-1]['t'] - self.lines[-2]['t'] > 900,
                 'the window to rest', 60)

    def wait_distinct(self, wanted):
        """Until all are shown, or no more come; returns when that was, in seconds."""
        deadline = time.monotonic() + SECONDS
        changed_at, distinct = time.monotonic(), 0
        while time.monotonic() < deadline and time.monotonic() - changed_at < QUIET_SECONDS:
            lines = self.read()
            if lines and lines[-1]['distinct'] != distinct:
                changed_at, distinct = time.monotonic(), lines[-1]['distinct']
            if distinct >= wanted:
                break
            time.sleep(0.05)
        return next((line['t'] for line in self.lines if line['distinct'] >= min(wanted, distinct)),
                    time.time() * 1000) / 1000

    def figures(self, since):
        """Of the frames and turns of the main loop since a time in seconds, before which it rested."""
        lines = [line for line in self.read() if line['t'] / 1000 > since]
        return {'max_gap_ms': max((line['max_gap_ms'] for line in lines), default=0.0),
                'max_stall_ms': max((line['max_stall_ms'] for line in lines), default=0.0),
                'gaps_ms': [gap for line in lines for gap in line['gaps_ms']]}

    def press(self, *keys):
        """Without a window manager keys go where the pointer is."""
        width, height = self.desktop.size
        self.desktop.run('xdotool', 'mousemove', width // 2, height // 2)
        self.desktop.press(*keys)


class Subscriber:
    """mosquitto_sub, which ends once it has all."""

    def __init__(self, desktop, port, count, qos=0, to=None, topic=FILTER):
        output = {'stdout': to} if to is not None else {}
        self.process = desktop.start(['mosquitto_sub', '-h', '127.0.0.1', '-p', port, '-t', topic,
                                      '-q', qos, '-C', count], **output)
        self.before = resource.getrusage(resource.RUSAGE_CHILDREN)

    def wait(self):
        """Returns when it ended, and the CPU seconds that it took."""
        self.process.wait(SECONDS)
        ended_at = time.time()
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        return ended_at, (after.ru_utime + after.ru_stime) - (self.before.ru_utime + self.before.ru_stime)


class ThroughBroker:
    """A mosquitto, and publish(port), which blocks."""

    def __init__(self, desktop, publish, **_):
        self.broker = Broker(desktop, options=BROKER_OPTIONS)
        self.desktop = desktop
        self.publish = publish
        self.port = self.broker.port

    def wait_subscribed(self, n=1):
        wait_for(lambda: self.desktop.read_log(self.broker.log).count(FILTER) >= n, 'the subscription', 30)

    def begin(self):
        """Returns when the first was sent, in seconds."""
        began_at = time.time()
        self.publish(self.port)
        return began_at

    def stop(self):
        self.broker.stop()


class RawSender:
    """sonde-flood, which begins by itself soon after the subscription."""

    n = 0

    def __init__(self, desktop, program, count, qos=0):
        RawSender.n += 1
        self.log = f'flood-{RawSender.n}.log'
        self.desktop = desktop
        self.process = desktop.start([program, '--count', count, '--size', PAYLOAD_SIZE, '--topics', N_TOPICS,
                                      '--qos', qos, '--delay', SENDER_DELAY_MS], log=self.log)
        self.port = wait_for(self.words, 'the port of the sender')[0]

    def words(self):
        return self.desktop.read_log(self.log).split()

    def wait_subscribed(self, n=1):
        """It cannot be known here, and need not."""

    def begin(self):
        return int(wait_for(lambda: self.words()[1:], 'the subscription', 30)[0]) / 1000

    def stop(self):
        self.desktop.stop(self.process)


class Lab:
    def __init__(self, desktop, build, options):
        self.desktop = desktop
        self.build = build
        self.options = options
        self.n_windows = 0

    def program(self, name):
        return self.build / 'tests' / 'bench' / name

    @contextmanager
    def window(self, *arguments, probed=True):
        command = [self.build / 'src' / 'sonde', *arguments]
        yield from self._start(lambda probe: command, probed)

    @contextmanager
    def empty_window(self):
        yield from self._start(lambda probe: [self.program('empty-window'), probe], True)

    def _start(self, make_command, probed):
        self.n_windows += 1
        probe = self.desktop.path(f'probe-{self.n_windows}.jsonl') if probed else None
        self.desktop.environment.pop('SONDE_PROBE', None)
        if probed:
            self.desktop.environment['SONDE_PROBE'] = str(probe)
        window = Window(self.desktop, make_command(probe), probe)
        try:
            yield window
        finally:
            window.stop()

    @contextmanager
    def source(self, kind, *arguments, **options):
        source = kind(self.desktop, *arguments, **options)
        try:
            yield source
        finally:
            source.stop()

    def write_profile(self, port, qos):
        """A saved connection named “bench”: an URI subscribes at QoS 0 only."""
        profile = {'id': 'bench', 'name': 'bench', 'host': '127.0.0.1', 'port': port, 'mqtt-version': '3.1.1',
                   'client-id': 'sonde_bench', 'subscriptions': [{'filter': FILTER, 'qos': qos}]}
        path = self.desktop.path('CONFIG_HOME') / 'sonde' / 'profiles.json'
        path.parent.mkdir(exist_ok=True)
        path.write_text(json.dumps({'version': 1, 'profiles': [profile]}), encoding='utf-8')

    def set_budget(self, mebibytes):
        path = self.desktop.path('CONFIG_HOME') / 'glib-2.0' / 'settings' / 'keyfile'
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f'[io/github/sonde_mqtt/Sonde]\nmemory-budget-mib=uint32 {mebibytes}\n', encoding='ascii')


def uri(port, topic=FILTER):
    return f'mqtt://127.0.0.1:{port}/{topic.replace("#", "%23")}'
