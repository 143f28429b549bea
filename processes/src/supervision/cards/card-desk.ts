import {
  MAX_CASE_PAGE,
  supervisionCards,
  supervisionRules,
  type CardColour,
  type CardState,
  type SupervisionCardRow,
} from '@lianban/storage'
import type { Caller, Resource } from '../../cases/ports.ts'
import { Rule } from '../rules/rule.ts'
import { listableCards, readableCard } from './card-access.ts'
import { cardLines, organNamesOf, presentCard, type CardDetail, type CardSummary, type CardVerb } from './card-views.ts'
import type { CardContext } from './card-context.ts'
import { openEvidence, type Evidence } from './evidence.ts'
import { propose, verify, type Proposal } from './manual-cards.ts'
import { appeal, liability, reply, review, sign, withdraw, type Answer, type Liability, type Review } from './verbs.ts'

export interface CardListQuery {
  /** `open`: not filed yet. */
  view?: 'open' | 'closed' | 'all'
  state?: CardState
  colour?: CardColour
  urged?: boolean
  organId?: string
  caseId?: string
  ruleId?: string
  /** Part of the card's or the case's number, or of its title. */
  q?: string
  /** 1 to 200. */
  limit: number
  after?: string
}

const OPEN: CardState[] = ['verifying', 'issued', 'signed', 'replied', 'appealed', 'urged', 'escalated', 'liability']

/** Which right and which states each verb needs. */
const VERBS: Record<CardVerb, { action: 'sign' | 'reply' | 'appeal' | 'review' | 'withdraw'; states: readonly CardState[] }> = {
  verify: { action: 'review', states: ['verifying'] },
  sign: { action: 'sign', states: ['issued'] },
  reply: { action: 'reply', states: ['signed', 'urged'] },
  appeal: { action: 'appeal', states: ['signed'] },
  review: { action: 'review', states: ['replied', 'appealed', 'escalated'] },
  liability: { action: 'withdraw', states: ['liability'] },
  withdraw: { action: 'withdraw', states: [...OPEN.filter((state) => state !== 'verifying'), 'closed'] },
}

/** What the caller may do with the card now. */
function verbsOf({ tenants, clock }: CardContext, caller: Caller, row: SupervisionCardRow, resource: Resource): CardVerb[] {
  return (Object.keys(VERBS) as CardVerb[]).filter((verb) => {
    const { action, states } = VERBS[verb]
    if (!states.includes(row.state) || !tenants.authorization.decide(caller, action, resource).allowed) return false
    if (verb === 'appeal') return row.appeal_until !== null && clock() <= row.appeal_until
    if (verb === 'verify') return row.opened_by !== caller.userId
    return !(verb === 'withdraw' && (row.outcome === 'withdrawn' || row.outcome === 'cancelled' || row.outcome === 'not-issued'))
  })
}

/** The card desk: what each person sees of cards and does with them. Every verb is authorized, checked and recorded. */
export function cardDesk(context: CardContext) {
  const { database, tenants } = context
  return {
    /** Newest first. @throws NOT_AUTHORIZED */
    list: async (
      caller: Caller,
      { view = 'all', state, ...query }: CardListQuery,
    ): Promise<{ items: CardSummary[]; next: string | null }> => {
      const limit = Math.min(query.limit, MAX_CASE_PAGE)
      const states = state !== undefined ? [state] : view === 'open' ? OPEN : view === 'closed' ? (['closed'] as CardState[]) : undefined
      const rows = await supervisionCards(database).list({
        ...query,
        tenantId: caller.tenantId,
        restrict: await listableCards(context, caller),
        states,
        limit,
      })
      const names = await organNamesOf(database, caller.tenantId)
      return { items: rows.map((row) => presentCard(row, names)), next: rows.length === limit ? rows.at(-1)!.id : null }
    },

    /** How many open and closed cards the caller may list, by state and by colour. */
    counts: async (
      caller: Caller,
    ): Promise<{ open: number; urged: number; colours: Record<string, number>; states: Record<string, number> }> => {
      const rows = await supervisionCards(database).counts({ tenantId: caller.tenantId, restrict: await listableCards(context, caller) })
      const open = rows.filter(({ state }) => state !== 'closed')
      const sum = (some: typeof rows) => some.reduce((total, { count }) => total + count, 0)
      const by = (key: 'colour' | 'state', some: typeof rows) => {
        const counts: Record<string, number> = {}
        for (const row of some) counts[row[key]] = (counts[row[key]] ?? 0) + row.count
        return counts
      }
      return { open: sum(open), urged: sum(open.filter(({ urged }) => urged)), colours: by('colour', open), states: by('state', rows) }
    },

    /** Organs that a card may be proposed for, by name. @throws NOT_AUTHORIZED */
    organs: async (caller: Caller): Promise<{ id: string; name: string }[]> => {
      await tenants.authorization.assert(caller, 'issue', { type: 'card' })
      const names = await organNamesOf(database, caller.tenantId)
      return [...names].map(([id, name]) => ({ id, name }))
    },

    /** One card with its time line and what the caller may do with it. @throws CARD_NOT_FOUND, NOT_FOUND */
    get: async (caller: Caller, id: string): Promise<CardDetail> => {
      const { row, resource } = await readableCard(context, caller, id)
      const ruleRow = await supervisionRules(database).get(caller.tenantId, row.rule_id, row.rule_version)
      const verbs = verbsOf(context, caller, row, resource)
      return {
        ...presentCard(row, await organNamesOf(database, caller.tenantId)),
        basis: row.basis,
        score: row.score,
        exemptions: ruleRow ? Rule.parse(ruleRow.definition).exemptions : [],
        personName: row.person_name,
        stepName: row.step_name,
        entry: row.entry_seq,
        appealUntil: row.appeal_until,
        reasonCode: row.reason_code,
        liability: row.liability,
        lines: await cardLines(database, caller.tenantId, id),
        verbs,
      }
    },

    propose: (caller: Caller, proposal: Proposal): Promise<{ id: string; cardNo: string }> => propose(context, caller, proposal),
    verify: (caller: Caller, id: string, result: 'confirm' | 'reject', text: string): Promise<void> =>
      verify(context, caller, id, result, text),
    sign: (caller: Caller, id: string): Promise<void> => sign(context, caller, id),
    reply: (caller: Caller, id: string, answer: Answer & { kind: 'explain' | 'rectify' }): Promise<void> =>
      reply(context, caller, id, answer),
    appeal: (caller: Caller, id: string, answer: Answer): Promise<void> => appeal(context, caller, id, answer),
    review: (caller: Caller, id: string, given: Review): Promise<void> => review(context, caller, id, given),
    liability: (caller: Caller, id: string, given: Liability): Promise<void> => liability(context, caller, id, given),
    withdraw: (caller: Caller, id: string, reason: { reasonCode: string; text: string }): Promise<void> =>
      withdraw(context, caller, id, reason),
    /** A file that someone gave as evidence with the card. @throws CARD_NOT_FOUND, NOT_FOUND */
    openFile: (caller: Caller, id: string, fileId: string): Promise<Evidence> => openEvidence(context, caller, id, fileId),
  }
}

export type CardDesk = ReturnType<typeof cardDesk>
