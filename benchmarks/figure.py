"""A measured figure and what it should be."""

from __future__ import annotations

from attrs import frozen


@frozen
class Figure:
    """One line of the report. `must` and `aim` bound the value: from above, or from below where `at_least`.

    `unit` is `x` for a ratio, `s` for CPU seconds and `kB` for memory; `detail` says in words what lies behind the value.
    """

    row: str
    what: str
    value: float
    must: float
    aim: float
    unit: str = "x"
    at_least: bool = False
    detail: str = ""

    def meets(self, bound: float) -> bool:
        """Whether the value is on the right side of a bound."""
        return self.value >= bound if self.at_least else self.value <= bound

    def told(self, value: float) -> str:
        """A value as people read it: three digits, with its unit."""
        digits = 0 if value >= 100 else 1 if value >= 10 else 2
        return f"{value:.{digits}f}{'x' if self.unit == 'x' else f' {self.unit}'}"
