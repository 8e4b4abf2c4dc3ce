"""Networks and data at the ends of what float64 holds: sizes, ties, zeros, breakpoints on data, neurons without any."""

import numpy as np

ORDERS = (0, 0, 0, 1, -1, 8, -8, 40, -40, 75, -75, 100, -100, 150, -150, 200, -200, 300, -300, -320)


def sizes(rng, count):
    """Numbers of one order of magnitude, or of several; now and then zeros, ties and whole numbers."""
    order = float(rng.choice(ORDERS))
    orders = np.full(count, order) if rng.random() < 0.7 else rng.choice(ORDERS, count).astype(float)
    numbers = rng.standard_normal(count) if rng.random() < 0.6 else rng.integers(-3, 4, count).astype(float)
    with np.errstate(under="ignore"):
        out = numbers * 10.0 ** np.clip(orders, -320, 300)
    if rng.random() < 0.2 and count:
        out[rng.integers(count)] = rng.choice([0.0, -0.0, 5e-324, 2.2250738585072014e-308, 1.7976931348623157e308])
    return out


def data(rng, count):
    """Inputs: of any size, with equal ones, all the same, or far from zero."""
    x = sizes(rng, count)
    kind = rng.random()
    if kind < 0.15:
        x[:] = x[0]
    elif kind < 0.3:
        x = rng.choice(x, count)
    elif kind < 0.4:
        with np.errstate(over="ignore"):
            x = np.clip(x + 10.0 ** rng.integers(0, 12), -1.7e308, 1.7e308)
    return x


def network(rng, x):
    """Weights w, b, v, b0 for the data: some breakpoints on data, some neurons that see none or have no breakpoint."""
    width = int(rng.integers(1, 4))
    w, b, v = (sizes(rng, width) for _ in range(3))
    for i in range(width):
        kind = rng.random()
        if kind < 0.25:
            with np.errstate(all="ignore"):
                b[i] = np.clip(np.nan_to_num(-w[i] * rng.choice(x)), -1.7e308, 1.7e308)
        elif kind < 0.4:
            w[i] = 0.0
        elif kind < 0.5:
            with np.errstate(all="ignore"):
                b[i] = -abs(np.clip(np.nan_to_num(w[i] * np.abs(x).max()), -1e308, 1e308))
        elif kind < 0.55:
            v[i] = 0.0
    return w, b, v, float(sizes(rng, 1)[0] if rng.random() < 0.5 else 0.0)
