"""An IPython shell without a kernel around it: a cell's source goes in, its outputs come out."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.interactiveshell import InteractiveShell
from traitlets.config import Config

from .compiler import Compiler
from .streams import Captured, Streams
from .tracebacks import highlight_ahead, keep_highlighting, without_ours
from .warming import FAILING

if TYPE_CHECKING:
    from collections.abc import Callable, Collection
    from types import TracebackType

    from .outputs import Output

__all__ = ["Shell"]


class _Displayed(DisplayPublisher):
    """Keeps what `display` shows."""

    streams: ClassVar[Streams]

    def publish(
        self,
        data: dict[str, Any],
        metadata: dict[str, Any] | None = None,
        source: object = None,  # noqa: ARG002  # IPython's signature
        *,
        transient: dict[str, Any] | None = None,  # noqa: ARG002
        update: bool = False,  # noqa: ARG002
        **_: Any,
    ) -> None:
        self.streams.outputs.append({"output_type": "display_data", "data": data, "metadata": metadata or {}})

    def clear_output(self, wait: bool = False) -> None:  # noqa: ARG002
        self.streams.outputs.clear()


class _Result(DisplayHook):
    """Keeps what a cell's last line gives."""

    streams: ClassVar[Streams]
    is_opaque: ClassVar[Callable[[object], bool] | None] = None

    def quiet(self) -> bool:
        # To see whether the last sign is a semicolon IPython reads all of a cell again.
        cells = self.shell.history_manager.input_hist_parsed
        silent: bool = bool(cells) and ";" in cells[-1] and super().quiet()  # type: ignore[no-untyped-call]  # IPython: untyped
        return silent

    def compute_format_data(self, result: object) -> tuple[dict[str, Any], dict[str, Any]]:
        # How it shows itself would be its own to say, and what a test's last line shows may be points.
        is_opaque = type(self).is_opaque
        if is_opaque is not None and is_opaque(result):
            return {"text/plain": "an object in the student's process"}, {}
        found: tuple[dict[str, Any], dict[str, Any]] = super().compute_format_data(result)  # type: ignore[no-untyped-call]  # IPython: untyped
        return found

    def write_output_prompt(self) -> None:
        """Write none: it is the front end's."""

    def write_format_data(self, format_dict: dict[str, Any], md_dict: dict[str, Any] | None = None) -> None:
        self.streams.outputs.append(
            {
                "output_type": "execute_result",
                "data": format_dict,
                "metadata": md_dict or {},
                "execution_count": self.prompt_count,
            }
        )

    def finish_displayhook(self) -> None:
        """Print nothing after it."""


class _Cells(InteractiveShell):
    """IPython with its outputs kept."""

    streams: ClassVar[Streams]

    def init_history(self) -> None:
        self.config.HistoryManager.enabled = False
        super().init_history()  # type: ignore[no-untyped-call]  # IPython leaves it untyped

    def transform_cell(self, raw_cell: str) -> str:
        self.compile.shares = not self.ast_transformers
        python = raw_cell if raw_cell.endswith("\n") else f"{raw_cell}\n"
        if self._is_python(raw_cell, python):
            return python
        transformed: str = super().transform_cell(raw_cell)  # type: ignore[no-untyped-call]  # IPython's has no types
        return transformed

    def _is_python(self, raw_cell: str, python: str) -> bool:
        """Return whether a cell has no magics to look for, which takes ten times as long as parsing it.

        A single line may be a magic without its sign; what begins with a space or a prompt, IPython cuts off.
        """
        if "\n" not in raw_cell.strip() or raw_cell[0].isspace() or raw_cell.startswith("In ["):
            return False
        try:
            self.compile.parsed(python)
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            return False
        return True

    def should_run_async(self, raw_cell: str, **known: Any) -> bool:
        # Others wait for nothing; to find that out IPython compiles them.
        text = known.get("transformed_cell") or raw_cell
        if "await" not in text and "async" not in text:
            return False
        found: bool = super().should_run_async(raw_cell, **known)
        return found

    def _get_exc_info(self, exc_tuple: Any = None) -> tuple[type[BaseException], BaseException, TracebackType | None]:
        kind, error, trace = super()._get_exc_info(exc_tuple)  # type: ignore[no-untyped-call]  # IPython leaves it untyped
        return kind, error, without_ours(trace)

    def _format_exception_for_storage(self, *_: Any, **__: Any) -> list[str]:
        return []  # there is no history, and formatting takes as long as it does for the cell

    def _showtraceback(self, etype: type[BaseException], evalue: BaseException, stb: list[str]) -> None:
        self.streams.outputs.append(_error(etype, evalue, stb))


class Shell:
    r"""The one shell of a process, made before it is forked.

    >>> shell = Shell()
    >>> shell.run("print('a'); 1 + 1")[0]
    {'output_type': 'stream', 'name': 'stdout', 'text': 'a\\n'}

    Cells may use magics, `!commands`, top-level await and `display`. There is no kernel: no
    widgets' traffic and no `input`.
    """

    def __init__(self) -> None:
        _Result.is_opaque = None
        self.streams = _Displayed.streams = _Result.streams = _Cells.streams = Streams()
        self._shell = _Cells.instance(
            config=Config({"HistoryManager": {"enabled": False}, "InteractiveShell": {"colors": "neutral"}}),
            compiler_class=Compiler,
            display_pub_class=_Displayed,
            displayhook_class=_Result,
        )

    @property
    def names(self) -> dict[str, Any]:
        """The cells' global names."""
        names: dict[str, Any] = self._shell.user_ns
        return names

    def capture(self) -> Captured:
        """Return a context in which what is printed goes to `streams`."""
        return Captured(self.streams)

    def run(self, source: str, number: int | None = None) -> list[Output]:
        """Run a cell, by the number that it has in the notebook, and return its outputs; an exception is one too."""
        self.streams.take()
        if number is not None:
            self._shell.execution_count = number
            history = self._shell.history_manager
            for cells in (history.input_hist_parsed, history.input_hist_raw):
                cells.extend([""] * (number - len(cells)))  # for cells that were run elsewhere
        failure: BaseException | None = None
        with self.capture():
            try:
                result = self._shell.run_cell(source, store_history=True)
            except Exception as error:  # noqa: BLE001  # an exception that can't be shown
                failure = error
            else:
                failure = result.error_in_exec if result.error_before_exec is None else result.error_before_exec
        outputs = self.streams.take()
        if failure is not None and not any(one["output_type"] == "error" for one in outputs):
            # IPython prints what it can't format, groups of exceptions among it; to a test, prints are no failure.
            outputs.append(_error(type(failure), failure, [f"{type(failure).__name__}: {_text(failure)}"]))
        return outputs

    def read_ahead(self, source: str) -> None:
        """Read a cell that this process's forks will run, and may fail in."""
        self._shell.compile.read_ahead(source)
        highlight_ahead(source)

    def never_asks(self, opaque: Callable[[object], bool]) -> None:
        """Never ask results that are `opaque` how they look."""
        _Result.is_opaque = staticmethod(opaque)

    def warm(self) -> None:
        """Do once what IPython puts off until it is first needed: the parser, results, tracebacks."""
        keep_highlighting()
        self.run("import asyncio\n0.5")
        self.run("def f():\n    1 / 0\nf()")
        self._shell.reset(new_session=True)

    def warm_loop(self) -> None:
        """Do the same with top-level await; its loop has descriptors, which two sides must not have in common."""
        self.run("import asyncio\nawait asyncio.sleep(0)")
        self._shell.reset(new_session=True)

    def move_in(self) -> None:
        """Take on the home of this process's environment, which was another when the shell was made."""
        home = Path.home()
        self._shell.home_dir = str(home)
        self._shell.ipython_dir = str(home / ".ipython")
        self._shell.db.root = home / ".ipython" / "profile_default" / "db"

    def fail_in(self, modules: Collection[str]) -> None:
        """Read once what tracebacks through those of `FAILING` show, where the hand-in has imported them."""
        for name in modules:
            if name in FAILING and name.partition(".")[0] in sys.modules:
                self.run(FAILING[name])
        self._shell.reset(new_session=True)


def _error(kind: type[BaseException], error: BaseException, lines: list[str]) -> Output:
    return {"output_type": "error", "ename": kind.__name__, "evalue": _text(error), "traceback": lines}


def _text(error: BaseException) -> str:
    try:
        return str(error)
    except Exception as another:  # noqa: BLE001  # an exception of the student's may fail at anything
        return f"its text can't be shown: {type(another).__name__}"
