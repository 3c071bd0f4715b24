# steps.py: a scenario told step by step
#
# SPDX-License-Identifier: GPL-3.0-or-later

import re
from contextlib import contextmanager

from desktop import Failure


class Stop(Exception):
    """A step failed without which the others make no sense."""


class Steps:
    """Prints ✓ or ✗ a step, for a person, or TAP, for meson; takes a picture after each."""

    def __init__(self, desktop, screenshots=None, tap=False):
        self.desktop = desktop
        self.screenshots = screenshots
        self.tap = tap
        self.count = 0
        self.failures = 0

    @contextmanager
    def step(self, title, vital=False):
        """A step that fails is told; those after it are tried all the same, unless it is vital."""
        self.count += 1
        fault = None
        try:
            yield
        except Failure as failure:
            fault = str(failure)
            self.failures += 1
        self._tell(title, fault)
        self._picture(title, fault)
        if fault and vital:
            raise Stop

    def skip(self, title, reason):
        self.count += 1
        print(f'ok {self.count} - {title} # SKIP {reason}' if self.tap else f'– {title}: SKIP: {reason}',
              flush=True)

    def play(self, *parts):
        """Plays the parts of a scenario, and returns the exit status."""
        try:
            for part in parts:
                part()
        except Stop:
            print('# the rest is not tried' if self.tap else '  the rest is not tried', flush=True)
        return self._finish()

    def _finish(self):
        if self.tap:
            print(f'1..{self.count}', flush=True)
        else:
            print(f'{self.count - self.failures} of {self.count} steps went well', flush=True)
        return 1 if self.failures else 0

    def _tell(self, title, fault):
        if self.tap:
            print(f'{"not ok" if fault else "ok"} {self.count} - {title}', flush=True)
            if fault:
                print(f'# {fault}', flush=True)
        else:
            print(f'{"✗" if fault else "✓"} {title}' + (f'\n    {fault}' if fault else ''), flush=True)

    def _picture(self, title, fault):
        if self.screenshots is None:
            return
        name = re.sub(r'[^a-z0-9]+', '-', title.lower()).strip('-')[:48]
        failed = '-failed' if fault else ''
        self.desktop.screenshot(self.screenshots / f'{self.count:02d}-{name}{failed}.png')


def expect(condition, what):
    if not condition:
        raise Failure(what)


def expect_equal(found, wanted, what):
    expect(found == wanted, f'{what}: {found!r}, wanted {wanted!r}')
