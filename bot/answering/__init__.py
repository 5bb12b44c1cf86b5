"""Answering questions from the guidance: take apart, select, judge, compose, cite; or refuse."""
