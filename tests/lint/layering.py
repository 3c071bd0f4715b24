#!/usr/bin/env python3
# layering.py: each layer includes only what it may see
#
# SPDX-License-Identifier: GPL-3.0-or-later

import re

from tree import finish, list_files, read

# main.c → ui → app → { config, store, payload, broker } → mqtt → base → GLib
BELOW_MQTT = {'mqtt', 'base'}
BELOW_APP = {'config', 'store', 'payload', 'broker'} | BELOW_MQTT
MAY_SEE = {
    'base': {'base'},
    'mqtt': BELOW_MQTT,
    'payload': {'payload', 'base'},
    'store': {'store'} | BELOW_MQTT,
    'config': {'config'} | BELOW_MQTT,
    'broker': {'broker'} | BELOW_MQTT,
    'app': {'app'} | BELOW_APP,
    'ui': {'ui', 'app'} | BELOW_APP,
    'main.c': {'ui'},
}

# Libraries that only some layers may know: what begins the include → layers
LIBRARIES = {
    'gtk/': {'ui', 'main.c'},
    'gdk/': {'ui', 'main.c'},
    'gsk/': {'ui', 'main.c'},
    'adwaita': {'ui', 'main.c'},
    'gtksourceview/': {'ui', 'main.c'},
    'json-glib/': {'config', 'broker'},
    'libsecret/': {'config'},
    'libsoup/': {'broker'},
    'openssl/': {'mqtt', 'broker'},
    'mosquitto': {'mqtt'},
}

INCLUDE = re.compile(r'^\s*#\s*include\s*[<"]([^>"]+)[>"]', re.MULTILINE)
DEFAULT_GETTER = re.compile(r'^sonde_\w+_get_default\s*\(', re.MULTILINE)
GENERATED = {'sonde-config.h', 'sonde-resources.h', 'sonde-enums.h', 'sonde-marshal.h'}


def layer_of(path):
    return path.parts[1]


def check_include(path, include, layer_of_header):
    layer = layer_of(path)
    for prefix, layers in LIBRARIES.items():
        if include.startswith(prefix) and layer not in layers:
            yield f'{path}: {layer} must not include <{include}>'
    if '..' in include:
        yield f'{path}: include by name, not by way: "{include}"'
    name = include.rsplit('/', 1)[-1]
    if not name.startswith('sonde-') or name in GENERATED:
        return
    if name not in layer_of_header:
        yield f'{path}: no layer has "{include}"'
    elif layer_of_header[name] not in MAY_SEE[layer]:
        yield f'{path}: {layer} must not see {layer_of_header[name]} ("{include}")'


def main():
    sources = list(list_files('.c', '.h', under='src'))
    layer_of_header = {path.name: layer_of(path) for path in sources if path.suffix == '.h'}
    faults = []
    with_mosquitto = []
    for path in sources:
        text = read(path)
        for include in INCLUDE.findall(text):
            faults += check_include(path, include, layer_of_header)
            if include == 'mosquitto.h':
                with_mosquitto.append(str(path))
        if DEFAULT_GETTER.search(text):
            faults.append(f'{path}: a _get_default() is a global')
    if len(with_mosquitto) > 1:
        faults.append(f'mosquitto.h is included by more than one file: {with_mosquitto}')
    finish(faults, f'{len(sources)} files of src keep to their layers')


if __name__ == '__main__':
    main()
