"""Every entry of the Hessian in spline and moment coordinates, differentiated on every activation pattern."""

from collections.abc import Iterator

from sympy.polys.rings import PolyElement

from symspline.evidence.brute_force import Cell, exhaustive


@exhaustive("every entry of the Hessian of the spline itself, differentiated, against the formula", "spline")
def _spline_differences(cell: Cell) -> Iterator[PolyElement]:
    for i in cell.neurons:
        beta_i, mu_i = cell[f"beta{i}"], cell[f"mu{i}"]
        yield cell.derivative("b0", f"beta{i}") + mu_i * cell.power_sum(0, i)
        yield cell.derivative("b0", f"mu{i}") - cell.power_sum(1, i) + beta_i * cell.power_sum(0, i)
        for j in cell.neurons:
            beta_j, mu_j = cell[f"beta{j}"], cell[f"mu{j}"]
            x0, x1, x2 = (cell.power_sum(k, i, j) for k in range(3))
            p = cell.moment(0, i) if i == j else cell.zero
            yield cell.derivative(f"beta{i}", f"beta{j}") - mu_i * mu_j * x0
            yield cell.derivative(f"beta{i}", f"mu{j}") + mu_i * (x1 - beta_j * x0) + p
            yield cell.derivative(f"mu{i}", f"mu{j}") - x2 + (beta_i + beta_j) * x1 - beta_i * beta_j * x0
    yield cell.derivative("b0", "b0") - cell.n_data


@exhaustive("every entry in the coordinates mu and gamma against the formula", "moment")
def _moment_differences(cell: Cell) -> Iterator[PolyElement]:
    for i in cell.neurons:
        yield cell.derivative("b0", f"mu{i}") - cell.power_sum(1, i)
        yield cell.derivative("b0", f"gamma{i}") + cell.power_sum(0, i)
        for j in cell.neurons:
            x0, x1, x2 = (cell.power_sum(k, i, j) for k in range(3))
            yield cell.derivative(f"mu{i}", f"mu{j}") - x2
            yield cell.derivative(f"mu{i}", f"gamma{j}") + x1
            yield cell.derivative(f"gamma{i}", f"gamma{j}") - x0
    yield cell.derivative("b0", "b0") - cell.n_data


EVIDENCE = {"C6b.beta-beta": _spline_differences, "C6c.mu-mu": _moment_differences}
