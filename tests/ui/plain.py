# plain.py: a test as a user without rights, with the PATH of one
#
# SPDX-License-Identifier: GPL-3.0-or-later

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from network import take_network
from scenario import parse_arguments

USER = 'nobody'
PATH = '/usr/bin:/bin'


def become_plain_user(script, description):
    """When this is root, plays the script as a user who owns nothing but a copy of what it needs
    (the tree may lie where that user cannot read), and ends with its status."""
    os.environ['PATH'] = PATH
    if os.geteuid() != 0:
        return
    arguments = parse_arguments(description)
    with _own_folder() as folder:
        copy_build(arguments.build.resolve(), folder)
        options = ['--build', folder]
        if arguments.tap:
            options.append('--tap')
        status = _play_copy(script, folder, options, arguments.screenshots)
    sys.exit(status)


def play_as_plain_user(script, options, screenshots):
    """The same for a script that needs no build."""
    if os.geteuid() != 0:
        return
    with _own_folder() as folder:
        status = _play_copy(script, folder, options, screenshots)
    sys.exit(status)


def _own_folder():
    return tempfile.TemporaryDirectory(prefix='sonde-plain-', ignore_cleanup_errors=True)


def _play_copy(script, folder, options, screenshots):
    """The last option wins: pictures go to a folder of that user's, and from there to ours."""
    folder = Path(folder)
    script = Path(script).resolve()
    shutil.copytree(script.parent, folder / 'ui', ignore=shutil.ignore_patterns('__pycache__'))
    for path in (folder, *folder.rglob('*')):
        shutil.chown(path, USER, 'nogroup')
    if screenshots:
        options = [*options, '--screenshots', folder / 'screenshots']
    take_network()
    status = subprocess.run(['setpriv', f'--reuid={USER}', '--regid=nogroup', '--clear-groups',
                             sys.executable, '-B', folder / 'ui' / script.name, *options],
                            check=False, env=os.environ | {'TMPDIR': str(folder)}).returncode
    if screenshots and (folder / 'screenshots').exists():
        shutil.copytree(folder / 'screenshots', screenshots, dirs_exist_ok=True)
    return status


def copy_build(build, folder):
    folder = Path(folder)
    (folder / 'src').mkdir()
    shutil.copy(build / 'src' / 'sonde', folder / 'src')
    for part in ('data', 'po'):
        shutil.copytree(build / part, folder / part)
