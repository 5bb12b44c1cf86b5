"""``python -m ui.cli`` is the console script."""

from ui.cli import main

main()
