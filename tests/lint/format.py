#!/usr/bin/env python3
# format.py: the C code is as clang-format 14 puts it (other versions differ)
#
# SPDX-License-Identifier: GPL-3.0-or-later

import re
import shutil
import subprocess

from tree import ROOT, finish, list_files, skip


def find_clang_format():
    for program in ('clang-format-14', 'clang-format'):
        if shutil.which(program):
            version = subprocess.run([program, '--version'], capture_output=True, text=True,
                                     check=True).stdout
            if 'version 14.' in version:
                return program
    skip('clang-format 14 is not installed')


def main():
    program = find_clang_format()
    sources = [str(path) for folder in ('src', 'tests')
               for path in list_files('.c', '.h', under=folder)]
    check = subprocess.run([program, '--dry-run', '--style=file', *sources], cwd=ROOT,
                           capture_output=True, text=True, check=False)
    faults = re.findall(r'^(\S+:\d+:\d+): (?:warning|error)', check.stderr, re.MULTILINE)
    if check.returncode != 0 and not faults:
        faults = [check.stderr.strip()]
    finish([f'{place}: not as clang-format puts it (./dev format)' for place in faults],
           f'{len(sources)} files as clang-format puts them')


if __name__ == '__main__':
    main()
