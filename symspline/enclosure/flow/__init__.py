"""The exact gradient flow in balls: every step encloses it, every event is shown to be the next (D10 to D14, D19)."""
