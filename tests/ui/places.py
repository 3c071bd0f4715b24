# places.py: every page and dialog, one after the other
#
# SPDX-License-Identifier: GPL-3.0-or-later
"""A tour through the window with a sample of everything in it. Each chapter is a generator that
gives the name of a place whenever it stands at one: accessible.py looks at each with the eyes of a
screen reader, gallery.py takes its picture."""

import json
import random
import time
from contextlib import suppress
from pathlib import Path

import paho.mqtt.client as mqtt
from desktop import Failure, pick_port, wait_for
from outside import Broker, Client
from pages import PAGES
from user import User
from words import TranslatedProgram

RECORDING = Path(__file__).resolve().parent.parent / 'broker' / 'sys' / 'emqx-5.tsv'
PLUGIN = '/usr/lib/x86_64-linux-gnu/mosquitto_dynamic_security.so'
REFUSED = 'secret/#'
ACCESS = {'defaultACLAccess': {'publishClientSend': True, 'publishClientReceive': True, 'subscribe': True,
                               'unsubscribe': True},
          'anonymousGroup': 'all', 'clients': [], 'groups': [{'groupname': 'all', 'roles': [{'rolename': 'most'}]}],
          'roles': [{'rolename': 'most', 'acls': [{'acltype': 'subscribeLiteral', 'topic': REFUSED, 'allow': False}]}]}
KEY, SECRET = '4f33d24d7b8e448d', 'gwtbmFJZrnzUu8mPK1BxUkBA66PygETiDEegkf1q8dD'
MQTTX = [
    {'id': '1', 'clientId': 'mqttx_1', 'name': 'EMQX staging', 'clean': True, 'protocol': 'mqtts',
     'host': 'staging.example', 'port': 8883, 'keepalive': 2, 'username': 'ada', 'mqttVersion': '5.0',
     'rejectUnauthorized': False, 'certType': 'self', 'ca': '/nowhere/ca.pem',
     'subscriptions': [{'topic': 'Tyler-1/motor/+/speed', 'qos': 1}, {'topic': 'wrong/#/filter', 'qos': 0}]},
    {'id': '2', 'clientId': 'mqttx_2', 'name': 'Bench', 'protocol': 'ws', 'host': '127.0.0.1', 'port': 8083,
     'path': '/mqtt', 'mqttVersion': '3.1.1'},
    {'id': '4', 'clientId': 'mqttx_4', 'name': 'Impossible', 'protocol': 'mqtt', 'host': 'two words',
     'port': 1883, 'mqttVersion': '3.1.1'},
]
FILTERS = (('Tyler-1/motor/#', 1), ('test', 1), ('home/+/temperature', 0))
TEMPLATES = (('Lamp on', 'Lamps/Hall', 'home/hall/lamp/set', 'on'), ('Lamp off', 'Lamps/Hall', 'home/hall/lamp/set', 'off'),
             ('Stop motor 3', '', 'Tyler-1/motor/3/set', '{"state": "stopped"}'))


class Tour:
    """One window of Sonde on a desktop, and brokers for it."""

    def __init__(self, desktop, executable, words):
        self.desktop = desktop
        self.words = words
        self.executable = executable
        self.user = User(desktop, executable)
        self.main = None
        self.sender = None

    @property
    def program(self):
        return self.user.program

    def chapters(self):
        return (self.first_start, self.connected, self.log, self.subscriptions, self.publish, self.lists, self.panels,
                self.topics, self.plot, self.retained, self.packets, self.figures, self.emqx, self.local_broker,
                self.failure, self.editor, self.transfer, self.menus, self.windows, self.questions)

    # --- what a user does --------------------------------------------------------------------

    def open(self):
        self.user.program = TranslatedProgram(self.words, self.desktop, self.executable)
        self.main = self.program.windows()[0]

    def select(self, name):
        row = next(row for row in self.program.find('Connections').children() if row.name == name)
        self.program.give_keys(row)
        self.program.point(row, 0.3)
        wait_for(lambda: row.selected, f'“{name}” to be selected')

    def wait_has(self, *names, seconds=10):
        wait_for(lambda: any(self.program.has(name) for name in names), ' or '.join(names), seconds)

    def click(self, name, *values):
        self.program.click(self.words(name, *values))

    def main_key(self, *keys):
        self.program.give_keys(self.main)
        self.desktop.press(*keys)

    def press_in(self, name, *keys):
        self.program.press(self.program.find(name), *keys)

    def open_window(self, opens, *arguments):
        """The window that comes; it gets the keys."""
        before = len(self.program.windows())
        opens(*arguments)
        wait_for(lambda: len(self.program.windows()) > before, 'a window to open')
        self.program.give_keys(self.program.windows()[-1])

    def close_window(self):
        windows = self.program.windows()
        self.program.give_keys(windows[-1])
        self.desktop.press('Escape')
        wait_for(lambda: len(self.program.windows()) < len(windows), 'the window to close')

    def close_popover(self, name):
        self.program.give_keys(self.program.windows()[-1])
        self.desktop.press('Escape')
        wait_for(lambda: not self.program.has(name), f'“{name}” to go')

    def recover(self):
        """After a place that was not reached: nothing but the window, and no popover in it."""
        for _attempt in range(4):
            if len(self.program.windows()) == 1:
                break
            if self.program.has('Discard'):
                self.click('Discard')
            else:
                self.program.give_keys(self.program.windows()[-1])
                self.desktop.press('Escape')
            time.sleep(0.5)
        self.main_key('Escape', 'Escape')

    def row(self, list_name, words):
        def find():
            return next((row for row in self.program.find(list_name).children()
                         if row.shown and words in row.words), None)
        return wait_for(find, f'a row of “{words}” in “{list_name}”')

    def select_message(self, words):
        """In a narrow window the inspector is folded away."""
        self.program.point(self.row('Message log', words))
        self.program.toggle('Inspector', True)
        self.wait_has('Copy payload')

    def connect(self, name):
        self.select(name)
        self.click('Connect')
        self.wait_has('Disconnect')

    # --- the sample --------------------------------------------------------------------------

    def start_brokers(self):
        options = ['sys_interval 1']
        if Path(PLUGIN).exists():
            access = self.desktop.path('access.json')
            access.write_text(json.dumps(ACCESS), encoding='utf-8')
            options += ['per_listener_settings false', f'plugin {PLUGIN}', f'plugin_opt_config_file {access}']
        self.lab = Broker(self.desktop, options=options)
        self.emqx_port, self.api_port = pick_port(), pick_port()
        Client(self.desktop, 'sys-broker', self.emqx_port, str(RECORDING), '30')
        Client(self.desktop, 'emqx-api', self.api_port, KEY, SECRET)

    def write_files(self):
        self.user.write_profiles(
            {'name': 'Lab', 'host': '127.0.0.1', 'port': self.lab.port, 'color': 1, 'client-id': 'sonde_lab_7',
             'keep-alive': 30},
            {'name': 'Local broker', 'host': '127.0.0.1', 'port': 1883, 'local-broker': True},
            {'name': 'EMQX', 'host': '127.0.0.1', 'port': self.emqx_port, 'mqtt-version': '3.1.1', 'group': 'Staging'},
            {'name': 'Gateway 7', 'host': '127.0.0.1', 'port': pick_port(), 'reconnect': False, 'group': 'Staging',
             'tls': {'use-tls': True}})
        self.write_lines('templates', [
            {'id': str(number), 'name': name, 'folder': folder, 'form': {'topic': topic, 'payload': payload, 'qos': 1}}
            for number, (name, folder, topic, payload) in enumerate(TEMPLATES)])
        self.write_lines('history', [
            {'time': int((time.time() - 600 + number * 60) * 1e6), 'profile': 'Lab', 'profile-name': 'Lab', 'size': 24,
             'outcome': 'done', 'reason': 0, 'round-trip': 850, 'form': {'topic': topic, 'payload': payload, 'qos': 1}}
            for number, (_name, _folder, topic, payload) in enumerate(TEMPLATES)])

    def write_lines(self, name, objects):
        folder = self.desktop.path('DATA_HOME') / 'sonde'
        folder.mkdir(exist_ok=True)
        (folder / f'{name}.jsonl').write_text('\n'.join(map(json.dumps, objects)) + '\n', encoding='utf-8')

    def send(self, topic, payload, qos=0, retain=False):
        self.sender.publish(topic, payload, qos, retain).wait_for_publish()

    def send_samples(self):
        """Of four motors and two rooms."""
        chance = random.Random(7)
        for number in range(36):
            motor = {'rpm': 1400 + chance.randrange(60), 'load': round(0.4 + chance.random() / 3, 2),
                     'state': 'running', 'bearings': [{'temperature': 41.5}, {'temperature': 43}]}
            self.send(f'Tyler-1/motor/{number % 4}/speed', json.dumps(motor))
            if number % 5 == 0:
                self.send('home/kitchen/temperature', f'{20 + number / 10}', 1, retain=number == 30)
            if number % 9 == 0:
                self.send('test', f'你好，hello number {number}', 1)
        self.send('home/cellar/湿度', '63', 1, retain=True)
        self.send('Tyler-1/motor/3/speed', '{"rpm": 1420, "load": 0.52, "state": "running", "bearings": []}')

    # --- the chapters ------------------------------------------------------------------------

    def first_start(self):
        self.open()
        yield 'first start'
        self.main_key('ctrl+2')
        self.wait_has('Topics')
        yield 'first start topics'
        if status := self.program.quit():
            raise Failure(f'Sonde ended with status {status}: {self.desktop.read_log(self.program.log).strip()}')

    def connected(self):
        self.start_brokers()
        self.write_files()
        self.sender = mqtt.Client('bci_123456')
        self.sender.connect('127.0.0.1', self.lab.port)
        self.sender.loop_start()
        self.open()
        self.select('Lab')
        yield 'disconnected'
        self.connect('Lab')
        yield 'connected'
        self.main_key('ctrl+2')
        self.wait_has('Subscribe to #')
        yield 'topics without a subscription'
        self.main_key('ctrl+1')
        self.click('Options')
        self.wait_has('Share group')
        self.program.set_text('Share group', 'workers')
        yield 'subscribe options'
        self.program.set_text('Share group', '')
        self.close_popover('Share group')
        self.program.set_text('Topic filter', 'lamp/a#, Tyler-1/motor/+/speed')
        yield 'subscribe with a fault'
        self.subscribe_all()
        yield 'subscribed'

    def subscribe_all(self):
        for topic_filter, qos in (*FILTERS, (REFUSED, 0)):
            self.program.set_text('Topic filter', topic_filter)
            self.program.choose('Subscription QoS', str(qos))
            self.click('Subscribe')
            wait_for(lambda: self.user.program.find_all(self.words('Menu of %s', topic_filter)), f'a row of {topic_filter}')

    def log(self):
        self.send_samples()
        wait_for(lambda: any('bearings": []' in row for row in self.program.rows('Message log')), 'the last message')
        yield 'messages'
        self.select_message('bearings": []')
        for view in ('Text', 'JSON', 'Tree', 'Hex', 'Diff'):
            self.click(view)
            yield f'inspector {view}'
        self.click('JSON')
        self.program.set_text('Filter messages', '/[a/')
        yield 'filter with a fault'
        self.program.set_text('Filter messages', 'rpm topic:Tyler-1/# -retained')
        yield 'filter'
        self.program.set_text('Filter messages', '')
        self.click('Columns')
        self.wait_has('Wider topic')
        yield 'columns'
        self.close_popover('Wider topic')
        self.click('Statistics')
        self.program.wait_says('Kept')
        yield 'statistics'
        self.close_popover('Kept')
        self.open_window(self.click, 'Export…')
        yield 'export the log'
        self.close_window()

    def subscriptions(self):
        self.click('Menu of %s', FILTERS[0][0])
        self.wait_has('Copy filter')
        yield 'menu of a subscription'
        self.click('Edit…')
        self.wait_has('Retain As Published')
        yield 'subscription'
        self.close_popover('Retain As Published')

    def publish(self):
        self.program.set_text('Topic', 'Tyler-1/motor/#')
        self.program.set_text('Payload', '{"rpm": 1500, }')
        self.program.choose('Format', 'JSON')
        self.click('Publish')
        yield 'publish with a fault'
        self.program.set_text('Topic', 'test')
        self.program.set_text('Payload', '{"id": "{{uuid}}", "n": {{counter}}}')
        self.program.toggle('Variables', True)
        yield 'variables'
        self.program.toggle('Variables', False)
        self.program.set_text('Payload', '{"rpm": 1500}')
        self.click('Publish')
        yield 'published'
        self.open_window(self.click, 'Properties')
        self.program.set_text('Content type', 'application/json')
        self.click('Add user property')
        yield 'properties'
        self.close_window()

    def lists(self):
        self.open_window(self.main_key, 'ctrl+shift+t')
        self.wait_has('Saved templates')
        yield 'templates'
        self.click('Edit %s', 'Stop motor 3')
        self.wait_has('Template name')
        yield 'template'
        self.desktop.press('Escape')
        self.wait_has('Saved templates')
        self.close_window()
        self.open_window(self.main_key, 'ctrl+h')
        self.wait_has('Sent messages')
        yield 'history'
        self.close_window()

    def panels(self):
        self.click('Repeat')
        self.wait_has('Start repeating')
        self.program.set_text('Repeat every, in milliseconds', '60000')
        self.click('Start repeating')
        self.wait_has(self.words('Stop %s', 'test'))
        yield 'repeat'
        self.click('Stop %s', 'test')
        self.close_popover('Start repeating')
        self.click('Request')
        self.wait_has('Send request')
        yield 'request'
        self.close_popover('Send request')

    def topics(self):
        self.main_key('ctrl+2')
        self.click('Expand all')
        yield 'topics'
        self.program.point(self.row('Topic tree', 'motor/3/speed'), 0.4)
        self.wait_has('Copy payload')
        yield 'topic'
        self.click('Topic history')
        self.wait_has('Messages of the topic')
        yield 'history of a topic'
        self.click('Plot')
        self.wait_has('Keep lines')
        yield 'plot of a topic'
        self.click('Latest message')
        self.program.point(self.row('Topic tree', 'motor/3/speed'), 0.4)
        self.desktop.press('Menu')
        self.wait_has('Subscribe here')
        yield 'menu of a topic'
        self.close_popover('Subscribe here')

    def plot(self):
        self.main_key('ctrl+1')
        self.select_message('bearings": []')
        self.click('Tree')
        leaf = self.row('JSON tree of the selected message', '1420')
        self.program.press(leaf, 'Menu')
        self.wait_has('Plot this value')
        yield 'menu of a value'
        self.open_window(self.click, 'Plot this value')
        yield 'plot'
        self.close_window()

    def retained(self):
        topic_filter = 'Topic filter of retained messages'
        self.open_window(self.program.ask, 'Connection menu', 'Retained messages…')
        self.program.set_text(topic_filter, '#')
        self.press_in(topic_filter, 'Return')
        self.wait_has('Retained messages')
        self.wait_has('Find')
        yield 'retained messages'
        n_rows = len(self.program.rows('Retained messages'))
        self.open_window(self.click, self.words.plural('Clear %s shown…', 'Clear all %s shown…', n_rows, n_rows))
        yield 'clear retained messages'
        self.close_window()
        self.close_window()

    def packets(self):
        self.main_key('ctrl+4')
        self.program.point(self.row('Control packets', 'SUBSCRIBE'))
        self.wait_has('Bytes of the packet')
        yield 'packets'
        self.main_key('ctrl+1')

    def figures(self):
        self.main_key('ctrl+3')
        self.program.wait_says('Uptime', 20)
        yield 'broker figures'

    def emqx(self):
        way = 'EMQX with an API key…'
        self.connect('EMQX')
        self.wait_has(way, seconds=20)
        yield 'figures of EMQX'
        self.open_window(self.click, way)
        self.program.set_text('Address of the dashboard', f'http://127.0.0.1:{self.api_port}')
        self.program.set_text('API key', KEY)
        self.program.set_text('Secret key', SECRET)
        yield 'key of EMQX'
        self.click('Use this key')
        self.wait_has('Clients of EMQX')
        yield 'clients of EMQX'
        self.close_window()

    def local_broker(self):
        self.select('Local broker')
        yield 'local broker that does not run'
        self.connect('Local broker')
        for part, name in (('Clients', 'Connected clients'), ('Broker log', 'Log of the broker'),
                           ('Broker options', 'Apply'), ('Overview', 'Commands to copy')):
            self.click(part)
            self.wait_has(name)
            if part == 'Broker options':
                self.program.toggle('Require user name and password', True)
            yield f'local broker {part}'
            if part == 'Broker options':
                self.click('Revert')
        self.open_window(self.click, 'Commands to copy')
        yield 'commands to copy'
        self.close_window()
        self.main_key('ctrl+1')

    def failure(self):
        self.select('Gateway 7')
        self.click('Connect')
        self.wait_has('Copy report')
        yield 'failure'

    def open_page(self, title):
        self.desktop.press(f'alt+{PAGES.index(title) + 1}')
        row = self.program.find(title, role='list item', within=self.program.find('Pages'))
        wait_for(lambda: row.selected, f'the page {title}')

    def editor(self):
        self.open_window(self.main_key, 'ctrl+n')
        self.wait_has('Pages')
        self.program.set_text('Name', 'Bench')
        self.program.set_text('Host', '127.0.0.1')
        self.program.toggle('Use TLS', True)
        self.open_page('Last will')
        self.program.set_text('Will topic', 'state')
        for page in PAGES:
            self.open_page(page)
            if page == 'Session':
                self.click('Add user property')
            yield f'editor {page}'
            if page == 'General':
                self.program.toggle('Use TLS', False)
                self.program.set_text('Port', '70000')
                self.click('Save')
                yield 'editor with a fault'
                self.program.set_text('Port', str(self.lab.port))
                self.click('Test connection')
                self.program.wait_says('Session present')
                yield 'tested connection'
                self.program.set_text('Port', str(pick_port()))
                self.click('Test connection')
                self.program.wait_says(self.words('Could not connect to %s', 'Bench'))
                yield 'tested connection that fails'
                self.program.toggle('Use TLS', True)
        self.open_window(self.click, 'Cancel')
        yield 'editor question'
        self.click('Discard')
        wait_for(lambda: len(self.program.windows()) == 1, 'the editor to close')

    def transfer(self):
        self.click('Main menu')
        self.wait_has('Import connections…')
        yield 'main menu'
        self.open_window(self.click, 'Import connections…')
        yield 'import'
        path = self.desktop.path('home') / 'mqttx.json'
        path.write_text(json.dumps(MQTTX), encoding='utf-8')
        self.click('Choose file…')
        self.program.answer_dialog(self.words('Choose a file to import'), path, 'ctrl+l')
        self.wait_has('Connections found')
        yield 'import report'
        self.close_window()
        self.open_window(self.choose_in_menu, 'Export connections…')
        self.program.toggle('Include passwords', True)
        yield 'export connections'
        self.close_window()

    def choose_in_menu(self, item):
        self.click('Main menu')
        self.click(item)

    def menus(self):
        self.select('Lab')
        self.click('Menu of %s', 'Lab')
        self.wait_has('Move to group')
        yield 'menu of a connection'
        self.close_popover('Move to group')
        self.click('Connection menu')
        self.wait_has('Duplicate connection')
        yield 'connection menu'
        self.close_popover('Duplicate connection')
        self.click('Other ways to disconnect')
        self.wait_has('Drop without DISCONNECT')
        yield 'ways to disconnect'
        self.close_popover('Drop without DISCONNECT')
        self.main_key('ctrl+k')
        self.wait_has('Command palette')
        yield 'command palette'
        self.close_popover('Command palette')

    def windows(self):
        for name, opens in (('preferences', ('ctrl+comma',)), ('shortcuts', ('ctrl+F1',))):
            self.open_window(self.main_key, *opens)
            yield name
            self.close_window()
        self.open_window(self.choose_in_menu, 'About Sonde')
        yield 'about'
        self.close_window()

    def questions(self):
        for name, item in (('disconnect with options', 'Disconnect with options…'),
                           ('discard the session', 'Discard stored session')):
            self.click('Other ways to disconnect')
            self.open_window(self.click, item)
            yield name
            self.close_window()
        self.click('Menu of %s', 'Lab')
        self.click('Move to group')
        self.open_window(self.click, 'New group…')
        yield 'name of a group'
        self.close_window()


def walk(tour, visit, tell):
    """Visits every place; a chapter that gets stuck is told of, and the next begins, unless Sonde has died."""
    for chapter in tour.chapters():
        try:
            for place in chapter():
                visit(place)
        except Failure as failure:
            tell(chapter.__name__, failure)
            if tour.program.process.poll():
                break
            with suppress(Failure):
                tour.recover()
