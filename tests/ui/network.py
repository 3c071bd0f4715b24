# network.py: a network of the test's own, so that tests may run side by side
#
# SPDX-License-Identifier: GPL-3.0-or-later

import ctypes
import fcntl
import os
import socket
import struct
import tempfile
from pathlib import Path

CLONE_NEWNET = 0x40000000
SIOCSIFFLAGS = 0x8914
IFF_UP = 1
MARK = 'SONDE_TEST_NETWORK'


def take_network():
    """From here on this process and its children see only a loopback of their own: port 1883 is
    theirs, and nothing they send can leave the machine. A user who may not have that shares the
    machine's, one test after the other."""
    if MARK in os.environ:
        return
    if ctypes.CDLL(None, use_errno=True).unshare(CLONE_NEWNET) == 0:
        _raise_loopback()
    else:
        _wait_for_turn()
    os.environ[MARK] = '1'


def _raise_loopback():
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as any_socket:
        fcntl.ioctl(any_socket, SIOCSIFFLAGS, struct.pack('16sh14x', b'lo', IFF_UP))


def _wait_for_turn():
    """Held until the process ends."""
    lock = os.open(Path(tempfile.gettempdir()) / f'sonde-ui-{os.getuid()}.lock', os.O_CREAT | os.O_RDWR, 0o600)
    os.set_inheritable(lock, False)
    fcntl.flock(lock, fcntl.LOCK_EX)
