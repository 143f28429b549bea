import { examinationLimits } from '../limits.ts'
import type { TimerMeaning } from '../../manifest.ts'
import { hearingOf, type HearingRecord } from '../hearing.ts'
import type { SupplementRecord } from '../views.ts'
import { elementName } from '../../matters/matter-definition.ts'
import { issuerOf } from '../first-review.ts'
import { systemEntry } from '../log-entries.ts'
import { silenceFired } from './opener-silence.ts'
import { addEntry, addLine, change, type Draft, type Projector } from './draft.ts'

/** The limits that the timers of a model stand for, as supervision rules ask for them. */
const LIMITS: Partial<
  Record<TimerMeaning, 'intake' | 'distribution' | 'promised' | 'statutory' | 'delivery' | 'firstReview' | 'inspection'>
> = {
  'deemed-accepted': 'intake',
  'distribution-passed': 'distribution',
  'promised-passed': 'promised',
  'statutory-passed': 'statutory',
  'delivery-passed': 'delivery',
  'first-review-passed': 'firstReview',
  'inspection-passed': 'inspection',
}

/** A timer fired: what silence means in law happens, and the log says which limit has passed. The cards are the rules' affair. */
export const timerFired: Projector<'timerFired'> = (event, draft) => {
  const meaning = draft.matter.matter.timers[event.elementId]
  if (!meaning) return
  const limit = LIMITS[meaning]
  // Told before what follows from it: a rule about silence asks for the receipt that was not answered.
  if (limit)
    draft.entries.push(
      systemEntry('limit.passed', {
        caseId: draft.row.id,
        // Of a first review it is the lower organ's affair.
        organId: issuerOf(draft.matter.matter, draft.row).organId,
        payload: {
          limit,
          element: event.elementId,
          step: elementName(draft.matter, event.elementId),
          // A theme is distributed where a matter has its intake; but no law says what silence means there.
          basis: draft.matter.matter.limits[limit === 'distribution' ? 'intake' : limit]?.basis ?? null,
        },
      }),
    )
  if (meaning === 'deemed-accepted') acceptBySilence(event.at, draft)
  if (meaning === 'supplement-lapsed') lapse(event.at, draft)
  if (meaning === 'statement-passed')
    addLine(draft, { at: event.at, type: 'statement-passed', step_name: '陈述申辩', action_text: '期限届满,没有提出陈述、申辩' })
  if (meaning === 'suspension-overran') overrun(event.at, draft)
  if (meaning === 'pre-check-passed')
    addLine(draft, { at: event.at, type: 'pre-check-passed', step_name: '网上预审', action_text: '预审超时,转受理审查' })
  if (meaning === 'correction-lapsed') notCorrected(event.at, draft)
  if (meaning === 'consult-silent') silent(event.at, draft)
  if (meaning === 'hearing-not-asked') notAsked(event.at, draft)
  if (meaning === 'first-review-passed')
    addLine(draft, { at: event.at, type: 'first-review-passed', step_name: '初审', action_text: '初审期限届满,尚未报送' })
  silenceFired(meaning, event.at, draft)
  if (meaning === 'inspection-passed')
    addLine(draft, { at: event.at, type: 'inspection-passed', step_name: '检验检测检疫', action_text: '期限届满,尚未检验' })
}

/** 逾期不告知的,自收到申请材料之日起即为受理: both limits count from the receipt. Source: 行政许可法 article 32 (4). */
function acceptBySilence(at: number, draft: Draft): void {
  const { row, matter, calendar } = draft
  change(draft, { status: 'accepted', deemed_accepted: true, ...examinationLimits(matter.matter, row.received_at, calendar) })
  addLine(draft, {
    at,
    type: 'deemed-accepted',
    step_name: '受理审查',
    action_text: '逾期未告知,自收到材料之日起视为受理',
    started_at: row.received_at,
  })
  addEntry(draft, 'case.accepted-by-silence', { acceptedAt: row.received_at, basis: matter.matter.limits.intake.basis })
}

/** The special procedure goes on past the day that the applicant was told. The card is the rules' affair. */
function overrun(at: number, draft: Draft): void {
  addLine(draft, { at, type: 'suspension-overran', step_name: '特别程序', action_text: '计划结束日已过,特别程序尚未结束' })
  addEntry(draft, 'suspension.overran', { since: draft.row.suspended_at ?? null })
}

/** The intake goes on as it was: what is still wrong is told in a 补正. */
function notCorrected(at: number, draft: Draft): void {
  change(draft, { status: 'submitted' })
  addLine(draft, { at, type: 'correction-lapsed', step_name: '当场更正', action_text: '当日没有更正,继续受理审查' })
}

/** An organ that was asked has not answered in its time. */
function silent(at: number, draft: Draft): void {
  const again = draft.matter.matter.procedure.consultSilence === 'ask-again'
  const action_text = again ? '协办部门逾期未答复,再次征求意见' : '协办部门逾期未答复,视为无意见'
  addLine(draft, { at, type: 'consult-silent', step_name: '征求部门意见', action_text })
  addEntry(draft, 'consult.silent', { again })
}

/** 视为放弃: nobody asked for a hearing in the five days. Source: 行政许可法 article 47. */
function notAsked(at: number, draft: Draft): void {
  const hearing = hearingOf(draft.row.hearing)
  if (hearing) change(draft, { hearing: { ...hearing, ended: { at, result: 'not-asked' } } satisfies HearingRecord })
  addLine(draft, { at, type: 'hearing-not-asked', step_name: '听证', action_text: '五日内无人要求听证,视为放弃' })
  addEntry(draft, 'hearing.not-asked', {})
}

function lapse(at: number, draft: Draft): void {
  const isAdvice = (draft.row.supplement as SupplementRecord | null)?.kind === 'advice'
  addLine(draft, {
    at,
    type: 'supplement-lapsed',
    step_name: isAdvice ? '网上预审' : '补正',
    action_text: isAdvice ? '逾期未修改,办结' : '逾期未补正,办结',
  })
  addEntry(draft, 'case.supplement-lapsed', { basis: draft.matter.matter.limits.supplement.basis })
}
