#!/usr/bin/env python3
# manifest.py: the Flatpak manifest keeps the rules that Flathub checks
#
# SPDX-License-Identifier: GPL-3.0-or-later

import json

from tree import finish, list_files, read

KNOWN_KEYS = {'id', 'runtime', 'runtime-version', 'sdk', 'command', 'finish-args', 'cleanup',
              'separate-locales', 'modules'}
WANTED_KEYS = ('id', 'runtime', 'runtime-version', 'sdk', 'command', 'finish-args', 'modules')
REFUSED_ARGUMENTS = ('--filesystem=home', '--filesystem=host', '--filesystem=xdg-config',
                     '--socket=session-bus', '--socket=system-bus', '--socket=x11', '--own-name')


def check_sources(modules):
    for module in modules:
        for source in module.get('sources', []):
            name = module['name']
            if source['type'] == 'archive':
                if not source['url'].startswith('https://'):
                    yield f'{name}: {source["url"]} is no https address'
                if len(source.get('sha256', '')) != 64:
                    yield f'{name}: {source["url"]} has no sha256'
            elif source['type'] != 'dir':
                yield f'{name}: a source of type {source["type"]} has no rule here'
        yield from check_sources(module.get('modules', []))


def check_manifest(path):
    manifest = json.loads(read(path))
    if path.stem != manifest['id']:
        yield f'{path}: the file is not named as its id {manifest["id"]}'
    for key in manifest.keys() - KNOWN_KEYS:
        yield f'{path}: unknown key {key}'
    for key in WANTED_KEYS:
        if key not in manifest:
            yield f'{path}: no {key}'
    arguments = manifest['finish-args']
    for argument in arguments:
        if argument.startswith(REFUSED_ARGUMENTS):
            yield f'{path}: {argument} gives more than is needed'
    if '--socket=fallback-x11' in arguments and '--share=ipc' not in arguments:
        yield f'{path}: fallback-x11 needs --share=ipc'
    if 'separate-locales' not in manifest or manifest['separate-locales']:
        yield f'{path}: a single-file bundle loses its translations without separate-locales: false'
    for fault in check_sources(manifest['modules']):
        yield f'{path}: {fault}'


def main():
    manifests = list(list_files('.json', under='flatpak'))
    if not manifests:
        finish(['flatpak/: no manifest'], '')
    finish([fault for path in manifests for fault in check_manifest(path)],
           ', '.join(str(path) for path in manifests))


if __name__ == '__main__':
    main()
