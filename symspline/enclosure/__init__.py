"""Balls around the values of expressions, and many-digit numbers: knows no theorem."""
