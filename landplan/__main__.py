"""`python -m landplan`: the same as the command `landplan`."""

from landplan.command.cli import main

main()
