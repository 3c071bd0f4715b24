#!/usr/bin/env python3
# metadata.py: what a desktop and a store read of Sonde keeps the rules that Flathub checks
#
# SPDX-License-Identifier: GPL-3.0-or-later
"""ID, and the desktop file, metainfo and D-Bus service as they are installed."""

import configparser
import datetime
import re
import struct
import sys
import xml.etree.ElementTree as ElementTree
from pathlib import Path

from tree import ROOT, finish, read

BASE_ID = 'io.github.sonde_mqtt.Sonde'
# Of a toolkit or a desktop, which say nothing of what a program is for
VAGUE_CATEGORIES = {'GTK', 'Qt', 'GNOME', 'KDE', 'Java', 'Application'}
SCHEMES = ('x-scheme-handler/mqtt', 'x-scheme-handler/mqtts')
PRE_RELEASES = ('development', 'snapshot')
LANGUAGE = '{http://www.w3.org/XML/1998/namespace}lang'
PNG = b'\x89PNG\r\n\x1a\n'


def read_ini(path):
    parser = configparser.ConfigParser(interpolation=None, strict=True)
    parser.optionxform = str
    parser.read_string(Path(path).read_text(encoding='utf-8'))
    return parser


def list_of(text):
    return [part for part in text.split(';') if part]


def list_types():
    """The types of file that we give a name to."""
    root = ElementTree.fromstring(read(f'data/{BASE_ID}.mime.xml.in'))
    return [child.get('type') for child in root.iter() if child.tag.endswith('mime-type')]


def check_desktop(identifier, path):
    desktop = read_ini(path)
    entry = desktop['Desktop Entry']
    if Path(path).name != f'{identifier}.desktop':
        yield f'is not named as the id {identifier}'
    if entry.get('Icon') != identifier:
        yield f'Icon is {entry.get("Icon")}, not {identifier}'
    if not set(list_of(entry.get('Categories', ''))) - VAGUE_CATEGORIES:
        yield 'no category says what it is'
    if entry.get('NoDisplay') == 'true' or entry.get('Terminal') == 'true':
        yield 'is hidden, or wants a terminal'
    for wanted in (*SCHEMES, *list_types()):
        if wanted not in list_of(entry.get('MimeType', '')):
            yield f'does not open {wanted}'
    for action in list_of(entry.get('Actions', '')):
        if f'Desktop Action {action}' not in desktop:
            yield f'the action {action} has no group'


def check_service(identifier, path, desktop_path):
    service = read_ini(path)['D-BUS Service']
    if Path(path).name != f'{identifier}.service' or service['Name'] != identifier:
        yield f'does not start {identifier}'
    if '--gapplication-service' not in service['Exec'].split():
        yield 'starts it with a window'
    if read_ini(desktop_path)['Desktop Entry'].get('DBusActivatable') != 'true':
        yield 'the desktop file does not say DBusActivatable'


def check_icons():
    scalable = ROOT / 'data/icons' / f'{BASE_ID}.svg'
    symbolic = ROOT / 'data/icons' / f'{BASE_ID}-symbolic.svg'
    for path, wanted in ((scalable, 128), (symbolic, 16)):
        root = ElementTree.parse(path).getroot()
        size = root.get('width'), root.get('height'), root.get('viewBox')
        if size != (str(wanted), str(wanted), f'0 0 {wanted} {wanted}'):
            yield f'{path.name}: {size}, wanted {wanted} × {wanted}'


def read_size(path):
    """Width and height of a PNG file, as it begins with them."""
    begin = path.read_bytes()[:24]
    return struct.unpack('>II', begin[16:]) if begin.startswith(PNG) else None


def check_screenshots(root):
    images = list(root.iterfind('screenshots/screenshot/image'))
    if not any(image.get(LANGUAGE) is None for image in images):
        yield 'no screenshot'
    for image in images:
        file = ROOT / 'data/screenshots' / image.text.rsplit('/', 1)[-1]
        wanted = int(image.get('width', 0)), int(image.get('height', 0))
        if not image.text.startswith('https://') or not file.exists():
            yield f'{image.text} is not in data/screenshots, or no https address'
        elif read_size(file) != wanted:
            yield f'{file.name} is no PNG of {wanted[0]} × {wanted[1]}'


def check_releases(root):
    releases = list(root.iterfind('releases/release'))
    if not releases:
        yield 'no release'
    for release in releases:
        try:
            datetime.date.fromisoformat(release.get('date', ''))
        except ValueError:
            yield f'the release {release.get("version")} has no date'
    if releases and releases[0].get('type') in PRE_RELEASES:
        yield 'the latest release is a pre-release'
    version = re.search(r"^  version: '(.*)'", read('meson.build'), re.M)[1]
    if releases and releases[0].get('version') != version:
        yield f'the latest release is {releases[0].get("version")}, the build {version}'


def check_metainfo(identifier, path):
    root = ElementTree.parse(path).getroot()
    launchable = root.find('launchable[@type="desktop-id"]')
    if Path(path).name != f'{identifier}.metainfo.xml' or root.findtext('id') != identifier:
        yield f'is not of {identifier}'
    if root.get('type') != 'desktop-application':
        yield f'is of type {root.get("type")}'
    if launchable is None or launchable.text != f'{identifier}.desktop':
        yield 'launches another desktop file'
    for wanted in ('name', 'summary', 'description', 'metadata_license', 'project_license', 'developer/name',
                   'content_rating', 'url[@type="homepage"]'):
        if root.find(wanted) is None:
            yield f'no {wanted}'
    yield from check_screenshots(root)
    yield from check_releases(root)


def main():
    identifier, desktop, metainfo, service = sys.argv[1:]
    checks = ((desktop, check_desktop(identifier, desktop)), (metainfo, check_metainfo(identifier, metainfo)),
              (service, check_service(identifier, service, desktop)), ('data/icons', check_icons()))
    finish([f'{name}: {fault}' for name, faults in checks for fault in faults],
           ', '.join(Path(name).name for name, _ in checks))


if __name__ == '__main__':
    main()
