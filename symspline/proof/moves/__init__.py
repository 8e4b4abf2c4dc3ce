"""The reasons a step may give.

A move gives its reason as a phrase and, where it can, computes what the next line must be, so that the reason is
checked and not only the line. `expected(previous)` returns that line, or None when the move leaves the line to the
checker; `obligations()` returns expressions that must vanish identically for the move to be valid, `hypotheses()`
conditions that must hold.
"""

from symspline.proof.move import Move as Move
from symspline.proof.move import MoveError as MoveError
from symspline.proof.move import put_in as put_in

from .calculus import Differentiate as Differentiate
from .calculus import Evaluate as Evaluate
from .calculus import PowerRule as PowerRule
from .calculus import TakeLimit as TakeLimit
from .calculus import Telescope as Telescope
from .citation import By as By
from .citation import Instantiate as Instantiate
from .citation import caught as caught
from .integrals import Antiderivative as Antiderivative
from .integrals import Fold as Fold
from .integrals import Interchange as Interchange
from .integrals import Linearity as Linearity
from .integrals import SplitDomain as SplitDomain
from .integrals import Substitute as Substitute
from .integrals import Unfold as Unfold
from .integrals import as_assumed as as_assumed
from .integrals import end_value as end_value
from .need import Need as Need
from .need import places as places
from .reasons import Algebra as Algebra
from .reasons import Bound as Bound
from .reasons import Combine as Combine
from .reasons import Definition as Definition
from .reasons import Known as Known
from .reasons import SplitCases as SplitCases
