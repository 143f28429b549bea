import { assessmentResults, type AssessmentIndicatorRow, type AssessmentValueRow } from '@lianban/storage'
import { dayOf } from '../clock/day.ts'
import { addWorkdays } from '../clock/index.ts'
import { fraction, micros, fromMicros, pointsText, rounded } from './decimal.ts'
import { decimalAt, entry, openerOf, opening, organDoing, refuse, rowsOf, textOf, type Db } from './doing.ts'
import type { EffectInput } from '../cases/effects/effect.ts'
import type { LedgerEntry } from '../ledgers/ledger.ts'
import { takeFigures } from './figures.ts'
import { ruleOf, startedFrame } from './found.ts'
import { dutiesOf } from './frame.ts'
import { bookOf, resultsOf, settled, type FrameBook } from './results.ts'

/* 年终考评 of one unit: self-assessment, verification by the owners, scoring by the group, feedback. */

const APPEAL_WORKDAYS = 5
/** Members who scored, without those who declared a conflict. Proposed 拟. */
const MIN_JUDGES = 2

export const openSelf = opening(
  async (db, { caller, form, openerOrgan, at }) => {
    const frame = await startedFrame(db, caller.tenantId, form.frameId)
    const organ = openerOrgan ?? ''
    if (!frame.units.includes(organ)) refuse('frameId', '本单位不是这个考核方案的被考核单位')
    if (dayOf(at) < `${frame.year}-12-01`) refuse('frameId', `年终自评从${frame.year}年12月1日开始`)
    if (await assessmentResults(db).unit(caller.tenantId, frame.id, organ)) refuse('frameId', '本单位已经提交自评')
    const reported = ofUnit(await bookOf(db, frame), organ).filter(({ source }) => source === 'reported')
    const told = rowsOf(form, 'values').map(({ indicatorId }) => textOf(indicatorId))
    refuseUncovered(reported, told, 'values')
    const duties = await dutiesOf(db, caller.tenantId, frame.year, frame.family)
    return { frame, organ, scorer: duties.scoring, verifiers: [...new Set(reported.map(({ owner }) => owner))] }
  },
  async (tx, { caller, row }, { frame, organ, verifiers, scorer }) => {
    await assessmentResults(tx).insertUnit({
      ...{ tenant_id: caller.tenantId, frame_id: frame.id, organ_id: organ, status: 'self', case_id: row.id },
      ...{ told_at: null, appeal_until: null, appeal_case: null },
    })
    return {
      variables: { frameId: frame.id, verifiers, scoringOrgan: scorer },
      entries: [{ action: 'assessment.self-assessed', payload: { frame: frame.id, organ } }],
    }
  },
)

/** An owner settles the values of its own indicators; never those of its own organ. */
export const verifyValues = entry(
  async (db, input) => {
    const { book, organ } = await unitOf(db, input)
    const owner = organDoing(input)
    if (owner === organ) refuse('values', '指标责任部门不能核定本单位的完成值', 'OWNER_SCORES_HIMSELF')
    const mine = ofUnit(book, organ).filter((one) => one.source === 'reported' && one.owner === owner)
    const rows = rowsOf(input.form, 'values')
    refuseUncovered(
      mine,
      rows.map(({ indicatorId }) => textOf(indicatorId)),
      'values',
    )
    return rows.map((row, at) =>
      settled(input, {
        ...{
          indicator_id: textOf(row.indicatorId),
          organ_id: organ,
          value: decimalAt(row.value, `values.${at}.value`),
          reason: textOf(row.reason) || null,
        },
      }),
    )
  },
  async (tx, _input, values) => {
    await assessmentResults(tx).insertValues(values)
    return { entries: [{ action: 'assessment.values-verified', payload: { values: values.map(shown) } }] }
  },
)

export const confirmData = entry(
  () => Promise.resolve(null),
  async (tx, { caller, loaded }) => {
    await assessmentResults(tx).setUnit(caller.tenantId, loaded.row.id, { status: 'verified' })
    return { entries: [{ action: 'assessment.data-checked', payload: {} }] }
  },
)

/** The group is named; figures of other systems are taken now, with what they were computed from. */
export const nameGroup: LedgerEntry = {
  check: ({ context, caller }) => context.tenants.authorization.assert(caller, 'read', { type: 'statistics' }).then(() => undefined),
  apply: async (tx, input) => {
    const { book, organ } = await unitOf(tx, input)
    const { snapshots, values } = await takeFigures(tx, input, book, organ)
    await assessmentResults(tx).clearMarks(input.caller.tenantId, input.loaded.row.id)
    await assessmentResults(tx).insertSnapshots(snapshots)
    await assessmentResults(tx).insertValues(values)
    const figures = snapshots.map(({ indicator_id: indicator, source, value, log_size: logSize }) => ({
      indicator,
      source,
      value,
      logSize,
    }))
    return { entries: [{ action: 'assessment.group-named', payload: { figures } }] }
  },
}

/** A member of the group gives his marks, each within what its indicator allows. */
export const giveMarks = entry(
  async (db, input) => {
    const { book, organ } = await unitOf(db, input)
    const { caller, loaded, form, at } = input
    const asked = ofUnit(book, organ).filter(({ source }) => source === 'group')
    const rows = rowsOf(form, 'marks')
    refuseUncovered(
      asked,
      rows.map(({ indicatorId }) => textOf(indicatorId)),
      'marks',
    )
    return rows.map((row, no) => {
      const indicator = asked.find(({ id }) => id === textOf(row.indicatorId))!
      const target = book.targets.find(({ indicator_id, organ_id }) => indicator_id === indicator.id && organ_id === organ)
      return {
        ...{ tenant_id: caller.tenantId, case_id: loaded.row.id, indicator_id: indicator.id, organ_id: organ, at },
        ...{ judge: caller.onBehalfOf?.userId ?? caller.userId, judge_name: caller.name, reason: textOf(row.reason) || null },
        mark: markOf(indicator, target?.target ?? null, Number(row.mark), `marks.${no}.mark`),
      }
    })
  },
  async (tx, _input, marks) => {
    await assessmentResults(tx).putMarks(marks)
    const payload = { marks: marks.map(({ indicator_id, mark }) => ({ indicator_id, mark })) }
    return { entries: [{ action: 'assessment.marks-given', payload }] }
  },
)

/** Marks become values (their mean), and the unit gets its scores with five workdays to appeal. */
export const conclude = entry(
  async (db, input) => {
    const { book, organ } = await unitOf(db, input)
    const marks = await assessmentResults(db).marks(input.caller.tenantId, input.loaded.row.id)
    const judges = new Set(marks.map(({ judge }) => judge))
    const asked = ofUnit(book, organ).filter(({ source }) => source === 'group')
    if (asked.length > 0 && judges.size < MIN_JUDGES)
      refuse('judges', `没有利益冲突的考核组成员至少${MIN_JUDGES}人评分,现有${judges.size}人,请退回重新组成考核组`, 'TOO_FEW_JUDGES')
    const values = asked.map(({ id }) => {
      const mine = marks.filter(({ indicator_id }) => indicator_id === id).map(({ mark }) => micros(mark))
      const mean = fraction(
        mine.reduce((sum, mark) => sum + mark, 0n),
        BigInt(mine.length),
      )
      return settled(input, {
        indicator_id: id,
        organ_id: organ,
        value: fromMicros(BigInt(rounded(mean))),
        reason: `${mine.length}名成员评分的平均值`,
      })
    })
    const mine = resultsOf({ ...book, values: [...book.values, ...values] }).find(({ unit }) => unit === organ)!
    return { frame: book.frame, organ, values, mine }
  },
  async (tx, { context, caller, loaded, at }, { organ, values, mine }) => {
    await assessmentResults(tx).insertValues(values)
    const appealUntil = addWorkdays(at, APPEAL_WORKDAYS, context.calendarOf(caller.tenantId))
    await assessmentResults(tx).setUnit(caller.tenantId, loaded.row.id, { status: 'told', told_at: at, appeal_until: appealUntil })
    const total = mine.total === null ? '待补' : pointsText(mine.total)
    return {
      variables: {
        score: {
          total,
          appealUntil: dayOf(appealUntil),
          items: mine.items.map((item) => ({
            ...{ no: item.indicator, name: item.name, value: item.value ?? '—', target: item.target ?? '—', words: item.words },
            points: item.points === null ? '待补' : pointsText(item.points),
          })),
        },
      },
      entries: [{ action: 'assessment.unit-scored', payload: { organ, total: mine.total, values: values.map(shown) } }],
    }
  },
)

/** The unit of a year-end case with the book of its frame. */
async function unitOf(db: Db, { caller, loaded }: EffectInput) {
  const { frameId } = loaded.row.form as { frameId: string }
  const frame = await startedFrame(db, caller.tenantId, frameId)
  const organ = openerOf(loaded)
  // However the case came back to a step: what was told is changed by an appeal only.
  if ((await assessmentResults(db).unit(caller.tenantId, frameId, organ))?.status === 'told')
    refuse('values', '得分已经反馈,只能通过申诉复核变更', 'UNIT_TOLD')
  return { book: await bookOf(db, frame), organ }
}

export const ofUnit = ({ indicators, targets }: FrameBook, organ: string): AssessmentIndicatorRow[] =>
  indicators.filter(({ id }) => targets.some((target) => target.indicator_id === id && target.organ_id === organ))

/** Each of them is there once, and nothing else. @throws CaseError FORM_INVALID */
function refuseUncovered(asked: readonly AssessmentIndicatorRow[], given: readonly string[], path: string): void {
  const missing = asked.filter(({ id }) => !given.includes(id))
  if (missing.length > 0) refuse(path, `还没有填写:${missing.map(({ id, name }) => `${name}(${id})`).join('、')}`, 'INDICATOR_MISSING')
  const other = given.find((id, at) => !asked.some((one) => one.id === id) || given.indexOf(id) !== at)
  if (other !== undefined) refuse(path, `${other}不在应当填写的指标之中,或者填写了两次`, 'INDICATOR_UNEXPECTED')
}

const FULL_MARK = 100

function markOf(indicator: AssessmentIndicatorRow, target: string | null, mark: number, path: string): string {
  const rule = ruleOf(indicator)
  const points = (thousandthPoints: number) => Number(pointsText(thousandthPoints))
  const [least, most] =
    rule.kind === 'plus-minus'
      ? [-points(rule.minusCap), points(rule.plusCap)]
      : [0, rule.kind === 'veto' ? 1 : Number(target ?? FULL_MARK)]
  if (mark < least || mark > most) refuse(path, `“${indicator.name}”的评分应当在${least}至${most}之间`)
  if (rule.kind === 'veto' && mark !== 0 && mark !== 1) refuse(path, '一票否决项填写 1(发生)或者 0(未发生)')
  return decimalAt(mark, path)
}

const shown = ({ indicator_id, value }: AssessmentValueRow) => ({ indicator: indicator_id, value })
