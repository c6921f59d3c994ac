use std::time::Duration;

use super::*;

/// The name of every stack here.
const STACK: &str = "toy";

fn parse(text: &str) -> Result<Template, Complaint> {
    let source = Source::read(Path::new("template.yaml"), &|_| Ok(text.to_owned()));
    match source {
        Ok(source) => Template::understand(&source, STACK),
        Err(TemplateError::Invalid { complaint, .. }) => Err(complaint),
        Err(error) => panic!("{error}"),
    }
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
    Properties:
      Handler: cancel-training
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
    Properties:
      Handler: register-attendee
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
fn functions_are_read_with_handler_limits_and_events() {
    let function = function("CancelTraining");
    assert_eq!(function.handler, "cancel-training");
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
            ("GREETING", "dev ${literal} arn:aws:dynamodb:us-east-1:000000000000:table/WorkoutsTable"),
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
        "    Properties:\n      Handler: register-attendee\n      Events:\n        SignUp:",
        "    Properties:\n      Handler: register-attendee\n      Policies: [{Statement: [{Effect: Allow, Action: [a:B], Resource: '*'}]}]\n      \
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
        complaint("      Handler: register-attendee\n", ""),
        "Resources.RegisterAttendee.Properties.Handler: is missing"
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
        "Parameters.Secret.Default: is missing: nothing gives the parameter a value, \
         and Resources.CancelTraining.Properties.Environment.Variables.POOL needs it"
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
    assert_eq!(parse("Transform: AWS::Serverless-2016-10-31").unwrap_err().to_string(), "Resources: is missing");
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
    Properties:
      Handler: subscribe
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
    Properties:
      Handler: relay
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
    let subscribe = template.functions.iter().find(|function| function.handler == "subscribe").unwrap();
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

mod nested {
    use std::collections::BTreeMap;
    use std::io;

    use super::*;

    const ROOT: &str = r"
Parameters:
  Stage: {Type: String, Default: dev}
Conditions:
  IsProduction: !Equals [!Ref Stage, prod]
Resources:
  Audit: {Type: AWS::SQS::Queue, Properties: {QueueName: !Sub '${AWS::StackName}-audit'}}
  Forum:
    Type: AWS::Serverless::Application
    Properties:
      Location: forum/template.yaml
      Parameters:
        Parent: !Ref AWS::StackName
        Level: !If [IsProduction, info, debug]
        Logs: !Ref SomethingThatNobodyReads
  Relay:
    Type: AWS::Serverless::Function
    Properties:
      Handler: relay
      Environment: {Variables: {POSTS: !GetAtt Forum.Outputs.PostsTable, SUB: !Sub '${Forum.Outputs.Greeting}!'}}
  SomethingThatNobodyReads: {Type: AWS::Logs::LogGroup}
";

    const FORUM: &str = r"
Parameters:
  Parent: {Type: String}
  Level: {Type: String}
  Size: {Type: Number, Default: 7}
  Logs: {Type: String}
Mappings:
  Levels: {debug: {Word: chatty}, info: {Word: quiet}}
Conditions:
  IsChatty: !Equals [!Ref Level, debug]
Globals:
  Function:
    Timeout: 9
    Environment: {Variables: {LEVEL: !Ref Level, SIZE: !Ref Size, WORD: !FindInMap [Levels, !Ref Level, Word]}}
Resources:
  Posts:
    Type: AWS::DynamoDB::Table
    Properties:
      KeySchema: [{AttributeName: pk, KeyType: HASH}]
      AttributeDefinitions: [{AttributeName: pk, AttributeType: S}]
      StreamSpecification: {StreamViewType: NEW_IMAGE}
  Dead: {Type: AWS::SQS::Queue, Properties: {FifoQueue: true}}
  Events:
    Type: AWS::SQS::Queue
    Properties:
      QueueName: !Sub '${Parent}-delete-posts.fifo'
      FifoQueue: true
      RedrivePolicy: {deadLetterTargetArn: !GetAtt Dead.Arn, maxReceiveCount: 5}
  Api: {Type: AWS::Serverless::HttpApi, Properties: {Auth: {DefaultAuthorizer: Users}}}
  Chat: {Type: AWS::SQS::Queue, Condition: IsChatty}
  Relay:
    Type: AWS::Serverless::Function
    Properties:
      Handler: relay
      Policies:
        - Statement:
            - {Effect: Allow, Action: sqs:SendMessage, Resource: !Sub 'arn:${AWS::Partition}:sqs:${AWS::Region}:${AWS::AccountId}:${Parent}-audit'}
      Environment:
        Variables:
          AUDIT: !Sub https://sqs.${AWS::Region}.${AWS::URLSuffix}/${AWS::AccountId}/${Parent}-audit
      Events:
        Table: {Type: DynamoDB, Properties: {Stream: !GetAtt Posts.StreamArn, StartingPosition: TRIM_HORIZON}}
        Queue: {Type: SQS, Properties: {Queue: !GetAtt Events.Arn}}
        Http: {Type: HttpApi, Properties: {ApiId: !Ref Api, Method: GET, Path: /api/posts}}
        Often: {Type: ScheduleV2, Properties: {ScheduleExpression: rate(1 minute)}}
  Attached:
    Type: AWS::IAM::Policy
    Properties:
      Roles: [!Ref RelayRole]
      PolicyDocument: {Statement: [{Effect: Allow, Action: a:B, Resource: '*'}]}
Outputs:
  PostsTable: {Value: !Ref Posts}
  Greeting: {Value: !Sub 'hello ${Size}'}
";

    fn read(files: &[(&str, &str)]) -> Result<Template, TemplateError> {
        let files: BTreeMap<_, _> = files.iter().map(|(name, text)| (Path::new(*name), (*text).to_owned())).collect();
        let text_of = |file: &Path| files.get(file).cloned().ok_or_else(|| io::Error::from(io::ErrorKind::NotFound));
        let file = Path::new("template.yaml");
        let source = Source::read(file, &text_of)?;
        Template::understand(&source, STACK)
            .map_err(|complaint| TemplateError::Invalid { file: file.to_owned(), complaint })
    }

    fn both() -> Template {
        read(&[("template.yaml", ROOT), ("forum/template.yaml", FORUM)]).unwrap()
    }

    /// The error once `from` in both files has become `to`.
    fn complaint(from: &str, to: &str) -> String {
        assert!(ROOT.contains(from) || FORUM.contains(from), "nothing to replace: {from}");
        let (root, forum) = (ROOT.replace(from, to), FORUM.replace(from, to));
        read(&[("template.yaml", &root), ("forum/template.yaml", &forum)]).unwrap_err().to_string()
    }

    #[test]
    fn a_nested_applications_resources_belong_to_the_template_under_qualified_names() {
        let template = both();
        let ids = |ids: Vec<&String>| ids.into_iter().cloned().collect::<Vec<_>>();
        assert_eq!(ids(template.functions.iter().map(|f| &f.logical_id).collect()), ["Forum/Relay", "Relay"]);
        assert_eq!(ids(template.tables.iter().map(|t| &t.logical_id).collect()), ["Forum/Posts"]);
        assert_eq!(ids(template.tables.iter().map(|t| &t.name).collect()), ["Forum-Posts"]);
        assert_eq!(
            ids(template.queues.iter().map(|q| &q.logical_id).collect()),
            ["Audit", "Forum/Chat", "Forum/Dead", "Forum/Events"]
        );
        assert_eq!(
            ids(template.queues.iter().map(|q| &q.name).collect()),
            ["toy-audit", "Forum-Chat", "Forum-Dead.fifo", "toy-delete-posts.fifo"]
        );
    }

    #[test]
    fn a_bare_name_is_enough_where_it_is_the_only_one() {
        let template = both();
        assert_eq!(template.queue("Events").unwrap().logical_id, "Forum/Events");
        assert_eq!(template.table("Posts").unwrap().logical_id, "Forum/Posts");
        assert_eq!(template.function("Relay").unwrap().logical_id, "Relay");
        assert_eq!(template.function("Forum/Relay").unwrap().logical_id, "Forum/Relay");
        // Two functions have this handler.
        assert!(template.function("relay").is_none());
        assert!(template.queue("vents").is_none());
    }

    #[test]
    fn a_nested_function_has_the_parents_parameters_and_its_own_defaults_globals_and_mappings() {
        let template = both();
        let relay = template.function("Forum/Relay").unwrap();
        let environment: Vec<_> = relay.environment.iter().map(|(k, v)| (k.as_str(), v.as_str())).collect();
        assert_eq!(
            environment,
            [
                ("AUDIT", "https://sqs.us-east-1.amazonaws.com/000000000000/toy-audit"),
                ("LEVEL", "debug"),
                ("SIZE", "7"),
                ("WORD", "chatty"),
            ]
        );
        assert_eq!(relay.timeout, Duration::from_secs(9));
        assert_eq!(relay.stack(), Some("Forum"));
        assert_eq!(relay.environment["AUDIT"], template.queue("Audit").unwrap().url());
        assert_eq!(relay.statements[0].resources, [template.queue("Audit").unwrap().arn()]);
        assert_eq!(relay.statements.len(), 2);
    }

    #[test]
    fn a_nested_functions_events_come_from_its_own_template() {
        let template = both();
        let relay = template.function("Forum/Relay").unwrap();
        assert_eq!(relay.queues[0].queue, "Forum/Events");
        assert_eq!(relay.streams[0].table, "Forum/Posts");
        assert_eq!(relay.routes[0].key(), "GET /api/posts");
        assert!(relay.routes[0].authorized);
        assert_eq!(relay.schedules[0].name, "Forum-RelayOften");
        assert!(template.is_end_of_line("Forum/Dead"));
    }

    #[test]
    fn the_parent_reads_outputs_of_its_nested_applications() {
        let template = both();
        let environment = &template.function("Relay").unwrap().environment;
        assert_eq!((environment["POSTS"].as_str(), environment["SUB"].as_str()), ("Forum-Posts", "hello 7!"));
    }

    #[test]
    fn one_nested_application_gets_what_another_puts_out() {
        let root = r"
Resources:
  A: {Type: AWS::Serverless::Application, Properties: {Location: a.yaml}}
  B: {Type: AWS::Serverless::Application, Properties: {Location: b.yaml, Parameters: {Queue: !GetAtt A.Outputs.Queue}}}
";
        let a = "Resources: {Q: {Type: AWS::SQS::Queue}}\nOutputs: {Queue: {Value: !Ref Q}}\n";
        let b = r"
Parameters: {Queue: {Type: String}}
Resources:
  F: {Type: AWS::Serverless::Function, Properties: {Handler: f, Environment: {Variables: {QUEUE: !Ref Queue}}}}
";
        let template = read(&[("template.yaml", root), ("a.yaml", a), ("b.yaml", b)]).unwrap();
        assert_eq!(template.functions[0].environment["QUEUE"], template.queues[0].url());
    }

    #[test]
    fn a_nested_application_may_nest_another() {
        let nests = |file: &str| {
            format!("Resources: {{App: {{Type: AWS::Serverless::Application, Properties: {{Location: {file}}}}}}}")
        };
        let leaf = "Resources: {Q: {Type: AWS::SQS::Queue}}";
        let (root, middle) = (nests("a/b.yaml"), nests("../c.yaml"));
        let template = read(&[("template.yaml", &root), ("a/b.yaml", &middle), ("a/../c.yaml", leaf)]).unwrap();
        assert_eq!(
            (template.queues[0].logical_id.as_str(), template.queues[0].name.as_str()),
            ("App/App/Q", "App-App-Q")
        );
    }

    #[test]
    fn a_complaint_about_a_nested_application_names_the_place() {
        assert!(complaint("forum/template.yaml", "nowhere.yaml").starts_with("nowhere.yaml: cannot be read: "));
        assert_eq!(
            complaint("Location: forum/template.yaml", "Location: {ApplicationId: x}"),
            "template.yaml: Resources.Forum.Properties.Location: must be the path of a template beside this one"
        );
        assert_eq!(
            complaint("Location: forum/template.yaml", "Location: template.yaml"),
            "template.yaml: Resources.Forum.Properties.Location: nests templates too deeply, or in a circle"
        );
        assert_eq!(
            complaint("Timeout: 9", "Timeout: soon"),
            "template.yaml: Forum/Globals.Function.Timeout: must be a whole number, not \"soon\""
        );
        assert_eq!(
            complaint("        Level: !If [IsProduction, info, debug]\n", ""),
            "template.yaml: Forum/Parameters.Level.Default: is missing: nothing gives the parameter a value, and \
             Conditions.IsChatty needs it"
        );
        assert_eq!(
            complaint("Forum.Outputs.PostsTable", "Forum.Outputs.Table"),
            "template.yaml: Forum/Outputs.Table: is missing"
        );
        assert_eq!(
            complaint("[Levels, !Ref Level, Word]", "[Levels, !Ref Size, Word]"),
            "template.yaml: Forum/Globals.Function.Environment.Variables.WORD: asks for Mappings.Levels.7.Word, \
             which is missing"
        );
    }

    #[test]
    fn outputs_that_go_round_in_a_circle_are_refused() {
        let root = r"
Resources:
  A: {Type: AWS::Serverless::Application, Properties: {Location: a.yaml, Parameters: {In: !GetAtt B.Outputs.Out}}}
  B: {Type: AWS::Serverless::Application, Properties: {Location: a.yaml, Parameters: {In: !GetAtt A.Outputs.Out}}}
";
        let a = r"
Parameters: {In: {Type: String}}
Resources: {Q: {Type: AWS::SQS::Queue, Properties: {QueueName: !Ref In}}}
Outputs: {Out: {Value: !Ref In}}
";
        let error = read(&[("template.yaml", root), ("a.yaml", a)]).unwrap_err().to_string();
        assert!(error.ends_with("outputs and parameters go round in a circle"), "{error}");
    }
}
