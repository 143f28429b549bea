import { evaluateExpression, evaluateInteger } from '../expression/evaluate.ts'
import { ExpressionFailure } from '../expression/expression.ts'
import { addDuration, parseDuration } from '../expression/iso-time.ts'
import type { Node } from '../model/executable.ts'
import type { Subscription, Token } from './state.ts'
import type { Turn } from './turn.ts'

/**
 * camunda:failedJobRetryTimeCycle: an element that has one is tried again by itself before an incident is raised.
 * @returns false if it has none, or its attempts are used up
 */
export function scheduleRetry(token: Token, message: string, turn: Turn): boolean {
  const node = turn.node(token.elementId)
  if (node.retryCycle === null) return false
  const delays = delaysOf(node, token, turn)
  const attempts = (token.attempts ?? 0) + 1
  const delay = delays[attempts - 1]
  if (delay === undefined) return false
  const draft = jobFor(node, token, 'retry', turn)
  const subscription: Subscription = { ...draft, id: turn.nextId(), dueAt: turn.command.now + delay }
  turn.emit({ type: 'retryScheduled', tokenId: token.id, elementId: node.id, attempts, message, subscription })
  return true
}

/** Milliseconds before each further attempt: of `R3/PT10M` two, since the first attempt counts; of `PT1M,PT5M` two (retries = length + 1). */
function delaysOf(node: Node, token: Token, turn: Turn): number[] {
  try {
    return parseRetryCycle(String(evaluateExpression(node.retryCycle!, turn.context(token)) ?? ''), turn.command.now) ?? []
  } catch (error) {
    if (error instanceof ExpressionFailure) return []
    throw error
  }
}

/** Longest list of delays that a retry cycle may make. */
const MAX_RETRIES = 100

/** @returns the delays in milliseconds, or null if the text is none */
export function parseRetryCycle(text: string, now: number): number[] | null {
  const repeated = /^R(\d+)\/(P.+)$/.exec(text.trim())
  const parts = repeated
    ? Array.from({ length: Math.min(Math.max(Number(repeated[1]) - 1, 0), MAX_RETRIES) }, () => repeated[2]!)
    : text
        .split(',')
        .map((part) => part.trim())
        .filter((part) => part !== '')
  const delays = parts.slice(0, MAX_RETRIES).map((part) => {
    const duration = parseDuration(part)
    const due = duration && addDuration(now, duration)
    return due === null || due === undefined ? null : Math.max(0, due - now)
  })
  return delays.includes(null) ? null : (delays as number[])
}

/** A job that continues the token. @throws ExpressionFailure */
export function jobFor(node: Node, token: Token, type: NonNullable<Subscription['job']>['type'], turn: Turn): Omit<Subscription, 'id'> {
  const expression = node.jobPriority ?? turn.process.jobPriority
  const priority = (expression && evaluateInteger(expression, turn.context(token))) ?? 0
  return {
    scopeId: token.scopeId,
    tokenId: token.id,
    elementId: node.id,
    kind: 'job',
    dueAt: turn.command.now,
    eventName: null,
    job: { type, exclusive: node.exclusive, priority },
  }
}
