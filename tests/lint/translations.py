#!/usr/bin/env python3
# translations.py: every string can be translated, and in the first languages every one is
#
# SPDX-License-Identifier: GPL-3.0-or-later
"""With --list: prints what po/POTFILES.in should hold."""

import os
import re
import subprocess
import sys
import tempfile

from tree import ROOT, finish, list_files, need, read

COMPLETE = {'zh_CN'}  # of the others what is there must be right; what is not is shown in English
IN_C = re.compile(r'\b(?:_|N_|C_|NC_|ngettext|g_dngettext|g_dpgettext2?)\s?\(\s*"')
IN_UI = re.compile(r'translatable="(?:yes|true|1)"')
KEYWORDS = ['_', 'N_', 'C_:1c,2', 'NC_:1c,2', 'ngettext:1,2', 'g_dcgettext:2',
            'g_dngettext:2,3', 'g_dpgettext2:2c,3']


def list_lines(path):
    lines = (line.strip() for line in read(path).splitlines())
    return [line for line in lines if line and not line.startswith('#')]


def has_strings(path):
    if path.suffix in ('.c', '.h'):
        return IN_C.search(read(path))
    if path.suffix == '.ui':
        return IN_UI.search(read(path))
    return True


def list_translatable():
    files = [*list_files('.c', '.h', under='src'),
             *list_files('.ui', under='ui'),
             *list_files('.desktop.in.in', '.metainfo.xml.in.in', '.mime.xml.in', '.gschema.xml', under='data')]
    return sorted(str(path) for path in files if has_strings(path))


def check_list(listed):
    wanted = list_translatable()
    for name in sorted(set(wanted) - set(listed)):
        yield f'{name}: has strings and is not listed in po/POTFILES.in (./dev translate)'
    for name in sorted(set(listed) - set(wanted)):
        yield f'po/POTFILES.in: {name} is not there, or has no strings (./dev translate)'


def run(*command):
    environment = {**os.environ, 'LC_ALL': 'C.UTF-8', 'LANGUAGE': 'C'}
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True,
                          check=False)


def check_language(language, template):
    """What the sources say today decides, not what the file said when it was last renewed."""
    with tempfile.NamedTemporaryFile(suffix='.po') as merged:
        merge = run('msgmerge', '--quiet', '--no-fuzzy-matching', '--output-file', merged.name,
                    f'po/{language}.po', template)
        if merge.returncode != 0:
            yield f'po/{language}.po: {merge.stderr.strip()}'
            return
        check = run('msgfmt', '--check', '--statistics', '--output-file', os.devnull, merged.name)
        is_whole = not re.search('untranslated|fuzzy', check.stderr)
        if check.returncode != 0 or (language in COMPLETE and not is_whole):
            yield f'po/{language}.po: {check.stderr.strip()}'
        if language not in COMPLETE:
            return
        for option in ('--untranslated', '--only-fuzzy'):
            for line in run('msgattrib', option, '--no-obsolete', '--no-wrap',
                            merged.name).stdout.splitlines():
                if line.startswith('msgid ') and line != 'msgid ""':
                    yield f'po/{language}.po: {option[2:]}: {line[len("msgid "):]}'


def main():
    if sys.argv[1:] == ['--list']:
        print('\n'.join(list_translatable()))
        return
    need('xgettext')
    faults = list(check_list(list_lines('po/POTFILES.in')))
    languages = list_lines('po/LINGUAS')
    with tempfile.NamedTemporaryFile(suffix='.pot') as template:
        extract = run('xgettext', '--from-code=UTF-8', '--add-comments', '--files-from',
                      'po/POTFILES.in', *[f'--keyword={keyword}' for keyword in KEYWORDS],
                      '--output', template.name)
        if extract.returncode != 0:
            faults.append(f'xgettext: {extract.stderr.strip()}')
        else:
            for language in languages:
                faults += check_language(language, template.name)
    finish(faults, f'right: {", ".join(languages)}; complete: {", ".join(sorted(COMPLETE))}')


if __name__ == '__main__':
    main()
