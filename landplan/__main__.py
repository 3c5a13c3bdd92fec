"""`python -m landplan`: the same as the command `landplan`."""

from landplan.command.start import main

main()
