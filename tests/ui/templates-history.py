#!/usr/bin/env python3
# templates-history.py: messages kept under a name, and what was sent before
#
# SPDX-License-Identifier: GPL-3.0-or-later
"""Templates are saved, found again after a restart, run by a click and by keys, edited, deleted and
undone, exported and imported; the history is loaded and sent again. A mosquitto_sub records what the broker got. Ten
thousand of each are opened and searched."""

import json
import sys
import time

from desktop import wait_for
from outside import Broker, Listener
from scenario import Scenario, play
from steps import expect, expect_equal
from user import Probe

LIST = 'Saved templates'
SENT = 'Sent messages'
MANY = 10000
TOPIC = 'Tyler-1/灯/set'
PAYLOAD = '{"on": true,  "名": "灯 {{ value_json.temp }}"}'


class TemplatesHistory(Scenario):
    def parts(self):
        yield self.begin
        yield self.save
        yield self.run
        yield self.edit
        yield self.delete
        yield self.history
        yield self.transfer
        yield self.many

    @property
    def data(self):
        return self.desktop.path('DATA_HOME') / 'sonde'

    def lines(self, name):
        path = self.data / name
        return [json.loads(line) for line in path.read_text(encoding='utf-8').splitlines()] if path.exists() else []

    def write(self, name, objects):
        """As Sonde left them."""
        (self.data / f'{name}.jsonl').write_text('\n'.join(map(json.dumps, objects)) + '\n', encoding='utf-8')

    @staticmethod
    def entry(form, age):
        return {'time': int((time.time() - age) * 1e6), 'profile': 'Lab', 'profile-name': 'Lab', 'size': 24,
                'outcome': 'done', 'reason': 0, 'round-trip': 850, 'form': form}

    def received(self):
        return self.listener.messages()

    def expect_received(self, *messages):
        wait_for(lambda: len(self.received()) >= len(messages), f'{len(messages)} messages at the broker')
        expect_equal(self.received(), list(messages), 'received')

    def window_key(self, *keys):
        """Keys to the main window."""
        self.program.give_keys(self.program.find('Topic'))
        self.desktop.press(*keys)

    def list_key(self, entry, *keys):
        """Keys to the window of a list, from its search entry on."""
        self.program.give_keys(self.program.find(entry))
        self.desktop.press(*keys)

    def open_templates(self):
        self.window_key('ctrl+shift+t')
        wait_for(lambda: self.program.has('Find a template'), 'the templates')

    def close_templates(self):
        self.list_key('Find a template', 'Escape')
        wait_for(lambda: not self.program.has('Find a template'), 'the templates to close')

    def wait_rows(self, name, count):
        if count == 0:
            wait_for(lambda: not self.program.has(name), f'{name} to be empty')
            return []
        return wait_for(lambda: self.program.has(name) and
                        len(rows := self.program.rows(name)) == count and rows, f'{count} rows of {name}')

    def save_template(self, name, folder):
        self.program.click('Save as template', role='push button')
        self.program.set_text('Template name', name)
        self.program.set_text('Folder', folder)
        self.program.click('Save template')
        wait_for(lambda: self.program.has(LIST), 'the list')

    # --- the parts ---------------------------------------------------------------------------

    def begin(self):
        self.broker = Broker(self.desktop)
        self.listener = Listener(self.desktop, self.broker.port, '#')
        self.user.write_profiles({'name': 'Lab', 'host': '127.0.0.1', 'port': self.broker.port},
                                 {'name': 'Other', 'host': '127.0.0.1', 'port': self.broker.port})
        with self.steps.step('Nothing yet: both lists say so', vital=True):
            self.user.open()
            self.user.select('Lab')
            self.program.click('Templates')
            self.program.wait_says('No templates yet')
            self.close_templates()
            self.program.click('History')
            self.program.wait_says('Nothing sent yet')
            self.list_key('Find a sent message', 'Escape')
            wait_for(lambda: not self.program.has('Find a sent message'), 'the history to close')

    def save(self):
        with self.steps.step('Save what is typed as templates, in folders', vital=True):
            self.user.connect()
            self.program.set_text('Topic', TOPIC)
            self.program.set_text('Payload', PAYLOAD)
            self.program.click('QoS 1')
            self.open_templates()
            self.save_template('On', 'Lamps/Hall')
            self.program.set_text('Payload', 'off')
            self.save_template('Off', ' Lamps / Hall /')
            self.program.set_text('Topic', 'motor/stop')
            self.save_template('Stop', '')
            rows = self.wait_rows(LIST, 5)
            for row, words in zip(rows, ('Stop', 'Lamps', 'Hall', 'Off', 'On')):
                expect(words in row, f'no “{words}” in {row}')
            expect_equal(len(self.received()), 0, 'messages sent by saving')
        with self.steps.step('Quit, reopen: they are there, in a file of their own'):
            self.close_templates()
            expect_equal(self.program.quit(), 0, 'exit status')
            expect_equal((self.data / 'templates.jsonl').stat().st_mode & 0o777, 0o600, 'mode of the file')
            expect_equal([line['name'] for line in self.lines('templates.jsonl')], ['Stop', 'Off', 'On'], 'names')
            self.write('history', [self.entry({'topic': 'long', 'payload': ''}, 3600) | {'size': 70000, 'without-payload': True}])
            self.user.open()
            self.user.select('Lab')
            self.user.connect()

    def run(self):
        with self.steps.step('Ctrl+Alt+3 publishes the third; what is typed stays'):
            self.program.set_text('Topic', 'typed')
            self.window_key('ctrl+alt+3')
            self.expect_received((TOPIC, 1, False, PAYLOAD))
            expect_equal(self.program.find('Topic').text, 'typed', 'topic')
        with self.steps.step('One click publishes, and the list stays open'):
            self.open_templates()
            self.program.click('Publish Lamps/Hall/Off')
            self.expect_received((TOPIC, 1, False, PAYLOAD), (TOPIC, 1, False, 'off'))
            expect(self.program.has(LIST), 'the list is gone')
        with self.steps.step('By keys: search, Ctrl+Enter publishes, Enter loads'):
            self.program.give_keys(self.program.find('Find a template'))
            self.desktop.type('motor')
            self.wait_rows(LIST, 1)
            self.desktop.press('ctrl+Return')
            self.expect_received((TOPIC, 1, False, PAYLOAD), (TOPIC, 1, False, 'off'), ('motor/stop', 1, False, 'off'))
            self.desktop.press('Return')
            wait_for(lambda: not self.program.has('Find a template'), 'the list to close')
            expect_equal(self.program.find('Topic').text, 'motor/stop', 'topic')
        with self.steps.step('A folder closes and opens'):
            self.open_templates()
            rows = list(self.program.find(LIST).children())
            self.program.give_keys(rows[0])
            self.program.point(rows[1])
            self.wait_rows(LIST, 2)
            self.program.point(list(self.program.find(LIST).children())[1])
            self.wait_rows(LIST, 5)
        with self.steps.step('Words that nothing has'):
            self.program.set_text('Find a template', 'nothing of the kind')
            self.program.wait_says('No template found')
            self.program.set_text('Find a template', '')
            self.wait_rows(LIST, 5)

    def edit(self):
        with self.steps.step('Rename, move, and only with this connection'):
            self.program.click('Edit Stop')
            self.program.set_text('Template name', 'Stop it')
            self.program.set_text('Folder', 'Motors')
            self.program.toggle('Only with this connection', True)
            self.program.click('Save template')
            self.wait_rows(LIST, 6)
            self.program.find('Edit Motors/Stop it')
        with self.steps.step('Duplicate'):
            self.program.click('Edit Lamps/Hall/Off')
            self.program.click('Duplicate template')
            self.wait_rows(LIST, 7)
            self.program.find('Publish Lamps/Hall/Off (copy)')
        with self.steps.step('Another connection does not show what is for one only'):
            self.close_templates()
            self.user.select('Other')
            self.open_templates()
            self.wait_rows(LIST, 5)
            self.close_templates()
            self.user.select('Lab')

    def delete(self):
        with self.steps.step('Delete, and undo'):
            self.open_templates()
            self.program.click('Edit Lamps/Hall/Off (copy)')
            self.program.click('Delete template')
            self.wait_rows(LIST, 6)
            self.program.wait_says('“Off (copy)” deleted')
            self.program.click('Undo')
            self.wait_rows(LIST, 7)
            self.program.find('Publish Lamps/Hall/Off (copy)')
            self.close_templates()
        with self.steps.step('Offline: it is put in the pane, which says why'):
            self.user.disconnect()
            self.open_templates()
            self.program.click('Publish Lamps/Hall/On')
            self.program.wait_says('Not connected: press Connect, then publish again.')
            expect_equal(self.program.find('Topic').text, TOPIC, 'topic')
            expect_equal(self.program.find('Payload').text, PAYLOAD, 'payload')
            self.user.connect()

    def history(self):
        with self.steps.step('The history: newest first, with what became of it'):
            self.window_key('ctrl+h')
            rows = self.wait_rows(SENT, 4)
            for word in ('motor/stop', 'off', 'QoS 1', '3 B', 'acknowledged'):
                expect(word in rows[0], f'no “{word}” in {rows[0]}')
            expect(TOPIC in rows[2], rows[2])
        with self.steps.step('A long payload is not kept: said, and not to be sent as an empty one'):
            expect('longer than the history keeps' in rows[3] and '70.0 kB' in rows[3], rows[3])
            buttons = [button for button in self.program.find(SENT).walk() if button.name.startswith('Send long of')]
            expect(buttons and not buttons[0].sensitive, 'it could be sent again')
        with self.steps.step('Filtered by words'):
            self.program.give_keys(self.program.find('Find a sent message'))
            self.desktop.type('value_json')
            self.wait_rows(SENT, 1)
        with self.steps.step('Sent again by Ctrl+Enter: the same bytes'):
            count = len(self.received())
            self.desktop.press('ctrl+Return')
            wait_for(lambda: len(self.received()) > count, 'the message')
            expect_equal(self.received()[-1], (TOPIC, 1, False, PAYLOAD), 'received')
            self.wait_rows(SENT, 2)
        with self.steps.step('Loaded by Enter'):
            self.program.set_text('Find a sent message', 'motor')
            self.list_key('Find a sent message', 'Return')
            wait_for(lambda: not self.program.has('Find a sent message'), 'the history to close')
            expect_equal(self.program.find('Topic').text, 'motor/stop', 'topic')
        with self.steps.step('Clear history asks'):
            self.window_key('ctrl+h')
            self.wait_rows(SENT, 5)
            self.program.click('Clear history')
            self.program.click('Clear')
            self.program.wait_says('Nothing sent yet')
            wait_for(lambda: not self.lines('history.jsonl'), 'an empty file')

    def choose_in_menu(self, item):
        self.program.click('Import and export')
        self.program.click(item)

    def import_file(self, path, answer):
        self.choose_in_menu('Import templates…')
        self.program.answer_dialog('Import templates', path, 'ctrl+l')
        self.program.wait_says(answer)

    def transfer(self):
        path = self.desktop.path('home') / 'our templates.json'
        names = ['Stop it', 'Off', 'Off (copy)', 'On']
        with self.steps.step('Export: a file with all of them'):
            self.list_key('Find a sent message', 'Escape')
            wait_for(lambda: not self.program.has('Find a sent message'), 'the history to close')
            self.open_templates()
            self.choose_in_menu('Export templates…')
            self.program.answer_dialog('Export templates', path, 'ctrl+a')
            self.program.wait_says('Templates exported')
            exported = json.loads(path.read_text(encoding='utf-8'))
            expect_equal(sorted(template['name'] for template in exported['templates']), sorted(names), 'names')
            payloads = [template['form']['payload'] for template in exported['templates'] if template['name'] == 'On']
            expect_equal(payloads, [PAYLOAD], 'payload')
        with self.steps.step('Import: what is new comes, what is here is left, what is none is counted'):
            added = {'name': '新', 'folder': 'Lamps/Hall', 'form': {'topic': TOPIC, 'payload': '你好', 'qos': 2, 'retain': True}}
            exported['templates'] += [added, 'no template']
            path.write_text(json.dumps(exported), encoding='utf-8')
            self.import_file(path, '1 template imported, 4 were here before, 1 could not be read')
            self.wait_rows(LIST, 8)
            count = len(self.received())
            self.program.click('Publish Lamps/Hall/新')
            wait_for(lambda: len(self.received()) > count, 'the message')
            expect_equal(self.received()[-1], (TOPIC, 2, False, '你好'), 'received')
        with self.steps.step('A file that holds none is refused with a sentence, and what is here stays'):
            broken = self.desktop.path('home') / 'broken.json'
            broken.write_text('{"templates": [', encoding='utf-8')
            self.import_file(broken, 'This file holds no templates that Sonde exported.')
            self.wait_rows(LIST, 8)
            self.close_templates()

    def many(self):
        def form(number):
            return {'topic': f'line/{number % 50}/motor/{number}', 'payload': json.dumps({'rpm': number, 'ok': True}), 'qos': 1}

        with self.steps.step(f'{MANY} of each: they open and are searched'):
            expect_equal(self.program.quit(), 0, 'exit status')
            self.write('templates', [{'id': str(number), 'name': f'Template {number}', 'folder': f'Line {number % 50}',
                                      'form': form(number)} for number in range(MANY)])
            self.write('history', [self.entry(form(number), MANY - number) for number in range(MANY)])
            probe = Probe(self.desktop)
            self.user.open(SONDE_PROBE=str(probe.path))
            self.user.select('Lab')
            for key, entry, name in (('ctrl+shift+t', 'Find a template', LIST), ('ctrl+h', 'Find a sent message', SENT)):
                begin = time.monotonic()
                self.window_key(key)
                wait_for(lambda: self.program.has(entry), entry, 30)
                opened = time.monotonic()
                self.program.set_text(entry, 'motor/9876')
                wait_for(lambda: self.program.has(name) and 'motor/9876' in self.program.rows(name)[-1], 'the one', 30)
                self.note(f'{name}: open after {opened - begin:.2f} s, found after {time.monotonic() - opened:.2f} s more')
                self.list_key(entry, 'Escape')
                wait_for(lambda: self.program.has('Topic') and not self.program.has(entry), 'the list to close')
            self.note(f'the main loop stood for {probe.max_stall()} ms at most')
            expect_equal(self.program.quit(), 0, 'exit status')


if __name__ == '__main__':
    sys.exit(play(TemplatesHistory, __doc__))
