#!/usr/bin/env python3
# gallery.py: a picture of every page and dialog in every look
#
# SPDX-License-Identifier: GPL-3.0-or-later
"""Takes the tour once a look, two at a time, and puts the pictures side by side in index.html."""

import argparse
import html
import re
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import controls
from desktop import Desktop, need_programs
from network import take_network
from places import Tour, walk
from words import Words

SETTLE = 0.4  # seconds: what moves has come to rest in a picture
DOTS_PER_INCH = 96
MIRRORED = 'he'  # GTK takes the direction from its own translation; the words of Sonde stay English


@dataclass(frozen=True)
class Look:
    title: str
    size: tuple = (1280, 800)
    scale: int = 1
    language: str = 'C'
    dark: bool = False
    contrast: bool = False
    text_scale: float = 1
    mirrored: bool = False


LOOKS = {
    'light': Look('Light'),
    'dark': Look('Dark', dark=True),
    'chinese': Look('Chinese', language='zh_CN'),
    'german': Look('German', language='de'),
    'large-text': Look('Large text', text_scale=1.5),
    'small': Look('1024×600', size=(1024, 600)),
    'right-to-left': Look('Right to left', mirrored=True),
    'contrast': Look('High contrast', contrast=True),
    'double': Look('200%', size=(2560, 1600), scale=2),
}


def dress(desktop, look):
    """What the desktop's own settings would say."""
    if look.contrast:
        desktop.environment['ADW_DEBUG_HIGH_CONTRAST'] = '1'
    if look.text_scale != 1:
        desktop.run('xprop', '-root', '-format', 'RESOURCE_MANAGER', '8s', '-set', 'RESOURCE_MANAGER',
                    f'Xft.dpi:\t{look.text_scale * DOTS_PER_INCH:.0f}\n')
    if look.mirrored:
        mirror(desktop)


def mirror(desktop):
    """GLib translates GTK only for a program that has the language too: an empty catalogue will do."""
    folder = desktop.path('locale') / MIRRORED / 'LC_MESSAGES'
    folder.mkdir(parents=True)
    source = folder / 'sonde.po'
    source.write_text('msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n', encoding='ascii')
    desktop.run('msgfmt', '--output-file', folder / 'sonde.mo', source)
    desktop.environment |= {'LANGUAGE': MIRRORED, 'SONDE_LOCALE_FOLDER': str(desktop.path('locale'))}


def take_pictures(name, build, folder):
    """Returns whether every place was reached."""
    look = LOOKS[name]
    missed = []
    take_network()
    with Desktop(size=look.size, language=look.language, dark=look.dark, scale=look.scale) as desktop:
        desktop.use_build(build)
        dress(desktop, look)
        controls.connect(desktop)
        tour = Tour(desktop, build / 'src' / 'sonde', Words(build, look.language))
        count = 0

        def visit(place):
            nonlocal count
            count += 1
            desktop.run('xdotool', 'mousemove', 0, look.size[1] - 1)  # off what has a tooltip
            time.sleep(SETTLE)
            desktop.screenshot(folder / name / f'{count:02d}-{re.sub(r"[^a-z0-9]+", "-", place.lower())}.png')

        def tell(chapter, failure):
            missed.append(chapter)
            desktop.screenshot(folder / name / f'missed-{chapter}.png')
            print(f'{name}, {chapter}: {failure}', file=sys.stderr, flush=True)

        walk(tour, visit, tell)
        print(f'{look.title}: {count} pictures', flush=True)
    return not missed


def write_index(folder):
    """A row a place, a column a look."""
    looks = [name for name in LOOKS if (folder / name).is_dir()]
    places = {}
    for name in looks:
        for path in sorted((folder / name).glob('[0-9]*.png')):
            places.setdefault(path.stem.partition('-')[2], {})[name] = path.relative_to(folder)
    rows = []
    for place, pictures in places.items():
        cells = ''.join(f'<td><a href="{pictures[name]}"><img loading="lazy" width="480" alt="" src="{pictures[name]}"></a></td>'
                        if name in pictures else '<td>–</td>' for name in looks)
        rows.append(f'<tr><th>{html.escape(place.replace("-", " "))}</th>{cells}</tr>')
    heads = ''.join(f'<th>{LOOKS[name].title}</th>' for name in looks)
    (folder / 'index.html').write_text(
        '<!DOCTYPE html><meta charset="utf-8"><title>Sonde: every page and dialog</title>'
        '<style>body { font: 14px sans-serif } th { text-align: left; vertical-align: top } '
        'thead th { position: sticky; top: 0; background: white }</style>'
        f'<table><thead><tr><th></th>{heads}</tr></thead>{"".join(rows)}</table>\n', encoding='utf-8')


def play_apart(name, arguments):
    """In a process of its own, with its own network: libatspi knows one desktop."""
    return subprocess.run([sys.executable, '-B', __file__, '--build', arguments.build, '--screenshots',
                           arguments.screenshots, '--here', name], check=False).returncode


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('--build', type=Path, default=Path('build'))
    parser.add_argument('--screenshots', type=Path, default=Path('screenshots/gallery'))
    parser.add_argument('--here', action='store_true', help=argparse.SUPPRESS)
    parser.add_argument('looks', nargs='*', metavar='LOOK', choices=[*LOOKS, []],
                        help=f'{", ".join(LOOKS)}; all, when none is named')
    arguments = parser.parse_args()
    need_programs()
    if arguments.here:
        return 0 if take_pictures(arguments.looks[0], arguments.build.resolve(), arguments.screenshots) else 1
    with ThreadPoolExecutor(2) as pool:
        statuses = list(pool.map(lambda name: play_apart(name, arguments), arguments.looks or LOOKS))
    write_index(arguments.screenshots)
    print(f'Side by side: {arguments.screenshots / "index.html"}')
    return max(statuses)


if __name__ == '__main__':
    sys.exit(main())
