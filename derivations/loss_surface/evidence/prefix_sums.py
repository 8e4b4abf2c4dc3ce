"""Running sums: products with unit vectors against second derivatives of the network, on every pattern."""

from symspline.evidence.brute_force import Cell, exhaustive


def products(cell: Cell):
    """Columns of the Hessian of a cell by brute force, less the product with the unit direction by this section."""
    for name in cell.parameters:
        changes = [residual.diff(cell[name]) for residual in cell.residuals]

        def along(kind: str, k: int, name=name):
            return int(name == f"{kind}{k}")

        yield cell.derivative("b0", name) - sum(changes, cell.zero)
        for k in cell.neurons:
            s_0 = sum((changes[m] for m in cell.seen[k - 1]), cell.zero)
            s_1 = sum((changes[m] * cell[f"x{m}"] for m in cell.seen[k - 1]), cell.zero)
            p, q = cell.moment(0, k), cell.moment(1, k)
            if cell.coordinates == "network":
                w, b, v = (cell[f"{kind}{k}"] for kind in "wbv")
                yield cell.derivative(f"w{k}", name) - (v * s_1 + q * along("v", k))
                yield cell.derivative(f"b{k}", name) - (v * s_0 + p * along("v", k))
                last = w * s_1 + b * s_0 + q * along("w", k) + p * along("b", k)
                yield cell.derivative(f"v{k}", name) - last
            else:
                beta, mu = cell[f"beta{k}"], cell[f"mu{k}"]
                yield cell.derivative(f"beta{k}", name) - (-mu * s_0 - p * along("mu", k))
                yield cell.derivative(f"mu{k}", name) - (s_1 - beta * s_0 - p * along("beta", k))


TITLE = "products with unit vectors, ({}), against second derivatives"
EVIDENCE = {
    id: exhaustive(TITLE.format(names), coordinates, n_data=3)(products)
    for id, coordinates, names in (
        ("C7.product-input-weight", "network", "w, b, v, b0"),
        ("C7.product-breakpoint", "spline", "beta, mu, b0"),
    )
}
