import { caseEvents, newId, numberSequences, supervisionCards, type CardColour, type SupervisionCardRow, type Tx } from '@lianban/storage'
import type { EntryInput } from '@lianban/tenants'
import { addWorkdays, dayOf, yearOf, type Calendar } from '../../clock/index.ts'
import { caseLine } from '../../cases/case-lines.ts'
import { SYSTEM_ACTOR } from '../../cases/log-entries.ts'
import type { Notices, Recipients } from '../../notices/index.ts'
import type { Finding, RuleTrouble } from '../rules/judge.ts'
import type { VersionedRule } from '../rules/rule.ts'
import { COLOUR_TEXTS } from './card-words.ts'
import { refreshCaseLamp } from './case-lamp.ts'

/** Days to appeal in, of the legal calendar. */
export const APPEAL_WORKDAYS = 3

export interface GiveOptions {
  record: (tx: Tx, tenantId: string, entries: EntryInput[]) => Promise<void>
  notices: Pick<Notices, 'send'>
  calendar: Calendar
  clock: () => number
}

/** Gives the cards that were found, in the transaction that found them; a card that is there already stays the only one. */
export async function giveCards(options: GiveOptions, tx: Tx, tenantId: string, findings: Finding[], troubles: RuleTrouble[]): Promise<void> {
  for (const finding of findings) {
    if (finding.rule.effect === 'raise') await raise(options, tx, tenantId, finding)
    else await give(options, tx, tenantId, finding)
  }
  await report(options, tx, tenantId, troubles)
}

async function give(options: GiveOptions, tx: Tx, tenantId: string, finding: Finding): Promise<void> {
  const { rule, subject, occasion } = finding
  if (await supervisionCards(tx).exists(tenantId, rule.id, subject, occasion)) return
  const card = await newCard(options, tx, tenantId, finding)
  await supervisionCards(tx).insert(card)
  await announceCard(options, tx, card, rule)
}

/** The next card number: gap-free within the year. */
export async function nextCardNumber(tx: Tx, tenantId: string, at: number): Promise<string> {
  const year = yearOf(dayOf(at))
  const number = await numberSequences(tx).allocate({ tenantId, organId: '', type: 'supervision-card', period: year })
  return `监察〔${year}〕${number}号`
}

/** Whether a card of this colour and limit must be answered, and so becomes a supervision case 监察件. */
export const mustBeHandled = (colour: CardColour, replyWorkdays: number | null): boolean => colour !== 'warning' && replyWorkdays !== null

async function newCard({ clock, calendar }: GiveOptions, tx: Tx, tenantId: string, finding: Finding): Promise<SupervisionCardRow> {
  const { rule, event, state } = finding
  const now = clock()
  const handled = mustBeHandled(rule.colour, rule.replyWorkdays)
  return {
    tenant_id: tenantId,
    id: newId(),
    card_no: await nextCardNumber(tx, tenantId, now),
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
    case_id: state?.submittedAt == null ? null : state.caseId,
    case_no: state?.caseNo ?? null,
    matter_key: state?.matterKey ?? null,
    matter_name: state?.matterName ?? null,
    organ_id: state?.organId ?? event.organId,
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
    reply_due_at: handled ? addWorkdays(now, rule.replyWorkdays!, calendar) : null,
    appeal_until: handled ? addWorkdays(now, APPEAL_WORKDAYS, calendar) : null,
    closed_at: handled ? null : now,
    outcome: handled ? null : 'noted',
    reason_code: null,
    liability: null,
    created_at: now,
  }
}

/** Who acted, or who holds the task that stands still. */
function responsible({ event, state }: Finding): Pick<SupervisionCardRow, 'person_id' | 'person_name'> {
  if (event.actorId !== SYSTEM_ACTOR.userId && event.action !== 'case.submitted') return { person_id: event.actorId, person_name: event.actorName }
  const holder = Object.values(state?.open ?? {}).find((task) => task.holder !== null)?.holder ?? null
  return { person_id: holder, person_name: null }
}

/** Everyone who must know learns of an issued card: log, case, time line of the card, people. */
export async function announceCard(options: GiveOptions, tx: Tx, card: SupervisionCardRow, rule: Pick<VersionedRule, 'recipients'>): Promise<void> {
  const { tenant_id: tenantId, case_id: caseId } = card
  const at = card.issued_at!
  await supervisionCards(tx).addLine({ tenant_id: tenantId, card_id: card.id, id: newId(), at, verb: 'issued', actor_id: SYSTEM_ACTOR.userId, actor_name: SYSTEM_ACTOR.name, text: card.text, data: null })
  if (caseId !== null && !card.integrity && card.colour !== 'warning') {
    const text = `${COLOUR_TEXTS[card.colour]}:${card.text}`
    await caseEvents(tx).insert([caseLine({ tenant_id: tenantId, case_id: caseId, at, type: 'card', step_name: '电子监察', action_text: text, actor_name: SYSTEM_ACTOR.name, lamp: card.colour, element_id: card.element_id })])
    await refreshCaseLamp(tx, tenantId, caseId)
  }
  await options.record(tx, tenantId, [cardEntry(card)])
  await options.notices.send(tx, tenantId, { to: recipientsOf(rule.recipients, card), title: `${COLOUR_TEXTS[card.colour]}:${card.title}`, text: noticeText(card), link: `/supervision/cards/${card.id}` })
}

const noticeText = (card: SupervisionCardRow): string =>
  [card.card_no, card.case_no === null ? null : `办件 ${card.case_no}`, card.text, card.reply_due_at === null ? null : `请于${dayOf(card.reply_due_at - 1)}前回复`].filter(Boolean).join(',')

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

const WORSE: Record<CardColour, CardColour> = { warning: 'yellow', yellow: 'red', red: 'red' }

/** T4: the card gets the next worse colour, once for each limit that it let pass. */
async function raise({ record, clock }: GiveOptions, tx: Tx, tenantId: string, { rule, subject, text }: Finding): Promise<void> {
  const id = subject.slice(subject.indexOf(':') + 1)
  const card = await supervisionCards(tx).get(tenantId, id)
  if (!card || card.closed_at !== null) return
  const colour = WORSE[card.colour]
  await supervisionCards(tx).update(tenantId, id, { colour })
  await supervisionCards(tx).addLine({ tenant_id: tenantId, card_id: id, id: newId(), at: clock(), verb: 'raised', actor_id: SYSTEM_ACTOR.userId, actor_name: SYSTEM_ACTOR.name, text, data: { from: card.colour, to: colour } })
  await record(tx, tenantId, [{ action: 'card.raised', subject, organId: card.organ_id, actor: SYSTEM_ACTOR, payload: { from: card.colour, to: colour, rule: rule.id, version: rule.version } }])
  await refreshCaseLamp(tx, tenantId, card.case_id)
}

/** A rule that could not be computed is told to the log, once in a transaction. */
async function report({ record }: GiveOptions, tx: Tx, tenantId: string, troubles: RuleTrouble[]): Promise<void> {
  const seen = new Map(troubles.map((trouble) => [`${trouble.ruleId}@${trouble.version}`, trouble]))
  const entries = [...seen.values()].map(({ ruleId, version, seq, message }): EntryInput => ({
    action: 'rule.failed', subject: `rule:${ruleId}`, actor: SYSTEM_ACTOR, payload: { version, entry: seq, message: message.slice(0, 500) },
  }))
  if (entries.length > 0) await record(tx, tenantId, entries)
}

const textOf = (value: unknown): string | null => (typeof value === 'string' ? value : null)
