"""`python -m hograph` is the command line."""

from hograph.cli import main

main()
