"""The units of the data on pictures in those of the network."""

from matplotlib.axes import Axes

from symspline.render import figures

from .subject import Subject


def own_units(ax: Axes, subject: Subject) -> None:
    """The units of the data along the top of a picture, where they are others than those of the network."""
    scaling = subject.scaling
    if not scaling.is_raw:
        figures.other_units(ax, subject.data.x_name, scaling.x_centre, scaling.x_scale)
