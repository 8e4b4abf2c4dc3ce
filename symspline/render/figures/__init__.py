"""Pictures: every function takes the axes to draw on and returns what it drew."""

from .densities import breakpoint_density as breakpoint_density
from .densities import curves as curves
from .densities import gap_counts as gap_counts
from .densities import joint_density as joint_density
from .densities import sampled_breakpoints as sampled_breakpoints
from .densities import zeta as zeta
from .functions import bends as bends
from .functions import data as data
from .functions import fit as fit
from .functions import loss as loss
from .functions import other_units as other_units
from .functions import penalty as penalty
from .functions import plain as plain
from .functions import prior as prior
from .functions import two_sides as two_sides
from .loss_surface import breakpoint_loss as breakpoint_loss
from .loss_surface import critical_fits as critical_fits
from .loss_surface import loss_map as loss_map
from .spectrum import beam_modes as beam_modes
from .spectrum import eigenvalue_histogram as eigenvalue_histogram
from .spectrum import eigenvalues as eigenvalues
from .spectrum import hessian_map as hessian_map
from .spectrum import lonely as lonely
from .style import image as image
from .style import new as new
from .style import svg as svg
