#!/usr/bin/env python3
# markup.py: templates, icons and schemas are well-formed
#
# SPDX-License-Identifier: GPL-3.0-or-later

import re
import subprocess
import xml.etree.ElementTree as ElementTree

from tree import ROOT, finish, list_files, need, read


def check_well_formed():
    for path in list_files('.ui', '.svg', '.gschema.xml', '.gresource.xml'):
        try:
            ElementTree.parse(ROOT / path)
        except ElementTree.ParseError as error:
            yield f'{path}: {error}'


def check_resources():
    """A template that is not in the resources is dead, or missing at run time."""
    listed = set()
    for path in list_files('.gresource.xml', under='ui'):
        listed.update(re.findall(r'<file\b[^>]*>([^<]+)</file>', read(path)))
    for path in list_files('.ui', under='ui'):
        if str(path.relative_to('ui')) not in listed:
            yield f'{path}: in no .gresource.xml'


def check_schemas():
    if not any(list_files('.gschema.xml', under='data')):
        return
    need('glib-compile-schemas')
    check = subprocess.run(['glib-compile-schemas', '--strict', '--dry-run', ROOT / 'data'],
                           capture_output=True, text=True, check=False)
    if check.returncode != 0:
        yield check.stderr.strip()


def main():
    finish([*check_well_formed(), *check_resources(), *check_schemas()],
           'templates, icons and schemas are well-formed')


if __name__ == '__main__':
    main()
