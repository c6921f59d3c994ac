"""Tries the API by its own description with Schemathesis (https://schemathesis.readthedocs.io), signed in as each role.

    run.py PLATFORM [SEED]

PLATFORM is the program of the local platform, which is started anew, in memory, for each run. The same SEED makes the
same requests; without one, a new one is taken and printed.
"""

import json
import os
import random
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from datetime import datetime, timedelta, timezone
from pathlib import Path

HERE = Path(__file__).resolve().parent
PASSWORD = "wild-workouts"

# Requests one by one, so many made up for each operation; then chains of them that follow links. A phase of chains ends
# when one is answered otherwise than before, which happens as there are fewer and fewer hours to book: so phases follow
# each other until the time is spent.
SINGLE = ["--phases=examples,coverage,fuzzing", "--max-examples=30"]
CHAINS = ["--phases=stateful", "--max-time=30"]
RUNS = [
    # Whoever closes their account is refused everything else from then on, so an attendee who does has a run of
    # their own, the third. No link leads to or from that, so that there are no chains to try.
    ("attendee", "attendee@example.com", ["--exclude-operation-id=deactivate-account"], [SINGLE, CHAINS]),
    ("trainer", "trainer@example.com", [], [SINGLE, CHAINS]),
    ("leaver", "leaver@example.com", ["--include-operation-id=deactivate-account"], [SINGLE]),
]


def send(method, url, body, token=None):
    headers = {"Content-Type": "application/json"} | ({"Authorization": f"Bearer {token}"} if token else {})
    content = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(url, content, headers, method=method)
    with urllib.request.urlopen(request, timeout=20) as answer:
        return answer.headers, answer.read()


def start(program, log):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    url = f"http://127.0.0.1:{port}"
    platform = subprocess.Popen([program, "--in-memory", "--port", str(port)], stdout=log, stderr=log)
    until = time.monotonic() + 60
    while True:
        try:
            urllib.request.urlopen(f"{url}/local/health", timeout=5).close()
            return platform, url
        except OSError as error:
            if platform.poll() is not None or time.monotonic() > until:
                platform.kill()
                sys.exit(f"the platform does not start: {error}")
            time.sleep(0.05)


def token(url, email):
    _, answer = send("POST", f"{url}/local/sign-in", {"email": email, "password": PASSWORD})
    return json.loads(answer)["idToken"]


def give(url):
    """Something to find for everybody: credits, trainings, proposals from either side, posts. Their ids."""
    attendee, trainer = token(url, "attendee@example.com"), token(url, "trainer@example.com")
    mary = json.loads(send("GET", f"{url}/api/users/current", None, attendee)[1])["uuid"]
    ids = [mary]
    for _ in range(3):
        send("POST", f"{url}/api/users/{mary}/credits", {"amount": 100, "reason": "to begin with"}, trainer)
    for number in range(12):
        day = (datetime.now(timezone.utc) + timedelta(days=22 + number % 6)).strftime("%Y-%m-%d")
        booking = {"time": f"{day}T{12 + number // 6}:00:00Z", "notes": "my first time"}
        headers, _ = send("POST", f"{url}/api/trainings", booking, attendee)
        path = headers["Content-Location"]
        ids.append(path.split("/")[-1])
        if number % 3:
            proposal = {"time": f"{day}T{15 + number // 6}:00:00Z"}
            send("PUT", f"{url}{path}/request-reschedule", proposal, attendee if number % 3 == 1 else trainer)
    for member in attendee, trainer:
        headers, _ = send("POST", f"{url}/api/posts", {"title": "Hello", "body": "I am new here."}, member)
        ids.append(headers["Content-Location"].split("/")[-1])
    return ids


def try_as(role, email, which, way, program, seed, folder):
    """Whether Schemathesis finds nothing to complain about."""
    started = time.monotonic()
    with open(folder / f"{role}.log", "a") as log:
        platform, url = start(program, log)
        try:
            ids = give(url)
            if role == "leaver":
                send("POST", f"{url}/local/sign-up", {"email": email, "password": PASSWORD, "name": "Lea Leaver"})
            people = {role: token(url, email)}
            # What is one attendee's is never another's: Schemathesis asks for everything again as the other one.
            peers = []
            if role == "attendee":
                people["another-attendee"] = token(url, "attendee2@example.com")
                peers = list(people)
            auth = [
                {"name": name, "fixedHeaders": [{"name": "Authorization", "value": f"Bearer {of}"}]}
                for name, of in people.items()
            ]
            (folder / "people.json").write_text(json.dumps({"auth": auth}))
            config = (HERE / "schemathesis.toml").read_text()
            config += f'\n[auth.wfc]\npath = "{folder / "people.json"}"\nuser = "{role}"\n'
            config += f"peers = {json.dumps(peers)}\n" if peers else ""
            (folder / "schemathesis.toml").write_text(config)
            # Given its address, Schemathesis would leave out the operation that is found there.
            _, description = send("GET", f"{url}/api/openapi.json", None)
            (folder / "openapi.json").write_bytes(description)
            command = [
                *(sys.executable, "-m", "schemathesis.cli", "--config-file", str(folder / "schemathesis.toml")),
                *("run", str(folder / "openapi.json"), f"--url={url}", f"--seed={seed}", *which, *way),
            ]
            environment = os.environ | {
                "PYTHONPATH": str(HERE),
                "SCHEMATHESIS_HOOKS": "hooks",
                "WORKOUTS_IDS": " ".join(ids),
                "NO_COLOR": "1",
            }
            tried = subprocess.run(command, cwd=folder, env=environment, text=True, capture_output=True)
        finally:
            platform.kill()
            platform.wait()
    found = tried.stdout + tried.stderr
    print(f"--- {role}, {way[0]}, {time.monotonic() - started:.0f} s ---", flush=True)
    print(found[found.find("SUMMARY") :] if tried.returncode == 0 else found, flush=True)
    return tried.returncode == 0


def main():
    program = sys.argv[1]
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else random.randrange(2**32)
    print(f"seed {seed}", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        # All of them, also when one finds something.
        found_nothing = [
            try_as(role, email, which, way, program, seed, Path(folder))
            for role, email, which, ways in RUNS
            for way in ways
        ]
    sys.exit(0 if all(found_nothing) else f"to repeat this: {sys.argv[0]} {program} {seed}")


if __name__ == "__main__":
    main()
