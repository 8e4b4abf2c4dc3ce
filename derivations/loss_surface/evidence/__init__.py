"""Simulations and enumerations of this chapter, a file for each section that has them."""
