# capture.py: what went over loopback, as tshark reads it
#
# SPDX-License-Identifier: GPL-3.0-or-later

import subprocess
from xml.etree import ElementTree

from desktop import Failure, wait_for

SECONDS = 120


class Capture:
    """All TCP of a port, in the network of the test."""

    def __init__(self, desktop, port):
        self.desktop = desktop
        self.path = desktop.path('loopback.pcapng')
        self.log = 'tshark.log'
        self.process = desktop.start(['tshark', '-q', '-i', 'lo', '-f', f'tcp port {port}', '-w', self.path], log=self.log)
        wait_for(lambda: 'Capturing on' in desktop.read_log(self.log), 'tshark to capture', 30)

    def stop(self):
        """Once all that went is in the file, which comes some time after."""
        self.desktop.stop(self.process)


class Packet:
    """One control packet, with each field that tshark has for it."""

    def __init__(self, source, target, layer):
        self.source = source
        self.target = target
        self.fields = [(field.get('name'), field.get('show')) for field in layer.iter('field')
                       if field.get('name').startswith('mqtt.')]

    def get(self, name):
        return [value for field, value in self.fields if field == name]

    def __repr__(self):
        return f'{self.source} → {self.target} {self.fields}'


def read_capture(path, port):
    """The MQTT packets of a file, in order."""
    done = subprocess.run(['tshark', '-r', path, '-d', f'tcp.port=={port},mqtt', '-Y', 'mqtt', '-T', 'pdml'],
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=SECONDS, check=False)
    if done.returncode != 0:
        raise Failure(f'tshark does not read {path}: {done.stderr.decode()[-300:]}')
    packets = []
    for frame in ElementTree.fromstring(done.stdout).iter('packet'):
        tcp = frame.find("proto[@name='tcp']")
        ports = [int(tcp.find(f"field[@name='tcp.{name}']").get('show')) for name in ('srcport', 'dstport')]
        packets += [Packet(*ports, layer) for layer in frame.findall("proto[@name='mqtt']")]
    return packets


def list_faults(path):
    """What tshark finds wrong with the file."""
    done = subprocess.run(['tshark', '-r', path, '-o', 'ip.check_checksum:TRUE', '-o', 'tcp.check_checksum:TRUE',
                           '-Y', '_ws.malformed || ip.checksum_bad || tcp.checksum_bad || tcp.analysis.lost_segment '
                           '|| tcp.analysis.retransmission || tcp.analysis.out_of_order'],
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=SECONDS, check=False)
    return done.stdout.decode().splitlines()
