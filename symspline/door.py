"""The one way up: what a lower floor asks of a higher one, looked up when it is asked.

Imports go down only. A theorem prints itself, an initialisation answers with a formula, a citation names its theorem by
id: these few questions lead up, and each of them is a line of `WAYS`.
"""

from importlib import import_module
from typing import Any

WAYS = {
    "check": "symspline.proof.checker:check",
    "library": "symspline.proof.library:library",
    "routine": "symspline.model.formula:routine",
    "answer": "symspline.answers.quantities:derive",
    "chapters": "symspline.derivations:",
    "equation": "symspline.render.mathematics.equation:equation",
    "latex": "symspline.render.documents.latex:derivation",
    "notebook_html": "symspline.render.notebook:notebook_html",
    "notebook_latex": "symspline.render.documents.markdown:notebook_latex",
    "plots": "symspline.render.plots:",
}
"""Question -> the module that answers it and the name there."""


def up(question: str) -> Any:
    """What answers a question; the module itself where no name is given."""
    module, _, name = WAYS[question].partition(":")
    found = import_module(module)
    return getattr(found, name) if name else found


class Shown:
    """What shows itself in a notebook; `symspline.render.notebook` says how."""

    def _repr_html_(self) -> str:
        return up("notebook_html")(self)
