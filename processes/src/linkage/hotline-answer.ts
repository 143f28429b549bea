import { linkageHotline, linkageIncidents, type LinkageIncidentRow, type Tx } from '@lianban/storage'
import { actorOf } from '@lianban/tenants/browser'
import type { LedgerInput } from '../ledgers/ledger.ts'

/**
 * However an incident ends, the hotline's orders have their answer: its own and those of the reports that repeat it. Other houses
 * are told that there is one (web hook `hotline.answered`), not what it says: the hotline fetches that.
 * @returns the reports that repeat it
 */
export async function answerOrders(
  tx: Tx,
  input: LedgerInput,
  incident: LinkageIncidentRow,
  answer: string,
): Promise<LinkageIncidentRow[]> {
  const linked = await linkageIncidents(tx).linkedTo(incident.tenant_id, incident.id)
  for (const one of [incident, ...linked]) await answerOrder(tx, input, one, answer)
  return linked
}

async function answerOrder(tx: Tx, input: LedgerInput, incident: LinkageIncidentRow, answer: string): Promise<void> {
  const { context, caller, loaded, at } = input
  const { tenant_id, id, incident_no: incidentNo } = incident
  const order = await linkageHotline(tx).ofIncident(tenant_id, id)
  if (!order) return
  await linkageHotline(tx).answer(tenant_id, id, answer, at)
  await context.tenants.supervision.record(tx, tenant_id, [
    {
      ...{ action: 'hotline.answered', subject: `hotline:${order.order_no}`, organId: loaded.row.organ_id },
      ...{ actor: actorOf(caller), ip: caller.ip },
      payload: { orderNo: order.order_no, incidentNo, replyDueAt: order.reply_due_at },
    },
  ])
}
