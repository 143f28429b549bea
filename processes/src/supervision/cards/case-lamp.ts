import { cases, supervisionCards, type Tx } from '@lianban/storage'

/**
 * The lamps of cases say what their cards say: the worst of those that stand, and how many are 督办中. Called in the
 * transaction of whatever changed a card; the case's own tables are written and not read.
 */
export async function refreshCaseLamps(tx: Tx, tenantId: string, caseIds: readonly string[]): Promise<void> {
  const lamps = new Map(
    [...new Set(caseIds)].map((id) => [id, { tenant_id: tenantId, id, card: null as 'yellow' | 'red' | null, urged_cards: 0 }]),
  )
  for (const { case_id, colour, urged } of await supervisionCards(tx).standingOfCases(tenantId, [...lamps.keys()])) {
    const lamp = lamps.get(case_id)!
    if (colour === 'red' || (colour === 'yellow' && lamp.card === null)) lamp.card = colour
    if (urged) lamp.urged_cards++
  }
  if (lamps.size > 0) await cases(tx).setCards([...lamps.values()])
}

/** The same for the case of one card, which may have none. */
export const refreshCaseLamp = (tx: Tx, tenantId: string, caseId: string | null): Promise<void> =>
  refreshCaseLamps(tx, tenantId, caseId === null ? [] : [caseId])
