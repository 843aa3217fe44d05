"""Runs the shader as it is and rewritten, and reads the log."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from underhood_kernels import gpu
from underhood_kernels.gpu import wgsl
from underhood_kernels.gpu.buffers import as_array, padded_size
from underhood_kernels.trace.assemble import Traced, rewrite
from underhood_kernels.trace.entries import only
from underhood_kernels.trace.errors import TraceError, TraceLimitError
from underhood_kernels.trace.probes import FIXED_WORDS, HEADER_WORDS, LEVEL_SHIFT

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

MOST_LOG_BYTES = 128 << 20  # a log takes several times its size to analyse
FIRST_RECORDS = 1 << 16
ATTEMPTS = 4  # a kernel that races may make a few more accesses at each run

Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Log:
    """All accesses of a run, by thread and in each thread's order."""

    site: Ints
    level: Ints  # which index was out of bounds, counted from 1; 0 if none
    thread: Ints
    place: Ints  # bytes from the variable's start; the index itself where it is out of bounds
    barriers: Ints  # that order the access's address space, passed before it
    loops: Ints  # a row for each access: iterations of the loops around it, outermost first
    step: Ints  # the access's number in its thread, from 0


@dataclass(frozen=True)
class Traces:
    """What a traced run gave."""

    traced: Traced
    log: Log
    outputs: dict[str, NDArray[Any]]
    untraced: dict[str, NDArray[Any]]


def run_traced(
    source: str,
    buffers: Mapping[str, Any],
    work_groups: int | Sequence[int],
    *,
    entry: str,
    constants: Mapping[str, float],
) -> Traces:
    """Run the shader, first untouched, so that errors in it are reported in its own lines, and then traced."""
    source, buffers = only(source, entry, buffers)
    untraced = gpu.run(source, buffers, work_groups, entry=entry, constants=constants)
    sizes = {
        b.name: padded_size(as_array(b, buffers[b.name], "trace").nbytes, b.alignment)
        for b in wgsl.bindings(source)
        if b.space == "storage"
    }
    traced = rewrite(source, entry, constants, sizes)
    if not traced.sites:  # a log that nothing writes to would be a binding too many
        nothing = np.zeros(HEADER_WORDS, np.uint32)
        same = dict(untraced.buffers)
        return Traces(traced, _read(nothing, 0, traced.record_words), same, same)
    records = FIRST_RECORDS
    for _ in range(ATTEMPTS):
        words = HEADER_WORDS + records * traced.record_words
        _check_limit(words * 4, records)
        given = {**buffers, traced.log: gpu.empty(words, np.uint32)}
        outputs = dict(gpu.run(traced.source, given, work_groups, entry=entry, constants=constants).buffers)
        words_read = outputs.pop(traced.log)
        count, wrapped = int(words_read[0]), int(words_read[1])
        if wrapped:
            raise TraceLimitError("trace: more than 4,294,967,295 accesses: trace a smaller input")
        if count <= records:
            return Traces(traced, _read(words_read, count, traced.record_words), outputs, dict(untraced.buffers))
        records = count if records == FIRST_RECORDS else count + count // 4
    raise TraceError(
        0, "the kernel makes more accesses at each run: it depends on what other threads do; run it smaller"
    )


def _check_limit(nbytes: int, records: int) -> None:
    limits = gpu.device().limits
    for name in ("max-storage-buffer-binding-size", "max-buffer-size"):
        if nbytes > limits[name]:
            raise TraceLimitError(
                f"trace: {records:,} accesses need a log of {nbytes:,} bytes, but this adapter's {name} is "
                f"{limits[name]:,}: trace a smaller input, the counts grow in a known way"
            )
    if nbytes > MOST_LOG_BYTES:
        raise TraceLimitError(
            f"trace: {records:,} accesses need a log of {nbytes:,} bytes; the limit MOST_LOG_BYTES is "
            f"{MOST_LOG_BYTES:,}: trace a smaller input, the counts grow in a known way"
        )


def _read(words: NDArray[Any], count: int, record_words: int) -> Log:
    records = words[HEADER_WORDS : HEADER_WORDS + count * record_words].reshape(count, record_words)
    # Threads append to one log, each in its own order, so a stable sort by thread restores every thread's steps.
    records = records[np.argsort(records[:, 1], kind="stable")].astype(np.int64)
    threads = records[:, 1]
    starts = np.flatnonzero(np.diff(threads, prepend=-1))
    step = np.arange(count) - np.repeat(starts, np.diff(starts, append=count))
    return Log(
        site=records[:, 0] & ((1 << LEVEL_SHIFT) - 1),
        level=records[:, 0] >> LEVEL_SHIFT,
        thread=threads,
        place=records[:, 2],
        barriers=records[:, 3],
        loops=records[:, FIXED_WORDS:],
        step=step,
    )
