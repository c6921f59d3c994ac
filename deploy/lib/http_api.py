"""What API Gateway makes of an HTTP API's OpenAPI body, made call by call, for an emulator that does not read the body.

Everything is taken from the processed template of a deployed stack, so that it is what AWS would have been given."""

import functools
import re

METHODS = {"get", "put", "post", "delete", "patch", "head", "options"}


class Stack:
    """A deployed stack, with what the names in its template stand for."""

    def __init__(self, session, name):
        self.session = session
        self.cloudformation = session.client("cloudformation")
        self.functions = session.client("lambda")
        self.region = session.region_name
        described = self.cloudformation.describe_stacks(StackName=name)["Stacks"][0]
        # A nested stack is asked for by its ARN.
        self.name = described["StackName"]
        self.outputs = {output["OutputKey"]: output["OutputValue"] for output in described.get("Outputs", [])}
        self.parameters = {one["ParameterKey"]: one["ParameterValue"] for one in described.get("Parameters", [])}
        self.account = described["StackId"].split(":")[4]
        pages = self.cloudformation.get_paginator("list_stack_resources").paginate(StackName=name)
        resources = [one for page in pages for one in page["StackResourceSummaries"]]
        self.physical = {one["LogicalResourceId"]: one["PhysicalResourceId"] for one in resources}
        self.types = {one["LogicalResourceId"]: one["ResourceType"] for one in resources}
        template = self.cloudformation.get_template(StackName=name, TemplateStage="Processed")
        self.template = template["TemplateBody"]
        self.conditions = self.template.get("Conditions", {})

    @functools.cached_property
    def nested(self):
        """The stacks of its nested applications, by their names in its template."""
        kinds = self.types.items()
        return {name: Stack(self.session, self.physical[name]) for name, kind in kinds if kind == "AWS::CloudFormation::Stack"}

    def value(self, value):
        """A value of the template as it is in this stack."""
        if isinstance(value, list):
            return [one for one in map(self.value, value) if one is not None]
        if not isinstance(value, dict):
            return value
        if len(value) == 1:
            [(function, argument)] = value.items()
            if function == "Ref":
                return self._reference(argument)
            if function == "Fn::GetAtt":
                resource, attribute = argument if isinstance(argument, list) else argument.split(".", 1)
                return self._attribute(resource, attribute)
            if function == "Fn::Sub":
                return self._substitute(argument)
            if function == "Fn::If":
                condition, yes, no = argument
                return self.value(yes if self._holds(self.conditions[condition]) else no)
            if function == "Fn::Split":
                return self.value(argument[1]).split(argument[0])
            if function == "Fn::Join":
                return argument[0].join(self.value(argument[1]))
            if function.startswith("Fn::"):
                raise ValueError(f"{function} is not understood in the body of the API")
        settled = {name: self.value(one) for name, one in value.items()}
        return {name: one for name, one in settled.items() if one is not None}

    def _reference(self, name):
        known = {"AWS::Region": self.region, "AWS::AccountId": self.account, "AWS::Partition": "aws"}
        known |= {"AWS::URLSuffix": "amazonaws.com", "AWS::StackName": self.name, "AWS::NoValue": None}
        for names in (known, self.parameters, self.physical):
            if name in names:
                return names[name]
        raise ValueError(f"{name} is neither a parameter nor a resource of the stack")

    def _attribute(self, resource, attribute):
        if resource in self.nested:
            return self.nested[resource].outputs[attribute.removeprefix("Outputs.")]
        if (self.types[resource], attribute) != ("AWS::Lambda::Function", "Arn"):
            raise ValueError(f"{attribute} of {resource} is not understood in the body of the API")
        return self.functions.get_function(FunctionName=self.physical[resource])["Configuration"]["FunctionArn"]

    def _substitute(self, argument):
        text, names = argument if isinstance(argument, list) else (argument, {})

        def one(match):
            name = match[1]
            if name in names:
                return str(self.value(names[name]))
            return str(self._attribute(*name.split(".", 1)) if "." in name else self._reference(name))

        return re.sub(r"\$\{([^!}][^}]*)\}", one, text)

    def _holds(self, condition):
        [(function, argument)] = condition.items()
        if function == "Fn::Equals":
            return self.value(argument[0]) == self.value(argument[1])
        if function == "Fn::Not":
            return not self._holds(argument[0])
        if function == "Fn::And":
            return all(map(self._holds, argument))
        if function == "Fn::Or":
            return any(map(self._holds, argument))
        if function == "Condition":
            return self._holds(self.conditions[argument])
        raise ValueError(f"{function} is not understood in a condition")


def import_body(session, stack):
    """Makes the authorizers, integrations, routes and CORS settings of the stack's one HTTP API. Returns how many routes
    it has."""
    gateway = session.client("apigatewayv2")
    apis = [name for name, one in stack.template["Resources"].items() if one["Type"] == "AWS::ApiGatewayV2::Api"]
    if len(apis) != 1:
        raise ValueError(f"the template has {len(apis)} HTTP APIs")
    api = stack.physical[apis[0]]
    body = stack.value(stack.template["Resources"][apis[0]]["Properties"]["Body"])
    cors = body.get("x-amazon-apigateway-cors")
    if cors:
        gateway.update_api(ApiId=api, CorsConfiguration={name[0].upper() + name[1:]: one for name, one in cors.items()})
    authorizers = {}
    for name, scheme in body["components"]["securitySchemes"].items():
        authorizer = scheme["x-amazon-apigateway-authorizer"]
        jwt = authorizer["jwtConfiguration"]
        made = gateway.create_authorizer(
            ApiId=api, Name=name, AuthorizerType=authorizer["type"].upper(),
            IdentitySource=[authorizer["identitySource"]],
            JwtConfiguration={"Issuer": jwt["issuer"], "Audience": jwt["audience"]},
        )
        authorizers[name] = made["AuthorizerId"]
    routes = 0
    for path, methods in body["paths"].items():
        for method, operation in methods.items():
            if method not in METHODS:
                raise ValueError(f"{method} {path} is not understood")
            wanted = operation["x-amazon-apigateway-integration"]
            made = gateway.create_integration(
                ApiId=api, IntegrationType=wanted["type"].upper(), IntegrationMethod=wanted["httpMethod"],
                IntegrationUri=wanted["uri"], PayloadFormatVersion=wanted["payloadFormatVersion"],
            )
            schemes = [name for security in operation.get("security", []) for name in security]
            if len(schemes) != 1:
                raise ValueError(f"{method} {path} has {len(schemes)} authorizers")
            # SAM writes NONE, which is no scheme of the body, for what is open to everybody.
            [scheme] = schemes
            authorization = {"AuthorizationType": "JWT", "AuthorizerId": authorizers[scheme]} if scheme != "NONE" else {}
            gateway.create_route(
                ApiId=api, RouteKey=f"{method.upper()} {path}", Target=f"integrations/{made['IntegrationId']}",
                **authorization,
            )
            routes += 1
    return routes
