"""What the theorems speak about: laws, initialisations, networks, splines and formulas."""
