"""Reviewing: a draft becomes clauses, sentences and norms, and is judged against the criteria of a register."""
