"""Copies and pickles of what cannot be changed."""

from functools import cached_property
from typing import Any, Self

import numpy as np


class Copied:
    """What is copied and pickled as it was given: values worked out since stay behind, arrays stay read-only."""

    def __getstate__(self) -> dict[str, Any]:
        parts = (vars(cls).items() for cls in type(self).__mro__)
        found_out = {name for part in parts for name, value in part if isinstance(value, cached_property)}
        return {name: value for name, value in vars(self).items() if name not in found_out}

    def __setstate__(self, state: dict[str, Any]) -> None:
        for value in state.values():
            if isinstance(value, np.ndarray):
                value.flags.writeable = False
        vars(self).update(state)

    def __copy__(self) -> Self:
        return self
