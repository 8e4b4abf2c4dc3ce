"""Evidence for B24."""

import numpy as np

from symspline.evidence.samples import moment_finding
from symspline.proof.theorem import Finding

from ..vocabulary import H
from .network_samples import normal_networks, slopes, stated
from .shares import statistical


def flat_or_not(rng: np.random.Generator, alpha: float) -> Finding:
    """Kinks, slope and total variation of He and Glorot normal networks at widths 100 and 2500."""
    values, table = {}, []
    for width in (100, 2500):
        at = {H: width}
        he = normal_networks(rng, 3000, width, (2**0.5, 1.0, (2 / width) ** 0.5))
        kinks, slope = np.abs(he[0] * he[2]), slopes(he, 0.3)
        total = kinks.sum(axis=1)
        values[f"He mean square kink, width {width}"] = (kinks[:, 0] ** 2, stated("B24.he-kink", at) ** 2)
        values[f"He variance of the slope, width {width}"] = (slope**2, stated("B24.he-slope", at))
        values[f"He total variation, width {width}"] = (total, stated("B23.he-normal", at))
        scale = (2 / (1 + width)) ** 0.5
        glorot = normal_networks(rng, 3000, width, (scale, 1.0, scale))
        jumps, small = np.abs(glorot[0] * glorot[2]).sum(axis=1), slopes(glorot, 0.3)
        values[f"Glorot variance of the slope, width {width}"] = (small**2, 2 * width / (1 + width) ** 2)
        values[f"Glorot total variation, width {width}"] = (jumps, 4 * width / (np.pi * (1 + width)))
        table.append(
            f"width {width}: He kink {np.sqrt((kinks[:, 0] ** 2).mean()):.3f}, largest {kinks.max(axis=1).mean():.3f}, "
            f"Var slope {slope.var():.3f}, TV {total.mean():.1f}; "
            f"Glorot Var slope {(small**2).mean():.4f}, TV {jumps.mean():.3f}"
        )
    finding = moment_finding(values, alpha)
    return Finding(finding.passed, finding.figure, f"{'; '.join(table)} ({finding.text})")


EVIDENCE = {"B24.he-variation": statistical("kinks, slope and total variation as the width grows", flat_or_not)}
