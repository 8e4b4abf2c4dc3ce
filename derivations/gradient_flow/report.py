"""What this chapter says in a report: the flow of a small network."""

from symspline.report import flow

PARTS = (("the gradient flow", flow.section),)
