"""Theorems as documents: LaTeX, HTML, Markdown, PDF, the book."""
