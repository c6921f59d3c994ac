"""Tries the API by its own description with Schemathesis (https://schemathesis.readthedocs.io), signed in as each role.

    run.py PLATFORM [SEED]

PLATFORM is the program of the local platform, which is started anew, in memory, for each run. The same SEED makes the
same requests, but for chains, of which Schemathesis leaves a part to chance; without one, a new one is taken and printed.

It also fails when something was not tried: when an operation that a role may use has never done for it what it is for,
or a link that a role may follow never led it there. At the end it says how much was tried, and what was dropped, why.
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
from collections import Counter
from datetime import datetime, timedelta, timezone
from pathlib import Path

from schemathesis.specs.openapi.definitions import OPENAPI_31_VALIDATOR

HERE = Path(__file__).resolve().parent
PASSWORD = "wild-workouts"

# What hooks.py counts.
WHAT = ("counted", "answered", "followed", "dropped")

# How much of the platform's log is shown when something is found.
LINES = 40

# One run of Schemathesis takes less than a minute.
PATIENCE = 300

# Requests one by one, so many made up for each operation; then chains of them that follow links. A phase of chains ends
# when one is answered otherwise than before, which happens as there are fewer and fewer hours to book: so phases follow
# each other until the time is spent, and turns, each on a new platform, until every link has led somewhere. What is
# wrong on purpose, or not for that role, is tried one by one: it would only end a chain.
SINGLE = ["--phases=examples,coverage,fuzzing", "--max-examples=30"]
CHAINS = ["--phases=stateful", "--max-time=30", "--mode=positive"]
TURNS = 10
RUNS = [
    # Whoever closes their account is refused everything else from then on, so an attendee who does has a run of
    # their own, the third. No link leads to or from that, so that there are no chains to try.
    ("attendee", "attendee", "attendee@example.com", ["--exclude-operation-id=deactivate-account"], [SINGLE, CHAINS]),
    ("trainer", "trainer", "trainer@example.com", [], [SINGLE, CHAINS]),
    ("leaver", "attendee", "leaver@example.com", ["--include-operation-id=deactivate-account"], [SINGLE]),
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
    for number in range(3):
        send("POST", f"{url}/local/sign-up", {"email": f"{number}@example.com", "password": PASSWORD, "name": "Nel New"})
    for member in attendee, trainer:
        headers, _ = send("POST", f"{url}/api/posts", {"title": "Hello", "body": "I am new here."}, member)
        ids.append(headers["Content-Location"].split("/")[-1])
    return ids


def described(url):
    """The description, with links that Schemathesis can follow where OpenAPI has no expression for them: those that the
    id leads to with which the path ends that a header tells."""
    description = json.loads(send("GET", f"{url}/api/openapi.json", None)[1])
    wrong = [error.message for error in OPENAPI_31_VALIDATOR.iter_errors(description)]
    if wrong:
        sys.exit("\n".join(["the description is no OpenAPI 3.1:", *wrong]))
    for _, _, _, link in links(description):
        if "parameters" not in link:
            _, parameter, _, header, _ = link["description"].split("`")
            link["parameters"] = {parameter: f"$response.header.{header}#regex:/([0-9a-f-]+)$"}
    return description


def operations(description):
    """Every operation by its id: what Schemathesis calls it, the roles that may use it, and what is described."""
    for path, methods in description["paths"].items():
        for method, operation in methods.items():
            roles = {role for one in operation["security"] for role in one["idToken"]}
            yield operation["operationId"], f"{method.upper()} {path}", roles, operation


def links(description):
    """Every link: the operation and the status that it follows, its name, and what is described."""
    for id, _, _, operation in operations(description):
        for status, response in operation["responses"].items():
            if "$ref" in response:
                response = description["components"]["responses"][response["$ref"].split("/")[-1]]
            for name, link in response.get("links", {}).items():
                yield id, status, name, link


def not_done(description, role, answered):
    """The operations that a role may use and that have never done for it what they are for, in words."""
    for id, _, roles, _ in operations(description):
        if (not roles or role in roles) and not answered[id]:
            yield f"{id} was never answered with success as {role}"


def not_followed(description, role, followed):
    """The links that a role may follow and that have never led it anywhere, in words."""
    labels = {id: label for id, label, _, _ in operations(description)}
    may = {id: roles for id, _, roles, _ in operations(description)}
    for source, status, name, link in links(description):
        target = link["operationId"]
        # Whoever has closed their account is told nothing any more, not even what became of that.
        if role in may[source] & may[target] and source != "deactivate-account":
            known_as = f"{labels[source]} -> [{status}] {name} -> {labels[target]}"
            if not followed[known_as]:
                yield f"no link led there as {role}: {known_as}"


def try_as(name, role, email, which, way, program, seed, folder, counts):
    """Whether Schemathesis finds nothing to complain about."""
    started = time.monotonic()
    log_file, counted = folder / f"{name}.log", folder / "counts.json"
    counted.unlink(missing_ok=True)
    with open(log_file, "a") as log:
        platform, url = start(program, log)
        try:
            ids = give(url)
            if name == "leaver":
                send("POST", f"{url}/local/sign-up", {"email": email, "password": PASSWORD, "name": "Lea Leaver"})
            people = {name: token(url, email)}
            # What is one attendee's is never another's: Schemathesis asks for everything again as the other one.
            peers = []
            if name == "attendee":
                people["another-attendee"] = token(url, "attendee2@example.com")
                peers = list(people)
            auth = [
                {"name": who, "fixedHeaders": [{"name": "Authorization", "value": f"Bearer {of}"}]}
                for who, of in people.items()
            ]
            (folder / "people.json").write_text(json.dumps({"auth": auth}))
            config = (HERE / "schemathesis.toml").read_text()
            config += f'\n[auth.wfc]\npath = "{folder / "people.json"}"\nuser = "{name}"\n'
            config += f"peers = {json.dumps(peers)}\n" if peers else ""
            (folder / "schemathesis.toml").write_text(config)
            # Given its address, Schemathesis would leave out the operation that is found there.
            description = described(url)
            (folder / "openapi.json").write_text(json.dumps(description))
            if way is CHAINS:
                others = [id for id, _, roles, _ in operations(description) if role not in roles]
                which = [*which, *(f"--exclude-operation-id={id}" for id in others)]
            command = [
                *(sys.executable, "-m", "schemathesis.cli", "--config-file", str(folder / "schemathesis.toml")),
                *("run", str(folder / "openapi.json"), f"--url={url}", f"--seed={seed}", *which, *way),
            ]
            environment = os.environ | {
                "PYTHONPATH": str(HERE),
                "SCHEMATHESIS_HOOKS": "hooks",
                "WORKOUTS_IDS": " ".join(ids),
                "WORKOUTS_COUNTS": str(counted),
                "NO_COLOR": "1",
            }
            with open(folder / "output", "w+") as output:
                tried = subprocess.Popen(command, cwd=folder, env=environment, stdout=output, stderr=subprocess.STDOUT)
                try:
                    found_nothing = tried.wait(PATIENCE) == 0
                except subprocess.TimeoutExpired:
                    tried.kill()
                    tried.wait()
                    found_nothing = False
                    print(f"not ready after {PATIENCE} s: ended")
                output.seek(0)
                found = output.read()
        finally:
            platform.kill()
            platform.wait()
    print(f"--- {name}, {way[0]}, {time.monotonic() - started:.0f} s ---", flush=True)
    print(found[found.find("SUMMARY") :] if found_nothing else found, flush=True)
    if not found_nothing:
        print("The end of the platform's log:", *log_file.read_text().splitlines()[-LINES:], sep="\n", flush=True)
    if counted.exists():
        for what, numbers in json.loads(counted.read_text()).items():
            counts[role][what].update(numbers)
    return found_nothing, description


def main():
    program = sys.argv[1]
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else random.randrange(2**32)
    print(f"seed {seed}", flush=True)
    counts = {role: {what: Counter() for what in WHAT} for role in ("attendee", "trainer")}
    with tempfile.TemporaryDirectory() as folder:
        # All of them, also when one finds something.
        found_nothing, missing = True, []
        for name, role, email, which, ways in RUNS:
            for way in ways:
                for turn in range(TURNS if way is CHAINS else 1):
                    found_none, description = try_as(
                        name, role, email, which, way, program, seed + turn, Path(folder), counts
                    )
                    found_nothing = found_nothing and found_none
                    if way is CHAINS and not list(not_followed(description, role, counts[role]["followed"])):
                        break
    for role in counts:
        missing += not_done(description, role, counts[role]["answered"])
        missing += not_followed(description, role, counts[role]["followed"])
    if missing:
        print(*missing, sep="\n")
    of_all = {what: sum((counts[role][what] for role in counts), Counter()) for what in WHAT}
    cases, checks = of_all["counted"]["cases"], of_all["counted"]["checks"]
    print(
        f"tried: {len(list(operations(description)))} operations, {len(list(links(description)))} links; "
        f"{cases} cases, {checks} checks"
    )
    for reason, number in of_all["dropped"].most_common():
        print(f"dropped: {number} of {reason}")
    if missing or not found_nothing:
        sys.exit(f"to repeat this: {sys.argv[0]} {program} {seed}")


if __name__ == "__main__":
    main()
