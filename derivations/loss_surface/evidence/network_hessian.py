"""Every entry of the Hessian of small networks, differentiated on every activation pattern."""

from collections.abc import Iterator

from sympy.polys.rings import PolyElement

from symspline.evidence.brute_force import Cell, exhaustive


@exhaustive("every entry of the Hessian of the network itself, differentiated, against the formula", "network")
def _differences(cell: Cell) -> Iterator[PolyElement]:
    """Every entry of the Hessian of a small network against its formula."""
    for i in cell.neurons:
        w_i, b_i, v_i = (cell[f"{name}{i}"] for name in "wbv")
        yield cell.derivative("b0", f"w{i}") - v_i * cell.power_sum(1, i)
        yield cell.derivative("b0", f"b{i}") - v_i * cell.power_sum(0, i)
        yield cell.derivative("b0", f"v{i}") - w_i * cell.power_sum(1, i) - b_i * cell.power_sum(0, i)
        for j in cell.neurons:
            w_j, b_j, v_j = (cell[f"{name}{j}"] for name in "wbv")
            x0, x1, x2 = (cell.power_sum(k, i, j) for k in range(3))
            q, p = (cell.moment(1, i), cell.moment(0, i)) if i == j else (cell.zero, cell.zero)
            yield cell.derivative(f"w{i}", f"w{j}") - v_i * v_j * x2
            yield cell.derivative(f"w{i}", f"b{j}") - v_i * v_j * x1
            yield cell.derivative(f"b{i}", f"b{j}") - v_i * v_j * x0
            yield cell.derivative(f"w{i}", f"v{j}") - v_i * (w_j * x2 + b_j * x1) - q
            yield cell.derivative(f"b{i}", f"v{j}") - v_i * (w_j * x1 + b_j * x0) - p
            yield cell.derivative(f"v{i}", f"v{j}") - w_i * w_j * x2 - (w_i * b_j + w_j * b_i) * x1 - b_i * b_j * x0
    yield cell.derivative("b0", "b0") - cell.n_data


EVIDENCE = {"C6a.ww": _differences}
