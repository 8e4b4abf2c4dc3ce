"""Formulas held against the definition of their quantity before they are handed out."""
