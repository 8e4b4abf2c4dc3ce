"""The symbols of the suite, each with the box from which a checker may draw its points."""

from sympy import Function, Rational, Symbol, symbols

a, b, c = symbols("a b c", positive=True)
x, y, z = symbols("x y z", real=True)
p, q = symbols("p q", nonzero=True, real=True)
n, m = symbols("n m", integer=True, positive=True)
k, j = symbols("k j", integer=True)
s, t, w = symbols("s t w", real=True)
r, u, v = symbols("r u v", positive=True)
f, g, h = (Function(name, real=True) for name in "fgh")
T = Symbol("T", real=True)

HALF = Rational(1, 2)
BOXES = {
    **dict.fromkeys((a, b, c, u, v, r), (HALF, 2)),
    **dict.fromkeys((x, y, z, s, t, w), (-2, 2)),
    **dict.fromkeys((p, q), (HALF, 2)),
    **dict.fromkeys((n, m), (2, 12)),
    **dict.fromkeys((k, j), (-4, 6)),
}
