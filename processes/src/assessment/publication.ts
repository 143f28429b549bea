import { assessmentFrames, assessmentResults, newId, type AssessmentFrameRow } from '@lianban/storage'
import type { EffectInput } from '../cases/effects/effect.ts'
import { dayOf } from '../clock/day.ts'
import { pointsText } from './decimal.ts'
import { by, entry, opening, refuse, rowsOf, textOf, type Db } from './doing.ts'
import { startedFrame } from './found.ts'
import { namesOn } from './frame.ts'
import { writeVersion } from './results.ts'
import { ASSESSMENT_GRADES } from './words.ts'

/* 公示与结果: versions, grades, and what the results are used for. */

export const openPublication = opening(
  async (db, { caller, form }) => {
    const frame = await startedFrame(db, caller.tenantId, form.frameId)
    await refuseUnready(db, frame, 'frameId')
    return frame
  },
  (_tx, _input, frame) => Promise.resolve({ variables: { frameId: frame.id } }),
)

/** The results go public: all places are computed now. */
export const publishResults = entry(
  async (db, input) => {
    const frame = await frameOf(db, input)
    await refuseUnready(db, frame, 'opinion')
    return frame
  },
  async (tx, input, frame) => {
    const { no, sha256 } = await writeVersion(tx, input, { frame, kind: 'public', why: '考核结果公示' })
    return { entries: [{ action: 'assessment.results-published', payload: { frame: frame.id, version: no, sha256 } }] }
  },
)

/** The committee has decided the grades: the last version, and the frame is closed. */
export const decideGrades = entry(
  async (db, input) => {
    const frame = await frameOf(db, input)
    await refuseUnready(db, frame, 'meetingNo')
    return frame
  },
  async (tx, input, frame) => {
    const { no, sha256, results } = await writeVersion(tx, input, { frame, kind: 'final', why: '常委会审定等次' })
    if (!(await assessmentFrames(tx).advance(frame, 'started', { status: 'closed' }))) refuse('meetingNo', '考核结果已经审定,请刷新页面')
    const names = await namesOn(tx, frame.tenant_id, frame.units, dayOf(input.at))
    const rows = results.map(({ unit, total, place, grade }) => ({
      ...{ name: names.get(unit)!, total: total === null ? '待补' : pointsText(total) },
      ...{ place: place === null ? '—' : String(place), grade: grade === null ? '—' : ASSESSMENT_GRADES[grade] },
    }))
    return {
      variables: {
        notice: { frameName: frame.name, year: frame.year, version: no, rows: rows.sort((a, b) => Number(a.place) - Number(b.place)) },
      },
      entries: [{ action: 'assessment.results-decided', payload: { frame: frame.id, version: no, sha256 } }],
    }
  },
)

/** 结果应用: what follows for whom. */
export const registerUse = entry(
  async (db, input) => {
    const { frameId } = input.loaded.row.form as { frameId: string }
    const frame = await assessmentFrames(db).get(input.caller.tenantId, frameId)
    if (!frame) throw new Error(`there is no frame ${frameId}`)
    return rowsOf(input.form, 'uses').map((row, at) => {
      const organ = textOf(row.organ)
      if (!frame.units.includes(organ)) refuse(`uses.${at}.organ`, '该单位不是本方案的被考核单位')
      return {
        ...{ tenant_id: frame.tenant_id, id: newId(), frame_id: frame.id, organ_id: organ, kind: String(row.kind), text: textOf(row.text) },
        ...{ case_id: input.loaded.row.id, ...by(input) },
      }
    })
  },
  async (tx, _input, uses) => {
    await assessmentResults(tx).insertUses(uses)
    const payload = { uses: uses.map(({ organ_id, kind }) => ({ organ: organ_id, kind })) }
    return { entries: [{ action: 'assessment.results-used', payload }] }
  },
)

const frameOf = (db: Db, { caller, loaded }: EffectInput): Promise<AssessmentFrameRow> =>
  startedFrame(db, caller.tenantId, (loaded.row.form as { frameId: string }).frameId)

/** Every unit has its scores, and no appeal is open. @throws CaseError FORM_INVALID */
async function refuseUnready(db: Db, frame: AssessmentFrameRow, path: string): Promise<void> {
  const units = await assessmentResults(db).units(frame.tenant_id, frame.id)
  const told = units.filter(({ status }) => status === 'told').length
  if (told < frame.units.length)
    refuse(path, `${frame.units.length}个被考核单位中还有${frame.units.length - told}个没有完成考评`, 'UNITS_NOT_SCORED')
  if (units.some(({ appeal_case }) => appeal_case !== null)) refuse(path, '还有申诉没有办结,办结后再公示和审定', 'APPEAL_OPEN')
}
