#!/usr/bin/env python3
# proxy.py: an HTTP proxy that asks for a password, and takes any
#
# SPDX-License-Identifier: GPL-3.0-or-later
"""proxy.py PORT: on 127.0.0.1. Prints a line a request; never what is secret in it."""

import selectors
import socket
import socketserver
import sys


def pass_on(one, other):
    with selectors.DefaultSelector() as selector:
        selector.register(one, selectors.EVENT_READ, other)
        selector.register(other, selectors.EVENT_READ, one)
        while True:
            for key, _events in selector.select():
                data = key.fileobj.recv(65536)
                if not data:
                    return
                key.data.sendall(data)


class Handler(socketserver.StreamRequestHandler):
    rbufsize = 0  # what follows the request is for the broker

    def handle(self):
        words = self.rfile.readline().split()
        headers = {}
        while line := self.rfile.readline().strip():
            name, value = line.split(b':', 1)
            headers[name.lower()] = value.strip()
        known = headers.get(b'proxy-authorization', b'').startswith(b'Basic ')
        print(words[1].decode(), 'with a password' if known else 'without', flush=True)
        if not known:
            self.wfile.write(b'HTTP/1.1 407 Proxy Authentication Required\r\n'
                             b'Proxy-Authenticate: Basic realm="lab"\r\nContent-Length: 0\r\n\r\n')
            return
        host, port = words[1].decode().rsplit(':', 1)
        try:
            broker = socket.create_connection((host, int(port)))
        except OSError:
            self.wfile.write(b'HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n')
            return
        with broker:
            self.wfile.write(b'HTTP/1.1 200 Connection established\r\n\r\n')
            pass_on(self.connection, broker)


def main():
    socketserver.ThreadingTCPServer.allow_reuse_address = True
    socketserver.ThreadingTCPServer.daemon_threads = True
    with socketserver.ThreadingTCPServer(('127.0.0.1', int(sys.argv[1])), Handler) as server:
        print('ready', flush=True)
        server.serve_forever()


if __name__ == '__main__':
    main()
