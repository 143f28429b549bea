import { linkageIncidents } from '@lianban/storage'
import type { Caller } from '../cases/ports.ts'
import type { LinkageContext } from './context.ts'
import { figuresOf, type Figures } from './figures.ts'
import { organNames } from './desk.ts'

export interface FiguresView extends Figures {
  /** 全县 for the county. */
  organName: string
}

/**
 * The indicators of what was reported in [from, to), as it stands now.
 * @throws NOT_AUTHORIZED
 */
export async function figures(
  context: LinkageContext,
  caller: Caller,
  { from, to }: { from: number; to: number },
): Promise<{ items: FiguresView[]; at: number }> {
  await context.tenants.authorization.assert(caller, 'figures', { type: 'incident-ledger' })
  const ledger = linkageIncidents(context.database)
  const incidents = await ledger.reportedIn(caller.tenantId, from, to)
  const ids = incidents.map(({ id }) => id)
  const [targets, deeds] = await Promise.all([ledger.targetsOf(caller.tenantId, ids), ledger.deedsOf(caller.tenantId, ids)])
  const at = context.clock()
  const rows = figuresOf({ incidents, targets, deeds }, at)
  const names = await organNames(context, caller.tenantId)
  return { at, items: rows.map((row) => ({ ...row, organName: row.organ === null ? '全县' : (names.get(row.organ) ?? row.organ) })) }
}
