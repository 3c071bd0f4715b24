#!/usr/bin/python3
# with-broker.py: run a test against a broker that lives as long as it
#
# SPDX-License-Identifier: GPL-3.0-or-later
"""with-broker.py [--matrix] mosquitto|rabbitmq|aedes PROGRAM [ARGUMENT…]

Starts the broker on a free port of 127.0.0.1, its files in a private folder, and runs
PROGRAM ARGUMENT… BROKER PORT. With --matrix it has a listener for each transport and each way
to log in that it offers (listeners.py), and the last argument is the folder. Where the broker
is not installed the test is skipped (a TAP plan of none, with the reason).
"""

import contextlib
import ctypes
import os
import pathlib
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time

import listeners

HERE = pathlib.Path(__file__).resolve().parent
PATIENCE_S = 60
AEDES = "aedes@1.2.0"  # runs on node 18, Debian 12's, and later
PR_SET_PDEATHSIG = 1


class Missing(Exception):
    """The broker is not there, and why."""


def find(program, advice):
    path = shutil.which(program, path=os.environ.get("PATH", "") + ":/usr/sbin:/usr/local/sbin")
    if path is None:
        raise Missing(f"there is no {program}: {advice}")
    return path


def free_ports(number):
    with contextlib.ExitStack() as stack:
        sockets = [stack.enter_context(socket.socket()) for _ in range(number)]
        for one in sockets:
            one.bind(("127.0.0.1", 0))
        return [one.getsockname()[1] for one in sockets]


def die_with_parent():
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


class Broker:
    """A broker's processes, the last of which listens on self.port."""

    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        self.log = open(self.folder / "log", "wb")
        self.processes = []
        self.matrix = None  # of its listeners

    def run(self, *argv, **variables):
        self.processes.append(subprocess.Popen(
            [str(one) for one in argv], stdin=subprocess.DEVNULL, stdout=self.log,
            stderr=subprocess.STDOUT, cwd=self.folder, preexec_fn=die_with_parent,
            env=os.environ | {name: str(value) for name, value in variables.items()}))

    def write(self, name, text):
        (self.folder / name).write_text(text, encoding="utf-8")
        return self.folder / name

    def answers(self):
        ports = [self.port] if self.matrix is None else self.matrix.ports
        with contextlib.suppress(OSError):
            for port in ports:
                socket.create_connection(("127.0.0.1", port), 1).close()
            return True
        return False

    def wait(self):
        deadline = time.monotonic() + PATIENCE_S
        while not self.answers():
            if time.monotonic() > deadline or self.processes[-1].poll() is not None:
                raise RuntimeError((self.folder / "log").read_text(errors="replace"))
            time.sleep(0.05)

    def stop(self):
        for process in reversed(self.processes):
            process.terminate()
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        self.log.close()


def start_mosquitto(broker):
    program = find("mosquitto", "install mosquitto")
    broker.port, = free_ports(1)
    config = broker.write("mosquitto.conf", "max_queued_messages 0\n"
                          + ("user root\n" if os.geteuid() == 0 else "")
                          + (broker.matrix.configure_mosquitto() if broker.matrix else
                             f"listener {broker.port} 127.0.0.1\nallow_anonymous true\nsys_interval 1\n"))
    broker.run(program, "-c", config)


def start_rabbitmq(broker):
    find("rabbitmq-server", "install rabbitmq-server")
    broker.port, name_port, node_port = free_ports(3)
    config = broker.write("rabbitmq.conf", "listeners.tcp = none\n"
                          "mqtt.allow_anonymous = true\ndisk_free_limit.absolute = 1MB\n"
                          + (broker.matrix.configure_rabbitmq() if broker.matrix else
                             f"mqtt.listeners.tcp.1 = 127.0.0.1:{broker.port}\n"))
    plugins = broker.write("enabled_plugins",
                           "[rabbitmq_mqtt,rabbitmq_web_mqtt].\n" if broker.matrix else "[rabbitmq_mqtt].\n")

    # Erlang's name server would listen everywhere and outlive the broker.
    broker.run(find("epmd", "install erlang-base"), "-address", "127.0.0.1", "-port", name_port)
    # The program behind Debian's wrapper, which wants to be root or rabbitmq.
    broker.run(
        "/usr/lib/rabbitmq/bin/rabbitmq-server", HOME=broker.folder, ERL_EPMD_PORT=name_port,
        ERL_EPMD_ADDRESS="127.0.0.1", RABBITMQ_NODENAME=f"sonde-{os.getpid()}@localhost",
        RABBITMQ_CONF_ENV_FILE=broker.folder / "none", RABBITMQ_CONFIG_FILE=config,
        RABBITMQ_ENABLED_PLUGINS_FILE=plugins, RABBITMQ_MNESIA_BASE=broker.folder / "mnesia",
        RABBITMQ_LOG_BASE=broker.folder, RABBITMQ_LOGS="-", RABBITMQ_DIST_PORT=node_port,
        RABBITMQ_PID_FILE=broker.folder / "pid",
        RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS="+S 2 -kernel inet_dist_use_interface {127,0,0,1}")


def start_aedes(broker):
    node = find("node", "install nodejs")
    npm = find("npm", "install npm")
    broker.port, = free_ports(1)
    broker.write("package.json", '{"private": true}\n')
    installed = subprocess.run(
        [npm, "install", "--prefix", broker.folder, "--ignore-scripts", "--no-audit", "--no-fund",
         "--prefer-offline", "--fetch-retries=0", AEDES], capture_output=True, text=True, stdin=subprocess.DEVNULL)
    if installed.returncode != 0:
        raise Missing(f"npm could not install {AEDES}: {installed.stderr.strip().splitlines()[-1:]}")
    script = "aedes-matrix.mjs" if broker.matrix else "aedes.mjs"
    shutil.copy(HERE / script, broker.folder)
    broker.run(node, script, broker.folder / listeners.FILE if broker.matrix else broker.port)


START = {"mosquitto": start_mosquitto, "rabbitmq": start_rabbitmq, "aedes": start_aedes}


def main():
    has_matrix = sys.argv[1] == "--matrix"
    name, *command = sys.argv[2 if has_matrix else 1:]
    # A stop from outside still stops the broker.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    with tempfile.TemporaryDirectory(prefix="sonde-broker-") as folder:
        broker = Broker(folder)
        try:
            if has_matrix:
                find("openssl", "install openssl")
                broker.matrix = listeners.Matrix(broker.folder, name, free_ports)
            START[name](broker)
            broker.wait()
            return subprocess.run([*command, name, folder if has_matrix else str(broker.port)],
                                  preexec_fn=die_with_parent).returncode
        except Missing as reason:
            print(f"1..0 # SKIP {reason}")
            return 0
        finally:
            broker.stop()


if __name__ == "__main__":
    sys.exit(main())
