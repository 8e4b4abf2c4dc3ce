"""What pictures have along their edges: the units of the data, the inputs and the breakpoints."""

from matplotlib.axes import Axes

from symspline.render import figures

from .subject import Subject


def own_units(ax: Axes, subject: Subject) -> None:
    """The units of the data along the top of a picture, where they are others than those of the network."""
    scaling = subject.scaling
    if not scaling.is_raw:
        figures.other_units(ax, subject.data.x_name, scaling.x_centre, scaling.x_scale)


def inputs_at_foot(subject: Subject) -> str:
    """What the grey marks at the foot of a picture are."""
    return at_foot("the inputs", len(subject.knots))


def bends_at_foot(subject: Subject) -> str:
    """The same for the breakpoints of the trained network."""
    low, high = subject.ends
    beta = subject.trained.spline.beta
    owner = "the given network" if subject.given is not None else "the trained network"
    return at_foot(f"the breakpoints of {owner}", int(((beta >= low) & (beta <= high)).sum()))


def at_foot(what: str, count: int) -> str:
    """Ticks, or a histogram where these are too many.

    Example:
        >>> at_foot("the inputs", 8000)
        'at the foot a histogram of the inputs'
    """
    return f"at the foot {'a histogram of ' if count > figures.MOST_TICKS else ''}{what}"
