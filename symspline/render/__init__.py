"""Theorems as LaTeX, PDF, Markdown, HTML and notebooks; the book; the figures."""
