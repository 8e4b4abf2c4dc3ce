"""A definite integral by SymPy in a process of its own, under a time limit, with the repairs its answers need.

Nothing that comes back is trusted: the caller holds it against a quadrature or an enclosure before it becomes a line.
"""

import os
import pickle
import subprocess
import sys

import sympy as sp

from symspline.proof.limit import OutOfTime, within

from .outcomes import Outcome, recall, remember

SECONDS = 5.0
"""Processor time allowed for one integral unless told."""
PATIENCE = 15
"""How many times as long, by the clock on the wall, a process may live that is stuck in one long call."""


def attempt(integral: sp.Integral, seconds: float = SECONDS) -> tuple[sp.Expr | None, bool]:
    """Let SymPy try an integral in one variable, its symbols positive wherever they are, for some processor time.

    The process is given the pickled integral, an object that this one built, and never text. Back come the closed form,
    None where there is none, and whether more time might find one. What was not found is remembered on disk.
    """
    known = recall(integral)
    if known is not None and known.serves(seconds):
        return None, not known.finished
    value, finished = _ask(integral, seconds)
    if value is None and finished is not None:
        remember(integral, Outcome(seconds, finished))
    return value, finished is False


def _ask(integral: sp.Integral, seconds: float) -> tuple[sp.Expr | None, bool | None]:
    """The closed form or None, and whether SymPy finished; None where it could not be asked."""
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
        return None, False
    except (OSError, pickle.PicklingError, AttributeError):
        return None, None
    return (None, None) if finished.returncode else pickle.loads(finished.stdout)


def closed(integral: sp.Integral) -> sp.Expr | None:
    """SymPy's value of an integral, repaired; None where it holds what cannot be evaluated."""
    value = repaired(sp.integrate(integral.function, *integral.limits))
    if value.has(sp.Integral, sp.meijerg, sp.exp_polar, sp.nan, sp.zoo, sp.oo, -sp.oo, sp.I):
        return None
    return value


def repaired(value: sp.Expr) -> sp.Expr:
    """The known repairs: Bessel functions hidden in G-functions, the branch of E_1, conditions that always hold."""
    value = value.replace(lambda e: isinstance(e, sp.meijerg), _bessel)
    # Ei(x e^{iπ}) is -E_1(x) for x > 0; SymPy's own evaluation adds an imaginary constant.
    value = value.replace(
        lambda e: isinstance(e, sp.Ei) and e.has(sp.exp_polar),
        lambda e: -sp.expint(1, -e.args[0].replace(sp.exp_polar, sp.exp)),
    )
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
        answer = (None if value is None else tidy(value), True)
    except OutOfTime:
        answer = (None, False)
    sys.stdout.buffer.write(pickle.dumps(answer))


if __name__ == "__main__":
    _work()
