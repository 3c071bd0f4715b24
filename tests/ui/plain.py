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
    take_network()
    with tempfile.TemporaryDirectory(prefix='sonde-plain-') as folder:
        folder = Path(folder)
        copy_parts(arguments.build.resolve(), Path(script).resolve().parent, folder)
        command = ['setpriv', f'--reuid={USER}', '--regid=nogroup', '--clear-groups',
                   sys.executable, '-B', folder / 'ui' / Path(script).name, '--build', folder]
        if arguments.tap:
            command.append('--tap')
        if arguments.screenshots:
            command += ['--screenshots', folder / 'screenshots']
        status = subprocess.run(command, check=False, env=os.environ | {'TMPDIR': str(folder)}).returncode
        if arguments.screenshots and (folder / 'screenshots').exists():
            shutil.copytree(folder / 'screenshots', arguments.screenshots, dirs_exist_ok=True)
    sys.exit(status)


def copy_parts(build, scripts, folder):
    (folder / 'src').mkdir()
    shutil.copy(build / 'src' / 'sonde', folder / 'src')
    for part in ('data', 'po'):
        shutil.copytree(build / part, folder / part)
    shutil.copytree(scripts, folder / 'ui', ignore=shutil.ignore_patterns('__pycache__'))
    for path in (folder, *folder.rglob('*')):
        shutil.chown(path, USER, 'nogroup')
