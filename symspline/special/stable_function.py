"""The base of the functions that SymPy lacks."""

from typing import Any, ClassVar

import mpmath
from sympy import Expr, Function
from sympy.core.function import ArgumentIndexError


class StableFunction(Function):
    """A function with a definition in plain SymPy terms and stable evaluations of its own.

    A member gives, as functions of its arguments, ``_plain``: the definition; ``_slopes``: the derivative by each
    argument, None for one without; ``_mp``: the value by mpmath at the working precision.
    """

    latex_name: ClassVar[str] = ""
    _kernel_module: ClassVar[str] = "symspline.special.arrays"

    def _slopes(self, *args: Any) -> tuple[Expr | None, ...]:
        return (None,) * len(args)

    def definition(self) -> Expr:
        """Return the same function in plain SymPy terms."""
        return self._plain(*self.args)

    def fdiff(self, argindex: int | None = None) -> Expr:
        """Return the derivative by the argument of that number, by default the first that has one."""
        known = {k: slope for k, slope in enumerate(self._slopes(*self.args), start=1) if slope is not None}
        if not known:
            return super().fdiff(argindex or 1)
        index = min(known) if argindex is None else argindex
        if index not in known:
            raise ArgumentIndexError(self, index)
        return known[index]

    def doit(self, **hints: Any) -> Expr:
        """Return the definition, evaluated."""
        if hints.get("deep", True):
            return self.func(*(a.doit(**hints) for a in self.args)).definition().doit(**hints)
        return self.definition()

    def _eval_evalf(self, prec: int) -> Expr | None:
        if not all(a.is_number for a in self.args):
            return None
        # Twenty bits more than asked for: what is lost in a few operations and in rounding the arguments.
        with mpmath.workprec(prec + 20):
            value = self._mp(*(a._to_mpmath(prec + 20) for a in self.args))
            return Expr._from_mpmath(value, prec)

    def _eval_is_real(self) -> bool | None:
        return True if all(a.is_nonnegative for a in self.args) else None

    def _latex(self, printer: Any, exp: str | None = None) -> str:
        name = self.latex_name if exp is None else f"{self.latex_name}^{{{exp}}}"
        return rf"{name}\left({', '.join(printer._print(a) for a in self.args)}\right)"

    def _numpycode(self, printer: Any) -> str:
        name = printer._module_format(f"{self._kernel_module}.{type(self).__name__}")
        return f"{name}({', '.join(printer._print(a) for a in self.args)})"

    _scipycode = _numpycode

    def _mpmathcode(self, printer: Any) -> str:
        name = printer._module_format(f"{type(self).__module__}.{type(self).__name__}")
        return f"{name}._mp({', '.join(printer._print(a) for a in self.args)})"
