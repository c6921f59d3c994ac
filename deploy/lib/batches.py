"""What AWS calls one action and the emulator two.

On AWS, who may `sqs:SendMessage` may call SendMessageBatch: it has no action of its own. The emulator asks for
`sqs:SendMessageBatch`. So each role of the stack that may send single messages to a queue is allowed batches to the same
queue, and no other."""

import json


def allow(session, stack):
    """Gives the roles what the emulator asks for. Returns how many have got it."""
    iam = session.client("iam")
    allowed = 0
    for name, kind in stack.types.items():
        if kind != "AWS::IAM::Role":
            continue
        role = stack.physical[name]
        queues = []
        for policy in iam.list_role_policies(RoleName=role)["PolicyNames"]:
            for statement in iam.get_role_policy(RoleName=role, PolicyName=policy)["PolicyDocument"]["Statement"]:
                actions = statement["Action"]
                if "sqs:SendMessage" in ([actions] if isinstance(actions, str) else actions):
                    resources = statement["Resource"]
                    queues += [resources] if isinstance(resources, str) else resources
        if queues:
            statement = {"Effect": "Allow", "Action": "sqs:SendMessageBatch", "Resource": queues}
            document = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
            iam.put_role_policy(RoleName=role, PolicyName="batches-on-the-emulator", PolicyDocument=document)
            allowed += 1
    return allowed
