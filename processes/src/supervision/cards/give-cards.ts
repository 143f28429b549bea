import {
  caseEvents,
  newId,
  numberSequences,
  supervisionCards,
  type CardColour,
  type CardOccasion,
  type SupervisionCardRow,
  type Tx,
} from '@lianban/storage'
import type { EntryInput } from '@lianban/tenants'
import { chineseDay, addWorkdays, dayOf, yearOf, type CalendarOf } from '../../clock/index.ts'
import { caseLine } from '../../cases/case-lines.ts'
import { SYSTEM_ACTOR } from '../../cases/log-entries.ts'
import type { Notice, Notices, Recipients } from '../../notices/index.ts'
import type { Finding, RuleTrouble } from '../rules/judge.ts'
import { COLOUR_TEXTS } from './card-words.ts'
import { refreshCaseLamps } from './case-lamp.ts'
import { raiseCards } from './raise-cards.ts'

/** Days to appeal in, of the legal calendar. */
export const APPEAL_WORKDAYS = 3

export interface GiveOptions {
  record: (tx: Tx, tenantId: string, entries: EntryInput[]) => Promise<void>
  notices: Pick<Notices, 'send' | 'sendMany'>
  calendarOf: CalendarOf
  clock: () => number
}

/** Gives the cards that were found, in the transaction that found them; a card that is there already stays the only one. */
export async function giveCards(
  options: GiveOptions,
  tx: Tx,
  tenantId: string,
  findings: readonly Finding[],
  troubles: readonly RuleTrouble[],
): Promise<void> {
  for (const run of runsOf(findings)) {
    if (run[0]!.rule.effect === 'raise') await raiseCards(options, tx, tenantId, run)
    else await give(options, tx, tenantId, run)
  }
  await report(options, tx, tenantId, troubles)
}

/** Findings with the same effect that follow each other: they are one batch, and the log tells of them in their order. */
function runsOf(findings: readonly Finding[]): Finding[][] {
  const runs: Finding[][] = []
  for (const finding of findings) {
    const run = runs.at(-1)
    if (run?.[0]!.rule.effect === finding.rule.effect) run.push(finding)
    else runs.push([finding])
  }
  return runs
}

const keyOf = ({ rule_id, subject, occasion }: CardOccasion): string => [rule_id, subject, occasion].join('\n')

/** What a batch does for every card is one statement for all of them. */
async function give(options: GiveOptions, tx: Tx, tenantId: string, findings: readonly Finding[]): Promise<void> {
  const wanted = new Map<string, Finding>()
  for (const finding of findings) {
    const key = keyOf({ rule_id: finding.rule.id, subject: finding.subject, occasion: finding.occasion })
    if (!wanted.has(key)) wanted.set(key, finding)
  }
  const occasions = [...wanted.values()].map(({ rule, subject, occasion }) => ({ rule_id: rule.id, subject, occasion }))
  for (const given of await supervisionCards(tx).given(tenantId, occasions)) wanted.delete(keyOf(given))
  if (wanted.size === 0) return
  const now = options.clock()
  const numbers = await nextCardNumbers(tx, tenantId, now, wanted.size)
  const cards = [...wanted.values()].map((finding, i) => ({
    card: newCard(options, tenantId, { finding, now, cardNo: numbers[i]! }),
    recipients: finding.rule.recipients,
  }))
  await supervisionCards(tx).insert(cards.map(({ card }) => card))
  await announceCards(options, tx, tenantId, cards)
}

/** The next card numbers: gap-free within the year. */
export async function nextCardNumbers(tx: Tx, tenantId: string, at: number, count: number): Promise<string[]> {
  const year = yearOf(dayOf(at))
  const last = await numberSequences(tx).allocate({ tenantId, organId: '', type: 'supervision-card', period: year }, count)
  return Array.from({ length: count }, (_, i) => `监察〔${year}〕${last - count + 1 + i}号`)
}

/** Whether a card of this colour and limit must be answered, and so becomes a supervision case 监察件. */
export const mustBeHandled = (colour: CardColour, replyWorkdays: number | null): boolean => colour !== 'warning' && replyWorkdays !== null

function newCard(
  { calendarOf }: GiveOptions,
  tenantId: string,
  { finding, now, cardNo }: { finding: Finding; now: number; cardNo: string },
): SupervisionCardRow {
  const { rule, event, about } = finding
  const handled = mustBeHandled(rule.colour, rule.replyWorkdays)
  return {
    tenant_id: tenantId,
    id: newId(),
    card_no: cardNo,
    rule_id: rule.id,
    rule_version: rule.version,
    subject: finding.subject,
    occasion: finding.occasion,
    source: 'rule',
    colour: rule.colour,
    first_colour: rule.colour,
    state: handled ? 'issued' : 'closed',
    urged: false,
    integrity: rule.integrity,
    case_id: about.caseId,
    case_no: about.caseNo,
    matter_key: about.matterKey,
    matter_name: about.matterName,
    organ_id: about.organId,
    ...responsible(finding),
    element_id: textOf(event.payload.element),
    step_name: textOf(event.payload.step),
    title: rule.name,
    text: finding.text,
    basis: rule.basis,
    score: rule.score,
    reply_workdays: rule.replyWorkdays,
    entry_seq: event.seq,
    opened_by: null,
    instance_id: null,
    issued_at: now,
    reply_due_at: handled ? addWorkdays(now, rule.replyWorkdays!, calendarOf(tenantId)) : null,
    appeal_until: handled ? addWorkdays(now, APPEAL_WORKDAYS, calendarOf(tenantId)) : null,
    closed_at: handled ? null : now,
    outcome: handled ? null : 'noted',
    reason_code: null,
    liability: null,
    created_at: now,
  }
}

/** Who acted, or who held the task that stood still. */
function responsible({ event, about }: Finding): Pick<SupervisionCardRow, 'person_id' | 'person_name'> {
  if (event.actorId !== SYSTEM_ACTOR.userId && event.action !== 'case.submitted')
    return { person_id: event.actorId, person_name: event.actorName }
  return { person_id: about.holder, person_name: null }
}

/** An issued card and whom its rule names. */
export interface IssuedCard {
  card: SupervisionCardRow
  recipients: readonly string[]
}

/** Everyone who must know learns of issued cards: log, cases, time lines of the cards, people. */
export async function announceCards(options: GiveOptions, tx: Tx, tenantId: string, issued: readonly IssuedCard[]): Promise<void> {
  await supervisionCards(tx).addLines(
    issued.map(({ card }) => ({
      tenant_id: tenantId,
      card_id: card.id,
      id: newId(),
      at: card.issued_at!,
      verb: 'issued',
      actor_id: SYSTEM_ACTOR.userId,
      actor_name: SYSTEM_ACTOR.name,
      text: card.text,
      data: null,
    })),
  )
  const shown = issued.flatMap(({ card }) =>
    card.case_id !== null && !card.integrity && card.colour !== 'warning' ? [{ card, caseId: card.case_id }] : [],
  )
  await caseEvents(tx).insert(
    shown.map(({ card, caseId }) => {
      const text = `${COLOUR_TEXTS[card.colour]}:${card.text}`
      return caseLine({
        tenant_id: tenantId,
        case_id: caseId,
        at: card.issued_at!,
        type: 'card',
        step_name: '电子监察',
        action_text: text,
        actor_name: SYSTEM_ACTOR.name,
        lamp: card.colour,
        element_id: card.element_id,
      })
    }),
  )
  await refreshCaseLamps(
    tx,
    tenantId,
    shown.map(({ caseId }) => caseId),
  )
  await options.record(
    tx,
    tenantId,
    issued.map(({ card }) => cardEntry(card)),
  )
  await options.notices.sendMany(
    tx,
    tenantId,
    issued.map(({ card, recipients }) => cardNotice(card, recipients)),
  )
}

const cardNotice = (card: SupervisionCardRow, recipients: readonly string[]): Notice => ({
  to: recipientsOf(recipients, card),
  kind: 'card',
  title: `${COLOUR_TEXTS[card.colour]}:${card.title}`,
  text: noticeText(card),
  link: `/supervision/cards/${card.id}`,
})

/** The card in sentences; its own text comes with or without a full stop. */
export function noticeText(card: Pick<SupervisionCardRow, 'card_no' | 'case_no' | 'text' | 'reply_due_at'>): string {
  const named = [card.card_no, ...(card.case_no === null ? [] : [`办件 ${card.case_no}`])].join(',')
  const reply = card.reply_due_at === null ? [] : [`请于${chineseDay(dayOf(card.reply_due_at - 1))}前回复`]
  return [named, card.text.replace(/[。.;;]+$/, ''), ...reply].map((sentence) => `${sentence}。`).join('')
}

function cardEntry(card: SupervisionCardRow): EntryInput {
  const { id, card_no: cardNo, rule_id: rule, rule_version: version, occasion, text, element_id: element, entry_seq: entry } = card
  return {
    action: `card.${card.colour}`,
    subject: card.case_id === null ? `card:${id}` : `case:${card.case_id}`,
    organId: card.organ_id,
    actor: SYSTEM_ACTOR,
    payload: { card: id, cardNo, rule, version, occasion, text, element, entry, integrity: card.integrity },
  }
}

/** An integrity card is for those alone whom its rule names; another one for the people of the organ it concerns too. */
export function recipientsOf(names: readonly string[], card: Pick<SupervisionCardRow, 'organ_id' | 'person_id' | 'integrity'>): Recipients {
  const posts = names.flatMap((name) => {
    const [scope, post] = name.split(':') as [string, string | undefined]
    if (post === undefined) return []
    if (scope === 'county') return [{ post }]
    return card.organ_id === null ? [] : [{ post, organId: card.organ_id }]
  })
  return { posts, userIds: names.includes('person') && card.person_id !== null ? [card.person_id] : [] }
}

/** A rule that could not be computed is told to the log, once in a transaction. */
async function report({ record }: GiveOptions, tx: Tx, tenantId: string, troubles: readonly RuleTrouble[]): Promise<void> {
  const seen = new Map(troubles.map((trouble) => [`${trouble.ruleId}@${trouble.version}`, trouble]))
  const entries = [...seen.values()].map(({ ruleId, version, seq, message }): EntryInput => ({
    action: 'rule.failed',
    subject: `rule:${ruleId}`,
    actor: SYSTEM_ACTOR,
    payload: { version, entry: seq, message: message.slice(0, 500) },
  }))
  if (entries.length > 0) await record(tx, tenantId, entries)
}

const textOf = (value: unknown): string | null => (typeof value === 'string' ? value : null)
