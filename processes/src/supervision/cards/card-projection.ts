import type { Event } from '@lianban/engine'
import type { CommitHook, CommittedStep } from '@lianban/engine/runtime'
import { newId, supervisionCards, type SupervisionCardRow, type Tx } from '@lianban/storage'
import { addWorkdays } from '../../clock/index.ts'
import { SYSTEM_ACTOR } from '../../cases/log-entries.ts'
import { announceCards, APPEAL_WORKDAYS, type GiveOptions } from './give-cards.ts'
import { refreshCaseLamp } from './case-lamp.ts'
import { cardIdOf, ISSUE_EVENT, OUTCOME_OF_END, REPLY_TIMER, STATE_OF_TASK, SUPERVISION_CASE_KEY, URGED_TIMER } from './supervision-case.ts'

/** Whom a card is told to that a person issued. */
export const MANUAL_RECIPIENTS = ['organ:organ-leader', 'county:supervisor']

/**
 * Keeps a card in step with its supervision case, in the transaction of the engine's own step: its state is the task in
 * which the case waits, its outcome the end that the case reached. There is no other way to change them.
 */
export function cardProjection(options: GiveOptions): CommitHook {
  return async (tx, steps) => {
    for (const step of steps) {
      const id = step.definitionKey === SUPERVISION_CASE_KEY ? cardIdOf(step.businessKey) : null
      if (id === null) continue
      const card = await supervisionCards(tx).get(step.tenantId, id)
      if (card) await project(options, tx, card, step)
    }
  }
}

async function project(options: GiveOptions, tx: Tx, card: SupervisionCardRow, step: CommittedStep): Promise<void> {
  const { tenant_id: tenantId, id } = card
  const changed = { ...card, ...statePatch(card, step) }
  for (const event of step.events) await EFFECTS[effectOf(event)]?.(options, tx, changed, event.at)
  const patch = differences(card, changed)
  await supervisionCards(tx).update(tenantId, id, patch)
  if (patch.issued_at != null) await announceCards(options, tx, tenantId, [{ card: changed, recipients: MANUAL_RECIPIENTS }])
  if (patch.closed_at != null) await archive(options, tx, changed)
  if (Object.keys(patch).length > 0) await refreshCaseLamp(tx, tenantId, card.case_id)
}

function statePatch(card: SupervisionCardRow, { state, events, command }: CommittedStep): Partial<SupervisionCardRow> {
  if (state.status !== 'active') {
    const end = events
      .map((event) => (event.type === 'elementCompleted' ? OUTCOME_OF_END[event.elementId] : undefined))
      .find((outcome) => outcome !== undefined)
    // An administrator ended the instance: the card cannot be answered any more and must not stand open for ever.
    return { state: 'closed', closed_at: command.now, outcome: end ?? 'withdrawn', urged: false }
  }
  const waiting = Object.values(state.tokens)
    .flatMap(({ waitsFor, elementId }) => (waitsFor === 'userTask' ? [STATE_OF_TASK[elementId]] : []))
    .find((known) => known !== undefined)
  if (waiting === undefined) return {}
  // An appeal waits for the same review as a reply; the card remembers which of the two it is.
  return { state: waiting === 'replied' && card.state === 'appealed' ? 'appealed' : waiting }
}

/** What an event does to the card besides. */
type Effect = (options: GiveOptions, tx: Tx, card: SupervisionCardRow, at: number) => Promise<void>

const EFFECTS: Record<string, Effect> = {
  issue: ({ calendarOf }, _tx, card, at) => {
    const calendar = calendarOf(card.tenant_id)
    card.issued_at = at
    if (card.reply_workdays !== null)
      Object.assign(card, {
        reply_due_at: addWorkdays(at, card.reply_workdays, calendar),
        appeal_until: addWorkdays(at, APPEAL_WORKDAYS, calendar),
      })
    return Promise.resolve()
  },
  replyPassed: async (options, tx, card, at) => {
    card.urged = true
    await passed(options, tx, card, at, { limit: 'card-reply', verb: 'urged', text: '逾期未回复,转督办' })
  },
  urgedPassed: (options, tx, card, at) =>
    passed(options, tx, card, at, { limit: 'card-urged', verb: 'urged-passed', text: '督办期限内仍未回复,进入责任认定' }),
}

function effectOf(event: Event): string {
  if (event.type === 'elementCompleted' && event.elementId === ISSUE_EVENT) return 'issue'
  if (event.type === 'timerFired' && event.elementId === REPLY_TIMER) return 'replyPassed'
  if (event.type === 'timerFired' && event.elementId === URGED_TIMER) return 'urgedPassed'
  return ''
}

async function passed(
  { record, notices }: GiveOptions,
  tx: Tx,
  card: SupervisionCardRow,
  at: number,
  { limit, verb, text }: { limit: string; verb: string; text: string },
): Promise<void> {
  const { tenant_id: tenantId, id } = card
  await supervisionCards(tx).addLines([
    {
      tenant_id: tenantId,
      card_id: id,
      id: newId(),
      at,
      verb,
      actor_id: SYSTEM_ACTOR.userId,
      actor_name: SYSTEM_ACTOR.name,
      text,
      data: null,
    },
  ])
  await record(tx, tenantId, [
    {
      action: 'limit.passed',
      subject: `card:${id}`,
      organId: card.organ_id,
      actor: SYSTEM_ACTOR,
      payload: { limit, cardNo: card.card_no, dueAt: card.reply_due_at },
    },
  ])
  const posts = [
    { post: 'disciplinary-auditor' },
    { post: 'supervisor' },
    ...(card.organ_id === null ? [] : [{ post: 'organ-leader', organId: card.organ_id }]),
  ]
  await notices.send(tx, tenantId, {
    kind: 'card',
    to: { posts },
    title: `督办:${card.title}`,
    text: `${card.card_no},${text}`,
    link: `/supervision/cards/${id}`,
  })
}

async function archive({ record }: GiveOptions, tx: Tx, card: SupervisionCardRow): Promise<void> {
  const { tenant_id: tenantId, id } = card
  const line = {
    tenant_id: tenantId,
    card_id: id,
    id: newId(),
    at: card.closed_at!,
    verb: 'archived',
    actor_id: SYSTEM_ACTOR.userId,
    actor_name: SYSTEM_ACTOR.name,
    text: null,
    data: { outcome: card.outcome },
  }
  await supervisionCards(tx).addLines([line])
  await record(tx, tenantId, [
    {
      action: 'card.closed',
      subject: `card:${id}`,
      organId: card.organ_id,
      actor: SYSTEM_ACTOR,
      payload: { cardNo: card.card_no, outcome: card.outcome, colour: card.colour, caseId: card.case_id },
    },
  ])
}

function differences(before: SupervisionCardRow, after: SupervisionCardRow): Partial<SupervisionCardRow> {
  const changed = (Object.keys(after) as (keyof SupervisionCardRow)[]).filter((key) => before[key] !== after[key])
  return Object.fromEntries(changed.map((key) => [key, after[key]]))
}
