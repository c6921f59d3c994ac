"""What Schemathesis cannot know from the description, each with its reason. Nothing here hides an answer from the
checks of status, type, headers and body: those hold for every request, whatever it carries."""

import json
import os
import re
import zlib
from datetime import datetime, timedelta, timezone

import schemathesis
from hypothesis import strategies as st
from schemathesis.openapi.checks import (
    ObjectLevelAuthorizationViolation,
    RejectedPositiveData,
    UnsupportedMethodResponse,
    UseAfterFree,
)

# Of all times that can be written down, next to none can be booked, so that nothing but the time rules would ever be
# tried. Three of four times are full hours of the coming days instead, of which the demo data has the bookable ones.
_today = datetime.now(timezone.utc).replace(hour=0, minute=0, second=0, microsecond=0)
_hours = st.builds(
    lambda day, hour: (_today + timedelta(days=day, hours=hour)).strftime("%Y-%m-%dT%H:%M:%SZ"),
    st.integers(1, 20),
    st.integers(12, 20),
)
_any_time = st.builds(
    lambda time, offset: time.isoformat() + offset,
    st.datetimes(),
    st.sampled_from(["Z", "+00:00", "-07:30", "+14:00"]),
)
schemathesis.openapi.format("date-time", st.one_of(_hours, _hours, _hours, _any_time))

# No made-up id is one of anything that is there, so half of them are of what was there from the beginning.
_ids = st.sampled_from(os.environ["WORKOUTS_IDS"].split())
schemathesis.openapi.format("uuid", st.one_of(_ids, st.uuids().map(str)))

# No made-up text is a cursor: only what a list has answered is one, and links hand that on. So one that is made up is
# refused, as it should be, although the description cannot say which text is one.
_MADE_UP = "bWFkZSB1cA"
schemathesis.openapi.format("cursor", st.just(_MADE_UP))


@schemathesis.hook
def before_call(context, case, kwargs):
    """Makes requests that stop early rarer. The key, the preference and the cursor of the examples would else be in
    most requests, so that these would be refused for the key, put off, or refused for the cursor, and little else
    would be tried. One of four is sent as it was made up.

    What is done to a request depends on nothing but the request, and each command gets a key of its own: Schemathesis
    repeats chains of requests, and gives up when the same chain is answered otherwise."""
    if not case.operation.definition.raw["security"]:
        return
    sent = [case.method, case.formatted_path, dict(case.query), case.body, dict(case.headers)]
    number = zlib.crc32(json.dumps(sent, sort_keys=True, default=str).encode())
    if number % 4 == 0:
        return
    key = case.headers.get("Idempotency-Key", "key")
    if case.method != "GET" and isinstance(key, str) and re.fullmatch("[!-~]{1,200}", key):
        case.headers["Idempotency-Key"] = f"{key}-{number}"
    if isinstance(case.headers.get("Prefer"), str):
        del case.headers["Prefer"]
    if case.query.get("cursor") == _MADE_UP:
        del case.query["cursor"]


# What a request is refused for that is as described: what depends on the clock, on two values at once, or on what
# was sent before. What depends on one value alone is described, and so must not be refused.
_NOT_OF_ONE_VALUE = {
    "not-full-hour",
    "hour-in-past",
    "too-distant-date",
    "too-early-hour",
    "too-late-hour",
    "too-many-hours",
    "date-from-after-date-to",
    "range-too-long",
    "idempotency-key-reused",
}


def _is_another_route(case, method):
    for path, operations in case.operation.schema.raw_schema["paths"].items():
        pattern = re.sub(r"\\\{[^}]*\}", "[^/]+", re.escape(path))
        if method.lower() in operations and re.fullmatch(pattern, case.formatted_path):
            return True
    return False


@schemathesis.hook
def filter_failure(context, failure, case, response):
    """Whether a failure is one."""
    if isinstance(failure, RejectedPositiveData):
        problem = response.json() if response.status_code in (400, 422) else {}
        if response.status_code == 422:
            return problem["slug"] not in _NOT_OF_ONE_VALUE
        if response.status_code == 400 and "cursor" in (case.query or {}):
            return problem["detail"] != "cursor is not understood"
    # The gateway knows no 405: a method without a route is a route that it does not know, and it cannot be told to
    # answer anything else. https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-routes.html
    # And what has no route of its own may have one with a parameter: `GET …/make-hour-available` asks for an hour.
    if isinstance(failure, UnsupportedMethodResponse):
        is_no_route = response.status_code == 404 and response.json() == {"message": "Not Found"}
        return not (is_no_route or _is_another_route(case, response.request.method))
    # To cancel a training is not to make it disappear: the contract says that it can still be read, as canceled.
    if isinstance(failure, UseAfterFree) and case.operation.definition.raw["operationId"] == "training":
        return response.json()["status"] != "canceled"
    # A post is for every member to read, by the contract; it just is in no list of all posts.
    if isinstance(failure, ObjectLevelAuthorizationViolation):
        return case.operation.definition.raw["operationId"] != "post"
    return True
