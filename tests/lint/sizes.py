#!/usr/bin/env python3
# sizes.py: no file and no function outgrows what one reads at a sitting
#
# SPDX-License-Identifier: GPL-3.0-or-later

import subprocess

from tree import ROOT, finish, list_files, need, read

FILE_LINES = 600
TEMPLATE_LINES = 300
FUNCTION_LINES = 60


def check_files():
    for path in list_files('.c', '.h', '.py'):
        lines = read(path).count('\n')
        if lines > FILE_LINES:
            yield f'{path}: {lines} lines, at most {FILE_LINES}: a class that outgrows it is two'
    for path in list_files('.ui'):
        lines = read(path).count('\n')
        if lines > TEMPLATE_LINES:
            yield f'{path}: {lines} lines of template, at most {TEMPLATE_LINES}'


def check_functions():
    sources = [str(path) for path in list_files('.c', under='src')]
    tags = subprocess.run(
        ['ctags', '--languages=C', '--langmap=C:.c', '--kinds-C=f', '--fields=ne', '-f', '-']
        + sources, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    for tag in tags.splitlines():
        name, path, *rest = tag.split('\t')
        fields = dict(field.split(':', 1) for field in rest if ':' in field)
        if 'end' not in fields or name.endswith('_class_init'):
            continue
        lines = int(fields['end']) - int(fields['line']) + 1
        if lines > FUNCTION_LINES:
            yield f'{path}:{fields["line"]}: {name} has {lines} lines, at most {FUNCTION_LINES}'


def main():
    faults = list(check_files())
    if not faults:
        need('ctags')
        faults += check_functions()
    finish(faults, 'files and functions are of a readable size')


if __name__ == '__main__':
    main()
