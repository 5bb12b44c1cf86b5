"""Measuring: data sets, what is run on them, how it is marked, and what is made of the marks. Uses the bot as a user would."""
