#!/usr/bin/env python3
# shell.py: shellcheck finds no fault in our scripts
#
# SPDX-License-Identifier: GPL-3.0-or-later

import subprocess

from tree import ROOT, finish, need

SCRIPTS = ['dev', '.ci/run']


def main():
    need('shellcheck')
    check = subprocess.run(['shellcheck', '--format=gcc', *SCRIPTS], cwd=ROOT,
                           capture_output=True, text=True, check=False)
    finish(check.stdout.splitlines(), f'{len(SCRIPTS)} scripts')


if __name__ == '__main__':
    main()
