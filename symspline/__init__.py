"""symspline: the theory of shallow ReLU networks seen as splines, derived, checked and computed.

Every public name is loaded when it is first used, so that `import symspline` stays quick; neither SymPy nor matplotlib
is loaded before a name needs it.

Example:
    >>> import symspline as ss
    >>> init = ss.Init(w=ss.Normal(1.3), b=ss.Normal(0.7), v=ss.Normal(0.2))
    >>> round(init.breakpoint_density(0.0), 6)
    0.591147
"""

import lazy_loader

__version__ = "0.1.0"

# The names stand once, in __init__.pyi.
__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
