import { newId, supervisionCards, type CardColour, type SupervisionCardLineRow, type Tx } from '@lianban/storage'
import type { EntryInput } from '@lianban/tenants'
import { SYSTEM_ACTOR } from '../../cases/log-entries.ts'
import type { Finding } from '../rules/judge.ts'
import { refreshCaseLamps } from './case-lamp.ts'
import type { GiveOptions } from './give-cards.ts'

const WORSE: Record<CardColour, CardColour> = { warning: 'yellow', yellow: 'red', red: 'red' }

const cardIdOf = (subject: string): string => subject.slice(subject.indexOf(':') + 1)

/** T4: cards get the next worse colour, once for each limit that they let pass. A closed card stays as it is. */
export async function raiseCards({ record, clock }: GiveOptions, tx: Tx, tenantId: string, findings: readonly Finding[]): Promise<void> {
  const ids = [...new Set(findings.map(({ subject }) => cardIdOf(subject)))]
  const open = new Map(
    (await supervisionCards(tx).getMany(tenantId, ids)).filter(({ closed_at }) => closed_at === null).map((card) => [card.id, card]),
  )
  const lines: SupervisionCardLineRow[] = []
  const entries: EntryInput[] = []
  for (const { rule, subject, text } of findings) {
    const card = open.get(cardIdOf(subject))
    if (!card) continue
    const [from, to] = [card.colour, WORSE[card.colour]]
    card.colour = to
    lines.push({
      tenant_id: tenantId,
      card_id: card.id,
      id: newId(),
      at: clock(),
      verb: 'raised',
      actor_id: SYSTEM_ACTOR.userId,
      actor_name: SYSTEM_ACTOR.name,
      text,
      data: { from, to },
    })
    entries.push({
      action: 'card.raised',
      subject,
      organId: card.organ_id,
      actor: SYSTEM_ACTOR,
      payload: { from, to, rule: rule.id, version: rule.version },
    })
  }
  if (entries.length === 0) return
  const cards = [...open.values()]
  await supervisionCards(tx).recolour(cards.map(({ tenant_id, id, colour }) => ({ tenant_id, id, colour })))
  await supervisionCards(tx).addLines(lines)
  await record(tx, tenantId, entries)
  await refreshCaseLamps(
    tx,
    tenantId,
    cards.flatMap(({ case_id }) => (case_id === null ? [] : [case_id])),
  )
}
