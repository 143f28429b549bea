import type { Event } from '@lianban/engine'
import { followApplicant } from './applicants-time.ts'
import { timerFired } from './limits.ts'
import type { Draft, Projector } from './draft.ts'
import {
  elementCompleted,
  incidentRaised,
  incidentResolved,
  instanceCompleted,
  instanceTerminated,
  subscriptionOpened,
  userTaskCanceled,
  userTaskCompleted,
  userTaskCreated,
} from './progress.ts'

type Projectors = { [Type in Event['type']]?: Projector<Type> }

const PROJECTORS: Projectors = {
  elementCompleted,
  incidentRaised,
  incidentResolved,
  instanceCompleted,
  instanceTerminated,
  subscriptionOpened,
  timerFired,
  userTaskCanceled,
  userTaskCompleted,
  userTaskCreated,
}

/** What the events of a step mean to its case, in their order; `more`: kinds of events that whoever keeps the case adds. Pure. */
export function project(draft: Draft, more: Projectors = {}): void {
  const all: Projectors = { ...PROJECTORS, ...more }
  for (const event of draft.step.events) (all[event.type] as Projector<Event['type']> | undefined)?.(event, draft)
  followApplicant(draft)
}
