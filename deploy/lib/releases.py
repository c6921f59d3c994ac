"""How new versions of functions come to be invoked: what SAM makes of the template, with gradual deployment and without.

Neither CloudFormation nor the linters say beforehand what is wrong here: a circle through an alias's update policy is
found by a deployment, and a parameter whose new value nobody gets by nobody."""

import functools
import logging
import os
import re

from samcli.yamlhelper import yaml_parse
from samtranslator.translator.transform import transform

# What CloudFormation takes. https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html
MOST_RESOURCES = 500
# These are no part of a version, or only ever change together with the code.
NOT_OF_A_VERSION = {"ReservedConcurrentExecutions", "Architectures"}
INVOKERS = {
    "AWS::ApiGatewayV2::Api", "AWS::Cognito::UserPool", "AWS::Events::Rule", "AWS::Lambda::EventSourceMapping",
    "AWS::Lambda::Permission",
}


def complaints(text):
    """What is wrong with the releases of that template."""
    for preference in ("none", "Canary10Percent5Minutes"):
        stack = Stack(text, GradualDeployment=preference)
        for complaint in [*stack.of_size(), *stack.of_circles(), *stack.of_aliases(), *stack.of_settings()]:
            yield f"with GradualDeployment={preference}: {complaint}"
        for complaint in stack.of_nothing_gradual() if preference == "none" else stack.of_deployments():
            yield f"with GradualDeployment={preference}: {complaint}"


class NoManagedPolicies:
    """SAM would ask IAM for those that a template names. This one names none."""

    def load(self):
        return {}


class Stack:
    def __init__(self, text, **parameters):
        # It tells of a switch of its makers' that it does not find.
        logging.getLogger("samtranslator").setLevel(logging.ERROR)
        os.environ.setdefault("AWS_DEFAULT_REGION", "us-east-1")
        template = yaml_parse(text)
        self.parameters = set(template["Parameters"])
        self.conditions = template["Conditions"]
        events = {
            name: {event["Type"] for event in resource["Properties"].get("Events", {}).values()}
            for name, resource in template["Resources"].items() if resource["Type"] == "AWS::Serverless::Function"
        }
        self.answering = {name for name, kinds in events.items() if "HttpApi" in kinds}
        self.fed = {name for name, kinds in events.items() if kinds & {"SQS", "DynamoDB"}}
        # Where `sam deploy` puts the code.
        template["Globals"]["Function"]["CodeUri"] = "s3://bucket/code"
        self.resources = transform(template, parameters, NoManagedPolicies())["Resources"]

    def of(self, kind):
        return {name: one for name, one in self.resources.items() if one["Type"] == kind}

    @functools.cached_property
    def aliases(self):
        found = {}
        for name, alias in self.of("AWS::Lambda::Alias").items():
            found[alias["Properties"]["FunctionName"]["Ref"]] = (name, alias)
        return found

    def of_size(self):
        if len(self.resources) > MOST_RESOURCES:
            yield f"{len(self.resources)} resources, and CloudFormation takes {MOST_RESOURCES}"

    def of_circles(self):
        after = {name: references(one) & set(self.resources) for name, one in self.resources.items()}
        settled = set()

        def circle(name, path):
            if name in path:
                return [*path[path.index(name):], name]
            if name not in settled:
                for other in sorted(after[name]):
                    if found := circle(other, [*path, name]):
                        return found
                settled.add(name)
            return None

        if found := next(filter(None, (circle(name, []) for name in sorted(after))), None):
            yield f"resources wait for each other: {' for '.join(found)}"

    def of_aliases(self):
        functions = set(self.of("AWS::Lambda::Function"))
        for name in sorted(functions - set(self.aliases)):
            yield f"{name} has no alias"
        for name, one in self.resources.items():
            if one["Type"] in INVOKERS and (past := references(one) & functions):
                yield f"{name} invokes {', '.join(sorted(past))} past its alias"
        for name in sorted(self.fed):
            if "Fn::If" in str(self.resources[name]["Properties"].get("ReservedConcurrentExecutions")):
                yield f"{name} would have to drop messages that exceed its reserved concurrency: it needs !Ref AWS::NoValue"

    def of_settings(self):
        """SAM does not see that a parameter has another value: what describes a version has to."""
        told = self.parameters_in(self.resources["Settings"]["Properties"]["Value"])
        for name, (_, alias) in sorted(self.aliases.items()):
            version = alias["Properties"]["FunctionVersion"]["Fn::GetAtt"][0]
            if self.resources[version]["Properties"].get("Description") != {"Fn::GetAtt": ["Settings", "Value"]}:
                yield f"{name} needs VersionDescription: !GetAtt Settings.Value"
            properties = self.resources[name]["Properties"]
            own = [value for key, value in properties.items() if key not in NOT_OF_A_VERSION]
            if untold := self.parameters_in(own) - told:
                yield f"{name} depends on {', '.join(sorted(untold))}, which Settings does not tell"

    def parameters_in(self, value):
        found, conditions = references(value) & self.parameters, conditions_in(value)
        return found.union(*(self.parameters_in(self.conditions[name]) for name in conditions))

    def of_nothing_gradual(self):
        for name, one in self.resources.items():
            if one["Type"].startswith("AWS::CodeDeploy::") or "UpdatePolicy" in one:
                yield f"{name} belongs to CodeDeploy"

    def of_deployments(self):
        if "CodeDeployServiceRole" in self.resources:
            yield "a function is deployed by the role that SAM makes, which may turn every alias of the account"
        for name, (alias, one) in sorted(self.aliases.items()):
            update = one.get("UpdatePolicy", {}).get("CodeDeployLambdaAliasUpdate")
            if not update and name in self.answering:
                yield f"{name} answers requests, and is not deployed gradually"
            if update and name not in self.answering:
                yield f"{name} is deployed gradually, and answers no requests: it needs DeploymentPreference: {{Enabled: false}}"
            if update:
                group = self.resources[update["DeploymentGroupName"]["Ref"]]["Properties"]
                alarms = references(group.get("AlarmConfiguration"))
                # A nested application gets alarm and role from the root, as parameters of these names.
                if not alarms or not alarms <= {*self.of("AWS::CloudWatch::Alarm"), "ErrorsAlarm"}:
                    yield f"{alias} is turned back by no alarm"
                if references(group["ServiceRoleArn"]) != {"CodeDeployRole"}:
                    yield f"{alias} is turned by another role than CodeDeployRole"


def references(value):
    """The logical ids and parameters in a value, or in a whole resource."""
    match value:
        case {"Ref": str(name)}:
            return set() if name.startswith("AWS::") else {name}
        case {"Fn::GetAtt": [str(name), *_]}:
            return {name}
        case {"Fn::GetAtt": str(name)}:
            return {name.split(".")[0]}
        case {"Fn::Sub": str(text)}:
            return substituted(text)
        case {"Fn::Sub": [str(text), dict(names)]}:
            return substituted(text) - set(names) | references(used(text, names))
        case dict():
            waits = value.get("DependsOn", [])
            own = {waits} if isinstance(waits, str) else {name for name in waits if isinstance(name, str)}
            return own.union(*map(references, value.values()))
        case list():
            return set().union(*map(references, value))
    return set()


def substituted(text):
    names = re.findall(r"\$\{([^!}][^}]*)\}", text)
    return {name.split(".")[0] for name in names if not name.startswith("AWS::")}


def used(text, names):
    return [value for name, value in names.items() if name in substituted(text)]


def conditions_in(value):
    match value:
        case {"Fn::If": [str(name), *rest]}:
            return {name} | conditions_in(rest)
        case {"Condition": str(name)}:
            return {name}
        case {"Fn::Sub": [str(text), dict(names)]}:
            return conditions_in(used(text, names))
        case dict():
            return set().union(*map(conditions_in, value.values()))
        case list():
            return set().union(*map(conditions_in, value))
    return set()
