"""`python -m landplan`: the same as the command `landplan`."""

from landplan.cli import main

main()
