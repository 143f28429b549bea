import type { JsonValue } from '@lianban/engine'
import { linkageIncidents, type LinkageIncidentRow, type LinkageTargetRow, type Tx } from '@lianban/storage'
import type { Calendar } from '../clock/index.ts'
import { actorOf } from '@lianban/tenants/browser'
import type { LedgerEntry, LedgerInput } from '../ledgers/ledger.ts'
import { answerOrders } from './hotline-answer.ts'
import { addDeed, categoryOf, entry, incidentOf, targetsVariable, writeTargets } from './ledger-tools.ts'
import { reworkTargets } from './targets.ts'

/** 核查通过, by somebody who is not of the disposal organs: the separation of duties sees to that. */
export const verify: LedgerEntry = {
  async apply(tx, input) {
    const { tenant_id, id } = await incidentOf(tx, input)
    await linkageIncidents(tx).update(tenant_id, id, { state: 'closing' })
    return { entries: [entry('verified', { way: String(input.fields.way) })] }
  },
}

/** 返工: the same case, with a short new limit. A photo that is not of this place, or not of now, is put on record as fraud. */
export const rework: LedgerEntry = {
  async apply(tx, input) {
    const incident = await incidentOf(tx, input)
    const { reason, fraud } = input.fields as { reason: string; fraud?: boolean }
    const calendar = input.context.calendarOf(incident.tenant_id)
    const { targets, organs } = await again(tx, incident, { name: '返工', at: input.at, calendar })
    await linkageIncidents(tx).count(incident.tenant_id, incident.id, 'reworks')
    for (const organ of organs) {
      await addDeed(tx, input, { kind: 'rework', organ, text: reason })
      if (fraud === true) await tellFraud(tx, input, organ, reason)
    }
    return { variables: { targets }, entries: [entry('reworked', { organs, reason, fraud: fraud === true })] }
  },
}

/** Of the organ that did it, not of the command centre whose case it is: supervision gives the card for it. */
async function tellFraud(tx: Tx, input: LedgerInput, organ: string, reason: string): Promise<void> {
  const { context, caller, loaded } = input
  await addDeed(tx, input, { kind: 'fraud', organ, text: reason })
  await context.tenants.supervision.record(tx, caller.tenantId, [
    {
      ...{
        action: 'linkage.fraud',
        subject: `incident-fraud:${loaded.row.id}:${organ}`,
        organId: organ,
        actor: actorOf(caller),
        ip: caller.ip,
      },
      payload: { caseNo: loaded.row.case_no, reason },
    },
  ])
}

/** Targets of one round more, for all organs of the last. */
export async function again(
  tx: Tx,
  incident: LinkageIncidentRow,
  { name, at, calendar }: { name: string; at: number; calendar: Calendar },
): Promise<{ targets: JsonValue; organs: string[] }> {
  const category = (await categoryOf(tx, incident.tenant_id, incident.category, incident.category_version))!
  const all = (await linkageIncidents(tx).targetsOf(incident.tenant_id, [incident.id])).filter(({ state }) => state === 'done')
  const round = Math.max(...all.map((target: LinkageTargetRow) => target.round))
  const last = all.filter((target) => target.round === round)
  const rows = await writeTargets(tx, incident, reworkTargets(category, last, { round: round + 1, name, from: at }, calendar))
  await linkageIncidents(tx).update(incident.tenant_id, incident.id, {
    ...{ state: 'disposing', closed_at: null, due_at: Math.max(...rows.map(({ due_at }) => due_at)) },
  })
  return { targets: targetsVariable(rows), organs: rows.map(({ organ }) => organ) }
}

/** 结案: all reporters are told, the hotline has its answer, and the reporter may rate. */
export const close: LedgerEntry = {
  async apply(tx, input) {
    const incident = await incidentOf(tx, input)
    const { tenant_id, id, incident_no, summary } = incident
    const answer = String(input.fields.answer)
    await linkageIncidents(tx).update(tenant_id, id, { state: 'closed', closed_at: input.at })
    const linked = await answerOrders(tx, input, incident, answer)
    await input.context.notices.send(tx, tenant_id, {
      to: { userIds: [...new Set([incident, ...linked].map(({ reporter_id }) => reporter_id))] },
      title: `您上报的“${summary}”已经办结`.slice(0, 191),
      text: `案件${incident_no}:${answer} 七日内可以评价。`,
      link: `/linkage/incidents/${id}`,
    })
    return { entries: [entry('closed', { onTime: incident.due_at === null || input.at <= incident.due_at, linked: linked.length })] }
  },
}
