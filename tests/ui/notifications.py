#!/usr/bin/env python3
# notifications.py: messages that call the user, and connections that go on without a window
#
# SPDX-License-Identifier: GPL-3.0-or-later
"""A stand-in for the desktop shows the notifications and clicks them: while the window is there, while
it is closed, and after Sonde has ended."""

import json
import sys
from pathlib import Path

import controls
from desktop import wait_for
from messages import parse_row, read_log
from outside import PYTHON, Broker, publish
from scenario import Scenario, play
from steps import expect, expect_equal

RULE = 'topic:alarm/#'
KEEP = 'Keep connections when the window is closed'
SERVER = Path(__file__).resolve().parent / 'clients' / 'notification-server.py'
FILTER = 'Filter messages'


class Server:
    """What stands in for the desktop, and what it was told so far."""

    def __init__(self, desktop, kind):
        self.desktop = desktop
        self.log = f'{kind}-{len(desktop.processes)}.log'
        self.process = desktop.start([PYTHON, '-B', SERVER, kind], log=self.log)
        wait_for(lambda: self.lines('ready'), f'the stand-in for {kind}')

    def lines(self, key):
        said = [json.loads(line) for line in self.desktop.read_log(self.log).splitlines(True) if line.endswith('\n')]
        return [line for line in said if key in line]

    def shown(self):
        """The notifications, in their order."""
        return self.lines('title')

    def wait_shown(self, count, seconds=15):
        wait_for(lambda: len(self.shown()) >= count, f'notification {count}; there are {self.shown()}', seconds)
        expect_equal(len(self.shown()), count, f'notifications, {self.shown()}')
        return self.shown()[-1]

    def stop(self):
        self.desktop.stop(self.process)


class Activated:
    """A process that the bus started; it ends with the test."""

    def __init__(self, pid):
        self.pid = pid
        self.returncode = 0

    def poll(self):
        return None if Path(f'/proc/{self.pid}/stat').exists() else 0


class Notifications(Scenario):
    def parts(self):
        self.broker = Broker(self.desktop)
        self.server = None
        yield self.rule
        yield self.call_user
        yield self.click
        yield self.background
        yield self.not_running
        yield self.background_ends
        yield self.other_desktops
        yield self.sandbox

    def publish(self, topic, payload):
        publish(self.desktop, self.broker.port, topic, payload)

    def connect(self):
        self.user.connect()
        self.user.wait_granted('#', 0)

    def click_on(self, notification):
        """As GNOME does: the action of the application, which the bus starts when it does not run."""
        run, profile, serial = notification['target']
        expect_equal(notification['action'], 'app.show-message', 'the action')
        name = notification['application']
        self.desktop.run('gdbus', 'call', '--session', '--dest', name, '--object-path',
                         '/' + name.replace('.', '/').replace('-', '_'), '--method',
                         'org.freedesktop.Application.ActivateAction', 'show-message',
                         f"[<('{run}', '{profile}', uint64 {serial})>]", '{}')

    def selected(self):
        """What the selected row of the log says."""
        rows = self.program.find_all('Message log')
        row = next((row for row in (rows[0].children() if rows else []) if row.selected), None)
        message = parse_row(row.name) if row else None
        return (message.topic, message.payload) if message else None

    def wait_selected(self, topic, payload):
        wait_for(lambda: self.selected() == (topic, payload), f'the row of {topic}; it is {self.selected()}')

    def close_window(self):
        self.program.give_keys(self.program.windows()[0])
        self.desktop.press('ctrl+w')
        wait_for(lambda: self.program.process.poll() is not None or not self.program.windows(), 'the window to close')

    def close_popover(self):
        self.desktop.press('Escape')
        wait_for(lambda: not self.program.has('Notify of matches'), 'the popover to close')

    def open_preferences(self):
        self.program.give_keys(self.program.windows()[0])
        self.desktop.press('ctrl+comma')
        self.program.find(KEEP)

    def close_preferences(self):
        def escape():
            if self.program.has(KEEP):
                self.program.give_keys(self.program.find(KEEP))
                self.desktop.press('Escape')
            return not self.program.has(KEEP)

        wait_for(escape, 'the preferences to close')

    def window_again(self):
        wait_for(self.program.windows, 'the window')
        self.program._fill_display()
        self.user.label = None

    # --- the parts ---------------------------------------------------------------------------

    def rule(self):
        address = {'host': '127.0.0.1', 'port': self.broker.port, 'reconnect': False}
        self.user.write_profiles({'name': 'Lab', **address, 'subscriptions': [{'filter': '#'}]}, {'name': 'Other', **address})
        with self.steps.step('Without a filter the log is to be filtered first', vital=True):
            self.server = Server(self.desktop, 'gtk')
            self.user.open()
            self.user.select('Lab')
            self.connect()
            self.program.click('Notifications')
            self.program.wait_says('Filter the log first')
            expect(not self.program.find('Notify of matches').sensitive, 'it can be pressed')
            self.close_popover()
        with self.steps.step('Notify of matches: the filter stands in the list'):
            self.program.set_text(FILTER, RULE)
            self.program.click('Notifications')
            self.program.click('Notify of matches')
            wait_for(lambda: self.program.has(f'No more notifications of {RULE}'), 'the filter in the list')
            expect(not self.program.find('Notify of matches').sensitive, 'it can be added again')
        self.close_popover()
        self.program.set_text(FILTER, '')

    def call_user(self):
        with self.steps.step('Of what is seen no notification; of what is not seen, one'):
            self.publish('alarm/1', 'seen')
            self.user.wait_row('the message', topic='alarm/1')
            self.user.select('Other')
            self.publish('quiet', 'no match')
            self.publish('alarm/2', '<b>too hot</b>')
            shown = self.server.wait_shown(1)
            expect_equal((shown['title'], shown['body']), ('alarm/2', '<\u2060b>too hot<\u2060/b>\nLab'), 'title and body')
        with self.steps.step('Of 300 at once one more, with their number'):
            lines = self.desktop.path('lines')
            lines.write_text(''.join(f'alarm {n}\n' for n in range(300)), encoding='ascii')
            with lines.open('rb') as source:
                self.desktop.start(['mosquitto_pub', '-h', '127.0.0.1', '-p', self.broker.port, '-t', 'alarm/3', '-l'], stdin=source)
            shown = self.server.wait_shown(2)
            expect_equal((shown['title'], shown['body']), ('alarm/3', 'alarm 299\nLab, and 299 more'), 'title and body')
            expect_equal(shown['id'], self.server.shown()[0]['id'], 'it takes the place of the one before')

    def click(self):
        with self.steps.step('A click: the connection, its page Messages, and the message in it'):
            self.program.click('Packets')
            wait_for(lambda: not self.program.has('Message log'), 'the page Packets')
            self.click_on(self.server.shown()[0])
            self.wait_selected('alarm/2', '<b>too hot</b>')
            wait_for(lambda: self.server.lines('removed'), 'the notification to be taken back')
        with self.steps.step('A click on what the filter leaves out: among the others, the filter stays'):
            self.program.set_text(FILTER, 'quiet')
            wait_for(lambda: [message.topic for message in read_log(self.program)] == ['quiet'], 'the filter')
            self.click_on(self.server.shown()[0])
            self.wait_selected('alarm/2', '<b>too hot</b>')
            expect_equal(self.program.find(FILTER).text, 'quiet', 'the filter')
            self.program.set_text(FILTER, '')
        with self.steps.step('A click on what has left the log says so'):
            self.program.click('Clear log')
            self.program.wait_says('Log cleared')
            self.click_on(self.server.shown()[0])
            self.program.wait_says('The message has left the log')

    def background(self):
        with self.steps.step('Keep connections, and close the window: the connection goes on', vital=True):
            self.open_preferences()
            self.program.toggle(KEEP, True)
            self.close_preferences()
            self.close_window()
            self.publish('quiet', 'without a window')
            self.publish('alarm/4', 'in the background')
            shown = self.server.wait_shown(3)
            expect_equal(shown['title'], 'alarm/4', 'the notification')
        with self.steps.step('A click brings the window back, the message selected, the log whole'):
            self.click_on(self.server.shown()[-1])
            self.window_again()
            self.wait_selected('alarm/4', 'in the background')
            expect(self.user.wait_row('the other message', topic='quiet'), 'none')
            expect_equal(self.user.state()[0], 'Connected', 'the state')
        with self.steps.step('A second start brings it back, too'):
            self.close_window()
            self.desktop.run(self.user.executable)
            self.window_again()
            expect(self.user.wait_row('the message', topic='alarm/4'), 'none')
        with self.steps.step('Ctrl+Q ends it all the same'):
            expect_equal(self.program.quit(), 0, 'exit status')

    def not_running(self):
        with self.steps.step('A click when Sonde does not run any more: the bus starts it, and it says so', vital=True):
            shown = self.server.shown()[-1]
            services = self.desktop.path('DATA_HOME') / 'dbus-1' / 'services'
            services.mkdir(parents=True)
            environment = ' '.join(f'{key}={self.desktop.environment[key]}' for key in
                                   ('DBUS_SESSION_BUS_ADDRESS', 'GSETTINGS_SCHEMA_DIR', 'SONDE_LOCALE_FOLDER'))
            (services / f'{shown["application"]}.service').write_text(
                f'[D-BUS Service]\nName={shown["application"]}\n'
                f'Exec=/usr/bin/env {environment} {self.user.executable} --gapplication-service\n', encoding='utf-8')
            self.desktop.run('gdbus', 'call', '--session', '--dest', 'org.freedesktop.DBus', '--object-path',
                             '/org/freedesktop/DBus', '--method', 'org.freedesktop.DBus.ReloadConfig')
            self.click_on(shown)
            self.attach(shown['application'])
            self.program.wait_says('Sonde was closed since')
            selected = [row.name for row in self.program.find('Connections').children() if row.selected]
            expect_equal(selected, ['Lab'], 'the selected connection')

    def attach(self, name):
        """To the process that the bus has started."""
        reply = self.desktop.run('gdbus', 'call', '--session', '--dest', 'org.freedesktop.DBus', '--object-path',
                                 '/org/freedesktop/DBus', '--method', 'org.freedesktop.DBus.GetConnectionUnixProcessID', name)
        program = controls.Program.__new__(controls.Program)
        program.desktop = self.desktop
        program.log = 'bus.log'
        program.process = Activated(int(reply.stdout.split()[1].strip(b',)')))
        program.root = wait_for(program._find_root, 'Sonde on the accessibility bus', 20)
        self.user.program = program
        self.window_again()

    def background_ends(self):
        with self.steps.step('The last connection ends in the background: Sonde ends, and says so'):
            self.connect()
            self.close_window()
            before = len(self.server.shown())
            self.broker.stop()
            shown = self.server.wait_shown(before + 1)
            expect_equal(shown['title'], 'Sonde has ended', 'the notification')
            wait_for(lambda: self.program.process.poll() is not None, 'Sonde to end')
        with self.steps.step('Opened again, it says so no more'):
            self.user.open()
            wait_for(lambda: shown['id'] in [line['removed'] for line in self.server.lines('removed')], 'it to be taken back')
            expect_equal(self.program.quit(), 0, 'exit status')
            self.server.stop()

    def other_desktops(self):
        with self.steps.step('On other desktops, too: plain, and a click finds the message'):
            self.broker = Broker(self.desktop, self.broker.port)
            server = Server(self.desktop, 'freedesktop')
            self.user.open()
            self.user.select('Lab')
            self.connect()
            self.user.select('Other')
            self.publish('alarm/5', 'a & b')
            shown = server.wait_shown(1)
            expect_equal((shown['title'], shown['body'], shown['action']), ('alarm/5', 'a &\u2060 b\nLab', 'default'), 'it')
            self.desktop.run('gdbus', 'call', '--session', '--dest', 'org.freedesktop.Notifications', '--object-path',
                             '/org/freedesktop/Notifications', '--method', 'org.freedesktop.Notifications.Click', shown['id'])
            self.wait_selected('alarm/5', 'a & b')
        with self.steps.step('The connection is deleted: what told of it goes; brought back, it tells again'):
            self.user.select('Other')
            self.publish('alarm/7', 'deleted')
            shown = server.wait_shown(2)
            self.program.click('Menu of Lab')
            self.program.click('Delete')
            wait_for(lambda: shown['id'] in [line['removed'] for line in server.lines('removed')], 'it to be taken back')
            self.program.click('Undo')
            self.user.select('Lab')
            self.connect()
        with self.steps.step('No more notifications: none comes'):
            self.program.click('Notifications')
            self.program.click(f'No more notifications of {RULE}')
            wait_for(lambda: not self.program.has('Notify of matches'), 'the popover to close')
            self.user.select('Other')
            self.publish('alarm/6', 'silence')
            self.user.select('Lab')
            self.user.wait_row('the message', topic='alarm/6')
            server.wait_shown(2)
            expect_equal(self.program.quit(), 0, 'exit status')

    def sandbox(self):
        with self.steps.step('In a sandbox the desktop is asked: it refuses'):
            server = Server(self.desktop, 'portal')
            self.user.open(GTK_USE_PORTAL='1')
            self.open_preferences()
            self.program.toggle(KEEP, False)
            self.program.click(KEEP)
            wait_for(lambda: server.lines('reason'), 'the question')
            self.program.wait_says('does not let Sonde run without a window')
            expect(not self.program.find(KEEP).checked, 'it is on')
        with self.steps.step('Asked again, it grants'):
            self.program.click(KEEP)
            wait_for(lambda: len(server.lines('reason')) == 2, 'the question')
            wait_for(lambda: self.program.find(KEEP).checked, 'the switch')
            self.close_preferences()
            expect_equal(self.program.quit(), 0, 'exit status')


if __name__ == '__main__':
    sys.exit(play(Notifications, __doc__))
