"""Hostile input: generated calls of every public name; each ends in a right value or in a refusal that helps."""
