"""Gradients: the network itself, differentiated on every pattern, less the formulas."""

from symspline.evidence.brute_force import exhaustive


@exhaustive("gradient in (w, b, v, b0), from the network", "network")
def network(cell):
    """Derivatives by input weight, bias and output weight."""
    for i in cell.neurons:
        p, q = cell.moment(0, i), cell.moment(1, i)
        w, b, v = (cell[f"{name}{i}"] for name in "wbv")
        yield cell.derivative(f"w{i}") - v * q
        yield cell.derivative(f"b{i}") - v * p
        yield cell.derivative(f"v{i}") - (w * q + b * p)
    yield cell.derivative("b0") - cell.moment(0)


@exhaustive("gradient in (beta, mu, b0), from the network", "spline")
def spline(cell):
    """Derivatives by breakpoint and delta-slope."""
    for i in cell.neurons:
        p, q = cell.moment(0, i), cell.moment(1, i)
        yield cell.derivative(f"beta{i}") + cell[f"mu{i}"] * p
        yield cell.derivative(f"mu{i}") - (q - cell[f"beta{i}"] * p)
    yield cell.derivative("b0") - cell.moment(0)


@exhaustive("gradient in (mu, gamma, b0), from the network", "moment")
def moment(cell):
    """Derivatives by slope and intercept."""
    for i in cell.neurons:
        yield cell.derivative(f"mu{i}") - cell.moment(1, i)
        yield cell.derivative(f"gamma{i}") + cell.moment(0, i)
    yield cell.derivative("b0") - cell.moment(0)


EVIDENCE = {"C2.input-weight": network, "C2.breakpoint": spline, "C2.line-slope": moment}
