"""Faces: what people and programs use."""
