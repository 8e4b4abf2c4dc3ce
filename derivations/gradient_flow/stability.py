r"""Sharpness along the flow, and the step that descent may take (D19).

The Hessian of the loss is $J^{\mathsf T} J$ plus a part that the residuals contribute: for each neuron $M$ at the place
$(w, v)$, $E$ at $(b, v)$, and nothing else. It is the matrix $A$ of D2, so the boost that moves a neuron and the
curvature that its residuals add are one and the same. Its eigenvalues are $0$ and $\pm\sqrt{E^2 + M^2}$. By Weyl's
bound (C6h) the largest eigenvalue of the Hessian differs from that of the tangent kernel by at most the largest
$\sqrt{E_i^2 + M_i^2}$; at interpolation they agree.

Gradient descent is stable on a direction of curvature $\lambda$ as long as $\eta\lambda < 2$. The bound of the residual
part can be had from running sums, so that the stable step is known without an eigenvalue solver but for that of the
tangent kernel.
"""

from sympy import Derivative, Determinant, Expr, Function, Matrix, S, Symbol, eye, sqrt

from symspline.proof.moves import Bound, By, Evaluate
from symspline.proof.section import Section
from symspline.proof.theorem import Assumption, Theorem

from .hypotheses import CELL
from .lorentz import EIGENVALUES
from .vocabulary import SEQUENCES, E, L, M, R, X, b, eta, lam, n, pull, total, u_b, u_v, u_w, v, w

D19 = Section(__name__, "D19", "Sharpness and the stable step")
network = R(n) + v * (w * X(n) + b)
loss = total(network**2) / 2


def _entry(name: str, one: Symbol, other: Symbol, words: str, closed: Expr | None = None) -> Theorem:
    """One second derivative of the loss: what is linearised, and what the residuals add."""
    return D19.theorem(
        name,
        f"The entry of the Hessian at {words}",
        rf"""$\partial_{one}\partial_{other} L$ of a neuron for any number of data seen: an entry of $J^{{\mathsf T}}
        J$, and what the residuals $e_n = r_n + v(w x_n + b)$ add.""",
        Derivative(L(one, other), one, other),
        Derivative(loss, one, other),
        Evaluate() if closed is None else (closed, Evaluate()),
        given=(CELL,),
        where={L(one, other): loss},
        instances=SEQUENCES,
    )


ENTRIES = (
    _entry(
        "entry-wv",
        w,
        v,
        "input and output weight",
        v * total(X(n) * (w * X(n) + b)) + total(X(n) * network),
    ),
    _entry(
        "entry-bv",
        b,
        v,
        "bias and output weight",
        v * total(w * X(n) + b) + total(network),
    ),
    _entry("entry-wb", w, b, "input weight and bias", v**2 * total(X(n))),
    _entry("entry-ww", w, w, "the input weight"),
    _entry("entry-bb", b, b, "the bias"),
    _entry("entry-vv", v, v, "the output weight"),
)
block = Determinant(lam * eye(3) - Matrix([[0, 0, M], [0, 0, E], [M, E, 0]]))
chi = Function("chi", real=True)(lam)
RESIDUAL_PART = D19.theorem(
    "residual-part",
    "Eigenvalues of the residual part of one neuron",
    r"""The characteristic polynomial of the block with $M$ at $(w, v)$ and $E$ at $(b, v)$: the eigenvalues $0$ and
    $\pm\sqrt{E^2 + M^2}$ of the motion in D2.""",
    chi,
    block,
    By(EIGENVALUES),
    where={chi: block},
)
length = sqrt(E**2 + pull**2)
inner = pull * u_w + E * u_b
FORM = D19.theorem(
    "form",
    "The residual part as a quadratic form",
    r"""In a direction $(u_w, u_b, u_v)$ of one neuron the residual part is at most $\sqrt{E^2 + M^2}$ times the squared
    length. Over several neurons the largest of these numbers bounds the whole.""",
    None,
    2 * u_v * inner,
    (
        "<=",
        2 * u_v * inner + ((E * u_w - pull * u_b) ** 2 + (inner - length * u_v) ** 2) / length,
        Bound("squares are added"),
    ),
    (length * (u_w**2 + u_b**2 + u_v**2), "expand; all cross terms cancel"),
    given=(Assumption(r"$M > 0$; the sign of $M$ may be given to $u_w$, and $M = 0$ is the limit"),),
)
STABLE = D19.theorem(
    "step",
    "The stable step",
    r"""A step multiplies a deviation by $1 - \eta\lambda$. For $\eta < 2/\lambda$ its square is below one: the
    deviation falls.""",
    None,
    (1 - eta * lam) ** 2,
    (1 - eta * lam * (2 - eta * lam), "multiply out"),
    ("<", S.One, Bound(r"$\eta\lambda < 2$")),
    given=(Assumption(condition=eta * lam < 2),),
)
