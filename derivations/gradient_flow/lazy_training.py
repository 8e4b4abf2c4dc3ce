r"""Where lazy training ends, from the kernel of the start (D22).

As long as the tangent kernel stays what it was at the start, $K_0$, the residuals obey $\dot e = -K_0 e$ and the
weights are moved by the residuals that have been, added up: $\int_0^\infty e\,dt = K_0^{-1} e_0 = a$ where the kernel
is regular. Nothing else is needed to say where a neuron goes to first order,

$$\Delta\theta = -\frac{v}{\rho} \sum_{\text{seen}} a_n (\cos\theta - x_n\sin\theta), \qquad \Delta r = -(v^2 + \rho^2)
\sum_{\text{seen}} a_n (x_n\cos\theta + \sin\theta),$$

all at the start. The theorems are for one eigenvector of $K_0$ with the eigenvalue $\lambda$; with several the right
sides of D22.sum, D22.angle and D22.size add up, and the quotient of D22.share is for one alone. Along it $E$ and $M$,
the sums of the residuals and of residual times input over the data that a neuron sees, fall as $e^{-\lambda t}$.

The prediction is also the test of its premise: the ratio of the angle turned to the angle predicted is near one in lazy
training; a ratio far from one shows that training was not lazy. It is a prediction of the linear equation, and how far
the true flow departs from it is not bounded here; the evidence measures it.
"""

from sympy import Function, Integral, cos, exp, oo, sin

from symspline.proof.moves import Antiderivative, Bound
from symspline.proof.section import Section
from symspline.proof.theorem import Assumption

from .vocabulary import E, M, b, lam, nonzero_v, rho, t, theta, v, w

D22 = Section(__name__, "D22", "The prediction of lazy training")
PATIENT = Assumption("the kernel and the weights in front of it stay what they are at the start")
decay = exp(-lam * t)
SUM = D22.theorem(
    "sum",
    "The residuals that have been, added up",
    r"Along an eigenvector of the kernel: $\int_0^\infty e\,dt = e_0/\lambda$, the component of $K_0^{-1} e_0$.",
    None,
    Integral(E * decay, (t, 0, oo)),
    Antiderivative(t, -E * decay / lam),
    given=(PATIENT,),
)
turn = E * cos(theta) - M * sin(theta)
ANGLE = D22.theorem(
    "angle",
    "How far a neuron turns",
    r"""The speed of D7.angle with $E$ and $M$ that fall as $e^{-\lambda t}$, at the angle and the weights of the
    start.""",
    Function("Delta_theta", real=True)(theta),
    Integral(-v / rho * (E * decay * cos(theta) - M * decay * sin(theta)), (t, 0, oo)),
    Antiderivative(t, v / rho * turn * decay / lam),
    given=(PATIENT,),
)
slope = M * cos(theta) + E * sin(theta)
SIZE = D22.theorem(
    "size",
    "How far a neuron grows",
    r"The speed of D7.size in the same way.",
    Function("Delta_r", real=True)(theta),
    Integral(-(v**2 + rho**2) * (M * decay * cos(theta) + E * decay * sin(theta)), (t, 0, oo)),
    Antiderivative(t, (v**2 + rho**2) * slope * decay / lam),
    given=(PATIENT,),
)
WIDEST = D22.theorem(
    "widest",
    "No prediction exceeds what the moments allow",
    r"""Whatever its angle, the prediction along one eigenvector has $|\Delta\theta| \le
    \frac{|v|}{\rho\lambda}\sqrt{E^2 + M^2}$: the squares of $\rho\,\partial_\theta g = E w - M b$ and of $\rho\,g = M w
    + E b$ add up to $\rho^2 (E^2 + M^2)$.""",
    None,
    (E * w - M * b) ** 2,
    ("<=", (E * w - M * b) ** 2 + (M * w + E * b) ** 2, Bound("a square more")),
    ((E**2 + M**2) * (w**2 + b**2), "the cross terms cancel"),
)
SHARE = D22.theorem(
    "share",
    "Turning against growing",
    r"""Where $g \neq 0$ the two predictions have the ratio of the instantaneous law D7.path: $\Delta\theta/(\Delta r/r)
    = \chi\,\partial_\theta g/g$, the eigenvalue having cancelled.""",
    None,
    (-nonzero_v / rho * turn / lam) / (-(nonzero_v**2 + rho**2) * slope / lam / (nonzero_v * rho)),
    (nonzero_v**2 / (nonzero_v**2 + rho**2) * turn / slope, "cancel"),
    given=(Assumption("the size moves", slope > 0),),
)
