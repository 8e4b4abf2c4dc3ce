r"""Data that attract breakpoints (D15).

A neuron near a datum that faces right has the turning moment $A_R = \sum_{m > n} e_m (1 + x_n x_m)$, one that faces
left $A_L = \sum_{m < n} e_m (1 + x_n x_m)$. By D10 the datum attracts a neuron with the output weight $v$ when $v A <
0 < v (A + e_n (1 + x_n^2))$ with its own $A$. Attraction needs $v e_n > 0$.

The two moments are not independent. Together with the datum's own term they make up the sum of the residuals over all
data plus $x_n$ times their first moment. Where the residual is orthogonal to affine functions this is zero, and a datum
attracts neurons of both directions or of none. Which data attract changes with the residuals during training: it is a
statement about an instant.
"""

from symspline.proof.section import Section

from .vocabulary import E_L, E_R, M_L, M_R, e_n, v, x_n

D15 = Section(__name__, "D15", "Data that attract breakpoints")
own = e_n * (1 + x_n**2)
left, right = E_L + x_n * M_L, E_R + x_n * M_R
IDENTITY = D15.theorem(
    "identity",
    "The turning moments of the two directions",
    r"""$A_L + A_R + e_n (1 + x_n^2)$ is the sum of all residuals plus $x_n$ times the sum of all products of residual
    and input: $A_L = E_L + x_n M_L$ with the sums left of the datum, and so on the right.""",
    None,
    left + right + own,
    (E_L + e_n + E_R + x_n * (M_L + e_n * x_n + M_R), "collect"),
)
free = {E_L: -E_R - e_n, M_L: -M_R - e_n * x_n}
MIRROR = D15.theorem(
    "mirror",
    "Without an affine part the two directions see the same",
    r"""Where $\sum e_m = \sum e_m x_m = 0$ over all data, the moment $A_L$ of the neuron that faces left is $-(A_R +
    e_n (1 + x_n^2))$.""",
    None,
    left.subs(free),
    (-(right + own), "collect"),
)
BOTH = D15.theorem(
    "both",
    "Attracted from one direction, attracted from both",
    r"""With $A_L = -(A_R + e_n (1 + x_n^2))$ the product of the two one-sided speeds is the same for both directions:
    if one of them is held between two pushes, so is the other.""",
    None,
    (v * left * v * (left + own)).subs(free),
    (v * right * v * (right + own), "the two factors exchange"),
)
HELD = D15.theorem(
    "held",
    "The lit side pushes back for one direction as the dark side does for the other",
    r"$v (A_L + e_n (1 + x_n^2))$ is $-v A_R$: the conditions of attraction are the same two inequalities.",
    None,
    (v * (left + own)).subs(free),
    (-v * right, "the datum's own term cancels"),
)
