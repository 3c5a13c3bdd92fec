"""Who calls, also where the machine has no name for the user."""

import os

from landplan.command import who


def test_a_user_without_a_name_is_a_number(monkeypatch):
    def nameless():
        raise KeyError("getpwuid(): uid not found")

    monkeypatch.setattr(who.getpass, "getuser", nameless)
    assert who.user() == f"uid {os.getuid()}"
