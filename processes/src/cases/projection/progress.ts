import { elementName } from '../../matters/matter-definition.ts'
import { caseStatusText } from '../licences/acts.ts'
import { hearingOf, type HearingRecord } from '../hearing.ts'
import type { SupplementRecord } from '../views.ts'
import { addEntry, addLine, change, type Draft, type Projector } from './draft.ts'

/** Who did a step, both persons where one acted for another: separation of duties is judged from this. */
export const userTaskCompleted: Projector<'userTaskCompleted'> = (event, draft) => {
  for (const userId of [event.actor.userId, event.actor.onBehalfOf]) {
    if (userId !== undefined) draft.participants.push({ elementId: event.elementId, userId })
  }
}

/** A step is open: supervision counts its time from here, in the phase of the procedure that it belongs to. */
export const userTaskCreated: Projector<'userTaskCreated'> = ({ tokenId, elementId, task }, draft) => {
  const phase = draft.matter.matter.steps.find((step) => step.task === elementId)?.phase ?? null
  addEntry(draft, 'task.opened', { task: tokenId, element: elementId, step: task.name, phase, dueAt: task.dueAt, assignee: task.assignee })
}

/** A step was taken away: a limit passed, or an administrator went another way. */
export const userTaskCanceled: Projector<'userTaskCanceled'> = ({ tokenId, elementId, reason }, draft) => {
  addEntry(draft, 'task.canceled', { task: tokenId, element: elementId, step: elementName(draft.matter, elementId), reason })
}

/** The case begins to wait for the applicant: the notice is made, the days count. */
export const subscriptionOpened: Projector<'subscriptionOpened'> = ({ at, subscription }, draft) => {
  const { matter } = draft.matter
  const meaning = subscription.kind === 'timer' ? matter.timers[subscription.elementId] : undefined
  const hearing = hearingOf(draft.row.hearing)
  if (meaning === 'hearing-not-asked' && hearing?.told)
    change(draft, { hearing: { ...hearing, told: { ...hearing.told, dueAt: subscription.dueAt } } satisfies HearingRecord })
  const supplement = draft.row.supplement as SupplementRecord | null
  if (!supplement) return
  if (
    subscription.kind === 'message' &&
    matter.messages.supplement !== undefined &&
    subscription.eventName === matter.messages.supplement
  ) {
    change(draft, { supplement: { ...supplement, openedAt: at } satisfies SupplementRecord })
  }
  if (meaning === 'supplement-lapsed' || meaning === 'correction-lapsed') {
    change(draft, { supplement: { ...supplement, dueAt: subscription.dueAt } satisfies SupplementRecord })
  }
}

/** An end event with a meaning was reached. */
export const elementCompleted: Projector<'elementCompleted'> = (event, draft) => {
  const outcome = draft.matter.matter.outcomes[event.elementId]
  if (outcome) change(draft, { status: outcome })
}

export const instanceCompleted: Projector<'instanceCompleted'> = ({ at }, draft) => {
  change(draft, { closed_at: at })
  addLine(draft, {
    at,
    type: 'closed',
    step_name: '办结',
    action_text: caseStatusText(draft.row.status, draft.matter.matter),
    started_at: draft.row.submitted_at,
  })
  addEntry(draft, 'case.closed', { status: draft.row.status })
}

export const instanceTerminated: Projector<'instanceTerminated'> = ({ at, reason }, draft) => {
  // Whoever ended it may have said what it is: withdrawn, voided.
  const { status } = draft.row
  const result = status === 'withdrawn' || status === 'voided' ? status : 'closed'
  change(draft, { closed_at: at, status: result })
  addLine(draft, { at, type: 'closed', step_name: '终止', action_text: '终止办理', opinion: reason, started_at: draft.row.submitted_at })
  addEntry(draft, 'case.closed', { status: result, ...(result !== 'closed' && { result }), reason })
}

export const incidentRaised: Projector<'incidentRaised'> = ({ at, elementId, code, message }, draft) => {
  addLine(draft, {
    at,
    type: 'incident',
    element_id: elementId,
    step_name: elementName(draft.matter, elementId),
    action_text: '办理中断,等待系统管理员处理',
  })
  addEntry(draft, 'incident.raised', { element: elementId, code, message })
}

export const incidentResolved: Projector<'incidentResolved'> = ({ elementId }, draft) => {
  addEntry(draft, 'incident.resolved', { element: elementId })
}

/** Where the case stands now, in words: the names of what it waits for. What the system makes beside that, a receipt, keeps nobody waiting. */
export function stepName(draft: Draft): string | null {
  const { state } = draft.step
  if (state.status !== 'active') return null
  const tokens = Object.values(state.tokens)
  const waited = tokens.filter(({ waitsFor }) => waitsFor !== 'externalTask').flatMap((token) => namesOf(draft, token))
  const names = waited.length > 0 ? waited : tokens.flatMap((token) => namesOf(draft, token))
  return [...new Set(names)].join('、') || null
}

function namesOf({ step: { state }, matter }: Draft, { id, elementId, scopeId, waitsFor }: Token): string[] {
  if (waitsFor === 'userTask' || waitsFor === 'externalTask' || waitsFor === 'incident') return [elementName(matter, elementId)]
  // A catch event is named for what comes; people want to know what the case waits in.
  const awaitsMessage = () => Object.values(state.subscriptions).some(({ tokenId, kind }) => tokenId === id && kind === 'message')
  // Outside of any sub-process the event's own name is all there is.
  if (waitsFor === 'event' && awaitsMessage())
    return [matter.elements[state.scopes[scopeId]?.elementId ?? ''] ?? elementName(matter, elementId)]
  return []
}

type Token = Draft['step']['state']['tokens'][string]
