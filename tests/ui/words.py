# words.py: what the window says, in the language that it speaks
#
# SPDX-License-Identifier: GPL-3.0-or-later

import gettext
from pathlib import Path

import controls


class Words:
    """A sentence of the sources in another language; a text that is none of them stays as it is."""

    def __init__(self, build, language='C'):
        self.catalogue = gettext.translation('sonde', Path(build) / 'po', [language], fallback=True)

    def __call__(self, text, *values):
        said = self.catalogue.gettext(text)
        return said % values if values else said

    def plural(self, one, many, number, *values):
        return self.catalogue.ngettext(one, many, number) % values


class TranslatedProgram(controls.Program):
    """Sonde, whose controls are named as in English whatever language it speaks."""

    def __init__(self, words, *arguments, **options):
        self.words = words
        super().__init__(*arguments, **options)

    def walk(self):
        """The newest window first: it is small, and has what one looks for."""
        self.check()
        for window in reversed(self.windows()):
            yield from window.walk()

    def find_all(self, name, role=None, within=None):
        """The first of that name, and no other: a tour asks only where it is."""
        name = self.words(name)

        def fits(control):
            return control.name == name and (control.role == role if role else control.role not in controls.LABELS)
        found = next(filter(fits, within.walk() if within else self.walk()), None)
        return [[found, *filter(fits, found.walk())][-1]] if found else []

    def says(self, text):
        return super().says(self.words(text))

    def choose(self, name, option):
        super().choose(name, self.words(option))

    def ask(self, name, option):
        super().ask(name, self.words(option))
