"""What this chapter says in a report: the trained network on its loss surface."""

from symspline.report import loss_surface, training

PARTS = (("the trained network", training.section), ("the loss surface", loss_surface.section))
