# tree.py: what every lint test needs: the files of the tree, and how to report
#
# SPDX-License-Identifier: GPL-3.0-or-later

import os
import shutil
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SKIP = 77  # meson's exit status for a test that could not be made

# Walked instead of `git ls-files`: a released archive has no repository.
IGNORED_FOLDERS = {'.git', '.cache', '.flatpak-builder', '__pycache__', 'screenshots'}


def list_files(*suffixes, under=''):
    """Yields the paths of our own files, relative to the root, in order."""
    for folder, folders, names in os.walk(ROOT / under):
        folders[:] = sorted(name for name in folders
                            if name not in IGNORED_FOLDERS and not name.startswith('build'))
        for name in sorted(names):
            path = (Path(folder) / name).relative_to(ROOT)
            if not suffixes or name.endswith(suffixes):
                yield path


def read(path):
    return (ROOT / path).read_text(encoding='utf-8')


def need(program):
    """Skips the test when a program is not there."""
    if shutil.which(program) is None:
        skip(f'{program} is not installed')


def skip(reason):
    print(f'SKIP: {reason}')
    sys.exit(SKIP)


def finish(faults, what):
    """Ends the test: prints each fault, or what was found right."""
    for fault in faults:
        print(fault)
    if faults:
        print(f'{len(faults)} faults')
        sys.exit(1)
    print(f'ok: {what}')
