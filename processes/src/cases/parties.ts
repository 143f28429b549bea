import type { CasePartyRole, CaseRow } from '@lianban/storage'

/** The organs that take part in a case, as rows. @param at epoch milliseconds */
export const partyRows = (
  { tenant_id, id: case_id }: Pick<CaseRow, 'tenant_id' | 'id'>,
  parties: readonly { role: CasePartyRole; organ: string }[],
  at: number,
) => parties.map(({ role, organ: organ_id }) => ({ tenant_id, case_id, role, organ_id, at }))
