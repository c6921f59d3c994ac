"""What Schemathesis cannot know from the description, each with its reason. Nothing here hides an answer from the
checks of status, type, headers and body: those hold for every request, whatever it carries."""

import json
import os
import re
import zlib
from collections import Counter
from datetime import date, datetime, timedelta, timezone
from pathlib import Path

import schemathesis
import schemathesis.cli
from hypothesis import strategies as st
from schemathesis.core import NotSet
from schemathesis.engine.events import ScenarioFinished
from schemathesis.generation.meta import TestPhase
from schemathesis.openapi.checks import (
    ObjectLevelAuthorizationViolation,
    RejectedPositiveData,
    UnsupportedMethodResponse,
    UseAfterFree,
)
from schemathesis.specs.openapi.formats import rfc3339_values

# Of all times that can be written down, next to none can be booked, so that nothing but the time rules would ever be
# tried. Most times are full hours of the coming days instead, of which the demo data has the bookable ones.
_today = datetime.now(timezone.utc).replace(hour=0, minute=0, second=0, microsecond=0)
_hours = st.builds(
    lambda day, hour: (_today + timedelta(days=day, hours=hour)).strftime("%Y-%m-%dT%H:%M:%SZ"),
    st.integers(1, 20),
    st.integers(12, 20),
)
# What Schemathesis makes up itself for the format, and what is as right and rarer.
_any_time = rfc3339_values("date-time")
_rare_time = st.builds(
    "{}T{}{}{}".format,
    st.one_of(st.dates().map(str), st.sampled_from(["0000-01-01", "0001-01-01", "9999-12-30", "9999-12-31"])),
    st.times().map(lambda time: time.strftime("%H:%M:%S")),
    st.sampled_from(["", ".5", ".0000000000", ".123456789012"]),
    st.sampled_from(["Z", "z", "+00:00", "-07:30", "+14:00", "+23:59", "-23:59"]),
)
schemathesis.openapi.format("date-time", st.one_of(*[_hours] * 12, _any_time, _rare_time))

# No made-up id is one of anything that is there, so half of them are of what was there from the beginning.
_IDS = os.environ["WORKOUTS_IDS"].split()
_ids = st.integers(0, len(_IDS) - 1).map(_IDS.__getitem__)
schemathesis.openapi.format("uuid", st.one_of(_ids, st.uuids().map(str)))

# No made-up text is a cursor: only what a list has answered is one, and links hand that on. So one that is made up is
# refused, as it should be, although the description cannot say which text is one.
_MADE_UP = "bWFkZSB1cA"
schemathesis.openapi.format("cursor", st.just(_MADE_UP))


def _number(sent):
    return zlib.crc32(json.dumps(sent, sort_keys=True, default=str).encode())


def _in_any_run(sent):
    """The same of a request with the ids and on the day of another run."""
    text = json.dumps(sent, sort_keys=True, default=str)
    for index, id in enumerate(_IDS):
        text = text.replace(id, f"id {index}")
    text = re.sub("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "another id", text)

    def days_ahead(match):
        try:
            days = (date.fromisoformat(match[0]) - _today.date()).days
        except ValueError:
            return match[0]
        return f"in {days} days" if 0 <= days <= 20 else match[0]

    return re.sub(r"\d{4}-\d\d-\d\d", days_ahead, text)


def _is_as_described(case):
    """Whether nothing in a request is wrong on purpose."""
    return case.meta is not None and case.meta.generation.mode.is_positive


@schemathesis.hook
def before_call(context, case, kwargs):
    """Makes requests that stop early rarer. The key, the preference and the cursor of the examples would else be in
    most requests, so that these would be refused for the key, put off, or refused for the cursor, and little else
    would be tried. One of four is sent as it was made up. Of the other commands each third is put off. In chains, the
    other queries leave out what need not be said, but for short pages, as only those have a next.

    What is done to a request depends on nothing but the request, and each command gets a key of its own: Schemathesis
    repeats chains of requests, and gives up when the same chain is answered otherwise. Nor does it depend on what is
    new in every run: tokens, ids, cursors, today."""
    if not case.operation.definition.raw["security"]:
        return
    query = dict(case.query or {})
    headers = {name: value for name, value in case.headers.items() if name.lower() != "authorization"}
    body = None if isinstance(case.body, NotSet) else case.body
    sent = [case.method, case.formatted_path, query, body, headers]
    if query.get("cursor") not in (None, _MADE_UP):
        query = query | {"cursor": "another"}
    choice = _number(_in_any_run([case.method, case.formatted_path, query, body, headers]))
    if choice % 4 == 0 or not _is_as_described(case):
        return
    if case.method == "GET":
        if query.get("cursor") == _MADE_UP:
            del case.query["cursor"]
        if case.meta.phase.name == TestPhase.STATEFUL:
            optional = [one.definition["name"] for one in case.operation.query if not one.definition.get("required")]
            for name in set(optional) - {"cursor"}:
                case.query.pop(name, None)
            if "limit" in optional:
                case.query["limit"] = choice % 3 + 1
        return
    key = case.headers.get("Idempotency-Key", "key")
    case.headers["Idempotency-Key"] = f"{key[:200]}-{_number(sent)}"
    case.headers.pop("Prefer", None)
    if choice % 3 == 0:
        case.headers["Prefer"] = "respond-async"


# What a request is refused for that is as described, and why the description cannot say so. All else that a value is
# refused for is described, and so must not happen to what is as described.
_CANNOT_BE_SAID = {
    # Patterns have no word for the same number in two places: 14:30+05:30 is a full hour, 14:30+05:00 is not.
    "not-full-hour": "the minutes of a time and those of its offset",
    "hour-in-past": "the clock",
    "too-distant-date": "the clock, and a parameter of the stack",
    "too-early-hour": "a parameter of the stack",
    "too-late-hour": "a parameter of the stack",
    "date-from-after-date-to": "two values",
    "range-too-long": "two values",
    # JSON Schema counts entries; what counts is how many different hours, and on how many days.
    "too-many-hours": "how many entries of a list are different",
    "idempotency-key-reused": "what was sent under that key before",
}
_SETTING_HOURS = {"make-hours-available", "make-hours-unavailable"}

# What has been counted, for run.py.
_dropped = Counter()
_answered = Counter()
_followed = Counter()
_counted = Counter()


def _is_another_route(case, method):
    for path, operations in case.operation.schema.raw_schema["paths"].items():
        pattern = re.sub(r"\\\{[^}]*\}", "[^/]+", re.escape(path))
        if method.lower() in operations and re.fullmatch(pattern, case.formatted_path):
            return True
    return False


def _why_it_is_none(failure, case, response):
    """Why a failure is none; nothing if it is one."""
    operation = case.operation.definition.raw["operationId"]
    if isinstance(failure, RejectedPositiveData):
        problem = response.json() if response.status_code in (400, 422) else {}
        slug = problem.get("slug")
        if response.status_code == 422 and slug in _CANNOT_BE_SAID:
            if slug != "too-many-hours" or operation in _SETTING_HOURS:
                return f"{slug}: it depends on {_CANNOT_BE_SAID[slug]}"
        if response.status_code == 400 and (case.query or {}).get("cursor") == _MADE_UP:
            if problem["detail"] == "cursor is not understood":
                return "invalid-parameter: which text is a cursor is known to who has answered it"
    if isinstance(failure, UnsupportedMethodResponse):
        # https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-routes.html
        if response.status_code == 404 and response.json() == {"message": "Not Found"}:
            return "no 405: the gateway knows none, and a method without a route is a route that it does not know"
        if _is_another_route(case, response.request.method):
            return "no 405: it is another route, as `GET …/make-hour-available` asks for an hour"
    if isinstance(failure, UseAfterFree) and operation == "training":
        if response.json()["status"] == "canceled":
            return "there after its end: a canceled training can still be read, by the contract"
        if case.formatted_path in _to_be_canceled:
            return "there after its end: that was put off (202), and is not yet"
    if isinstance(failure, ObjectLevelAuthorizationViolation) and operation == "post":
        return "another's: a post is for every member to read, by the contract; it just is in no list of all posts"
    return None


# Trainings whose cancellation was last accepted, not carried out.
_to_be_canceled = set()


@schemathesis.hook
def after_call(context, case, response):
    """Tells what was put off from what was done."""
    if case.operation.definition.raw["operationId"] == "cancel-training":
        if response.status_code == 202:
            _to_be_canceled.add(case.formatted_path)
        elif response.status_code == 204:
            _to_be_canceled.discard(case.formatted_path)


@schemathesis.hook
def filter_failure(context, failure, case, response):
    """Whether a failure is one."""
    reason = _why_it_is_none(failure, case, response)
    if reason is not None:
        _dropped[reason] += 1
    return reason is None


@schemathesis.cli.handler()
class Counts(schemathesis.cli.EventHandler):
    """What has been tried, written down for run.py."""

    def handle_event(self, ctx, event):
        if not isinstance(event, ScenarioFinished):
            return
        recorder = event.recorder
        _counted["cases"] += len(recorder.cases)
        _counted["checks"] += sum(map(len, recorder.checks.values()))
        for id, node in recorder.cases.items():
            response = recorder.find_response(case_id=id)
            if response is None:
                continue
            # A redirect is what one operation is for. Schemathesis does not follow those that are described.
            if 200 <= response.status_code < 300 or response.status_code == 308:
                _answered[node.value.operation.definition.raw["operationId"]] += 1
            # Whatever else is in its way, what it leads to is there.
            if node.is_transition_applied and response.status_code not in (400, 401, 404):
                _followed[node.transition.id] += 1

    def shutdown(self, ctx):
        counts = {"counted": _counted, "answered": _answered, "followed": _followed, "dropped": _dropped}
        Path(os.environ["WORKOUTS_COUNTS"]).write_text(json.dumps(counts))
