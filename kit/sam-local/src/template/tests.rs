use std::time::Duration;

use super::*;

/// The name of every stack here.
const STACK: &str = "toy";

fn parse(text: &str) -> Result<Template, Complaint> {
    Template::parse(text, STACK)
}

const TEMPLATE: &str = r#"
AWSTemplateFormatVersion: "2010-09-09"
Transform: AWS::Serverless-2016-10-31
Parameters:
  FirstBookableHour: {Type: Number, Default: 12}
  Stage: {Type: String, Default: dev}
  Secret: {Type: String}
Conditions:
  IsProduction: !Equals [!Ref Stage, production]
  IsDevelopment: !Not [!Condition IsProduction]
Globals:
  Function:
    Timeout: 10
    MemorySize: 256
    Environment:
      Variables:
        WORKOUTS_TABLE: !Ref WorkoutsTable
        FIRST_BOOKABLE_HOUR: !Ref FirstBookableHour
        LOG_LEVEL: !If [IsProduction, info, debug]
Resources:
  Api:
    Type: AWS::Serverless::HttpApi
    Properties:
      Auth:
        DefaultAuthorizer: UserPool
        Authorizers:
          UserPool:
            IdentitySource: $request.header.Authorization
            JwtConfiguration:
              issuer: !Sub https://cognito-idp.${AWS::Region}.amazonaws.com/${Users}
              audience: [!Ref Client]
  Users: {Type: AWS::Cognito::UserPool}
  Client: {Type: AWS::Cognito::UserPoolClient}
  WorkoutsTable:
    Type: AWS::DynamoDB::Table
    DeletionPolicy: Retain
    Properties:
      BillingMode: PAY_PER_REQUEST
      KeySchema:
        - {AttributeName: pk, KeyType: HASH}
        - {AttributeName: sk, KeyType: RANGE}
      AttributeDefinitions:
        - {AttributeName: pk, AttributeType: S}
        - {AttributeName: sk, AttributeType: S}
        - {AttributeName: list, AttributeType: S}
      GlobalSecondaryIndexes:
        - IndexName: lists
          KeySchema: [{AttributeName: list, KeyType: HASH}]
          Projection: {ProjectionType: ALL}
      TimeToLiveSpecification: {AttributeName: expiresAt, Enabled: true}
      StreamSpecification: {StreamViewType: NEW_IMAGE}
  ProductionOnly:
    Type: AWS::Serverless::Function
    Condition: IsProduction
    Properties: {}
  CancelTraining:
    Type: AWS::Serverless::Function
    Metadata:
      BuildMethod: rust-cargolambda
      BuildProperties: {Binary: cancel-training}
    Properties:
      Timeout: 20
      Environment:
        Variables:
          POOL: !Ref Users
          GREETING: !Sub "${Stage} ${!literal} ${WorkoutsTable.Arn}"
          LOG_LEVEL: warn
      Events:
        Http:
          Type: HttpApi
          Properties: {ApiId: !Ref Api, Method: delete, Path: "/api/trainings/{uuid}"}
        Open:
          Type: HttpApi
          Properties:
            {ApiId: !Ref Api, Method: ANY, Path: /open, Auth: {Authorizer: NONE}}
  RegisterAttendee:
    Type: AWS::Serverless::Function
    Metadata: {BuildProperties: {Binary: register-attendee}}
    Properties:
      Events:
        SignUp:
          Type: Cognito
          Properties: {UserPool: !Ref Users, Trigger: PostConfirmation}
"#;

/// What is said about the template above once `from` in it is replaced by `to`.
fn complaint(from: &str, to: &str) -> String {
    assert!(TEMPLATE.contains(from), "nothing to replace: {from}");
    parse(&TEMPLATE.replace(from, to)).unwrap_err().to_string()
}

fn function(logical_id: &str) -> FunctionResource {
    let template = parse(TEMPLATE).unwrap();
    let mut functions = template.functions.into_iter();
    functions.find(|function| function.logical_id == logical_id).unwrap()
}

#[test]
fn functions_are_read_with_binary_limits_and_events() {
    let function = function("CancelTraining");
    assert_eq!(function.binary, "cancel-training");
    assert_eq!(function.timeout, Duration::from_secs(20));
    assert_eq!(function.memory, 256);
    let routes: Vec<_> = function.routes.iter().map(|r| (r.key(), r.authorized)).collect();
    assert_eq!(routes, [("DELETE /api/trainings/{uuid}".to_owned(), true), ("ANY /open".to_owned(), false)]);
}

#[test]
fn a_function_may_listen_to_cognito() {
    let function = function("RegisterAttendee");
    assert_eq!(function.triggers, [CognitoTrigger::PostConfirmation]);
    assert_eq!(function.timeout, Duration::from_secs(10));
}

#[test]
fn a_functions_own_variables_win_over_the_global_ones_and_all_names_are_resolved() {
    let environment = function("CancelTraining").environment;
    let environment: Vec<_> = environment.iter().map(|(k, v)| (k.as_str(), v.as_str())).collect();
    assert_eq!(
        environment,
        [
            ("FIRST_BOOKABLE_HOUR", "12"),
            ("GREETING", "dev ${literal} arn:aws:local:us-east-1:000000000000:WorkoutsTable"),
            ("LOG_LEVEL", "warn"),
            ("POOL", "us-east-1_local"),
            ("WORKOUTS_TABLE", "WorkoutsTable"),
        ]
    );
    assert_eq!(function("RegisterAttendee").environment["LOG_LEVEL"], "debug");
}

#[test]
fn tables_are_read_with_keys_indexes_expiry_and_stream() {
    let template = parse(TEMPLATE).unwrap();
    let key = |partition: &str, sort: Option<&str>| KeySchema {
        partition: partition.to_owned(),
        sort: sort.map(str::to_owned),
    };
    assert_eq!(
        template.tables,
        [TableResource {
            logical_id: "WorkoutsTable".to_owned(),
            name: "WorkoutsTable".to_owned(),
            key: key("pk", Some("sk")),
            attributes: ["pk", "sk", "list"].map(|name| (name.to_owned(), AttributeType::Text)).to_vec(),
            indexes: vec![Index { name: "lists".to_owned(), key: key("list", None), projection: Projection::All }],
            time_to_live: Some("expiresAt".to_owned()),
            stream: Some(StreamView::NewImage),
        }]
    );
}

#[test]
fn a_table_with_a_name_of_its_own_is_known_by_it() {
    let named = TEMPLATE.replace("      BillingMode: PAY_PER_REQUEST", "      TableName: !Sub '${Stage}-workouts'");
    let template = parse(&named).unwrap();
    assert_eq!(template.tables[0].name, "dev-workouts");
    assert_eq!(template.functions[0].environment["WORKOUTS_TABLE"], "dev-workouts");
}

#[test]
fn what_a_false_condition_leaves_out_is_left_out() {
    let template = parse(TEMPLATE).unwrap();
    let names: Vec<_> = template.functions.iter().map(|f| f.logical_id.as_str()).collect();
    assert_eq!(names, ["CancelTraining", "RegisterAttendee"]);
}

/// A policy of its own, before the functions that it is for.
const ATTACHED: &str = r"
Resources:
  AddsToGroup:
    Type: AWS::IAM::Policy
    Properties:
      PolicyName: add-to-group
      Roles: [!Ref RegisterAttendeeRole, !Ref Deployer]
      PolicyDocument:
        Version: '2012-10-17'
        Statement:
          - {Effect: Allow, Action: cognito-idp:AdminAddUserToGroup, Resource: !GetAtt Users.Arn}
  Deployer: {Type: AWS::IAM::Role}
";

#[test]
fn a_function_may_do_what_a_policy_attached_to_its_role_allows() {
    let text = TEMPLATE.replace("\nResources:\n", ATTACHED).replace(
        "    Properties:\n      Events:\n        SignUp:",
        "    Properties:\n      Policies: [{Statement: [{Effect: Allow, Action: [a:B], Resource: '*'}]}]\n      \
         Events:\n        SignUp:",
    );
    let statement = |action: &str, resource: &str| Statement {
        actions: vec![action.to_owned()],
        resources: vec![resource.to_owned()],
    };
    let functions = parse(&text).unwrap().functions;
    assert_eq!(functions[0].statements, []);
    let pool = "arn:aws:local:us-east-1:000000000000:us-east-1_local";
    assert_eq!(functions[1].statements, [statement("a:B", "*"), statement("cognito-idp:AdminAddUserToGroup", pool)]);
    let complaint = |role: &str| {
        let text = text.replace("!Ref RegisterAttendeeRole", role);
        parse(&text).unwrap_err().to_string()
    };
    assert_eq!(
        complaint("!Ref RegisterAttendeesRole"),
        "Resources.AddsToGroup.Properties.Roles.0: \
         refers to RegisterAttendeesRole, which is no function's role and no resource"
    );
    assert_eq!(
        complaint("register-attendee"),
        "Resources.AddsToGroup.Properties.Roles.0: must refer to a role of this template"
    );
}

#[test]
fn a_complaint_names_the_place_and_what_is_wrong() {
    assert_eq!(
        complaint("Metadata: {BuildProperties: {Binary: register-attendee}}", "Metadata: {}"),
        "Resources.RegisterAttendee.Metadata.BuildProperties: is missing"
    );
    assert_eq!(
        complaint("Timeout: 20", "Timeout: soon"),
        "Resources.CancelTraining.Properties.Timeout: must be a whole number, not \"soon\""
    );
    assert_eq!(
        complaint("POOL: !Ref Users", "POOL: !Ref Nobody"),
        "Resources.CancelTraining.Properties.Environment.Variables.POOL: \
         refers to Nobody, which is neither a parameter nor a resource"
    );
    assert_eq!(
        complaint("POOL: !Ref Users", "POOL: !Ref Api"),
        "Resources.CancelTraining.Properties.Environment.Variables.POOL: \
         refers to Api of type AWS::Serverless::HttpApi, which the local platform does not stand in for"
    );
    assert_eq!(
        complaint("POOL: !Ref Users", "POOL: !ImportValue Shared"),
        "Resources.CancelTraining.Properties.Environment.Variables.POOL: \
         Fn::ImportValue is not understood by the local platform"
    );
    assert_eq!(
        complaint("POOL: !Ref Users", "POOL: !Ref Secret"),
        "Parameters.Secret.Default: is missing: the local platform takes every parameter at its \
         default, and Resources.CancelTraining.Properties.Environment.Variables.POOL needs it"
    );
    assert_eq!(
        complaint("/api/trainings/{uuid}", "/api/{proxy+}"),
        "Resources.CancelTraining.Properties.Events.Http.Properties.Path: \
         \"{proxy+}\" takes more than one segment, which the local platform does not serve"
    );
    assert_eq!(
        complaint("Type: Cognito", "Type: Kafka"),
        "Resources.RegisterAttendee.Properties.Events.SignUp.Type: \
         the local platform does not drive events of type Kafka"
    );
    assert_eq!(
        complaint("KeyType: RANGE", "KeyType: SORT"),
        "Resources.WorkoutsTable.Properties.KeySchema.1.KeyType: must be HASH or RANGE, not SORT"
    );
    assert_eq!(
        complaint("!Equals [!Ref Stage, production]", "!Condition IsDevelopment"),
        "Conditions.IsProduction: conditions go round in a circle"
    );
}

#[test]
fn a_template_without_resources_is_refused() {
    assert_eq!(
        parse("Transform: AWS::Serverless-2016-10-31").unwrap_err().to_string(),
        "Resources: is missing"
    );
}

#[test]
fn a_file_that_cannot_be_read_is_named() {
    let error = Template::read(Path::new("no/such/template.yaml"), STACK).unwrap_err().to_string();
    assert!(error.starts_with("no/such/template.yaml: cannot be read: "), "{error}");
}

const MESSAGES: &str = r#"
Resources:
  Dead: {Type: AWS::SQS::Queue, Properties: {FifoQueue: true, MessageRetentionPeriod: 1209600}}
  GivenUp: {Type: AWS::SQS::Queue, Properties: {QueueName: !Sub '${AWS::StackName}-given-up'}}
  Events:
    Type: AWS::SQS::Queue
    Properties:
      FifoQueue: true
      ContentBasedDeduplication: true
      VisibilityTimeout: 90
      RedrivePolicy: {deadLetterTargetArn: !GetAtt Dead.Arn, maxReceiveCount: 5}
  Table:
    Type: AWS::DynamoDB::Table
    Properties:
      KeySchema: [{AttributeName: pk, KeyType: HASH}]
      AttributeDefinitions: [{AttributeName: pk, AttributeType: S}]
      StreamSpecification: {StreamViewType: NEW_IMAGE}
  Alarm: {Type: AWS::CloudWatch::Alarm, Properties: {MetricName: !GetAtt Nobody.Nothing}}
  Subscribe:
    Type: AWS::Serverless::Function
    Metadata: {BuildProperties: {Binary: subscribe}}
    Properties:
      Environment:
        Variables:
          URL: !Ref Events
          ARN: !GetAtt Events.Arn
          NAME: !GetAtt GivenUp.QueueName
          SUB: !Sub '${Events} ${GivenUp.Arn}'
          STREAM: !GetAtt Table.StreamArn
      Events:
        Events:
          Type: SQS
          Properties:
            Queue: !GetAtt Events.Arn
            BatchSize: 5
            FunctionResponseTypes: [ReportBatchItemFailures]
            ScalingConfig: {MaximumConcurrency: 2}
  Relay:
    Type: AWS::Serverless::Function
    Metadata: {BuildProperties: {Binary: relay}}
    Properties:
      Events:
        Table:
          Type: DynamoDB
          Properties:
            Stream: !GetAtt Table.StreamArn
            StartingPosition: TRIM_HORIZON
            MaximumRetryAttempts: -1
            MaximumRecordAgeInSeconds: 3600
            FilterCriteria: {Filters: [{Pattern: '{"eventName": ["INSERT"]}'}]}
            DestinationConfig: {OnFailure: {Destination: !GetAtt GivenUp.Arn}}
        Often: {Type: Schedule, Properties: {Schedule: rate(5 minutes), Input: '{"a":1}'}}
        Daily: {Type: ScheduleV2, Properties: {ScheduleExpression: rate(1 day)}}
        Never: {Type: ScheduleV2, Properties: {ScheduleExpression: rate(1 day), State: DISABLED}}
"#;

#[test]
fn queues_are_read_with_their_dead_letter_queues() {
    let template = parse(MESSAGES).unwrap();
    let names: Vec<_> = template.queues.iter().map(|queue| queue.name.as_str()).collect();
    assert_eq!(names, ["Dead.fifo", "Events.fifo", "toy-given-up"]);
    let events = template.queue("Events").unwrap();
    assert!(events.fifo && events.content_based_deduplication);
    assert_eq!(events.visibility, Duration::from_secs(90));
    assert_eq!(events.dead_letters, Some(DeadLetters { queue: "Dead".to_owned(), after: 5 }));
    let ends: Vec<_> = template.queues.iter().map(|queue| template.is_end_of_line(&queue.logical_id)).collect();
    assert_eq!(ends, [true, false, true]);
}

#[test]
fn names_of_queues_and_streams_are_what_aws_would_give() {
    let template = parse(MESSAGES).unwrap();
    let subscribe = template.functions.iter().find(|function| function.binary == "subscribe").unwrap();
    let environment: Vec<_> = subscribe.environment.iter().map(|(k, v)| (k.as_str(), v.as_str())).collect();
    assert_eq!(
        environment,
        [
            ("ARN", "arn:aws:sqs:us-east-1:000000000000:Events.fifo"),
            ("NAME", "toy-given-up"),
            ("STREAM", "arn:aws:dynamodb:us-east-1:000000000000:table/Table/stream/2026-01-01T00:00:00.000"),
            (
                "SUB",
                "https://sqs.us-east-1.amazonaws.com/000000000000/Events.fifo \
                 arn:aws:sqs:us-east-1:000000000000:toy-given-up"
            ),
            ("URL", "https://sqs.us-east-1.amazonaws.com/000000000000/Events.fifo"),
        ]
    );
}

#[test]
fn functions_are_read_with_queues_streams_and_schedules() {
    let template = parse(MESSAGES).unwrap();
    let [relay, subscribe] = template.functions.as_slice() else { panic!("two functions") };
    assert_eq!(
        subscribe.queues,
        [QueueMapping {
            queue: "Events".to_owned(),
            enabled: true,
            batch_size: 5,
            reports_failures: true,
            maximum_concurrency: Some(2),
        }]
    );
    assert_eq!(
        relay.streams,
        [StreamMapping {
            table: "Table".to_owned(),
            enabled: true,
            batch_size: 100,
            reports_failures: false,
            maximum_retries: None,
            maximum_age: Some(Duration::from_hours(1)),
            bisect: false,
            filters: vec![FilterPattern::parse(r#"{"eventName": ["INSERT"]}"#).unwrap()],
            on_failure: Some("GivenUp".to_owned()),
        }]
    );
    let mut schedules: Vec<_> = relay.schedules.iter().map(|s| (s.name.as_str(), s.every.as_secs())).collect();
    schedules.sort_unstable();
    assert_eq!(schedules, [("RelayDaily", 86400), ("RelayOften", 300)]);
}

#[test]
fn a_complaint_about_an_event_source_names_its_place() {
    let properties = "Resources.Relay.Properties.Events";
    let subscribe = "Resources.Subscribe.Properties.Events.Events.Properties";
    for (from, to, complaint) in [
        (
            "rate(5 minutes)",
            "cron(0 * * * ? *)",
            format!(
                "{properties}.Often.Properties.Schedule: must be like rate(5 minutes): the local platform does not run \"cron(0 * * * ? *)\""
            ),
        ),
        (
            "TRIM_HORIZON",
            "LATEST",
            format!(
                "{properties}.Table.Properties.StartingPosition: must be TRIM_HORIZON: from anywhere else, the first records are lost"
            ),
        ),
        (
            r#"["INSERT"]"#,
            r#"[{"suffix": "T"}]"#,
            format!(
                "{properties}.Table.Properties.FilterCriteria.Filters.0.Pattern: the filter's eventName has {{\"suffix\":\"T\"}}, which the local platform does not understand"
            ),
        ),
        (
            "Stream: !GetAtt Table.StreamArn",
            "Stream: !GetAtt Events.Arn",
            format!(
                "{properties}.Table.Properties.Stream: must be !GetAtt NAME.StreamArn of a resource of this template"
            ),
        ),
        (
            "Queue: !GetAtt Events.Arn",
            "Queue: !GetAtt Table.Arn",
            format!("{subscribe}.Queue: refers to Table, which is no AWS::SQS::Queue but AWS::DynamoDB::Table"),
        ),
        (
            "MaximumConcurrency: 2",
            "MaximumConcurrency: 1",
            format!("{subscribe}.ScalingConfig.MaximumConcurrency: must be at least 2"),
        ),
    ] {
        assert!(MESSAGES.contains(from), "nothing to replace: {from}");
        assert_eq!(parse(&MESSAGES.replace(from, to)).unwrap_err().to_string(), complaint);
    }
}

#[test]
fn the_pages_headers_are_read_from_its_response_headers_policy() {
    let policy = r"Resources:
  Domain: {Type: AWS::Cognito::UserPoolDomain}
  Headers:
    Type: AWS::CloudFront::ResponseHeadersPolicy
    Properties:
      ResponseHeadersPolicyConfig:
        SecurityHeadersConfig:
          ContentSecurityPolicy: {ContentSecurityPolicy: !Sub 'connect-src https://${Domain}.example', Override: true}
          StrictTransportSecurity: {AccessControlMaxAgeSec: 60, IncludeSubdomains: true, Override: true}
          ContentTypeOptions: {Override: true}
        CustomHeadersConfig:
          Items: [{Header: Permissions-Policy, Value: camera=(), Override: true}]
";
    let mut headers = parse(policy).unwrap().page_headers;
    headers.sort();
    let headers: Vec<_> = headers.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    assert_eq!(
        headers,
        [
            ("content-security-policy", "connect-src https://toy-local.example"),
            ("permissions-policy", "camera=()"),
            ("strict-transport-security", "max-age=60; includeSubDomains"),
            ("x-content-type-options", "nosniff"),
        ]
    );
    let unknown = policy.replace("ContentTypeOptions:", "XSSProtection:");
    assert_eq!(
        parse(&unknown).unwrap_err().to_string(),
        "Resources.Headers.Properties.ResponseHeadersPolicyConfig.SecurityHeadersConfig.XSSProtection: \
         is a header that the local platform does not know"
    );
}
