"""The loss surface: critical points, the Hessian and its spectrum."""
