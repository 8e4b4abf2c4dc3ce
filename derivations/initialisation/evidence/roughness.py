"""Evidence for B22."""

import numpy as np
from scipy.stats import binomtest

from symspline.proof.theorem import Finding

from ..vocabulary import H, lambda_
from .network_samples import normal_networks, stated, uniform_networks
from .shares import statistical


def roughness_tail(rng: np.random.Generator, alpha: float) -> Finding:
    """How often the roughness exceeds its mean by 3 at width 64, against Cantelli's bound; He normal and uniform."""
    width, excess, networks = 64, 3, 40_000
    passed, parts, worst = True, [], 0.0
    laws = {"normal": (normal_networks, 1.0), "uniform": (uniform_networks, 3**0.5)}
    for name, (draw, factor) in laws.items():
        bound = stated(f"B22.he-{name}", {lambda_: excess, H: width})
        w, _, v = draw(rng, networks, width, (factor * 2**0.5, 1.0, factor * (2 / width) ** 0.5))
        over = int((((w * v) ** 2).sum(axis=1) - 4 >= excess).sum())
        passed &= binomtest(over, networks, bound, "greater").pvalue >= alpha / len(laws)
        worst = max(worst, over / networks / bound)
        parts.append(f"{name}: {over / networks:.4f} against at most {bound:.4f}")
    return Finding(bool(passed), worst, f"P(roughness - 4 >= {excess}) at width {width}; {'; '.join(parts)}")


EVIDENCE = {"B22.cantelli": statistical("tail of the roughness of sampled networks", roughness_tail)}
