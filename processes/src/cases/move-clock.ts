import { cases, type CaseRow, type CaseWithLamp, type Tx } from '@lianban/storage'

/** The case as it stands in the transaction: another deed may have moved its clock since it was looked at. */
export async function freshClock(tx: Tx, { tenant_id, id }: Pick<CaseRow, 'tenant_id' | 'id'>, now: number): Promise<CaseWithLamp> {
  const row = await cases(tx).get(tenant_id, id, now)
  if (!row) throw new Error(`case ${id} is gone`)
  return row
}
