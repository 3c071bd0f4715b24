# long_lists.py: L1, ten thousand templates and as many sent messages
#
# SPDX-License-Identifier: GPL-3.0-or-later
"""The window of each is opened, and searched: the longest turn of the main loop meanwhile."""

import json
import time

from desktop import wait_for
from lab import ThroughBroker, median

MANY = 10_000
LISTS = {'templates': ('ctrl+shift+t', 'Templates'), 'history': ('ctrl+h', 'History')}
SEARCHED = 'motor/9876'
LOOK_SECONDS = 3  # the probe writes a line each second when nothing changes


def make_form(number):
    return {'topic': f'line/{number % 50}/motor/{number}', 'payload': json.dumps({'rpm': number, 'ok': True}), 'qos': 1}


def write_files(lab):
    """As Sonde left them."""
    templates = [{'id': str(number), 'name': f'Template {number}', 'folder': f'Line {number % 50}', 'form': make_form(number)}
                 for number in range(MANY)]
    history = [{'time': int((time.time() - MANY + number) * 1e6), 'profile': 'bench', 'profile-name': 'bench', 'size': 24,
                'outcome': 'done', 'reason': 0, 'round-trip': 850, 'form': make_form(number)} for number in range(MANY)]
    folder = lab.desktop.path('DATA_HOME') / 'sonde'
    folder.mkdir(exist_ok=True)
    for name, objects in (('templates', templates), ('history', history)):
        (folder / f'{name}.jsonl').write_text('\n'.join(map(json.dumps, objects)) + '\n', encoding='utf-8')
    return [folder / 'templates.jsonl', folder / 'history.jsonl']


def longest_stall(window, act):
    began_at = time.time()
    act()
    time.sleep(LOOK_SECONDS)
    return window.figures(began_at)['max_stall_ms']


def measure_list(lab, window, name):
    keys, title = LISTS[name]
    opened = longest_stall(window, lambda: window.press(keys))
    found = lab.desktop.run('xdotool', 'search', '--onlyvisible', '--name', f'^{title}$', check=False)
    surface = found.stdout.decode().split()[-1]
    lab.desktop.run('xdotool', 'windowfocus', '--sync', surface)
    searched = longest_stall(window, lambda: lab.desktop.type(SEARCHED))
    cleared = longest_stall(window, lambda: lab.desktop.press('ctrl+a', 'BackSpace'))
    lab.desktop.press('Escape')
    wait_for(lambda: not lab.desktop.run('xdotool', 'search', '--onlyvisible', '--name', f'^{title}$', check=False).stdout,
             f'the window “{title}” to close')
    return {f'{name}_open_stall_ms': opened, f'{name}_search_stall_ms': max(searched, cleared)}


def measure_run(lab):
    with lab.source(ThroughBroker, None) as source:
        lab.write_profile(source.port, 0)
        with lab.window('--profile', 'bench') as window:
            source.wait_subscribed()
            window.wait_rest()
            return measure_list(lab, window, 'templates') | measure_list(lab, window, 'history')


def measure_lists(lab):
    files = write_files(lab)
    runs = [measure_run(lab) for _run in range(lab.options.runs)]
    for file in files:
        file.unlink()
    return {name: median(runs, name) for name in runs[0]}
