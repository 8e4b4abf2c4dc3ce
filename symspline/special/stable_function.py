"""The base of the functions that SymPy lacks."""

from __future__ import annotations

from typing import Any, ClassVar

import mpmath
from sympy import Expr, Function


class StableFunction(Function):
    """A function with a definition in plain SymPy terms and stable evaluations of its own."""

    kernel: ClassVar[str] = ""
    latex_name: ClassVar[str] = ""

    def definition(self) -> Expr:
        """Return the same function in plain SymPy terms."""
        raise NotImplementedError

    @staticmethod
    def _mp(*args: Any) -> Any:
        raise NotImplementedError

    def doit(self, **hints: Any) -> Expr:
        """Return the definition, evaluated."""
        if hints.get("deep", True):
            return self.func(*(a.doit(**hints) for a in self.args)).definition().doit(**hints)
        return self.definition()

    def _eval_evalf(self, prec: int) -> Expr | None:
        if not all(a.is_number for a in self.args):
            return None
        with mpmath.workprec(prec + 20):
            value = self._mp(*(a._to_mpmath(prec + 20) for a in self.args))
            return Expr._from_mpmath(value, prec)

    def _eval_is_real(self) -> bool | None:
        return True if all(a.is_nonnegative for a in self.args) else None

    def _latex(self, printer: Any, exp: str | None = None) -> str:
        name = self.latex_name if exp is None else f"{self.latex_name}^{{{exp}}}"
        return rf"{name}\left({', '.join(printer._print(a) for a in self.args)}\right)"

    def _numpycode(self, printer: Any) -> str:
        name = printer._module_format(f"{self._kernel_module}.{self.kernel or type(self).__name__}")
        return f"{name}({', '.join(printer._print(a) for a in self.args)})"

    _scipycode = _numpycode
    _kernel_module: ClassVar[str] = "symspline.special.arrays"

    def _mpmathcode(self, printer: Any) -> str:
        name = printer._module_format(f"{type(self).__module__}.mp_{type(self).__name__}")
        return f"{name}({', '.join(printer._print(a) for a in self.args)})"
