"""Starts the emulator, which first learns what it does not know, so that the templates stay as they are:

- resources for which there is nothing to do, because no test could see them;
- alarms on several metrics, which it refuses, and which never go off there anyway;
- that the template of a nested application is SAM's, too;
- that a resource of a nested stack keeps its attributes when an update leaves it as it is.
"""

from ministack.app import main
from ministack.services.cloudformation import _stacks, engine, provisioners
from ministack.services.cloudformation.provisioners import _RESOURCE_HANDLERS

# How Cognito's pages look.
NOTHING_TO_DO = ["AWS::Cognito::ManagedLoginBranding"]
ALARM = "AWS::CloudWatch::Alarm"


def create(logical_id, _properties, stack):
    return f"{stack}-{logical_id}", {}


def delete(_physical_id, _properties):
    pass


def create_alarm(logical_id, properties, stack, of_one_metric=_RESOURCE_HANDLERS[ALARM]["create"]):
    return (create if "Metrics" in properties else of_one_metric)(logical_id, properties, stack)


def read_and_transform(text, read=engine._parse_template):
    return engine._apply_transforms(read(text))


def update_in_nested_stack(kind, before, old, new, stack, logical_id, update=provisioners._update_resource):
    after, attributes = update(kind, before, old, new, stack, logical_id)
    if after == before and not attributes:
        attributes = _stacks[stack]["_resources"][logical_id]["Attributes"]
    return after, attributes


_RESOURCE_HANDLERS[ALARM]["create"] = create_alarm
# Only the deployment of nested stacks looks it up here, too.
provisioners._update_resource = update_in_nested_stack
# Only the deployment of nested stacks looks it up here; that of a stack by itself transforms what it has read.
engine._parse_template = read_and_transform

for kind in NOTHING_TO_DO:
    _RESOURCE_HANDLERS.setdefault(kind, {"create": create, "delete": delete})

main()
