r"""Right-facing neurons in the continuum: the cantilever beam (C8, C8a).

With many data and many neurons, both spread over $[0, 1]$ with densities, the block of the Hessian that belongs to the
delta-slopes becomes an integral operator: the eigenvalues of the matrix are about $N H$ times those of the operator
(divide by $N$ for the mean loss). For right-facing neurons and uniform densities the operator is $A^* A$, where $A$
integrates twice from the left and $A^*$ twice from the right. Its inverse is therefore the fourth derivative, with two
conditions at either end: an elastic beam, clamped at one end and free at the other.

So the spectrum is that of the cantilever, $\lambda_n = k_n^{-4}$ with $\cos k \cosh k = -1$. The eigenvalues fall like
$n^{-4}$: the first is 39 times the second, and a few directions carry almost all curvature. Sums of powers of the
eigenvalues are rational numbers. They are computed here twice, as traces of the powers of the operator and from the
power series of the characteristic function by Newton's identities; the two agree exactly.

A grid of midpoints meets the continuum with an error that falls like the square of the cell. Random data and
breakpoints fluctuate: the relative standard deviation of $\lambda_n$ is about $\sqrt{V_n/N + V_n/H}$ with $V_n = \int
\varphi_n^4 - 1$. Small eigenvalues must be taken from singular values of the features; those of the Gram matrix drown
in rounding at $10^{-16}\lambda_1$.

Left-facing neurons give the mirror image. When both orientations occur the beam is one beam held at both ends by a
cubic that the two parts share; for equal parts the modes are even or odd and two transcendental equations give them. A
trained output bias of weight $\kappa = 1/H$ loosens the clamp. Any densities $p$ of the data and $\rho$ of the
breakpoints give a beam of stiffness $1/p$ and mass density $\rho$.
"""

from sympy import Derivative, Function, Integral, Lambda, Rational, S, Symbol, cos, cosh, exp, sin, sinh

from symspline.proof.moves import Antiderivative, Bound, Evaluate
from symspline.proof.section import Section
from symspline.proof.theorem import Argument

from ..references import stated_in
from .hypotheses import ORDERED
from .vocabulary import VOCABULARY, beta, beta_1, beta_2, k, s, sigma, x, y
from .written import determinant

PLACES = {
    x: "input",
    y: "distance from the clamped end",
    beta: "breakpoint",
    beta_1: "breakpoint further left",
    beta_2: "breakpoint further right",
}
BOXES = {**VOCABULARY, **{place: Argument(place, 0, 1, meaning) for place, meaning in PLACES.items()}}
C8 = Section(__name__, "C8", "The spectrum in the continuum", boxes=BOXES)

phi, g, D = (Function(name, real=True) for name in ("phi", "g", "D"))
INSTANCES = tuple({function: Lambda(s, value) for function in (phi, g)} for value in (1 + s**2, exp(s), cos(2 * s)))

KERNEL = C8.theorem(
    "a.kernel",
    "Kernel of right-facing neurons on uniform data",
    r"""For data and breakpoints uniform on $[0, 1]$ the sums $\sum (x - \beta_1)(x - \beta_2)$ over the data right of
    both breakpoints become this kernel. The eigenvalues of the $H \times H$ matrix are about $N H$ times those of the
    operator $T\varphi(\beta) = \int_0^1 K(\beta, \beta')\,\varphi(\beta')\,d\beta'$.""",
    Function("K", real=True)(beta_1, beta_2),
    Integral((x - beta_1) * (x - beta_2), (x, beta_2, 1)),
    Antiderivative(x, (x - beta_2) ** 3 / 3 + (beta_2 - beta_1) * (x - beta_2) ** 2 / 2),
    given=(ORDERED,),
)

A, adjoint = (Function(name, real=True) for name in ("A", "A^*"))
_features = x * Integral(phi(beta), (beta, 0, x)) - Integral(beta * phi(beta), (beta, 0, x))
FEATURES = C8.theorem(
    "a.features",
    "The features are a twofold integration",
    r"""$(A\varphi)(x) = \int_0^x (x - \beta)\,\varphi(\beta)\,d\beta$ sums the neurons that see $x$. It is the
    twofold integral of $\varphi$ from the left: $(A\varphi)'' = \varphi$, with $A\varphi$ and $(A\varphi)'$ zero at
    $x = 0$.""",
    Derivative(A(x), (x, 2)),
    Derivative(_features, (x, 2)),
    Evaluate("Leibniz' rule, twice"),
    where={A(x): _features},
    instances=INSTANCES,
)

_moments = Integral(x * g(x), (x, beta, 1)) - beta * Integral(g(x), (x, beta, 1))
ADJOINT = C8.theorem(
    "a.adjoint",
    "The adjoint is a twofold integration from the other side",
    r"""$(A^* g)(\beta) = \int_\beta^1 (x - \beta)\,g(x)\,dx$ sums the data that the neuron sees: $(A^* g)'' = g$,
    with $A^* g$ and $(A^* g)'$ zero at $\beta = 1$. Since $T = A^* A$, an eigenfunction solves $\lambda \varphi'''' =
    \varphi$, clamped at $\beta = 1$ ($\varphi = \varphi' = 0$) and free at $0$ ($\varphi'' = \varphi''' = 0$, because
    $\lambda\varphi'' = A\varphi$): the modes of a cantilever.""",
    Derivative(adjoint(beta), (beta, 2)),
    Derivative(_moments, (beta, 2)),
    Evaluate("Leibniz' rule, twice"),
    where={adjoint(beta): _moments},
    instances=INSTANCES,
)

_mode = cosh(k * y) - cos(k * y) - sigma * (sinh(k * y) - sin(k * y))
MODE = C8.theorem(
    "a.mode",
    "Modes of the cantilever",
    r"""With $y = 1 - \beta$ the distance from the clamped end, $\lambda = k^{-4}$. The value and the slope at $y = 0$
    are zero. The free end fixes $\sigma = (\cosh k + \cos k)/(\sinh k + \sin k)$; then $\int \varphi^2 = 1$. On the
    data the mode is the mirror image, clamped at $x = 0$.""",
    Derivative(phi(y), (y, 4)),
    Derivative(_mode, (y, 4)),
    (k**4 * _mode, Evaluate("differentiate four times")),
    where={phi(y): _mode},
    routines=("symspline.numerics.beam.cantilever_mode",),
)

CHARACTERISTIC = C8.theorem(
    "a.characteristic",
    "Characteristic equation of the cantilever",
    r"""The second and third derivative of $a(\cosh ky - \cos ky) + c(\sinh ky - \sin ky)$ vanish at $y = 1$ for $(a,
    c) \neq 0$ only if this determinant of the two conditions is zero: $\cos k \cosh k = -1$. The roots are $(n -
    \frac12)\pi + O(e^{-n\pi})$; solve $\cos k + 1/\cosh k = 0$, which cannot overflow.""",
    D(k),
    determinant([cosh(k) + cos(k), sinh(k) + sin(k)], [sinh(k) - sin(k), cosh(k) + cos(k)]),
    ((cosh(k) + cos(k)) ** 2 - sinh(k) ** 2 + sin(k) ** 2, Evaluate("expand the determinant")),
    (2 * (1 + cos(k) * cosh(k)), r"$\cosh^2 - \sinh^2 = 1$ and $\cos^2 + \sin^2 = 1$"),
)

DIGITS = (
    "1.8751040687119611664",
    "4.6940911329741745764",
    "7.8547574382376125648",
    "10.995540734875466990",
    "14.137168391046470580",
)
for number, digits in enumerate(DIGITS, 1):
    low = Rational(digits)
    high = low + Rational(1, 10 ** len(digits.partition(".")[2]))
    before, after = (1 + cos(end) * cosh(end) for end in (low, high))
    negative, positive = (after, before) if number % 2 else (before, after)
    C8.theorem(
        f"a.k{number}",
        f"Root {number} of the characteristic equation",
        rf"""$1 + \cos k \cosh k$ changes its sign between $k = {digits}$ and the next number of as many digits:
        $\chi_-$ is its value on the side where it is negative, the last line that on the other.""",
        Symbol("chi_-", real=True),
        negative,
        ("<=", S.Zero, Bound("the value on one side of the root")),
        ("<=", positive, Bound("the value on the other")),
        routines=("symspline.numerics.beam.cantilever_wavenumbers",) if number == 1 else (),
        source=stated_in(thomson2010="appendix D.3, with five digits") if number <= 3 else None,
    )
