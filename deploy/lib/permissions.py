"""What roles are allowed that no statement of a function says: reading what feeds it, and what is for every resource.

Linters know nothing of it, and no rehearsal shows it: the emulator asks nobody whether a queue may be read."""

import fnmatch
import json

BOUNDARY = "FunctionBoundary"
# What Lambda calls with a function's role to read what feeds it, by the kind of resource.
READING = {
    "AWS::SQS::Queue": {"sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"},
    "AWS::DynamoDB::Table": {
        "dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator", "dynamodb:ListStreams",
    },
}
# What may be allowed on every resource: whose policy, by which of the two words, what exactly; and why.
ON_EVERYTHING = {
    (BOUNDARY, "Action", frozenset({"xray:PutTraceSegments", "xray:PutTelemetryRecords"})):
        "X-Ray's actions know no resources",
    (BOUNDARY, "NotAction", frozenset({"logs:*", "xray:*"}.union(*READING.values()))):
        "a boundary grants nothing, and what it leaves alone the statements of each function allow",
    ("CodeDeployRole", "Action", frozenset({"cloudwatch:DescribeAlarms"})):
        "CodeDeploy asks for composite alarms too, which it may not with anything narrower",
}


def complaints(stacks):
    """What is wrong with the permissions of those `releases.Stack`, by the file of each."""
    found = set()
    for file, stack in stacks.items():
        for complaint in [*of_sources(stack), *of_roles(stack), *of_everything(stack, found)]:
            yield f"{file}: {complaint}"
    for one in ON_EVERYTHING.keys() - found:
        yield f"{one[0]} no longer allows on every resource: {told(one)}; take it out of deploy/lib/permissions.py"


def of_sources(stack):
    """The boundary allows reading what feeds a function, and nothing else."""
    mappings = stack.of("AWS::Lambda::EventSourceMapping").items()
    sources = {name: text_of(one["Properties"].get("EventSourceArn")) for name, one in mappings}
    kinds = {source: stack.resources.get(source.split(".")[0], {}).get("Type") for source in sources.values()}
    boundary = list(statements(stack.resources[BOUNDARY]))
    for name, source in sorted(sources.items()):
        if kinds[source] not in READING:
            yield f"{name} reads {source}, of which deploy/lib/permissions.py does not know what reading it takes"
    for kind, actions in READING.items():
        read = {source for source in kinds if kinds[source] == kind}
        for action in sorted(actions):
            allowing = [statement for statement in boundary if allows(statement, action)]
            allowed = {text_of(one) for statement in allowing for one in listed(statement.get("Resource", "*"))}
            for name, source in sorted(sources.items()):
                if source in read - allowed:
                    yield f"{name} reads {source}, and {BOUNDARY} does not allow {action} on it"
            for source in sorted(allowed - read):
                yield f"{BOUNDARY} allows {action} on {source}, which no event source mapping reads"


def of_roles(stack):
    roles = stack.of("AWS::IAM::Role")
    for name, function in sorted(stack.of("AWS::Lambda::Function").items()):
        role, _, attribute = text_of(function["Properties"]["Role"]).partition(".")
        if attribute != "Arn" or role not in roles:
            yield f"{name} has a role that is not in the template"
        elif roles[role]["Properties"].get("PermissionsBoundary") != {"Ref": BOUNDARY}:
            yield f"{role}, the role of {name}, needs PermissionsBoundary: !Ref {BOUNDARY}"


def of_everything(stack, found):
    for name, resource in sorted(stack.resources.items()):
        if not resource["Type"].startswith("AWS::IAM::"):
            continue
        for statement in statements(resource):
            if statement["Effect"] == "Deny" or not is_for_everything(statement):
                continue
            word = "Action" if "Action" in statement else "NotAction"
            one = (name, word, frozenset(map(text_of, listed(statement[word]))))
            found.add(one)
            if one not in ON_EVERYTHING:
                yield f"{name} allows on every resource: {told(one)}; what may be is in deploy/lib/permissions.py"


def statements(resource):
    properties = resource["Properties"]
    own = [one["PolicyDocument"] for one in properties.get("Policies", [])]
    for document in [properties.get("PolicyDocument"), *own]:
        if document:
            yield from listed(document["Statement"])


def is_for_everything(statement):
    return "NotResource" in statement or any(one == "*" for one in leaves(statement["Resource"]))


def allows(statement, action):
    if statement["Effect"] != "Allow":
        return False
    patterns = listed(statement["Action" if "Action" in statement else "NotAction"])
    named = any(fnmatch.fnmatchcase(action.lower(), text_of(one).lower()) for one in patterns)
    return named == ("Action" in statement)


def listed(value):
    return value if isinstance(value, list) else [value]


def leaves(value):
    match value:
        case dict():
            return [leaf for one in value.values() for leaf in leaves(one)]
        case list():
            return [leaf for one in value for leaf in leaves(one)]
    return [value]


def text_of(value):
    """`Queue.Arn` for an attribute, and what it is for anything else."""
    match value:
        case str():
            return value
        case {"Fn::GetAtt": [str(name), str(attribute)]}:
            return f"{name}.{attribute}"
        case {"Fn::GetAtt": str(path)}:
            return path
    return json.dumps(value)


def told(one):
    _, word, actions = one
    return f"{word} {', '.join(sorted(actions))}"
