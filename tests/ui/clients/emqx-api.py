#!/usr/bin/env python3
# emqx-api.py: answers as the REST API of EMQX 5 does, by its documentation
#
# SPDX-License-Identifier: GPL-3.0-or-later
"""Usage: emqx-api.py HOST PORT KEY SECRET; prints the port, then each request."""

import base64
import json
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, unquote, urlsplit

BASE = '/api/v5/'
NODES = [{'node': 'emqx@10.0.0.1', 'node_status': 'running', 'version': '5.8.1', 'uptime': 93784000,
          'connections': 3, 'live_connections': 2}]
SUBSCRIPTIONS = [{'node': 'emqx@10.0.0.1', 'topic': 'motor/#', 'qos': 1}]


def make_client(number, connected=True):
    return {'clientid': f'bci_{number}', 'username': f'user-{number}', 'ip_address': '10.0.0.7',
            'port': 50000 + number, 'node': 'emqx@10.0.0.1', 'proto_ver': 5, 'keepalive': 60, 'clean_start': True,
            'connected': connected, 'connected_at': '2026-11-23T12:00:00.000+00:00', 'subscriptions_cnt': 1}


class Broker:
    def __init__(self, key, secret):
        self.authorization = 'Basic ' + base64.b64encode(f'{key}:{secret}'.encode()).decode()
        self.clients = {f'bci_{number}': make_client(number, number != 3) for number in (1, 2, 3)}

    def current(self):
        return {'connections': len(self.clients), 'subscriptions': len(self.clients), 'topics': 1,
                'live_connections': sum(client['connected'] for client in self.clients.values()),
                'retained_msg_count': 17, 'received_msg_rate': 15, 'sent_msg_rate': 45}

    def list_clients(self, query):
        wanted = query.get('like_clientid', [''])[0]
        found = [client for name, client in self.clients.items() if wanted in name]
        limit = int(query.get('limit', ['100'])[0])
        return {'data': found[:limit], 'meta': {'count': len(found), 'limit': limit, 'page': 1,
                                                'hasnext': len(found) > limit}}

    def answer(self, method, path, query):
        """The status, and what the body says."""
        unknown = (404, {'code': 'CLIENTID_NOT_FOUND', 'message': 'Client ID not found'})
        if (method, path) == ('GET', 'nodes'):
            return 200, NODES
        if (method, path) == ('GET', 'monitor_current'):
            return 200, self.current()
        if (method, path) == ('GET', 'clients'):
            return 200, self.list_clients(query)
        name, _, rest = path.removeprefix('clients/').partition('/')
        if method == 'GET' and rest == 'subscriptions':
            return (200, SUBSCRIPTIONS) if name in self.clients else unknown
        if method == 'DELETE' and not rest:
            return (204, None) if self.clients.pop(name, None) else unknown
        return 404, {'code': 'NOT_FOUND', 'message': 'Request Path Not Found'}


class Handler(BaseHTTPRequestHandler):
    protocol_version = 'HTTP/1.1'

    def handle_any(self):
        target = urlsplit(self.path)
        if self.headers.get('Authorization') != self.server.broker.authorization:
            status, said = 401, {'code': 'BAD_API_KEY_OR_SECRET', 'message': 'Check api_key/api_secret'}
        else:
            status, said = self.server.broker.answer(self.command, unquote(target.path.removeprefix(BASE)),
                                                     parse_qs(target.query))
        body = b'' if said is None else json.dumps(said).encode()
        self.send_response(status)
        self.send_header('Content-Type', 'application/json')
        self.send_header('Content-Length', str(len(body)))
        self.end_headers()
        self.wfile.write(body)
        print(self.command, self.path, status, flush=True)

    do_GET = do_DELETE = handle_any

    def log_message(self, *_arguments):
        pass


def main():
    host, port, key, secret = sys.argv[1], int(sys.argv[2]), sys.argv[3], sys.argv[4]
    server = ThreadingHTTPServer((host, port), Handler)
    server.broker = Broker(key, secret)
    print(port, flush=True)
    server.serve_forever()


if __name__ == '__main__':
    main()
