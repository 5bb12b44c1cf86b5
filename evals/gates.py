"""Gates: figures that must not fall. ``gates.toml`` holds them; a run below one makes the command exit with 1."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from evals.cases import read_text
from evals.runs import Run
from index.errors import DataError

Share = Annotated[float, Field(ge=0, le=1)]


class Gate(BaseModel):
    """One demand on one figure. ``group`` is "all", "split:test" or "tag:..."."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    suite: str
    measure: str
    group: str = "all"
    at_least: Share | None = None
    at_most: Share | None = None

    @model_validator(mode="after")
    def _one_bound(self) -> Self:
        if (self.at_least is None) == (self.at_most is None):
            raise ValueError("a gate has exactly one of at_least and at_most")
        return self

    @property
    def text(self) -> str:
        """The demand in words."""
        bound = f"at least {self.at_least:.3f}" if self.at_least is not None else f"at most {self.at_most:.3f}"
        return f"{self.suite} {self.measure} ({self.group}) {bound}"


class GateResult(BaseModel):
    """A gate with what was measured; ``value`` is None where nothing was scored, and then the gate is not passed."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    gate: Gate
    value: float | None
    n: int
    passed: bool

    @property
    def text(self) -> str:
        """The result in words."""
        measured = "not scored" if self.value is None else f"{self.value:.3f} of n={self.n}"
        return f"{self.gate.text}: {measured}"


def shipped_gates() -> Path:
    """The project's own gates."""
    return Path(__file__).with_name("gates.toml")


def load_gates(path: Path | None = None) -> tuple[Gate, ...]:
    """Read gates; the project's own where no file is named.

    Raises:
        DataError: the file is not TOML, or holds something else than gates.
    """
    path = path or shipped_gates()
    try:
        data = tomllib.loads(read_text(path))
        return tuple(Gate.model_validate(one) for one in data.get("gate", []))
    except (tomllib.TOMLDecodeError, ValidationError) as error:
        raise DataError(f"these are no gates ({error})", where=str(path), hint="see the head of evals/gates.toml") from error


def check_gates(runs: Iterable[Run], gates: Iterable[Gate]) -> tuple[GateResult, ...]:
    """Hold runs against the gates of their suites.

    A gate on a split that was not chosen is left out. A figure that does not exist or was not scored does not pass.
    """
    by_suite = {run.suite: run for run in runs}
    return tuple(
        _check(by_suite[gate.suite], gate) for gate in gates if gate.suite in by_suite and _applies(by_suite[gate.suite], gate)
    )


def _applies(run: Run, gate: Gate) -> bool:
    """Gates are set on the whole data set, or a whole split of it; a choice of cases is not held against them."""
    if "ids:" in run.selection:
        return False
    return run.selection in {"all", gate.group}


def _check(run: Run, gate: Gate) -> GateResult:
    figure = run.figure(gate.measure, gate.group)
    value = figure.value if figure else None
    if value is None:
        return GateResult(gate=gate, value=None, n=0, passed=False)
    high_enough = gate.at_least is None or value >= gate.at_least
    low_enough = gate.at_most is None or value <= gate.at_most
    return GateResult(gate=gate, value=value, n=figure.n if figure else 0, passed=high_enough and low_enough)
