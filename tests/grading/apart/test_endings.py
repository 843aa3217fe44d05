"""Processes that end, hang, and stream without end."""

import os
import signal
import time

import pytest
from underhood_grading.apart import StudentGoneError, StudentTimeError


def test_a_process_that_ends_is_gone(book):
    with pytest.raises(StudentGoneError, match="has ended"):
        book.leave("now")
    assert book.peer.gone
    with pytest.raises(StudentGoneError):
        book.echo(1)


def test_a_call_past_its_deadline_is_over_and_can_be_settled(book):
    book.peer.deadline = time.monotonic() + 0.1
    with pytest.raises(StudentTimeError):
        book.hang()
    with pytest.raises(StudentTimeError):
        book.echo(1)
    os.kill(book.pid, signal.SIGINT)
    assert book.peer.settle(5)
    book.peer.deadline = time.monotonic() + 5
    assert book.echo(1) == 1
    assert list(book.count(2)) == [0, 1]  # a class that is told anew

    def inside():
        book.peer.deadline = time.monotonic() + 0.1
        return book.hang()

    with pytest.raises(StudentTimeError):
        book.outer(inside)
    os.kill(book.pid, signal.SIGINT)
    assert book.peer.settle(5)
    book.peer.deadline = time.monotonic() + 5
    assert book.echo(2) == 2


def test_after_an_alarm_a_late_answer_is_not_taken_for_the_next(book):
    class AlarmError(BaseException):
        pass

    def ring(number, frame):
        raise AlarmError

    before = signal.signal(signal.SIGALRM, ring)
    try:
        signal.setitimer(signal.ITIMER_REAL, 0.1)
        with pytest.raises(AlarmError):
            book.hang()
    finally:
        signal.signal(signal.SIGALRM, before)
    with pytest.raises(StudentTimeError):
        book.echo(1)
    os.kill(book.pid, signal.SIGINT)
    assert book.peer.settle(5)
    assert book.echo(1) == 1


def test_a_process_that_does_not_stop_is_given_up(book):
    book.peer.deadline = time.monotonic() + 0.1
    with pytest.raises(StudentTimeError):
        book.hang()
    assert not book.peer.settle(0.1)
    assert book.peer.gone


def test_an_endless_stream_ends_at_the_deadline_and_at_the_allowance(book):
    book.peer.deadline = time.monotonic() + 0.2
    with pytest.raises(StudentTimeError):
        list(book.forever())
    assert book.peer.settle(2)
    book.peer.deadline = time.monotonic() + 5
    book.peer.allowance = 10_000
    with pytest.raises(StudentGoneError, match="more than may come"):
        list(book.forever())


def test_objects_are_forgotten_when_their_standins_are(book):
    import gc
    import weakref

    first = book.count(1)
    here = weakref.ref(first)
    assert book.echo(first) is first
    del first
    gc.collect()
    assert here() is None
    assert list(book.echo(book.count(2))) == [0, 1]
