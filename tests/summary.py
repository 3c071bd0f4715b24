#!/usr/bin/env python3
# summary.py: one line for all that meson ran
#
# SPDX-License-Identifier: GPL-3.0-or-later
"""Counts test cases in meson's testlog.json files: `N passed, N failed, N skipped`.

A TAP test counts once a case, any other once. A test that ended badly counts
as failed once even if no case of it says so: it may have crashed before.
"""

import json
import os
import re
import sys

TAP_LINE = re.compile(r'^(not )?ok\b(.*)$')
TAP_SKIP = re.compile(r'#\s*skip', re.IGNORECASE)
GOOD = {'OK', 'EXPECTEDFAIL'}


def count_test(test):
    """Returns (passed, failed, skipped) of one test."""
    result = test['result']
    if result == 'SKIP':
        return 0, 0, 1

    passed = failed = skipped = 0
    for line in test.get('stdout', '').splitlines():
        match = TAP_LINE.match(line)
        if not match:
            continue
        if TAP_SKIP.search(match[2]):
            skipped += 1
        elif match[1]:
            failed += 1
        else:
            passed += 1

    if result not in GOOD and failed == 0:
        failed = 1
    if passed + failed + skipped == 0:
        passed = 1
    return passed, failed, skipped


def count_log(path):
    totals = [0, 0, 0]
    if not os.path.exists(path):  # a suite without tests
        return totals
    with open(path, encoding='utf-8') as log:
        for line in log:
            test = json.loads(line)
            counts = count_test(test)
            totals = [total + count for total, count in zip(totals, counts)]
            if test['result'] not in GOOD:
                for reason in reasons(test):
                    print(f"{test['result']}: {test['name']}: {reason}")
    return totals


def reasons(test):
    """Why it ended badly, as the test itself gave it: the cases that failed, else its last words."""
    failed = [line for line in test.get('stdout', '').splitlines()
              if (match := TAP_LINE.match(line)) and match[1] and not TAP_SKIP.search(match[2])]
    return failed or [last_line(test)]


def last_line(test):
    for stream in ('stdout', 'stderr'):
        lines = [line for line in test.get(stream, '').splitlines() if line.strip()]
        if lines:
            return lines[-1].strip()
    return 'said nothing'


def main():
    totals = [0, 0, 0]
    for path in sys.argv[1:]:
        totals = [total + count for total, count in zip(totals, count_log(path))]
    passed, failed, skipped = totals
    print(f'{passed} passed, {failed} failed' + (f', {skipped} skipped' if skipped else ''))
    return 1 if failed or not passed else 0


if __name__ == '__main__':
    sys.exit(main())
