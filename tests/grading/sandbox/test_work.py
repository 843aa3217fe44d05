"""What students' code does all day works in the sandbox."""

from __future__ import annotations

import pytest


def test_processes_threads_files_and_programs(kept) -> None:
    code = """
import asyncio, ctypes, multiprocessing, os, sqlite3, subprocess, tempfile
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing import shared_memory
import numpy as np
fork = multiprocessing.get_context('fork')
def square(x): return x * x
with fork.Pool(2) as pool:
    print(pool.map(square, range(4)))
with ProcessPoolExecutor(2, mp_context=fork) as pool:
    print(list(pool.map(square, range(4))))
with ThreadPoolExecutor(8) as pool:
    print(sum(pool.map(square, range(100))))
counter = fork.Value('i', 0)
def count():
    with counter.get_lock():
        counter.value += 1
processes = [fork.Process(target=count) for _ in range(3)]
for process in processes: process.start()
for process in processes: process.join()
print(counter.value)
block = shared_memory.SharedMemory(create=True, size=80)
np.ndarray(10, buffer=block.buf)[:] = 1
block.close(); block.unlink()
with tempfile.TemporaryDirectory() as folder:
    sqlite3.connect(f'{folder}/a.db').execute('create table t (x)')
print(subprocess.run(['echo', 'hello'], capture_output=True, text=True).stdout, end='')
async def main():
    process = await asyncio.create_subprocess_shell('echo async', stdout=-1)
    print((await process.communicate())[0].decode(), end='')
asyncio.run(main())
print((np.ones((200, 200)) @ np.ones((200, 200))).sum())
"""
    ending, said = kept(code)
    assert said.splitlines() == ["[0, 1, 4, 9]", "[0, 1, 4, 9]", "328350", "3", "hello", "async", "8000000.0"]
    assert (ending.ended, ending.status) == ("exit", 0)


def test_compiled_loops(kept) -> None:
    code = """
import numba, numpy as np
@numba.njit(parallel=True)
def add_up(values):
    total = 0.0
    for i in numba.prange(values.size):
        total += values[i]
    return total
print(add_up(np.ones(1000)))
"""
    assert kept(code)[1] == "1000.0\n"


def test_the_gpu(kept) -> None:
    from underhood_kernels import gpu

    if gpu.why_unavailable():
        pytest.skip("no adapter")
    code = """
from underhood_kernels import registry
family = registry['convolution']
inputs = family.example(1021, seed=1)
print(bool(family.compare(family.variants['wgpu-shared'](*inputs), *inputs)))
"""
    assert kept(code)[1].splitlines()[-1] == "True"


def test_a_shell_s_commands(kept) -> None:
    code = """
from IPython.core.interactiveshell import InteractiveShell
shell = InteractiveShell.instance()
shell.run_cell("!echo from a shell")
"""
    assert "from a shell" in kept(code)[1]


def test_an_answer_to_wanting_the_internet_that_one_can_read(kept) -> None:
    assert "Network is unreachable" in kept("import socket; socket.create_connection(('192.0.2.1', 80))")[1]
