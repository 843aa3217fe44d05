"""Messages whole, bounded and in time, whatever comes on the socket."""

import contextlib
import socket
import threading
import time

import msgpack
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from underhood_grading.apart import BadMessageError, Channel, ChannelClosedError, ChannelError, ChannelTimeoutError
from underhood_grading.apart.channel import Buffer


def soon():
    return time.monotonic() + 2


@pytest.fixture
def pair():
    here, there = socket.socketpair()
    with here, there:
        yield here, there


def receive(data, **bounds):
    """Return the message that a channel makes of these bytes, or raise."""
    here, there = socket.socketpair()

    def send():
        with contextlib.suppress(OSError), there:
            there.sendall(data)

    sender = threading.Thread(target=send)
    sender.start()
    try:
        with here:
            return Channel(here, **bounds).receive(soon())
    finally:
        sender.join()


def test_messages_arrive_whole_and_in_order(pair):
    here, there = map(Channel, pair)
    messages = [{"op": "a", "list": [1, -2.5, None, True, b"x"]}, {"text": "é\ud800"}, {"deep": {"a": {"b": []}}}]
    for message in messages:
        here.send(message)
    assert [there.receive(soon()) for _ in messages] == messages


def test_buffers_travel_beside_a_message(pair):
    here, there = map(Channel, pair)
    sizes = [0, 1, 5000, 65_536, 3_000_000]
    sent = [np.arange(size, dtype=np.uint8) for size in sizes]
    sender = threading.Thread(target=here.send, args=({"all": [Buffer(one) for one in sent], "after": 1},))
    sender.start()
    found = there.receive(soon())
    sender.join()
    assert found["after"] == 1
    for one, other in zip(found["all"], sent, strict=True):
        assert np.array_equal(one, other)
        assert one.flags.writeable
    here.send({"next": 1})
    assert there.receive(soon()) == {"next": 1}


def test_what_had_come_before_a_timeout_is_kept(pair, frame):
    data = frame({"op": "late", "data": b"x" * 100_000}) + frame({"op": "next"})
    channel = Channel(pair[0])
    for at in range(0, len(data), 30_001):
        with pytest.raises(ChannelTimeoutError):
            channel.receive(time.monotonic() + 0.01)
        pair[1].sendall(data[at : at + 30_001])
    assert channel.receive(soon())["op"] == "late"
    assert channel.receive(soon()) == {"op": "next"}


def test_a_message_in_drops_is_over_at_the_deadline(pair, frame):
    data = frame({"op": "slow"})
    stop = threading.Event()

    def drip():
        for byte in data * 50:
            if stop.wait(0.005):
                return
            pair[1].sendall(bytes([byte]))

    pair[1].sendall((1 << 20).to_bytes(4, "little") + bytes(4))
    sender = threading.Thread(target=drip)
    sender.start()
    with pytest.raises(ChannelTimeoutError):
        Channel(pair[0]).receive(time.monotonic() + 0.1)
    stop.set()
    sender.join()


def test_sending_to_one_who_does_not_read_is_over_at_the_deadline(pair):
    with pytest.raises(ChannelTimeoutError):
        Channel(pair[0]).send({"data": Buffer(bytes(10_000_000))}, time.monotonic() + 0.1)


def test_a_closed_channel_says_so(pair):
    channel = Channel(pair[0])
    pair[1].close()
    with pytest.raises(ChannelClosedError):
        channel.receive(soon())
    with pytest.raises(ChannelClosedError):
        channel.send({"data": Buffer(bytes(1_000_000))}, soon())
    channel.close()
    with pytest.raises(ChannelClosedError):
        channel.receive(soon())


@pytest.mark.parametrize("message", [{"a": object()}, {"a": {1, 2}}, {"a": 1 << 64}, {"a": (1, 2)}, {"a": np.zeros(2)}])
def test_only_plain_messages_are_sent(pair, message):
    with pytest.raises(BadMessageError):
        Channel(pair[0]).send(message, soon())


def test_what_is_too_large_is_neither_sent_nor_received(pair, frame):
    with pytest.raises(BadMessageError):
        Channel(pair[0], most=1000).send({"data": Buffer(bytes(2000))})
    with pytest.raises(BadMessageError):
        receive(frame({"data": bytes(2000)}), most_body=1000)
    with pytest.raises(BadMessageError):
        receive(frame({"a": msgpack.ExtType(1, bytes(4))}, bytes(2000)), most=1000)


HUGE = (1 << 63).to_bytes(8, "little")
HOSTILE = {
    "nothing": b"",
    "half a header": b"\x01\x00",
    "a body of 4 GB": b"\xff\xff\xff\xff" + bytes(4),
    "4 billion buffers": bytes(4) + b"\xff\xff\xff\xff",
    "a buffer of 8 exabytes": b"\x01\x00\x00\x00\x01\x00\x00\x00" + HUGE + b"\x80",
    "buffers that add up": b"\x01\x00\x00\x00\x02\x00\x00\x00" + HUGE * 2 + b"\x80",
    "a list of 4 billion": b"\x05\x00\x00\x00" + bytes(4) + b"\xdd\xff\xff\xff\xff",
    "a dict of 4 billion": b"\x05\x00\x00\x00" + bytes(4) + b"\xdf\xff\xff\xff\xff",
    "text of 4 GB": b"\x05\x00\x00\x00" + bytes(4) + b"\xdb\xff\xff\xff\xff",
    "a body too short": b"\x05\x00\x00\x00" + bytes(4) + b"\x80",
    "an empty body": bytes(8),
}


@pytest.mark.parametrize("data", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_frames_are_refused_at_once(data):
    start = time.monotonic()
    with pytest.raises(ChannelError):
        receive(data)
    assert time.monotonic() - start < 1.5


@pytest.mark.parametrize(
    "body",
    [
        [1, 2],
        b"\xc1",
        b"\x91" * 100_000 + b"\xc0",
        b"\xdc\xff\xff" + b"\x90" * 0xFFFF,
        {"a": msgpack.ExtType(1, bytes(4))},
        {"a": msgpack.ExtType(1, b"")},
        {"a": msgpack.ExtType(2, bytes(4))},
        {1: 2},
        b"\x81\xa1a\xa1\xff",
        b"\x80\x80",
    ],
    ids=["a list", "no msgpack", "deep", "a list", "no buffer", "no number", "a kind", "a key", "no UTF-8", "two"],
)
def test_bodies_that_are_no_messages_are_refused(frame, body):
    with pytest.raises(ChannelError):
        receive(frame(body))


def test_a_million_empty_lists_are_refused_before_they_fill_the_memory(frame):
    body = b"\x81\xa1a\xdd" + (1_200_000).to_bytes(4, "big") + b"\x90" * 1_200_000
    with pytest.raises(BadMessageError, match="containers"):
        receive(frame(body))


def test_after_a_bad_message_a_channel_is_of_no_more_use(pair, frame):
    channel = Channel(pair[0])
    pair[1].sendall(frame([1]) + frame({"op": "good"}))
    for _ in range(2):
        with pytest.raises(BadMessageError):
            channel.receive(soon())


@given(st.binary(max_size=200), st.integers(0, 3), st.binary(max_size=40))
@settings(max_examples=300, deadline=None)
def test_any_bytes_are_a_message_or_refused(body, buffers, rest):
    head = len(body).to_bytes(4, "little") + buffers.to_bytes(4, "little") + b"\x02\0\0\0\0\0\0\0" * buffers
    for data in (body, head + body + rest):
        with contextlib.suppress(ChannelError):
            assert type(receive(data)) is dict
