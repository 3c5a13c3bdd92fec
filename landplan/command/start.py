"""Where a call begins: nothing is imported before a user's stop (Ctrl+C) is caught."""

import sys


def main() -> None:
    """Run a call and exit with its status; stopped while it is still starting it says so."""
    try:
        from landplan.command.cli import main as call

        call()
    except KeyboardInterrupt:
        print("cancelled" if "en" in sys.argv else "已取消", file=sys.stderr)
        sys.exit(130)
