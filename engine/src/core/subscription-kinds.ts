/** What a subscription waits for. Timers and jobs become due; the others are told by somebody. */
export type SubscriptionKind = 'timer' | 'job' | 'message' | 'signal' | 'conditional'
