import { examinationLimits } from '../limits.ts'
import type { TimerMeaning } from '../../manifest.ts'
import { elementName } from '../../matters/matter-definition.ts'
import { addEntry, addLine, change, type Draft, type Projector } from './draft.ts'

/** The limits that the timers of a model stand for, as supervision rules ask for them. */
const LIMITS: Partial<Record<TimerMeaning, 'intake' | 'promised' | 'statutory' | 'delivery'>> = {
  'deemed-accepted': 'intake',
  'distribution-passed': 'intake',
  'promised-passed': 'promised',
  'statutory-passed': 'statutory',
  'delivery-passed': 'delivery',
}

/** A timer fired: what silence means in law happens, and the log says which limit has passed. The cards are the rules' affair. */
export const timerFired: Projector<'timerFired'> = (event, draft) => {
  const meaning = draft.matter.matter.timers[event.elementId]
  if (!meaning) return
  const limit = LIMITS[meaning]
  // Told before what follows from it: a rule about silence asks for the receipt that was not answered.
  if (limit)
    addEntry(draft, 'limit.passed', {
      limit,
      element: event.elementId,
      step: elementName(draft.matter, event.elementId),
      basis: draft.matter.matter.limits[limit].basis,
    })
  if (meaning === 'deemed-accepted') acceptBySilence(event.at, draft)
  if (meaning === 'supplement-lapsed') lapse(event.at, draft)
  if (meaning === 'suspension-overran') overrun(event.at, draft)
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

function lapse(at: number, draft: Draft): void {
  addLine(draft, { at, type: 'supplement-lapsed', step_name: '补正', action_text: '逾期未补正,办结' })
  addEntry(draft, 'case.supplement-lapsed', { basis: draft.matter.matter.limits.supplement.basis })
}
