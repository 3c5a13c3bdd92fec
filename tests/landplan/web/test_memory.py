"""Threads of the site share their memory."""

import subprocess
import sys

MANY_THREADS = """
import ctypes, re, sys, threading
from landplan.web.memory import share_arenas

share_arenas()
together = threading.Barrier(16)

def hold():
    held = bytes(50_000)
    together.wait(60)

threads = [threading.Thread(target=hold) for _ in range(16)]
for one in threads: one.start()
for one in threads: one.join()
libc = ctypes.CDLL(None)
libc.fopen.restype = ctypes.c_void_p
file = ctypes.c_void_p(libc.fopen(sys.argv[1].encode(), b"w"))
libc.malloc_info(0, file)
libc.fclose(file)
"""


def arenas(tmp_path, repo, **environment: str) -> int:
    told = tmp_path / "malloc.xml"
    command = [sys.executable, "-c", MANY_THREADS, str(told)]
    subprocess.run(command, cwd=repo, env=environment, check=True, timeout=120)
    return told.read_text().count("<heap nr=")


def test_many_threads_have_their_memory_from_few_arenas(tmp_path, repo) -> None:
    assert arenas(tmp_path, repo) <= 2
    assert arenas(tmp_path, repo, MALLOC_ARENA_MAX="5") > 2
