# desktop.py: a private machine for a test: display, buses, keyring, folders
#
# SPDX-License-Identifier: GPL-3.0-or-later

import contextlib
import os
import random
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

SKIP = 77  # meson's exit status for a test that could not be made
AT_SPI_LAUNCHERS = ('/usr/libexec/at-spi-bus-launcher', '/usr/lib/at-spi2-core/at-spi-bus-launcher')
PROGRAMS = ('Xvfb', 'dbus-daemon', 'xdotool', 'import', 'mosquitto_pub', 'mosquitto_sub')
FOLDERS = ('CONFIG_HOME', 'DATA_HOME', 'CACHE_HOME', 'STATE_HOME', 'RUNTIME_DIR')


class Failure(Exception):
    """What was expected did not come; the message is for a person."""


def skip(reason):
    print(f'SKIP: {reason}', flush=True)
    sys.exit(SKIP)


def find_mosquitto():
    """The broker is in /usr/sbin, which is not on a user's PATH."""
    return shutil.which('mosquitto', path=os.environ.get('PATH', '') + ':/usr/sbin:/usr/local/sbin')


def need_programs():
    """Skips the test when what a window needs is not installed."""
    missing = [program for program in PROGRAMS if shutil.which(program) is None]
    if not any(map(os.path.exists, AT_SPI_LAUNCHERS)):
        missing.append('at-spi2-core')
    if find_mosquitto() is None:
        missing.append('mosquitto')
    try:
        import gi
        gi.require_version('Atspi', '2.0')
    except (ImportError, ValueError):
        missing.append('python3-gi or gir1.2-atspi-2.0')
    if missing:
        skip(f'not installed: {", ".join(missing)} (./dev deps)')


def wait_for(condition, what, seconds=10):
    """Polls until condition() gives something true, and returns that."""
    deadline = time.monotonic() + seconds
    while True:
        value = condition()
        if value:
            return value
        if time.monotonic() > deadline:
            raise Failure(f'waited {seconds} s for {what}')
        time.sleep(0.05)


def port_answers(port):
    with socket.socket() as probe:
        probe.settimeout(0.5)
        return probe.connect_ex(('127.0.0.1', port)) == 0


RESERVED = []


def pick_port():
    """Below those that the kernel gives to connections, and reserved for as long as this lives by
    a name that the tests in C know too (test_free_port)."""
    while True:
        port = random.randrange(20000, 32000)
        name = socket.socket(socket.AF_UNIX)
        try:
            name.bind(f'\0sonde-test-port-{port}')
            with socket.socket() as probe:
                probe.bind(('127.0.0.1', port))
        except OSError:
            name.close()
            continue
        RESERVED.append(name)
        return port


class Desktop:
    """Everything is private and ends with the `with` block, by process id."""

    def __init__(self, size=(1280, 800), language='C', dark=False, keyring=True, accessible=True, scale=1):
        self.size = size
        self.scale = scale  # pixels of the display to one of a widget
        self.folder = Path(tempfile.mkdtemp(prefix='sonde-ui-'))
        self.build = None
        self.processes = []
        self.with_keyring = keyring
        self.has_keyring = False
        self.accessible = accessible
        self.environment = {
            key: value for key, value in os.environ.items()
            if not key.startswith(('XDG_', 'DBUS_', 'GTK_', 'GDK_', 'LC_', 'LANG', 'WAYLAND_', 'AT_SPI'))
        }
        self.environment |= {
            'HOME': str(self.folder / 'home'),
            'LC_ALL': 'C.UTF-8',
            'LANGUAGE': language,
            'GDK_SCALE': str(scale),
            'TZ': 'UTC',
            'GTK_A11Y': 'atspi' if accessible else 'none',
            'GDK_BACKEND': 'x11',
            'GSK_RENDERER': 'cairo',
            'GSETTINGS_BACKEND': 'keyfile',
            'G_DEBUG': 'fatal-criticals',
            'ADW_DEBUG_COLOR_SCHEME': 'prefer-dark' if dark else 'prefer-light',
        }
        if language != 'C':
            self.environment['FC_LANG'] = language.replace('_', '-').lower()  # the shapes that characters have there
        for name in ('home', *FOLDERS):
            (self.folder / name).mkdir(mode=0o700)
        self.environment |= {f'XDG_{name}': str(self.folder / name) for name in FOLDERS}

    def __enter__(self):
        try:
            self._start_display()
            self._start_bus()
            if self.accessible:
                self._start_accessibility()
            if self.with_keyring:
                self._start_keyring()
        except BaseException:
            self.close()
            raise
        return self

    def __exit__(self, *_):
        self.close()

    def use_build(self, folder):
        """Schema, translations and icon of a build that is not installed."""
        folder = Path(folder).resolve()
        self.build = folder
        self.environment['GSETTINGS_SCHEMA_DIR'] = str(folder / 'data')
        self.environment['SONDE_LOCALE_FOLDER'] = str(folder / 'po')
        self.environment['XDG_DATA_DIRS'] = f'{folder / "data"}:/usr/local/share:/usr/share'

    def path(self, name):
        return self.folder / name

    def start(self, command, log=None, **options):
        """A process of this desktop, ended with it."""
        output = open(self.folder / log, 'ab') if log else subprocess.DEVNULL
        options = {'stdin': subprocess.DEVNULL, 'stdout': output, 'stderr': output} | options
        process = subprocess.Popen([str(part) for part in command], env=self.environment, **options)
        if log:
            output.close()
        self.processes.append(process)
        return process

    def stop(self, process, seconds=5):
        """Returns the exit status."""
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
            try:
                process.wait(seconds)
            except subprocess.TimeoutExpired:
                process.kill()
        return process.wait()

    def close(self):
        for process in reversed(self.processes):
            self.stop(process)
        self.processes.clear()
        shutil.rmtree(self.folder, ignore_errors=True)

    def read_log(self, name):
        path = self.folder / name
        return path.read_text(encoding='utf-8', errors='replace') if path.exists() else ''

    def run(self, *command, check=True, **options):
        return subprocess.run([str(part) for part in command], env=self.environment, check=check,
                              stdin=subprocess.DEVNULL, capture_output=True, timeout=60, **options)

    def find_visible(self):
        """The ids of all windows of X11 that are shown and have a title."""
        return self.run('xdotool', 'search', '--onlyvisible', '--name', '.', check=False).stdout.decode().split()

    def find_place(self, surface):
        """(x, y, width, height) of a window of X11, by its id."""
        shell = self.run('xdotool', 'getwindowgeometry', '--shell', surface).stdout.decode()
        values = dict(line.split('=', 1) for line in shell.split())
        return tuple(int(values[name]) for name in ('X', 'Y', 'WIDTH', 'HEIGHT'))

    def _center_dialogs(self):
        """Without a window manager they stand in the corner. One may close meanwhile: then there is none to place."""
        width, height = self.size
        for surface in self.find_visible():
            with contextlib.suppress(subprocess.CalledProcessError):
                x, y, surface_width, surface_height = self.find_place(surface)
                if x == y == 0 and surface_width < width and surface_height < height:
                    self.run('xdotool', 'windowmove', '--sync', surface, (width - surface_width) // 2,
                             (height - surface_height) // 2)

    def screenshot(self, path):
        self._center_dialogs()
        path = Path(path)
        path.parent.mkdir(parents=True, exist_ok=True)
        self.run('import', '-window', 'root', path)

    def press(self, *keys):
        """Keys as xdotool names them: `ctrl+Return`."""
        self.run('xdotool', 'key', '--clearmodifiers', '--delay', '20', *keys)

    def type(self, text):
        self.run('xdotool', 'type', '--clearmodifiers', '--delay', '10', text)

    # --- the parts ---------------------------------------------------------------------------

    def _start_announced(self, command, option, log):
        """Starts what writes one line to a pipe of ours when it is ready; returns that line."""
        reader, writer = os.pipe()
        self.start([*command, f'{option}{writer}'] if option.endswith('=')
                   else [*command, option, writer], log=log, pass_fds=(writer,))
        os.close(writer)
        with os.fdopen(reader) as pipe:
            line = pipe.readline().strip()
        if not line:
            raise Failure(f'{command[0]} did not start: {self.read_log(log)}')
        return line

    def _start_display(self):
        # The server picks a free number itself: a number chosen here could be taken meanwhile.
        # Without -noreset it starts anew when its last client leaves, and turns away who comes then.
        width, height = self.size
        number = self._start_announced(
            ['Xvfb', '-screen', '0', f'{width}x{height}x24', '-nolisten', 'tcp', '-noreset'],
            '-displayfd', 'xvfb.log')
        self.environment['DISPLAY'] = f':{number}'

    def _start_bus(self):
        self.environment['DBUS_SESSION_BUS_ADDRESS'] = self._start_announced(
            ['dbus-daemon', '--session', '--nofork'], '--print-address=', 'bus.log')

    def _start_accessibility(self):
        launcher = next(filter(os.path.exists, AT_SPI_LAUNCHERS))
        self.start([launcher, '--launch-immediately'], log='at-spi.log')
        wait_for(lambda: self._bus_has('org.a11y.Bus'), 'the accessibility bus')

    def _start_keyring(self):
        """A real Secret Service, unlocked; its folder is ours like all others."""
        self.has_keyring = shutil.which('gnome-keyring-daemon') is not None
        if not self.has_keyring:
            return
        daemon = self.start(['gnome-keyring-daemon', '--foreground', '--unlock',
                             '--components=secrets'], log='keyring.log', stdin=subprocess.PIPE)
        daemon.stdin.write(b'of this test only')
        daemon.stdin.close()
        wait_for(lambda: self._bus_has('org.freedesktop.secrets'), 'the keyring')

    def _bus_has(self, name):
        reply = self.run('dbus-send', '--session', '--print-reply', '--dest=org.freedesktop.DBus',
                         '/org/freedesktop/DBus', 'org.freedesktop.DBus.NameHasOwner', f'string:{name}', check=False)
        return b'boolean true' in reply.stdout
