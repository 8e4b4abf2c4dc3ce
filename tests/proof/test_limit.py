"""Limits of processor time hold in every thread, inside each other, and beside other work."""

import threading
import time
from contextlib import suppress

import pytest

from symspline.proof import limit
from symspline.proof.limit import OutOfTime, ran_out, within


def work(seconds):
    end = time.thread_time() + seconds
    while time.thread_time() < end:
        pass
    return "done"


def stopped_after(seconds):
    begin = time.thread_time()
    with pytest.raises(OutOfTime, match="processor time"):
        within(seconds, lambda: work(30))
    return time.thread_time() - begin


def test_work_within_the_limit_is_returned():
    assert within(5, lambda: work(0.01)) == "done"


def test_the_limit_holds_in_the_main_thread():
    assert 0.1 <= stopped_after(0.1) < 5


def test_the_limit_holds_in_other_threads_at_once():
    spent = []
    threads = [threading.Thread(target=lambda: spent.append(stopped_after(0.1))) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(spent) == 3 and all(0.1 <= s < 5 for s in spent)


def test_what_others_compute_does_not_count():
    rival = threading.Thread(target=work, args=(0.6,))
    rival.start()
    assert within(0.3, lambda: work(0.15)) == "done"
    rival.join()


def test_an_outer_limit_is_not_kept_by_an_inner_one():
    rounds = []

    def forever():
        while True:
            try:
                within(0.02, lambda: work(1))
            except OutOfTime:
                rounds.append(1)

    with pytest.raises(OutOfTime):
        within(0.2, forever)
    assert rounds


def test_no_except_on_the_way_keeps_the_stop():
    def stubborn():
        while True:
            with suppress(Exception):
                work(1)

    with pytest.raises(OutOfTime):
        within(0.05, stubborn)


def test_a_stop_that_was_dropped_comes_again():
    def deaf():
        with suppress(BaseException):
            work(30)
        return work(30)

    begin = time.thread_time()
    with pytest.raises(OutOfTime):
        within(0.1, deaf)
    assert time.thread_time() - begin < 20


def test_an_error_of_the_work_passes_and_nothing_is_left_behind():
    with pytest.raises(ZeroDivisionError):
        within(0.05, lambda: 1 / 0)
    assert work(0.2) == "done"


def test_limits_that_ran_out_are_counted_for_their_thread():
    before = ran_out()
    stopped_after(0.02)
    assert ran_out() == before + 1


def test_a_stop_taken_back_leaves_the_outer_limit_in_force():
    outer, inner = limit._Limit(60), limit._Limit(60)
    outer.start()
    inner.start()
    outer.fired = inner.fired = True  # both over at once: the stop still to come is that of the outer one
    inner.finish()
    assert not outer.fired  # it is looked at again
    outer.finish()
