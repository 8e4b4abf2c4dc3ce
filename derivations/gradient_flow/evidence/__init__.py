"""Judges of this chapter: they differentiate the network itself, and make small steps."""
