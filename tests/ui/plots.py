#!/usr/bin/env python3
# plots.py: numbers of payloads as lines over time
#
# SPDX-License-Identifier: GPL-3.0-or-later
"""From the tree of a payload into a plot, which goes on with what comes, tells a screen reader what
it shows, and is saved as a picture and as values."""

import csv
import json
import sys

from desktop import wait_for
from outside import publish
from scenario import Scenario, play
from steps import expect, expect_equal

SPEEDS = (1380, 1502, 1420)
TOPIC = 'plant/motor'


class Plots(Scenario):
    def parts(self):
        return (self.connect, self.topics_page, self.plot_from_tree, self.go_on, self.choose_another, self.scales, self.keys,
                self.save_values, self.save_picture)

    def connect(self):
        with self.steps.step('Numbers in the log', vital=True):
            self.user.open()
            self.user.connect()
            self.user.subscribe_to('#')
            for speed in SPEEDS:
                self.send(speed)
            wait_for(lambda: self.program.says(f'{len(SPEEDS)} messages'), 'the messages')

    def send(self, speed):
        payload = json.dumps({'ts': 1700000000, 'motor': {'speed': speed}, 'on': speed > 1400})
        publish(self.desktop, self.user.address(), TOPIC, payload)

    def window(self):
        return next((window for window in self.program.windows() if window.name == 'Plot'), None)

    def plot(self):
        return next(control for control in self.window().walk()
                    if control.role in ('image', 'icon') and control.description and control.shown)

    def wait_tells(self, text):
        wait_for(lambda: any(text in control.description for control in (self.window() or self.program).walk()
                             if control.shown), f'“{text}” in the description of a plot')

    def choose_topic(self, topic):
        row = wait_for(lambda: next((control for control in self.program.walk()
                                     if control.role == 'list item' and control.name.startswith(f'{topic}: ')), None),
                       f'the row of {topic}')
        self.program.point(row)

    def topics_page(self):
        with self.steps.step('The Topics page: one topic, then another, the lines of the first kept'):
            publish(self.desktop, self.user.address(), 'plant/load', '7')
            self.program.click('Topics')
            self.choose_topic(TOPIC)
            self.program.click('Plot')
            self.wait_tells('motor.speed: 1,420 now, least 1,380, greatest 1,502, 3 samples over ')
            self.program.toggle('Keep lines', True)
            self.choose_topic('plant/load')
            self.wait_tells('plant/motor: motor.speed: 1,420 now')
            self.wait_tells('plant/load: 7, one sample')
            self.program.toggle('Keep lines', False)
            self.program.click('Messages')

    def plot_from_tree(self):
        tree = 'JSON tree of the selected message'
        with self.steps.step('Plot this value, of a leaf of the tree', vital=True):
            self.user.select_row('1420')
            self.program.find('Tree').act('click', 'toggle')
            leaf = wait_for(lambda: next((row for row in self.program.find(tree).children()
                                          if row.name == 'speed: 1420'), None), 'the number in the tree')
            self.program.press(leaf, 'Menu')
            self.program.click('Plot this value')
            wait_for(self.window, 'the window of the plot')
            self.wait_tells('motor.speed: 1,420 now, least 1,380, greatest 1,502, 3 samples over ')

    def go_on(self):
        with self.steps.step('What comes goes on the line'):
            self.send(1600)
            self.wait_tells('motor.speed: 1,600 now, least 1,380, greatest 1,600, 4 samples over ')

    def choose_another(self):
        with self.steps.step('Another value of the payload, and the legend'):
            self.program.click('Values', within=self.window())
            wait_for(lambda: self.program.has('motor.speed', 'check box'), 'the values to choose from')
            expect(self.program.find('motor.speed', 'check box').checked, 'the plotted value is not ticked')
            self.desktop.press('Tab', 'Tab', 'space', 'Escape')
            self.wait_tells('on: 1 now, least 0, greatest 1, 4 samples over ')
            self.program.toggle('motor.speed', False, within=self.window())
            wait_for(lambda: 'motor.speed' not in self.plot().description, 'the line to go')
            self.program.toggle('motor.speed', True, within=self.window())
            self.wait_tells('motor.speed: 1,600 now')

    def choose_scale(self, choice):
        self.program.click('Scale', within=self.window())
        self.program.click(choice)

    def scales(self):
        own = 'Each line has a scale of its own.'
        with self.steps.step('A scale of its own for what would be flat beside the other'):
            self.wait_tells(own)
            line = self.program.find('motor.speed', within=self.window())
            wait_for(lambda: line.description == '1,380 – 1,600', 'the values of the line in the legend')
            self.choose_scale('Shared')
            wait_for(lambda: own not in self.plot().description, 'one scale for both lines')
            self.choose_scale('Each its own')
            self.wait_tells(own)
            self.choose_scale('Automatic')
            self.wait_tells(own)

    def keys(self):
        with self.steps.step('Zoomed, moved and pointed at by keys'):
            self.program.point(self.plot())
            self.desktop.press('Left')
            follow = self.program.find('Follow', within=self.window())
            wait_for(lambda: not follow.checked, 'Follow to end')
            self.desktop.press('shift+Left')
            wait_for(lambda: 'motor.speed 1,600, on 1' in self.plot().description, 'the values pointed at')
            self.desktop.press('Escape', 'End')
            wait_for(lambda: follow.checked, 'Follow to begin')

    def save(self, what, path):
        self.program.click('Save plot', within=self.window())
        self.program.click(what)
        self.program.answer_dialog('Save plot', path, 'ctrl+a')
        wait_for(path.exists, 'the file')
        wait_for(lambda: any(control.name == f'Saved as {path.name}' for control in self.window().walk()), 'the toast')

    def save_values(self):
        path = self.desktop.path('home') / 'values.csv'
        with self.steps.step('Saved as CSV'):
            self.save('Save values as CSV…', path)
            with path.open(encoding='utf-8', newline='') as file:
                rows = list(csv.DictReader(file))
            expect_equal([(row['motor.speed'], row['on']) for row in rows],
                         [('1380', '0'), ('1502', '1'), ('1420', '1'), ('1600', '1')], 'rows')

    def save_picture(self):
        with self.steps.step('Saved as PNG and SVG'):
            path = self.desktop.path('home') / 'plot.png'
            self.save('Save as PNG…', path)
            expect(path.read_bytes().startswith(b'\x89PNG'), 'no PNG')
            path = self.desktop.path('home') / 'plot.svg'
            self.save('Save as SVG…', path)
            expect('<svg' in path.read_text(encoding='utf-8'), 'no SVG')


if __name__ == '__main__':
    sys.exit(play(Plots, __doc__))
