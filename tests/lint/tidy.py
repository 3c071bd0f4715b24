#!/usr/bin/env python3
# tidy.py: nothing left lying about in the files
#
# SPDX-License-Identifier: GPL-3.0-or-later

import re

from tree import finish, list_files, read

TEXT = ('.c', '.h', '.py', '.ui', '.xml', '.in', '.css', '.build', '.md', '.json', '.svg',
        '.txt', 'dev', '.ci/run', 'LINGUAS')
CODE = ('.c', '.h', '.py')
LEFT_OVER = re.compile(r'\b(TO' r'DO|FIX' r'ME|XX' r'X)\b')
LICENCE = 'SPDX-License-Identifier: GPL-3.0-or-later'


def check_text(path, text):
    for number, line in enumerate(text.splitlines(), 1):
        if line != line.rstrip():
            yield f'{path}:{number}: white space at the end of the line'
        if '\t' in line:
            yield f'{path}:{number}: a tab'
        if LEFT_OVER.search(line):
            yield f'{path}:{number}: {line.strip()}'
    if text and not text.endswith('\n'):
        yield f'{path}: no newline at the end'


def main():
    faults = []
    n_files = 0
    for path in list_files():
        if not str(path).endswith(TEXT):
            continue
        text = read(path)
        faults += check_text(path, text)
        n_files += 1
        if path.suffix in CODE and LICENCE not in text[:400]:
            faults.append(f'{path}: its head does not name the licence')
    finish(faults, f'{n_files} files are tidy')


if __name__ == '__main__':
    main()
