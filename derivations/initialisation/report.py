"""What this chapter says in a report: the law of the network before training."""

from symspline.report import breakpoints, initialisation, prior

PARTS = (
    ("densities", initialisation.section),
    ("breakpoints", breakpoints.section),
    ("the function before training", prior.section),
    ("the price of curvature", prior.penalty),
)
