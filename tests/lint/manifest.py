#!/usr/bin/env python3
# manifest.py: the Flatpak manifests keep the rules that Flathub checks
#
# SPDX-License-Identifier: GPL-3.0-or-later

import json
import re

from tree import ROOT, finish, list_files, read

KNOWN_KEYS = {'id', 'runtime', 'runtime-version', 'sdk', 'command', 'finish-args', 'cleanup',
              'separate-locales', 'modules'}
WANTED_KEYS = ('id', 'runtime', 'runtime-version', 'sdk', 'command', 'finish-args', 'modules')
COMPONENT = re.compile(r'[A-Za-z_][A-Za-z0-9_-]*')
DEBUG_FOLDER = '/lib/debug'
SOCKETS_OF_BUSES = ('--socket=session-bus', '--socket=system-bus')
# The first part of a path; an absolute one has none
WIDE_FILES = ('home', 'host', 'host-os', 'host-etc', 'xdg-config', 'xdg-cache', 'xdg-data', '~', '')
# What a sandbox has anyway, or must not have
REFUSED_NAMES = ('org.freedesktop.portal', 'org.freedesktop.Flatpak', 'org.freedesktop.DBus', 'org.freedesktop.Secrets',
                 'org.gtk.vfs', 'ca.desrt.dconf')
WEAK_HASHES = ('md5', 'sha1')


def check_id(path, manifest):
    identifier = manifest.get('id', '')
    components = identifier.split('.')
    least = 4 if identifier.startswith('io.github.') else 3
    if path.name != f'{identifier}.json':
        yield f'the file is not named as its id {identifier}'
    if (ROOT / path).is_symlink():
        yield 'the file is a link'
    if not least <= len(components) <= 5:
        yield f'{identifier} has {len(components)} parts, {least} to 5 are wanted'
    for component in components:
        if not COMPONENT.fullmatch(component):
            yield f'“{component}” is no part of an id'


def check_keys(manifest):
    for key in manifest.keys() - KNOWN_KEYS:
        if not key.startswith('x-'):
            yield f'unknown key {key}'
    for key in WANTED_KEYS:
        if not manifest.get(key):
            yield f'no {key}'
    if '/' in manifest.get('command', ''):
        yield f'the command {manifest["command"]} is a path'
    for pattern in manifest.get('cleanup', []):
        if pattern.startswith(DEBUG_FOLDER):
            yield f'cleanup of {pattern}, from which the debug extension is made'
    if manifest.get('separate-locales', True):
        yield 'a single-file bundle loses its translations without separate-locales: false'


def check_names(identifier, arguments):
    for argument in arguments:
        option, _, name = argument.partition('=')
        if option in ('--own-name', '--system-own-name'):
            yield f'{argument}: an application owns its id and nothing else'
        elif option in ('--talk-name', '--system-talk-name'):
            if '*' in name or name == identifier or name.startswith(REFUSED_NAMES):
                yield f'{argument} is not needed, or too much'


def check_permissions(identifier, arguments):
    x11 = {'--socket=x11', '--socket=fallback-x11'} & set(arguments)
    if x11 and '--share=ipc' not in arguments:
        yield f'{min(x11)} needs --share=ipc'
    if '--socket=x11' in x11 and '--socket=wayland' in arguments:
        yield '--socket=x11 beside wayland: fallback-x11 is meant'
    if ('--socket=fallback-x11' in x11) != ('--socket=wayland' in arguments):
        yield 'fallback-x11 and wayland come together'
    for argument in arguments:
        option, _, value = argument.partition('=')
        if argument in SOCKETS_OF_BUSES or argument == '--device=all':
            yield f'{argument} gives more than is needed'
        if option == '--filesystem' and value.split(':')[0].split('/')[0] in WIDE_FILES:
            yield f'{argument} gives more than is needed'
    yield from check_names(identifier, arguments)


def check_source(source):
    address = source.get('url', '')
    if address and not address.startswith('https://'):
        yield f'{address} is no https address'
    for weak in WEAK_HASHES:
        if weak in source:
            yield f'{address} is held by {weak}'
    match source['type']:
        case 'archive' | 'file':
            if not re.fullmatch(r'[0-9a-f]{64}', source.get('sha256', '')):
                yield f'{address} has no sha256'
        case 'git':
            if not {'commit', 'tag'} <= source.keys():
                yield f'{address} has no commit and tag'
        case 'dir':
            pass
        case other:
            yield f'a source of type {other} has no rule here'


def check_modules(modules):
    for module in modules:
        arguments = module.get('build-options', {}).get('build-args', [])
        if '--share=network' in arguments:
            yield f'{module["name"]}: is built with a network'
        for source in module.get('sources', []):
            yield from (f'{module["name"]}: {fault}' for fault in check_source(source))
        yield from check_modules(module.get('modules', []))


def check_manifest(path):
    manifest = json.loads(read(path))
    for fault in (*check_id(path, manifest), *check_keys(manifest),
                  *check_permissions(manifest.get('id'), manifest.get('finish-args', [])),
                  *check_modules(manifest.get('modules', []))):
        yield f'{path}: {fault}'


def without_own(path):
    """A manifest without what those of the release and of the development build may differ in."""
    manifest = json.loads(read(path))
    del manifest['id']
    for module in manifest['modules']:
        if module['name'] == 'sonde':
            del module['config-opts']
    return manifest


def check_all(paths):
    for path in paths:
        yield from check_manifest(path)
        if without_own(path) != without_own(paths[0]):
            yield f'{path}: differs from {paths[0]} in more than its id and the options of Sonde'


def main():
    manifests = list(list_files('.json', under='flatpak'))
    if not manifests:
        finish(['flatpak/: no manifest'], '')
    finish(list(check_all(manifests)), ', '.join(str(path) for path in manifests))


if __name__ == '__main__':
    main()
