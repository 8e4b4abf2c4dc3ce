"""A definite integral by SymPy in a process of its own, under a time limit, with the repairs its answers need.

Nothing that comes back is trusted: the caller holds it against a quadrature or an enclosure before it becomes a line.
"""

import os
import pickle
import subprocess
import sys
from dataclasses import dataclass

import sympy as sp

from symspline.proof.limit import OutOfTime, within

SECONDS = 20.0
"""Processor time allowed for one integral unless told."""
PATIENCE = 15
"""How many times as long, by the clock on the wall, a process may live that is stuck in one long call."""


@dataclass(frozen=True)
class Attempt:
    """The closed form of an integral; or None, what went wrong in a few words, and whether more time might help."""

    value: sp.Expr | None
    why: str = ""
    out_of_time: bool = False


def attempt(integral: sp.Integral, seconds: float = SECONDS) -> Attempt:
    """Let SymPy try an integral in one variable, its symbols positive wherever they are, for some processor time.

    The process is given the pickled integral, an object that this one built, and never text.
    """
    late = Attempt(None, f"SymPy did not finish in {seconds:g} s", out_of_time=True)
    paths = os.pathsep.join(p for p in sys.path if p)
    command = [sys.executable, "-W", "ignore", "-m", "symspline.answers.symbolic_integral"]
    try:
        finished = subprocess.run(
            command,
            input=pickle.dumps((integral, seconds)),
            capture_output=True,
            timeout=5 + PATIENCE * seconds,
            env={**os.environ, "PYTHONPATH": paths},
            check=False,
        )
    except subprocess.TimeoutExpired:
        return late
    except (OSError, pickle.PicklingError, AttributeError) as error:
        return Attempt(None, f"SymPy could not be started: {error}")
    if finished.returncode:
        last = finished.stderr.decode(errors="replace").strip().splitlines()
        return Attempt(None, f"SymPy failed: {last[-1] if last else 'no message'}")
    in_time, value = pickle.loads(finished.stdout)
    if not in_time:
        return late
    return Attempt(value) if value is not None else Attempt(None, "SymPy finds no closed form")


def closed(integral: sp.Integral) -> sp.Expr | None:
    """SymPy's value of an integral, repaired; None where it holds what cannot be evaluated."""
    value = repaired(sp.integrate(integral.function, *integral.limits))
    if value.has(sp.Integral, sp.meijerg, sp.exp_polar, sp.nan, sp.zoo, sp.oo, -sp.oo, sp.I):
        return None
    return value


def repaired(value: sp.Expr) -> sp.Expr:
    """The known repairs: Bessel functions hidden in G-functions, the branch of E_1, conditions that always hold."""
    value = value.replace(lambda e: isinstance(e, sp.meijerg), _bessel)
    value = value.replace(lambda e: isinstance(e, sp.Ei) and e.has(sp.exp_polar), _exponential_integral)
    # The first branch is the value where the integral converges; the last is the integral itself, unevaluated.
    value = value.replace(lambda e: isinstance(e, sp.Piecewise), lambda e: e.args[0][0])
    return value.replace(sp.exp_polar, sp.exp)


def _bessel(g: sp.Expr) -> sp.Expr:
    """G with two upper parameters and nothing else is a Bessel function K."""
    if len(g.an) != 2 or g.bm or g.aother or g.bother:
        return g
    first, second = g.an
    z = 1 / g.argument
    return 2 * z ** ((2 - first - second) / 2) * sp.besselk(first - second, 2 * sp.sqrt(z))


def _exponential_integral(ei: sp.Expr) -> sp.Expr:
    """Ei(x e^{iπ}) is -E_1(x) for x > 0; SymPy's own evaluation adds an imaginary constant."""
    return -sp.expint(1, -ei.args[0].replace(sp.exp_polar, sp.exp))


def tidy(value: sp.Expr) -> sp.Expr:
    """The shorter of an expression and its simplification, if that takes a moment only."""
    try:
        return within(3, lambda: min((value, sp.gammasimp(value), sp.simplify(value)), key=lambda e: e.count_ops()))
    except OutOfTime:
        return value


def _work() -> None:
    integral, seconds = pickle.loads(sys.stdin.buffer.read())
    try:
        value = within(seconds, lambda: closed(integral))
        answer = (True, None if value is None else tidy(value))
    except OutOfTime:
        answer = (False, None)
    sys.stdout.buffer.write(pickle.dumps(answer))


if __name__ == "__main__":
    _work()
