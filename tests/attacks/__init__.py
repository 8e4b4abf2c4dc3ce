"""False statements that no checker may accept, and true ones that it may not refute.

One file a cause. A case is a line of mathematics, why it is false, and a point at which the oracle, which shares no
code with the checker, sees it fail. A statement is meant for all values that the assumptions of its symbols and its
hypotheses allow; the box is only where a checker may draw points. One case alone:

    python -m pytest "tests/attacks/test_attacks.py::test_false[X7.corner-3]"
    python -m tests.attacks.tally OUT.json X7.corner-3
"""

from .antiderivatives import ANTIDERIVATIVES
from .branches import BRANCHES
from .captured import CAPTURED
from .citations import CITATIONS
from .compute_forms import FORMS
from .conditions import CONDITIONS
from .corners import CORNERS
from .distributions import DISTRIBUTIONS
from .divergent import DIVERGENT
from .divisions import DIVISIONS
from .functions import FUNCTIONS
from .inequalities import INEQUALITIES
from .interchanged import INTERCHANGED
from .lattices import LATTICES
from .limits import LIMITS
from .lost import LOST
from .points import POINTS
from .special_functions import SPECIAL
from .subjects import SUBJECTS
from .substitutions import SUBSTITUTIONS
from .sums import SUMS
from .tiny import TINY
from .together import TOGETHER

CAUSES = (
    *(
        BRANCHES,
        DIVERGENT,
        INTERCHANGED,
        SUBSTITUTIONS,
        ANTIDERIVATIVES,
        LIMITS,
        CORNERS,
        INEQUALITIES,
        LATTICES,
        DIVISIONS,
    ),
    *(CONDITIONS, CITATIONS, SUBJECTS, FUNCTIONS, FORMS, POINTS, SPECIAL, SUMS, DISTRIBUTIONS, TINY, LOST, CAPTURED),
    TOGETHER,
)
