"""The use cases: answering, reviewing, exporting."""
