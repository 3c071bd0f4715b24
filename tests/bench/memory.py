# memory.py: W3, what a kept message costs beyond its payload
#
# SPDX-License-Identifier: GPL-3.0-or-later

from lab import RawSender, ThroughBroker, uri
from stream import PAYLOAD_SIZE, make_burst, publish_burst, publish_paced

PACED_PER_SECOND = 1_000
FULL_COUNT = 10_000_000
BUDGET_MIB, FULL_BUDGET_MIB = 1024, 4096
# Rows and buffers are made for the first messages, and the ring of packets fills: the growth from
# there on counts.
WARM_UP = 150_000


def grow(window, first, count, send):
    """Bytes a message beyond its payload, of those that send() sends."""
    before = window.memory('Anonymous')
    send()
    window.wait_distinct(first + count)
    return (window.memory('Anonymous') - before) / count - PAYLOAD_SIZE


def measure_after_warm_up(lab, count, publish):
    """Through a broker; publish(port, burst)."""
    warm_up, burst = make_burst(WARM_UP), make_burst(count, WARM_UP)
    with lab.source(ThroughBroker, None) as source, lab.window(uri(source.port)) as window:
        window.wait_usable()
        source.wait_subscribed()
        publish_burst(source.port, warm_up)
        window.wait_distinct(WARM_UP)
        window.wait_rest()
        return grow(window, WARM_UP, count, lambda: publish(source.port, burst))


def measure_full(lab):
    lab.set_budget(FULL_BUDGET_MIB)
    with lab.source(RawSender, lab.program('sonde-flood'), FULL_COUNT) as source, lab.window(uri(source.port)) as window:
        window.wait_usable()
        per_message = grow(window, 0, FULL_COUNT, source.begin)
        last = window.lines[-1]
    lab.set_budget(BUDGET_MIB)
    return {'full_bytes_per_message': per_message, 'full_lost': FULL_COUNT - last['distinct'],
            'full_discarded': last['discarded']}


def measure_memory(lab):
    n_paced = PACED_PER_SECOND * lab.options.paced
    result = {
        'bytes_per_message': measure_after_warm_up(lab, lab.options.count, publish_burst),
        'paced_bytes_per_message': measure_after_warm_up(
            lab, n_paced, lambda port, burst: publish_paced(port, burst, n_paced, PACED_PER_SECOND)),
    }
    return result | (measure_full(lab) if lab.options.full else {})
