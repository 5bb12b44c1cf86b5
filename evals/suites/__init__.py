"""Suites: what is asked of the bot, and how its answers are marked."""
