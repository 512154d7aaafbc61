"""`python -m mt` is `mt`."""

from mt.cli import main

main()
