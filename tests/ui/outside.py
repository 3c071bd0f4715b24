# outside.py: the other clients and brokers of a scenario, and what the kernel says
#
# SPDX-License-Identifier: GPL-3.0-or-later

import re
import socket
import threading
from pathlib import Path

from desktop import Failure, find_mosquitto, pick_port, port_answers, wait_for

CLIENTS = Path(__file__).resolve().parent / 'clients'
PYTHON = '/usr/bin/python3'
LOOPBACK = '0100007F'  # as /proc/net/tcp writes 127.0.0.1
LISTENING = '0A'


def publish(desktop, port, topic, payload, qos=0, retain=False):
    """As another program does; an empty payload with retain clears what is retained."""
    message = ['-m', payload] if payload else ['-n']
    desktop.run('mosquitto_pub', '-h', '127.0.0.1', '-p', port, '-t', topic, '-q', qos, *message,
                *(['-r'] if retain else []))


def read_retained(desktop, port, topic):
    """What the broker keeps for a topic; nothing when it keeps nothing."""
    found = desktop.run('mosquitto_sub', '-h', '127.0.0.1', '-p', port, '-t', topic,
                        '--retained-only', '-C', 1, '-W', 1, check=False)
    return found.stdout.decode().rstrip('\n')


def read_clipboard(desktop):
    """The text that Sonde put there, through the display."""
    return desktop.run(PYTHON, '-B', CLIENTS / 'clipboard.py').stdout.decode()


class Listener:
    """A mosquitto_sub beside Sonde."""

    def __init__(self, desktop, port, *filters, qos=2):
        self.desktop = desktop
        self.log = f'listener-{len(desktop.processes)}.log'
        topics = [part for topic in filters for part in ('-t', topic)]
        self.process = desktop.start(['stdbuf', '-oL', 'mosquitto_sub', '-d', '-h', '127.0.0.1', '-p',
                                      port, '-q', qos, '-F', 'MESSAGE %t|%q|%r|%p', *topics],
                                     log=self.log)
        wait_for(lambda: 'Subscribed' in desktop.read_log(self.log), 'mosquitto_sub to subscribe')

    def messages(self):
        """(topic, QoS, retain, payload) of each."""
        found = re.findall(r'^MESSAGE (.*)\|(\d)\|(\d)\|(.*)$', self.desktop.read_log(self.log), re.M)
        return [(topic, int(qos), retain == '1', payload) for topic, qos, retain, payload in found]

    def stop(self):
        self.desktop.stop(self.process)


class Client:
    """One of the Python scripts of the tutorial."""

    def __init__(self, desktop, script, port, *arguments):
        self.desktop = desktop
        self.log = f'{script}-{len(desktop.processes)}.log'
        self.process = desktop.start([PYTHON, '-B', CLIENTS / f'{script}.py', '127.0.0.1', port,
                                      *arguments], log=self.log)
        wait_for(self.lines, f'{script}.py to connect')

    def lines(self):
        lines = self.desktop.read_log(self.log).splitlines()
        if self.process.poll() is not None:
            raise Failure(f'{self.log} ended: {lines[-1:]}')
        return lines

    def stop(self):
        self.desktop.stop(self.process)


class Broker:
    """A mosquitto that is not Sonde's."""

    def __init__(self, desktop, port=None, user=None, password=None, options=()):
        self.port = port or pick_port()
        self.desktop = desktop
        name = f'broker-{self.port}'
        self.log = f'{name}.log'
        folder = desktop.path(name)
        folder.mkdir(exist_ok=True)
        lines = [f'listener {self.port} 127.0.0.1', 'max_queued_messages 0', 'user root',
                 f'allow_anonymous {"false" if user else "true"}', *options]
        if user:
            passwords = folder / 'passwords'
            passwords.write_text(f'{user}:{password}\n', encoding='utf-8')
            desktop.run('mosquitto_passwd', '-U', passwords)
            lines.append(f'password_file {passwords}')
        (folder / 'mosquitto.conf').write_text('\n'.join(lines) + '\n', encoding='utf-8')
        self.process = desktop.start([find_mosquitto(), '-c', folder / 'mosquitto.conf'],
                                     log=self.log)
        wait_for(lambda: port_answers(self.port), f'a broker on port {self.port}')

    def stop(self):
        self.desktop.stop(self.process)


class Scripted:
    """A server that answers the first bytes of each client with what a function makes of them:
    bytes, and whether it hangs up then."""

    def __init__(self, answer):
        self.answer = answer
        self.clients = []
        self.server = socket.create_server(('127.0.0.1', 0))
        self.port = self.server.getsockname()[1]
        threading.Thread(target=self.serve, daemon=True).start()

    def serve(self):
        while True:
            client, _address = self.server.accept()
            reply, hangs_up = self.answer(client.recv(4096))
            client.sendall(reply)
            if hangs_up:
                client.close()
            else:
                self.clients.append(client)


def list_descendants(pid):
    """Process ids of the children of a process and of theirs, with their command lines. One that
    ends meanwhile is left out."""
    found = {}
    try:
        children = Path(f'/proc/{pid}/task/{pid}/children').read_text(encoding='ascii').split()
        for child in children:
            found[int(child)] = Path(f'/proc/{child}/cmdline').read_bytes().replace(b'\0', b' ').decode()
            found |= list_descendants(child)
    except (FileNotFoundError, ProcessLookupError):
        pass
    return found


def list_listening(port):
    """Addresses, as the kernel writes them, on which a port is open."""
    addresses = []
    for table in ('/proc/net/tcp', '/proc/net/tcp6'):
        for line in Path(table).read_text(encoding='ascii').splitlines()[1:]:
            local, state = line.split()[1], line.split()[3]
            address, number = local.split(':')
            if state == LISTENING and int(number, 16) == port:
                addresses.append(address)
    return addresses
