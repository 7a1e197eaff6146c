"""``python -m claimpack`` is the console command."""

from claimpack.cli import main

main()
