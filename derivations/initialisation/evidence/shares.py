"""The share of each statistical check of this chapter in the false alarms of a run.

All statistical checks together refuse a true chapter with probability at most `FALSE_ALARM` a run: each is given an
equal share. The fitted rates have no p-values; a true exponent lies some six standard errors from the tolerance.

Closed forms are established by their steps and by quadrature. Sampling tests what those cannot see: the change of
variables, the presets and the samplers themselves, and that training finds the minimiser of the penalty.
"""

from collections.abc import Callable
from functools import partial

from symspline.evidence.samples import FALSE_ALARM
from symspline.proof.theorem import Evidence, Finding

CHECKS = 29
"""Statistical checks of this chapter; a test counts them."""
SHARE = FALSE_ALARM / CHECKS


def statistical(title: str, run: Callable[..., Finding]) -> Evidence:
    """Evidence by a statistical check, a function of a generator and of its rate of false alarms `alpha`."""
    return Evidence(title, partial(run, alpha=SHARE))
