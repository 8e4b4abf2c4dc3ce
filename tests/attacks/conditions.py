"""Equations and conditions: lost solutions, added solutions, strict against weak, premises that the box never meets."""

from sympy import Abs, And, Eq, Max, Ne, Or, Rational, floor, log, pi, sin, sqrt

from symspline.proof.moves import Algebra, Combine

from .case import Cause
from .words import HALF, a, b, n, x, y, z

CONDITIONS = Cause("X11", "condition")
WORDS = Algebra("solve")


def implies(why, before, after, at, **fields):
    CONDITIONS.false(why, before, ("=>", after, WORDS), at=at, **fields)


def equivalent(why, before, after, at, **fields):
    CONDITIONS.false(why, before, ("<=>", after, WORDS), at=at, **fields)


def true(why, before, relation, after, *at, **fields):
    CONDITIONS.true(why, before, (relation, after, WORDS), at=at, **fields)


equivalent("the negative root is lost", Eq(x**2, 1), Eq(x, 1), {x: -1})
equivalent("squaring adds a solution", Eq(sqrt(x + 2), x), Eq(x + 2, x**2), {x: -1})
implies("equality is lost", x <= y, x < y, {x: 1, y: 1})
equivalent("0 belongs to one of the two", x > 0, x >= 0, {x: 0})
implies("one factor vanishes, which is not said", Eq(x * y, 0), Eq(x, 0), {x: 1, y: 0})
equivalent("the other side of the square", x**2 < 4, x < 2, {x: -3}, box={x: (-1, 3)})
implies(
    "a square does not keep the order of negative numbers",
    x < y,
    x**2 < y**2,
    {x: -2, y: 1},
    box={x: (HALF, 1), y: (HALF, 2)},
)
equivalent("reciprocals of negative numbers", 1 / x < 1, x > 1, {x: -1}, box={x: (HALF, 2)})
equivalent("two equations are more than their sum", And(Eq(x, 0), Eq(y, 0)), Eq(x + y, 0), {x: 1, y: -1})
equivalent("a sine has further zeros", Eq(sin(x), 0), Eq(x, 0), {x: pi})
implies("an absolute value has two numbers", Eq(Abs(x), a), Eq(x, a), {x: -1, a: 1})
implies("both hold on the box, the first holds beyond", a <= 20, a <= 10, {a: 15})
implies("a premise that the box never meets", x > 5, y > 0, {x: 6, y: -1})
implies("a power is 1 for the base 1 too", Eq(a**x, 1), Eq(x, 0), {a: 1, x: 2}, box={a: (Rational(5, 4), 2)})
implies("not negative is not nonzero", x >= 0, Ne(x, 0), {x: 0})
equivalent("a maximum may be reached by both", Eq(Max(x, y), x), x > y, {x: 1, y: 1})
equivalent(
    "the upper end belongs to the next floor",
    Eq(floor(x), 0),
    And(x >= 0, x <= 1),
    {x: 1},
    box={x: (Rational(-3, 2), Rational(3, 2))},
)
equivalent("a line meets a circle twice", And(Eq(x**2 + y**2, 2), Eq(x, y)), And(Eq(x, 1), Eq(y, 1)), {x: -1, y: -1})
implies("the product allows both signs", And(Eq(x**2, y**2), Eq(x * y, 1)), Eq(x, 1), {x: -1, y: -1})
implies(
    "no positive number bounds the positive ones from below", a > 0, a > Rational(1, 10**6), {a: Rational(1, 10**7)}
)
equivalent("a cubic with three real roots", Eq(x**3, x), Eq(x * (x - 1), 0), {x: -1})
implies(
    "an equation squared twice",
    Eq(sqrt(a) + sqrt(b), 1),
    Eq(sqrt(a) - sqrt(b), 1),
    {a: Rational(1, 4), b: Rational(1, 4)},
)
implies("the complement of a conjunction", Or(x > 1, y > 1), And(x > 1, y > 1), {x: 2, y: 0})
implies("one integer fails", n > 1, Ne(n, 41), {n: 41})
equivalent("log of a square knows no sign", log(x**2) > 0, x > 1, {x: -2}, box={x: (HALF, 2)})
implies("a quadratic with its roots between two integers of the box", n * (n - 1) >= 0, n <= 100, {n: 101})
implies(
    "ordering is not preserved by a product with an unknown sign",
    And(x < y, z < 1),
    x * z < y,
    {x: -3, y: 0, z: -1},
    box={x: (HALF, 1), y: (Rational(5, 4), 2), z: (HALF, Rational(3, 4))},
)
equivalent(
    "a chain of inequalities loses its last link",
    And(x < y, y < z),
    x < z,
    {x: 0, y: 5, z: 1},
    box={x: (-2, -1), y: (0, HALF), z: (1, 2)},
)
CONDITIONS.false(
    "a combination gives an equation, not two",
    And(Eq(x, 1), Eq(y, 2)),
    ("<=>", Eq(x + y, 3), Combine(((1, 1),))),
    at={x: 0, y: 3},
)
CONDITIONS.false(
    "the multiplier 0 forgets the equation",
    Eq(x, y),
    ("<=>", Eq(0 * x + z, z + 0 * y + x - x), Combine(((0,),))),
    at={x: 1, y: 2, z: 0},
    build=True,
)
CONDITIONS.false(
    "multiplied by x, which adds the solution 0", Eq(x - 1, 0), ("<=>", Eq(x**2 - x, 0), Combine(((x,),))), at={x: 0}
)

true("a linear system", And(Eq(x + y, 2), Eq(x - y, 0)), "<=>", And(Eq(x, 1), Eq(y, 1)), {x: 1, y: 1}, {x: 2, y: 0})
true("integers above 1", n > 1, "<=>", n >= 2, {n: 1}, {n: 2}, {n: 3}, weakest="undecided")
true("a real cube root", Eq(x**3, 1), "<=>", Eq(x, 1), {x: 1}, {x: -1}, weakest="undecided")
true("a sum of two real squares", Eq(x**2 + y**2, 0), "=>", Eq(x, 0), {x: 0, y: 0}, {x: 1, y: 0}, weakest="undecided")
true("twice an inequality", x < y, "<=>", 2 * x < 2 * y, {x: 0, y: 1}, {x: 1, y: 1}, weakest="enclosed")
true("a square by substitution", Eq(x, y + 1), "=>", Eq(x**2, y**2 + 2 * y + 1), {x: 2, y: 1}, {x: 0, y: 5})
