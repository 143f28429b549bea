import { assessmentResults } from '@lianban/storage'
import { entry, opening, refuse, textOf } from './doing.ts'
import { startedFrame, startedTarget } from './found.ts'

/* 督查整改: what 督查室 found at a unit, and that it was put right. */

export const openFinding = opening(
  async (db, { caller, form }) => {
    const organ = textOf(form.organ)
    const indicatorId = textOf(form.indicatorId) || null
    const frame = await startedFrame(db, caller.tenantId, form.frameId)
    if (!frame.units.includes(organ)) refuse('organ', '该单位不是本方案的被考核单位')
    if (indicatorId !== null) await startedTarget(db, { tenantId: caller.tenantId, organ, indicatorId })
    return { organ, indicatorId }
  },
  async (tx, { caller, form, row, at }, { organ, indicatorId }) => {
    await assessmentResults(tx).insertFinding({
      ...{ tenant_id: caller.tenantId, case_id: row.id, organ_id: organ, indicator_id: indicatorId },
      ...{ text: textOf(form.finding), status: 'open', found_at: at, closed_at: null },
    })
    return {
      variables: { inspectedOrgan: organ },
      parties: [{ role: 'disposal' as const, organ }],
      entries: [{ action: 'assessment.finding-opened', payload: { organ, indicator: indicatorId } }],
    }
  },
)

export const closeFinding = entry(
  () => Promise.resolve(null),
  async (tx, { caller, loaded, at }) => {
    await assessmentResults(tx).closeFinding(caller.tenantId, loaded.row.id, at)
    return { entries: [{ action: 'assessment.finding-closed', payload: {} }] }
  },
)
