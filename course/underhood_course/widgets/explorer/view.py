"""The explorer as one sees it: controls above, what is wrong or found in words, and two figures."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any

import ipywidgets as widgets
from underhood_kernels import registry

from underhood_course.widgets.explorer.figures import ResultFigure, TimeFigure
from underhood_course.widgets.explorer.latest import Latest
from underhood_course.widgets.explorer.request import Request, RequestError, make_request
from underhood_course.widgets.explorer.run import Outcome, run
from underhood_course.widgets.explorer.words import adapter_line, summary

if TYPE_CHECKING:
    from underhood_kernels import Family, Variant

# JupyterLab's colours where the page is in JupyterLab, the figures' own grey elsewhere.
STYLE = """<style>
.uh-explorer .js-plotly-plot text { fill: var(--jp-ui-font-color1, #767676) !important; }
.uh-explorer .js-plotly-plot { width: 100%; }
.uh-explorer p { margin: 0 0 6px; line-height: 1.4; }
.uh-explorer-message {
    border-left: 4px solid var(--jp-error-color1, #b00020); padding-left: 8px; white-space: pre-wrap;
}
</style>"""


class Explorer(widgets.VBox):  # type: ignore[misc] # ipywidgets ships no types
    """A family of kernels to be tried: see `explorer`."""

    def __init__(self, family: Family, values: dict[str, int], variant: str | None) -> None:
        self._family = family
        self._result, self._times = ResultFigure(), TimeFigure()
        self._message = widgets.HTML()
        self._found = widgets.HTML()
        self.outcome: Outcome | None = None  # the latest one shown
        self._latest: Latest[Request, Outcome] = Latest(
            lambda request: run(family, request), done=self._show, failed=self._fail
        )
        self._variant = widgets.Dropdown(
            description="variant", options=_options(family), value=variant or _first_available(family)
        )
        self._numbers = {name: _Number(title, default, choices) for name, title, default, choices in _numbers(family)}
        for name, value in values.items():
            self._numbers[name].field.value = value
        controls = widgets.HBox(
            [self._variant, *(number.box for number in self._numbers.values())],
            layout=widgets.Layout(flex_flow="row wrap", align_items="center"),
        )
        figures = widgets.HBox(
            [_resizing(self._result.widget), _resizing(self._times.widget)],
            layout=widgets.Layout(flex_flow="row wrap", width="100%"),
        )
        super().__init__(
            [
                widgets.HTML(STYLE),
                controls,
                widgets.HTML(f"<p>{adapter_line()}</p>"),
                self._message,
                self._found,
                figures,
            ]
        )
        self.add_class("uh-explorer")
        self._variant.observe(self._changed, "value")
        for number in self._numbers.values():
            number.field.observe(self._changed, "value")
        self._changed()

    def settle(self, timeout: float = 60.0) -> bool:
        """Wait until what was asked for is shown; return whether that came true in `timeout` seconds."""
        return self._latest.settle(timeout)

    def close(self) -> None:
        """Stop computing and remove the widget."""
        self._latest.close()
        super().close()

    def _changed(self, _change: Any = None) -> None:
        values = {name: number.field.value for name, number in self._numbers.items()}
        chosen = self._family.variants[self._variant.value]
        for name, number in self._numbers.items():
            number.enable(name in self._family.dimensions or name in chosen.parameters)
        if not chosen.available:
            self._refuse(f"{chosen.name} can't run here: {chosen.reason}")
            return
        try:
            request = make_request(self._family, chosen.name, values)
        except RequestError as error:
            self._refuse(str(error))
            return
        self._message.value = ""
        self._found.value = f'<p role="status">running {escape(request.label)} …</p>'
        self._latest.ask(request)

    def _refuse(self, why: str) -> None:
        self._latest.forget()
        self._found.value = ""
        self._message.value = f'<div role="alert" class="uh-explorer-message">{escape(why)}</div>'

    def _fail(self, error: Exception) -> None:
        self._refuse(str(error) if isinstance(error, RequestError) else f"{type(error).__name__}: {error}")

    def _show(self, outcome: Outcome) -> None:
        self._result.show(outcome)
        self._times.show(outcome)
        self._found.value = f'<p role="status">{summary(outcome)}</p>'
        self.outcome = outcome


def _resizing(figure: Any) -> Any:
    """Return a box that lets a figure share the line, or take one of its own where the page is narrow."""
    figure._config = {"displaylogo": False, "responsive": True}  # noqa: SLF001 - plotly's only way to configure a widget
    return widgets.Box([figure], layout=widgets.Layout(flex="1 1 380px", min_width="300px", overflow="hidden"))


class _Number:
    """A number to be typed, and a slider over the values worth trying."""

    def __init__(self, title: str, default: int, choices: tuple[int, ...]) -> None:
        self._choices = choices
        self.field = widgets.IntText(
            value=default,
            description=title,
            continuous_update=False,
            style={"description_width": "initial"},
            layout=widgets.Layout(width="190px"),
        )
        self.slider = widgets.SelectionSlider(
            options=choices, value=self._nearest(default), readout=False, layout=widgets.Layout(width="130px")
        )
        self.slider.tooltip = title
        self.box = widgets.HBox([self.field, self.slider])
        self._following = False
        self.slider.observe(self._slid, "value")
        self.field.observe(self._typed, "value")

    def enable(self, enabled: bool) -> None:
        """Let the number be changed, or not."""
        self.field.disabled = self.slider.disabled = not enabled

    def _nearest(self, value: int) -> int:
        return min(self._choices, key=lambda choice: abs(choice - value))

    def _slid(self, change: dict[str, Any]) -> None:
        if not self._following:
            self.field.value = change["new"]

    def _typed(self, change: dict[str, Any]) -> None:
        self._following = True  # the slider goes along, but what was typed stays
        self.slider.value = self._nearest(change["new"])
        self._following = False


def _numbers(family: Family) -> list[tuple[str, str, int, tuple[int, ...]]]:
    """Return the family's dimensions, then the parameters that any of its variants has."""
    found = [(name, one.title, one.default, one.choices) for name, one in family.dimensions.items()]
    parameters = {name: one for variant in family.variants.values() for name, one in variant.parameters.items()}
    return found + [(name, one.title, one.default, one.choices) for name, one in parameters.items()]


def _options(family: Family) -> list[tuple[str, str]]:
    return [(name + _mark(variant), name) for name, variant in family.variants.items()]


def _mark(variant: Variant) -> str:
    if not variant.available:
        return " (can't run here)"
    return " (wrong on purpose)" if variant.wrong else ""


def _first_available(family: Family) -> str:
    """Return the first step in WGSL, or where there is no GPU the last of the host's."""
    available = [variant for variant in family.variants.values() if variant.available]
    on_gpu = [variant.name for variant in available if variant.backend == "wgpu"]
    return on_gpu[0] if on_gpu else available[-1].name


def explorer(family: str, *, variant: str | None = None, **values: int) -> Explorer:
    """Return a widget that runs a family's kernels as one moves its sliders.

    >>> explorer("convolution", variant="wgpu-shared", size=4096, taps=63, work_group=256)

    `values` are where its numbers start: the family's dimensions and its variants' parameters by name. Values that
    can't be run are explained in the widget; an unknown family, variant or name raises `KeyError` or `TypeError`.
    """
    chosen = registry[family]
    if variant is not None and variant not in chosen.variants:
        raise KeyError(f"{family} has no variant {variant!r}; there is: {', '.join(chosen.variants)}")
    known = [name for name, *_ in _numbers(chosen)]
    for name, value in values.items():
        if name not in known:
            raise TypeError(f"{family} has no {name!r} to be set; there is: {', '.join(known)}")
        if isinstance(value, bool) or not isinstance(value, int):
            raise TypeError(f"{name} must be a whole number, not {value!r}")
    return Explorer(chosen, values, variant)
