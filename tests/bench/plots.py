# plots.py: P1, a plot of a million samples
#
# SPDX-License-Identifier: GPL-3.0-or-later
"""Of bench-plot, which has no window: what a frame draws, and how long the samples take to be read
from the log, with the longest turn of the main loop meanwhile."""

import json

from lab import SECONDS


def measure_plots(lab):
    path = lab.desktop.path('bench-plot.json')
    with path.open('wb') as file:
        lab.desktop.start([lab.program('bench-plot'), '--json', lab.options.count], stdout=file).wait(SECONDS)
    return json.loads(path.read_text(encoding='utf-8'))
