"""What people give where numbers are asked for: arrays of every kind, and what is none."""

from decimal import Decimal
from fractions import Fraction

import numpy as np
import sympy as sp

GOOD = {
    "a list": lambda: [0.0, 0.5, 2.0],
    "a tuple of whole numbers and a fraction": lambda: (0, Fraction(1, 2), 2),
    "half precision": lambda: np.array([0.0, 0.5, 2.0], dtype=np.float16),
    "extended precision": lambda: np.array([0.0, 0.5, 2.0], dtype=np.longdouble),
    "the other byte order": lambda: np.array([0.0, 0.5, 2.0], dtype=">f8"),
    "a view backwards": lambda: np.array([2.0, 0.5, 0.0])[::-1],
    "every other entry": lambda: np.array([0.0, 9.0, 0.5, 9.0, 2.0])[::2],
    "read-only": lambda: np.frombuffer(np.array([0.0, 0.5, 2.0]).tobytes()),
    "objects": lambda: np.array([0, Fraction(1, 2), 2.0], dtype=object),
    "decimals": lambda: [Decimal(0), Decimal("0.5"), Decimal(2)],
    "SymPy numbers": lambda: [sp.Integer(0), sp.Rational(1, 2), sp.Integer(2)],
    "masked, with nothing masked": lambda: np.ma.array([0.0, 0.5, 2.0], mask=False),
    "a view of memory": lambda: memoryview(np.array([0.0, 0.5, 2.0])),
}
"""Each is 0, 1/2, 2."""

BAD = {
    "masked": lambda: np.ma.array([0.0, 0.5, 2.0], mask=[False, True, False]),
    "a list with a masked entry": lambda: [0.0, np.ma.masked, 2.0],
    "complex": lambda: np.array([0.0, 1j, 2.0]),
    "complex objects": lambda: np.array([0.0, 1j, 2.0], dtype=object),
    "None": lambda: [0.0, None, 2.0],
    "truth values": lambda: np.array([True, False, True]),
    "an object that is a truth value": lambda: np.array([np.bool_(True), 0.5, 2.0], dtype=object),
    "bytes": lambda: [b"0", b"1", b"2"],
    "an object of bytes": lambda: np.array([b"0", 0.5, 2.0], dtype=object),
    "times": lambda: np.array(["2024-01-01", "2024-01-02", "2024-01-03"], dtype="M8[D]"),
    "an object that is a length of time": lambda: np.array([np.timedelta64(1, "s"), 0.5, 2.0], dtype=object),
    "words": lambda: ["a", "b", "c"],
    "a text": lambda: "123",
    "a generator": lambda: (k for k in range(3)),
    "a mapping": lambda: {0.0: 1.0, 0.5: 2.0, 2.0: 3.0},
    "a set": lambda: {0.0, 0.5, 2.0},
    "symbols": lambda: [sp.Symbol("q"), 0.5, 2.0],
    "SymPy's i": lambda: [sp.I, 0.5, 2.0],
    "a signalling decimal": lambda: [Decimal("sNaN"), Decimal(1), Decimal(2)],
    "not a number": lambda: [0.0, float("nan"), 2.0],
    "infinite": lambda: [0.0, float("inf"), 2.0],
    "ragged": lambda: [[0.0], [0.5, 2.0]],
    "nested": lambda: [0.0, [0.5], 2.0],
    "records": lambda: np.array([(0, 1.0)] * 3, dtype=[("a", int), ("b", float)]),
    "two dimensions": lambda: np.zeros((3, 1)),
    "no dimension": lambda: np.array(1.0),
    "empty": lambda: [],
    "an object": object,
}

TORCH_GOOD = {
    "a tensor": lambda torch: torch.tensor([0.0, 0.5, 2.0]),
    "a list of tensors": lambda torch: [torch.tensor(0.0), torch.tensor(0.5), torch.tensor(2.0)],
}
TORCH_BAD = {
    "a tensor with a gradient": lambda torch: torch.tensor([0.0, 0.5, 2.0], requires_grad=True),
    "a parameter": lambda torch: torch.nn.Parameter(torch.tensor([0.0, 0.5, 2.0])),
    "a brain float": lambda torch: torch.tensor([0.0, 0.5, 2.0], dtype=torch.bfloat16),
    "a sparse tensor": lambda torch: torch.tensor([0.0, 0.5, 2.0]).to_sparse(),
    "a tensor without storage": lambda torch: torch.empty(3, device="meta"),
    "a complex tensor": lambda torch: torch.tensor([0.0, 1j, 2.0]),
}
PANDAS_GOOD = {
    "a column": lambda pd: pd.Series([0.0, 0.5, 2.0], index=[7, 5, 6]),
    "a column that may lack values": lambda pd: pd.Series([0.0, 0.5, 2.0], dtype="Float64"),
    "an index": lambda pd: pd.Index([0.0, 0.5, 2.0]),
}
PANDAS_BAD = {
    "a column that lacks a value": lambda pd: pd.Series([0.0, pd.NA, 2.0], dtype="Float64"),
    "a table": lambda pd: pd.DataFrame({"a": [0.0, 0.5, 2.0]}),
    "a column of words": lambda pd: pd.Series(["a", "b", "c"]),
    "a column of times": lambda pd: pd.Series(pd.date_range("2024", periods=3)),
}
