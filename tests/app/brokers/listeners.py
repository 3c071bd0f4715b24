# listeners.py: a broker's listeners, one for each transport and each way to log in
#
# SPDX-License-Identifier: GPL-3.0-or-later

import itertools
import json
import subprocess

FILE = "listeners.json"

# What each broker offers. A certificate and a pre-shared key are of TLS; a pre-shared key does not
# go by WebSocket in mosquitto; RabbitMQ takes anyone and passwords at the same port, has no
# pre-shared keys that a configuration file could name and no sockets; aedes brings no WebSocket.
OFFERS = {
    "mosquitto": {"tcp": ("none", "password"), "tls": ("none", "password", "certificate", "psk"),
                  "ws": ("none", "password"), "wss": ("none", "password", "certificate"),
                  "unix": ("none", "password")},
    "rabbitmq": {"tcp": ("none", "password"), "tls": ("none", "password", "certificate"),
                 "ws": ("none", "password"), "wss": ("none", "password")},
    "aedes": {"tcp": ("none", "password"), "tls": ("none", "password", "certificate", "psk"),
              "unix": ("none", "password")},
}
SHARED_PORTS = ("rabbitmq",)
# RabbitMQ knows nobody else, and takes a client certificate for the user of its common name.
USERS = {"rabbitmq": ("guest", "guest")}
USER = ("client", "open sesame")
PASSPHRASE = "of the client key"
PSK = "00112233445566778899aabbccddeeff"


class Matrix:
    """The listeners' places, certificates and credentials, all in one folder."""

    def __init__(self, folder, broker, free_ports):
        self.folder = folder
        self.user, self.password = USERS.get(broker, USER)
        cells = [(transport, login) for transport, logins in OFFERS[broker].items() for login in logins]
        ports = iter(free_ports(len(cells)))
        self.places = {}
        for transport, login in cells:
            if transport == "unix":
                self.places[transport, login] = str(folder / f"{login}.socket")
            elif broker in SHARED_PORTS and (transport, "none") in self.places:
                self.places[transport, login] = self.places[transport, "none"]
            else:
                self.places[transport, login] = next(ports)
        self._make_certificates()
        self._write()

    @property
    def ports(self):
        return sorted({place for place in self.places.values() if isinstance(place, int)})

    def _openssl(self, *arguments):
        subprocess.run(["openssl", *arguments], cwd=self.folder, check=True, capture_output=True)

    def _make_certificates(self):
        """An authority, a broker on 127.0.0.1 and a client whose key is encrypted."""
        (self.folder / "names").write_text("subjectAltName=IP:127.0.0.1\n", encoding="ascii")
        (self.folder / "passphrase").write_text(PASSPHRASE, encoding="ascii")
        key = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256")
        self._openssl("req", "-x509", *key, "-noenc", "-subj", "/CN=Test Authority", "-days", "2",
                      "-keyout", "ca.key", "-out", "ca.pem")
        for name, subject, locked in (("broker", "broker", ("-noenc",)),
                                      ("client", self.user, ("-passout", "file:passphrase"))):
            self._openssl("req", *key, *locked, "-subj", f"/CN={subject}",
                          "-keyout", f"{name}.key", "-out", f"{name}.csr")
            self._openssl("x509", "-req", "-in", f"{name}.csr", "-CA", "ca.pem", "-CAkey", "ca.key",
                          "-CAcreateserial", "-days", "2", "-extfile", "names", "-out", f"{name}.pem")

    def _write(self):
        """For who connects, and for aedes."""
        document = {"folder": str(self.folder), "user": self.user, "password": self.password,
                    "passphrase": PASSPHRASE, "psk": PSK,
                    "listeners": {f"{transport}-{login}": str(place)
                                  for (transport, login), place in self.places.items()}}
        (self.folder / FILE).write_text(json.dumps(document), encoding="ascii")

    def configure_mosquitto(self):
        passwords = self.folder / "passwords"
        passwords.write_text(f"{self.user}:{self.password}\n", encoding="ascii")
        subprocess.run(["mosquitto_passwd", "-U", passwords], check=True, capture_output=True)
        (self.folder / "keys").write_text(f"{self.user}:{PSK}\n", encoding="ascii")
        certificate = (f"certfile {self.folder}/broker.pem", f"keyfile {self.folder}/broker.key")
        logins = {
            "none": ("allow_anonymous true",),
            "password": ("allow_anonymous false", f"password_file {passwords}"),
            "certificate": ("allow_anonymous false", "require_certificate true",
                            f"cafile {self.folder}/ca.pem", "use_identity_as_username true"),
            "psk": ("allow_anonymous false", f"psk_file {self.folder}/keys", "psk_hint lab",
                    "use_identity_as_username true"),
        }
        lines = ["per_listener_settings true", "log_type all"]
        for (transport, login), place in self.places.items():
            lines.append(f"listener 0 {place}" if transport == "unix" else f"listener {place} 127.0.0.1")
            lines += logins[login]
            lines += certificate if transport in ("tls", "wss") and login != "psk" else ()
            lines += ("protocol websockets",) if transport in ("ws", "wss") else ()
        return "\n".join(lines) + "\n"

    def configure_rabbitmq(self):
        def name_files(prefix):
            return [f"{prefix}.{name} = {self.folder}/{file}" for name, file in (
                ("cacertfile", "ca.pem"), ("certfile", "broker.pem"), ("keyfile", "broker.key"))]

        return "\n".join(itertools.chain(
            (f"mqtt.listeners.tcp.1 = 127.0.0.1:{self.places['tcp', 'none']}",
             f"mqtt.listeners.ssl.1 = 127.0.0.1:{self.places['tls', 'none']}",
             "mqtt.ssl_cert_login = true", "ssl_cert_login_from = common_name",
             "ssl_options.verify = verify_peer", "ssl_options.fail_if_no_peer_cert = false",
             "web_mqtt.ws_path = /mqtt", "web_mqtt.tcp.ip = 127.0.0.1", "web_mqtt.ssl.ip = 127.0.0.1",
             f"web_mqtt.tcp.port = {self.places['ws', 'none']}",
             f"web_mqtt.ssl.port = {self.places['wss', 'none']}"),
            name_files("ssl_options"), name_files("web_mqtt.ssl"))) + "\n"
