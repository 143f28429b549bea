import {
  history,
  type HistoryDecisionRow,
  type HistoryExternalTaskLogRow,
  type HistoryJobLogRow,
  type LogState,
  type Tx,
} from '@lianban/storage'
import type { Event, EventOf } from '../../core/events.ts'
import type { Subscription } from '../../core/state.ts'
import { StepIndex } from './step-index.ts'
import { identity, logId, type StepRows, type TableWriter } from './table-writer.ts'

/** What happened to jobs and external tasks, and what decisions said: one row for each time, never changed. */
export class HistoryLogWriter implements TableWriter {
  readonly #jobs: HistoryJobLogRow[] = []
  readonly #externalTasks: HistoryExternalTaskLogRow[] = []
  readonly #decisions: HistoryDecisionRow[] = []

  add(step: StepRows): void {
    step.events.forEach((event, i) => {
      const base = (elementId: string, tokenId: string | null) => entry(step, i, event.at, { elementId, tokenId })
      this.#job(event, step, base)
      this.#externalTask(event, step, base)
      if (event.type === 'decisionEvaluated') this.#decisions.push(decisionRow(event, base(event.elementId, event.tokenId)))
    })
  }

  #job(event: Event, step: StepRows, base: Base): void {
    const push = (subscription: Subscription | undefined, state: LogState, message: string | null = null) => {
      if (subscription?.kind === 'timer' || subscription?.kind === 'job') this.#jobs.push(jobRow(subscription, base, state, message))
    }
    const index = StepIndex.of(step)
    switch (event.type) {
      case 'subscriptionOpened':
        return push(event.subscription, 'created')
      case 'retryScheduled':
        return push(event.subscription, 'failed', event.message)
      case 'timerFired':
      case 'jobExecuted':
        return push(index.subscription(event.subscriptionId), 'successful')
      case 'subscriptionClosed':
        return wasExecuted(event.subscriptionId, step) ? undefined : push(index.subscription(event.subscriptionId), 'deleted')
      case 'incidentRaised': {
        if (event.phase !== 'enter' && event.phase !== 'leave') return
        const row = {
          job_id: event.incidentId,
          kind: event.phase === 'leave' ? 'asyncAfter' : 'asyncBefore',
          due_at: null,
          retries: 0,
          priority: 0,
        }
        this.#jobs.push({ ...base(event.elementId, event.tokenId), ...row, state: 'failed', message: event.message })
      }
    }
  }

  #externalTask(event: Event, { errorDetails, command }: StepRows, base: Base): void {
    const push = (
      { tokenId, elementId }: { tokenId: string; elementId: string },
      row: Partial<HistoryExternalTaskLogRow> & { state: LogState },
    ): void => {
      const blank = { topic: null, worker_id: command.actor.userId, retries: null, priority: 0, message: null, details: null }
      this.#externalTasks.push({ ...base(elementId, tokenId), task_id: tokenId, ...blank, ...row })
    }
    switch (event.type) {
      case 'externalTaskCreated':
        return push(event, { state: 'created', topic: event.task.topic, priority: event.task.priority, worker_id: null })
      case 'externalTaskFailed':
        return push(event, { state: 'failed', retries: event.retries, message: event.errorMessage, details: errorDetails })
      case 'externalTaskCompleted':
        return push(event, { state: 'successful' })
      case 'externalTaskCanceled':
        return push(event, { state: 'deleted', worker_id: null })
    }
  }

  async write(tx: Tx): Promise<void> {
    await history(tx).jobLog.insert(this.#jobs)
    await history(tx).externalTaskLog.insert(this.#externalTasks)
    await history(tx).decisions.insert(this.#decisions)
  }
}

type Base = (elementId: string, tokenId: string | null) => ReturnType<typeof entry>

function entry(step: StepRows, i: number, at: number, { elementId, tokenId }: { elementId: string; tokenId: string | null }) {
  const { business_key: _, ...owner } = identity(step.state)
  return { ...owner, id: logId(step.state.id, step.firstSeq + i), at, token_id: tokenId, element_id: elementId }
}

function jobRow(
  { id, elementId, tokenId, kind, dueAt, job }: Subscription,
  base: Base,
  state: LogState,
  message: string | null,
): HistoryJobLogRow {
  return {
    ...base(elementId, tokenId),
    job_id: id,
    kind: kind === 'timer' ? 'timer' : (job?.type ?? 'job'),
    due_at: dueAt,
    retries: null,
    priority: job?.priority ?? 0,
    state,
    message,
  }
}

const wasExecuted = (subscriptionId: string, { events }: StepRows): boolean =>
  events.some((event) => (event.type === 'timerFired' || event.type === 'jobExecuted') && event.subscriptionId === subscriptionId)

function decisionRow({ decision }: EventOf<'decisionEvaluated'>, base: ReturnType<typeof entry>): HistoryDecisionRow {
  const { inputs, outputs, matched, collectValue } = decision.result
  return {
    ...base,
    decision_id: decision.definitionId,
    decision_key: decision.key,
    inputs: JSON.stringify(inputs),
    outputs: JSON.stringify(outputs),
    rules: JSON.stringify({ matched, collectValue, name: decision.result.decisionName }),
  }
}
