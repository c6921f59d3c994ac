// Generated from web/api/openapi.json by `npm run generate`.

/** What fields and parameters may be, by the operation's id. */
export const limits = {
  availableHours: {
    dateTo: { maxDays: 92 },
  },
  creditsStatement: {
    limit: { default: 20, maximum: 100, minimum: 1 },
  },
  grantCredits: {
    amount: { maximum: 100, minimum: 1 },
    reason: { maxLength: 500 },
  },
  makeHoursAvailable: {
    hours: { minItems: 1, maxDays: 43, maxDifferent: 63 },
  },
  makeHoursUnavailable: {
    hours: { minItems: 1, maxDays: 43, maxDifferent: 63 },
  },
  posts: {
    limit: { default: 20, maximum: 100, minimum: 1 },
  },
  publishPost: {
    body: { maxLength: 10000 },
    title: { maxLength: 120 },
  },
  requestTrainingReschedule: {
    notes: { maxLength: 1000 },
  },
  rescheduleTraining: {
    notes: { maxLength: 1000 },
  },
  scheduleTraining: {
    notes: { maxLength: 1000 },
  },
  takeBackCredits: {
    amount: { maximum: 4294967295, minimum: 1 },
    reason: { maxLength: 500 },
  },
  trainings: {
    to: { maxDays: 92 },
    limit: { default: 20, maximum: 100, minimum: 1 },
  },
  users: {
    limit: { default: 20, maximum: 100, minimum: 1 },
  },
};
