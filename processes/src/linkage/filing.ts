import { linkageIncidents, type IncidentState } from '@lianban/storage'
import type { LedgerEntry } from '../ledgers/ledger.ts'
import { chainAt } from './grids.ts'
import { answerOrders } from './hotline-answer.ts'
import { categoryOf, entry, incidentOf, refused } from './ledger-tools.ts'
import { incidentVariable } from './opening.ts'
import { SANHU_MAP } from './sanhu-map.ts'

/** An end without disposal, told to the reporter with its reason: he reads the opinion on the time line. */
const endedAs = (state: IncidentState, action: string, words: string): LedgerEntry => ({
  async apply(tx, input) {
    const incident = await incidentOf(tx, input)
    await linkageIncidents(tx).update(incident.tenant_id, incident.id, { state, closed_at: input.at })
    await answerOrders(tx, input, incident, `${words}:${input.opinion}`)
    return { entries: [entry(action, { reason: input.opinion })] }
  },
})

/** 无效: not of this county's dispatch, or nothing is there. */
export const invalid = endedAs('invalid', 'invalid', '不予受理')
/** 不予立案: the conditions of the category are not met. */
export const reject = endedAs('rejected', 'rejected', '不予立案')

/** 重复: linked to the incident that it repeats, and its reporter is kept and told like the first one. */
export const duplicate: LedgerEntry = {
  async check(input) {
    const { database } = input.context
    const { tenant_id, id } = await incidentOf(database, input)
    const original = await linkageIncidents(database).byNo(tenant_id, String(input.fields.original ?? ''))
    if (!original || original.id === id) throw refused('ORIGINAL_UNKNOWN', '没有这个案件编号,请填写已经受理的案件的编号')
    if (original.duplicate_of !== null) throw refused('ORIGINAL_IS_DUPLICATE', '该案件本身已经并入其他案件,请填写被并入的案件编号')
  },
  async apply(tx, input) {
    const incident = await incidentOf(tx, input)
    const { tenant_id, id } = incident
    const original = (await linkageIncidents(tx).byNo(tenant_id, String(input.fields.original)))!
    await linkageIncidents(tx).update(tenant_id, id, { state: 'duplicate', duplicate_of: original.id, closed_at: input.at })
    // One that is still open is answered with the other; one that has ended is answered no more.
    if (original.closed_at !== null) await answerOrders(tx, input, incident, `与案件${original.incident_no}反映同一问题,该案件已经办理完毕`)
    return { entries: [entry('linked', { original: original.incident_no })] }
  },
}

/** 立案: the category is confirmed or put right; from here on it is the county's to dispose of. */
export const file: LedgerEntry = {
  async check(input) {
    if (!(await categoryOf(input.context.database, input.caller.tenantId, String(input.fields.category))))
      throw refused('CATEGORY_UNKNOWN', '没有这个案件类别,请重新选择')
  },
  async apply(tx, input) {
    const incident = await incidentOf(tx, input)
    const category = (await categoryOf(tx, incident.tenant_id, String(input.fields.category)))!
    const { code, version, severity } = category
    await linkageIncidents(tx).update(incident.tenant_id, incident.id, {
      ...{ state: 'filed', filed_at: input.at, category: code, category_version: version, severity },
    })
    const calendar = input.context.calendarOf(incident.tenant_id)
    const chain = chainAt(SANHU_MAP, incident)!
    return {
      variables: { incident: await incidentVariable(tx, { incident, category, chain, at: input.at, calendar }) },
      entries: [entry('filed', { category: code, version, severity })],
    }
  },
}

/** 即时自处置: whoever reported it has put it right on the spot, which the photo shows. */
export const self: LedgerEntry = {
  async check(input) {
    if (input.loaded.row.form.selfHandled !== true) throw refused('NOT_SELF_HANDLED', '上报人没有说明已经当场处置,不能按即时自处置结案')
  },
  async apply(tx, input) {
    const incident = await incidentOf(tx, input)
    await linkageIncidents(tx).update(incident.tenant_id, incident.id, { state: 'self-handled', filed_at: input.at, closed_at: input.at })
    await answerOrders(tx, input, incident, ['现场已经处置完毕', input.opinion].filter(Boolean).join(':'))
    return { entries: [entry('self-handled', {})] }
  },
}
