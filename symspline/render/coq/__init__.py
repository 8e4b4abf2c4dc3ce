"""Steps as lemmas of Coq, whose kernel shares no code with SymPy."""
