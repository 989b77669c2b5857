"""python -m cronaca."""

from cronaca.cli import main

main()
