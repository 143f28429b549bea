import { cases, supervisionCards, type Tx } from '@lianban/storage'

/**
 * The case's lamp says what its cards say: the worst of those that stand, and whether one is 督办中. Called in the
 * transaction of whatever changed a card; the case's own tables are written and not read.
 */
export async function refreshCaseLamp(tx: Tx, tenantId: string, caseId: string | null): Promise<void> {
  if (caseId === null) return
  const standing = await supervisionCards(tx).standingOfCase(tenantId, caseId)
  const has = (colour: string) => standing.some((card) => card.colour === colour)
  await cases(tx).update(tenantId, caseId, {
    card: has('red') ? 'red' : has('yellow') ? 'yellow' : null,
    urged_cards: standing.filter(({ urged }) => urged).length,
  })
}
