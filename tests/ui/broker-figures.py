#!/usr/bin/env python3
# broker-figures.py: what brokers publish of themselves below $SYS, as the Broker page shows it
#
# SPDX-License-Identifier: GPL-3.0-or-later
"""A real mosquitto with traffic; recorded topics of EMQX, HiveMQ and VerneMQ; a broker that refuses, one that
publishes nothing, and none; the table is searched."""

import json
import re
import sys
from pathlib import Path

from desktop import pick_port, wait_for
from outside import Broker, Client
from scenario import Scenario, play
from steps import expect, expect_equal

RECORDINGS = Path(__file__).resolve().parent.parent / 'broker' / 'sys'
PLUGIN = '/usr/lib/x86_64-linux-gnu/mosquitto_dynamic_security.so'
ACCESS = {'defaultACLAccess': {'publishClientSend': True, 'publishClientReceive': True, 'subscribe': True,
                               'unsubscribe': True},
          'anonymousGroup': 'all', 'clients': [], 'groups': [{'groupname': 'all', 'roles': [{'rolename': 'most'}]}],
          'roles': [{'rolename': 'most', 'acls': [{'acltype': 'subscribeLiteral', 'topic': '$SYS/#',
                                                   'allow': False}]}]}
# What the cards say when the recording is over, and how many times as fast it goes
RECORDED = {
    'EMQX 4': ('emqx-4.tsv', 30, ('EMQX', '4.0.7', '42', 'of 61; at most 57', '128', '17', '2 d 3 h',
                                  '5,600 in and 9,800 out since it started')),
    'EMQX 5': ('emqx-5.tsv', 30, ('EMQX', '5.8.1', '50', 'of 122', '256', '17',
                                  '8,400 in and 14,700 out since it started', 'All nodes')),
    'HiveMQ': ('hivemq.tsv', 30, ('HiveMQ', '3.4.4', '12', 'of 16; at most 31', '22', '5', '1 d 0 h',
                                  'MQTT packets a second', '280 in and 560 out since it started')),
    'VerneMQ': ('vernemq.tsv', 10, ('VerneMQ', '25', 'of 33', '77', '9', '1 h 0 min',
                                    '2,100 in and 3,900 out since it started')),
}
CARDS = ('Software', 'Uptime', 'Clients connected', 'Subscriptions', 'Retained messages')


class BrokerFigures(Scenario):
    def parts(self):
        self.ports = {}
        yield self.begin
        yield self.traffic
        yield self.search
        yield self.leave
        yield self.recorded
        yield self.nodes
        yield self.refused
        yield self.silent

    # --- what a user sees and does -----------------------------------------------------------

    def says_all(self, words):
        said = {control.name for control in self.program.walk()}
        return all(word in said for word in words)

    def card(self, title):
        """The figure that a card says first."""
        card = self.program.find(title, role='panel')
        return card.description.split(' ')[0]

    def topics(self):
        """How many topics the table says it has, and how many it found."""
        said = next((control.name for control in self.program.walk()
                     if re.fullmatch(r'([\d,]+ of )?[\d,]+ topics?', control.name)), '0 topics')
        numbers = [int(number.replace(',', '')) for number in re.findall(r'[\d,]+', said)]
        return numbers[-1], numbers[0]

    def open_page(self):
        self.program.click('Broker')
        self.program.wait_says('Not connected')

    def use(self, name):
        self.user.select(name)
        self.user.connect()

    # --- the parts ---------------------------------------------------------------------------

    def begin(self):
        with self.steps.step('The Broker page says that there is no connection', vital=True):
            access = self.desktop.path('access.json')
            access.write_text(json.dumps(ACCESS), encoding='utf-8')
            brokers = {'mosquitto': ['sys_interval 1'], 'Silent': ['sys_interval 0']}
            if Path(PLUGIN).exists():
                brokers['Refusing'] = ['per_listener_settings false', f'plugin {PLUGIN}',
                                       f'plugin_opt_config_file {access}']
            for name, options in brokers.items():
                self.ports[name] = Broker(self.desktop, options=options).port
            for name, (recording, faster, _words) in RECORDED.items():
                self.ports[name] = pick_port()
                Client(self.desktop, 'sys-broker', self.ports[name], str(RECORDINGS / recording), str(faster))
            self.user.write_profiles(*({'name': name, 'host': '127.0.0.1', 'port': port, 'mqtt-version': '3.1.1'}
                                       for name, port in self.ports.items()))
            self.user.open()
            self.user.select('mosquitto')
            self.open_page()

    def traffic(self):
        with self.steps.step('A mosquitto tells its version, its clients, and what is published to it'):
            self.user.connect()
            wait_for(lambda: self.says_all(('mosquitto', *CARDS)), 'the figures of mosquitto')
            wait_for(lambda: self.card('Clients connected') == '2', 'two clients: Sonde, and Sonde for $SYS')
            Client(self.desktop, 'publisher', self.ports['mosquitto'])
            wait_for(lambda: self.card('Clients connected') == '3', 'a third client')
            wait_for(lambda: any(re.fullmatch(r'In [12](\.\d)?/s', control.name) for control in self.program.walk()),
                     'two messages a second')
            expect(self.says_all(('Messages a second', 'Bytes a second')), 'there are two plots')

    def search(self):
        with self.steps.step('The table has every topic, and finds one'):
            all_topics, found = self.topics()
            expect(all_topics > 40 and found == all_topics, f'{found} of {all_topics} topics are shown')
            self.program.set_text('Search $SYS', 'UPTIME')
            wait_for(lambda: self.topics() == (all_topics, 1), 'one topic to be found')
            expect(self.program.says('$SYS/broker/uptime'), 'it is the uptime')
            self.program.set_text('Search $SYS', '')
            wait_for(lambda: self.topics()[1] == all_topics, 'all topics again')

    def leave(self):
        with self.steps.step('On another page nothing is read, and back on this one it is'):
            self.program.click('Messages')
            self.program.click('Broker')
            wait_for(lambda: self.says_all(CARDS), 'the figures as they were')
            self.user.disconnect()
            self.program.wait_says('Not connected')

    def recorded(self):
        for name, (_recording, _faster, words) in RECORDED.items():
            with self.steps.step(f'Recorded topics of {name} are shown as figures'):
                self.use(name)
                wait_for(lambda words=words: self.says_all(words), f'the figures of {name}', 20)

    def nodes(self):
        with self.steps.step('Of a cluster one node is chosen'):
            self.user.select('EMQX 5')
            wait_for(lambda: self.card('Clients connected') == '50', 'all clients')
            self.program.choose('Node', 'emqx@10.0.0.2')
            wait_for(lambda: self.card('Clients connected') == '8', 'the clients of one node')
            expect_equal(self.card('Subscriptions'), '128', 'subscriptions of the node')

    def refused(self):
        title = 'A broker that refuses $SYS is quoted, with what to do'
        if 'Refusing' not in self.ports:
            self.steps.skip(title, 'there is no plugin of mosquitto for permissions')
            return
        with self.steps.step(title):
            self.use('Refusing')
            self.program.wait_says('$SYS cannot be read')
            expect(self.program.says('The broker refused the subscription to “$SYS/#”: failure.'), 'it is quoted')
            self.program.click('Try again')
            self.program.wait_says('$SYS cannot be read')

    def silent(self):
        with self.steps.step('A broker that publishes nothing is said to'):
            self.use('Silent')
            self.program.wait_says('Nothing below $SYS so far', 20)
            self.program.quit()


if __name__ == '__main__':
    sys.exit(play(BrokerFigures, __doc__))
