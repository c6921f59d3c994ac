// Generated from web/api/openapi.json by `npm run generate`.

/** An attendee's month. */
export interface AttendeeInReport {
  /** How many trainings. */
  standing: number;
  /** Who. */
  userUuid: string;
}

/** A deferred command and its outcome. */
export interface Command {
  /** Where the thing that it started can be read. */
  contentLocation: string | null;
  /** Why it has failed: the answer that it would have got, or `command-expired` if it could not be executed within 15 minutes. */
  problem: Problem | null;
  /** Whether it will be executed, has been, or never will be. */
  status: "accepted" | "succeeded" | "failed";
}

/** Who asks. */
export interface CurrentUser {
  /** How many credits they have; the trainer has none. */
  balance: number;
  /** Their name. */
  displayName: string;
  /** What they may do. */
  role: "attendee" | "trainer";
  /** Their id. */
  uuid: string;
}

/** A day of the calendar. */
export interface Day {
  /** Which day, in UTC. */
  date: string;
  /** Whether an hour of it can be booked. */
  hasFreeHours: boolean;
  /** Its hours, in order. */
  hours: Array<Hour>;
}

/** An entry of a statement. */
export interface Entry {
  /** How many. */
  amount: number;
  /** How many there were then. */
  balance: number;
  /** Why they were granted or taken back, in the trainer's words; why they came back, `canceled-in-time` or `canceled-late-by-trainer`. */
  reason: string | null;
  /** When. */
  time: string;
  /** The training that they were spent on, or came back from. */
  trainingUuid: string | null;
  /** Whether they came or went. */
  type: "granted" | "taken-back" | "spent" | "refunded";
}

/** What is wrong with one field of a body. */
export interface FieldError {
  /** What is wrong with it. */
  detail: string;
  /** A JSON pointer (RFC 6901) to the field. */
  pointer: string;
}

/** The gateway's own answer. */
export interface GatewayMessage {
  message: string;
}

/** Credits to give. */
export interface GrantCredits {
  /** How many. */
  amount: number;
  /** Why: the attendee reads it in their statement. */
  reason: string;
}

/** An hour of the calendar. */
export interface Hour {
  /** Whether it can be booked. */
  available: boolean;
  /** Whether a training stands there: then it cannot be booked. */
  hasTrainingScheduled: boolean;
  /** When it starts. */
  hour: string;
}

/** A post. */
export interface Post {
  /** What it says. */
  body: string;
  /** When it was published. */
  time: string;
  /** What it is about. */
  title: string;
  /** Their name. */
  user: string;
  /** Whose it is. */
  userUuid: string;
  /** Its id. */
  uuid: string;
}

/** A page of posts. */
export interface Posts {
  /** What to send as `cursor` for the next page; null when there is none. */
  nextCursor: string | null;
  posts: Array<Post>;
}

/** Why a request is refused or has failed, as RFC 9457 describes it. */
export interface Problem {
  /** What is wrong this time. */
  detail: string;
  /** Which fields of the body are wrong. */
  errors?: Array<FieldError>;
  /** The request that was answered so, by the id that the log knows it by. */
  instance: string;
  /** The kind of problem, for programs: it never changes. */
  slug: "account-deactivated" | "body-too-large" | "command-expired" | "date-from-after-date-to" | "hour-in-past" | "hour-not-available" | "idempotency-key-reused" | "internal-error" | "invalid-amount" | "invalid-body" | "invalid-field" | "invalid-parameter" | "invalid-reason" | "invalid-title" | "malformed-json" | "no-reschedule-requested" | "no-role" | "not-enough-credits" | "not-found" | "not-full-hour" | "not-json" | "note-too-long" | "own-proposal" | "range-too-long" | "too-distant-date" | "too-early-hour" | "too-late-hour" | "too-late-to-reschedule" | "too-many-hours" | "training-already-canceled" | "training-begun" | "training-scheduled" | "try-again" | "unknown-field" | "wrong-role" | "wrong-token-use";
  /** The status that it is answered with. */
  status: number;
  /** The kind of problem, for people. */
  title: string;
  /** The kind of problem, as a URI that leads nowhere. */
  type: string;
}

/** A post to publish. */
export interface PublishPost {
  /** What it says. */
  body: string;
  /** What it is about. */
  title: string;
}

/** A month in numbers. */
export interface Report {
  /** When what was counted last happened; null if nothing was. */
  asOf: string | null;
  /** Who has trainings that stand in it. */
  attendees: Array<AttendeeInReport>;
  /** The trainings in it that their attendees have canceled. */
  canceledByAttendee: number;
  /** The trainings in it that the trainer has canceled. */
  canceledByTrainer: number;
  /** Of all that were canceled, those less than 24 hours ahead. */
  canceledLate: number;
  /** Which month. */
  month: string;
  /** How often a training of it was moved, within it or to another month. */
  moved: number;
  /** The trainings that stand in it. */
  standing: number;
}

/** Another time to propose. */
export interface RequestTrainingReschedule {
  /** What the other side should know. They replace the training's notes once the proposal is approved; without any, those stay. */
  notes?: string | null;
  /** When the other hour starts. */
  time: string;
}

/** Where a training is to move. */
export interface RescheduleTraining {
  /** What the other side should know from now on; without any, the notes of before stay. */
  notes?: string | null;
  /** When the other hour starts. */
  time: string;
}

/** An hour to book. */
export interface ScheduleTraining {
  /** What the trainer should know. */
  notes: string;
  /** When the hour starts. */
  time: string;
}

/** Hours to set: at most 63 different ones, on at most 43 days. */
export interface SetHours {
  /** When each hour starts. Repeats are harmless, and do not count. */
  hours: Array<string>;
}

/** A page of a statement. */
export interface Statement {
  entries: Array<Entry>;
  /** What to send as `cursor` for the next page; null when there is none. */
  nextCursor: string | null;
}

/** Credits to take back. */
export interface TakeBackCredits {
  /** How many. */
  amount: number;
  /** Why: the attendee reads it in their statement. */
  reason: string;
}

/** A training. */
export interface Training {
  /** Whether the credit comes back if it is canceled now. It can be canceled until it begins. */
  canBeCancelled: boolean;
  /** When it was canceled. */
  canceledAt?: string;
  /** Who has canceled it; `system` when the attendee's account was closed. */
  canceledBy?: "attendee" | "trainer" | "system";
  /** Which side has proposed it. */
  moveProposedBy?: "attendee" | "trainer";
  /** Whether another time can only be proposed. */
  moveRequiresAccept: boolean;
  /** What the attendee and the trainer want each other to know. */
  notes: string;
  /** The other time that is proposed, if there is one. */
  proposedTime?: string;
  /** Whether it stands. */
  status: "scheduled" | "canceled";
  /** When it begins. */
  time: string;
  /** Their name; null once they have closed their account. */
  user: string | null;
  /** Whose it is. */
  userUuid: string;
  /** Its id. */
  uuid: string;
}

/** A page of trainings. */
export interface Trainings {
  /** What to send as `cursor` for the next page; null when there is none. */
  nextCursor: string | null;
  trainings: Array<Training>;
}

/** An attendee. */
export interface User {
  /** How many credits they have. */
  balance: number;
  /** Their name. */
  displayName: string;
  /** Their id. */
  uuid: string;
}

/** A page of attendees. */
export interface Users {
  /** What to send as `cursor` for the next page; null when there is none. */
  nextCursor: string | null;
  users: Array<User>;
}

/** Every kind of problem. */
export type Slug = "account-deactivated" | "body-too-large" | "command-expired" | "date-from-after-date-to" | "hour-in-past" | "hour-not-available" | "idempotency-key-reused" | "internal-error" | "invalid-amount" | "invalid-body" | "invalid-field" | "invalid-parameter" | "invalid-reason" | "invalid-title" | "malformed-json" | "no-reschedule-requested" | "no-role" | "not-enough-credits" | "not-found" | "not-full-hour" | "not-json" | "note-too-long" | "own-proposal" | "range-too-long" | "too-distant-date" | "too-early-hour" | "too-late-hour" | "too-late-to-reschedule" | "too-many-hours" | "training-already-canceled" | "training-begun" | "training-scheduled" | "try-again" | "unknown-field" | "wrong-role" | "wrong-token-use";

/** What a query answers, by its path below `/api`. */
export type Answer<Path extends string> =
  Path extends `/trainer/calendar` ? Array<Day> :
  Path extends `/trainer/report` ? Report :
  Path extends `/trainings` ? Trainings :
  Path extends `/users` ? Users :
  Path extends `/users/current` ? CurrentUser :
  Path extends `/users/current/credits` ? Statement :
  Path extends `/commands/${string}` ? Command :
  Path extends `/community/commands/${string}` ? Command :
  Path extends `/posts/${string}` ? Post :
  Path extends `/trainer/calendar/${string}` ? Hour :
  Path extends `/trainings/${string}` ? Training :
  Path extends `/users/${string}/posts` ? Posts :
  never;
