"""A template for the tests: enters the sandbox, takes code on a socket, keeps a student's process that runs it."""

from __future__ import annotations

import json
import os
import socket
import sys
import threading
import time

from underhood_grading.sandbox import Ending, Limits, enter, keep, prepare


def main(descriptor: int, *sandbox: int) -> None:
    if sandbox:
        os.set_inheritable(sandbox[-1], False)
        enter(*sandbox)
    prepare()
    # In a fork that numba or a pool looks into, the code is the main module's.
    with socket.socket(fileno=descriptor) as caller:
        for line in caller.makefile("rb"):
            tasks = json.loads(line)
            answers: list[dict] = [{}] * len(tasks)
            started = [start(task) for task in tasks]
            readers = [
                threading.Thread(target=follow, args=(answers, number, *one)) for number, one in enumerate(started)
            ]
            for reader in readers:
                reader.start()
            for reader in readers:
                reader.join()
            while True:
                try:
                    os.wait()
                except ChildProcessError:
                    break
            caller.sendall(json.dumps(answers).encode() + b"\n")


def start(task: dict):
    control, keepers = socket.socketpair()
    reading, writing = os.pipe()
    if os.fork() == 0:
        control.close()
        os.close(reading)

        def run() -> None:
            os.dup2(writing, 1)
            os.dup2(writing, 2)
            os.close(writing)
            exec(compile(task["code"], "cell", "exec"), sys.modules["__main__"].__dict__)
            sys.stdout.flush()

        limits = Limits(**task.get("limits", {}))
        keep(keepers, limits, run, inherited=[writing], confined=task.get("confined", True))
        os._exit(0)
    keepers.close()
    os.close(writing)
    return task, control, reading


def follow(answers: list[dict], number: int, task: dict, control: socket.socket, reading: int) -> None:
    said = b""
    ended: list[Ending] = []

    def talk() -> None:
        for seconds, word in task.get("say", []):
            time.sleep(seconds)
            if word:
                control.sendall(word.encode())
            else:
                control.shutdown(socket.SHUT_WR)
        ended.append(Ending.read(control.makefile("rb").readline()))

    talking = threading.Thread(target=talk)
    talking.start()
    while more := os.read(reading, 1 << 16):  # ends when nobody has the other end any more
        said += more
    gone = time.monotonic()
    talking.join()
    os.close(reading)
    control.close()
    late = time.monotonic() - gone
    answers[number] = {"ending": ended[0].line().decode(), "said": said.decode(errors="replace"), "late": late}


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
