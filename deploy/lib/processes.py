"""Programs that run beside a script: on loopback only, with their output in a file, and ended by their own process
id, whatever becomes of the script."""

import os
import pathlib
import signal
import socket
import subprocess
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]


def target():
    """Where Cargo builds."""
    return pathlib.Path(os.environ.get("CARGO_TARGET_DIR") or ROOT / "target")


# Asked to end, a script ends as on Ctrl-C: with what it has started.
signal.signal(signal.SIGTERM, signal.default_int_handler)


class Failure(Exception):
    """What went wrong, in words for whoever started the script."""


def free_ports(count):
    """That many ports on loopback that nobody listens on."""
    sockets = [socket.socket() for _ in range(count)]
    try:
        for one in sockets:
            one.bind(("127.0.0.1", 0))
        return [one.getsockname()[1] for one in sockets]
    finally:
        for one in sockets:
            one.close()


class Running:
    """A program while it runs. A context: leaving it ends the program and those that it started."""

    def __init__(self, command, log, **options):
        self.log = pathlib.Path(log)
        self.log.parent.mkdir(parents=True, exist_ok=True)
        with self.log.open("wb") as output:
            options = {"stdin": subprocess.DEVNULL, "stdout": output, "stderr": output, **options}
            # A session of its own, so that it can be ended with whatever it starts.
            self.process = subprocess.Popen([str(part) for part in command], start_new_session=True, **options)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.end()

    def end(self):
        self._tell(signal.SIGTERM)
        try:
            self.process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            pass
        # Also those that have outlived it.
        self._tell(signal.SIGKILL)
        self.process.wait()

    def _tell(self, number):
        try:
            os.killpg(self.process.pid, number)
        except ProcessLookupError:
            pass

    def wait_until(self, what, ready, seconds=30):
        """Waits until `ready` gives something true, and returns that."""
        until = time.monotonic() + seconds
        while True:
            found = ready()
            if found:
                return found
            if self.process.poll() is not None:
                raise Failure(f"it ended with {self.process.returncode} before {what}; see {self.log}")
            if time.monotonic() > until:
                raise Failure(f"after {seconds} s still not: {what}; see {self.log}")
            time.sleep(0.01)

    def children(self):
        """The process ids of what it has started."""
        found = []
        for file in pathlib.Path(f"/proc/{self.process.pid}/task").glob("*/children"):
            found += [int(child) for child in file.read_text().split()]
        return found


def listens(port):
    """Whether somebody listens on that port of loopback."""
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", port)) == 0
