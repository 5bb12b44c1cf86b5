"""Texts: guidance, registers, the lexicon, and the readers that guidance and drafts share."""
