import type { CaseCard } from '@lianban/storage'
import { examinationLimits } from '../limits.ts'
import type { TimerMeaning } from '../../manifest.ts'
import { addEntry, addLine, change, type Draft, type Projector } from './draft.ts'

/** The supervision rules that the timers of a model stand for; ids as in the rule library. */
const CARDS: Partial<Record<TimerMeaning, { rule: string; card: CaseCard; text: string }>> = {
  'deemed-accepted': { rule: 'T5', card: 'red', text: '受理期限内未告知申请人' },
  'promised-passed': { rule: 'T2', card: 'yellow', text: '超过承诺时限未作决定' },
  'statutory-passed': { rule: 'T3', card: 'red', text: '超过法定时限未作决定' },
  'delivery-passed': { rule: 'T6', card: 'yellow', text: '超过期限未送达' },
}

/** A timer fired: what silence means in law happens, and whoever is late gets his card. */
export const timerFired: Projector<'timerFired'> = (event, draft) => {
  const meaning = draft.matter.matter.timers[event.elementId]
  if (!meaning) return
  if (meaning === 'deemed-accepted') acceptBySilence(event.at, draft)
  if (meaning === 'supplement-lapsed') lapse(event.at, draft)
  const rule = CARDS[meaning]
  if (rule) giveCard(draft, event.at, event.elementId, rule)
}

/** 逾期不告知的,自收到申请材料之日起即为受理: both limits count from the receipt. Source: 行政许可法 article 32 (4). */
function acceptBySilence(at: number, draft: Draft): void {
  const { row, matter, calendar } = draft
  change(draft, { status: 'accepted', deemed_accepted: true, ...examinationLimits(matter.matter, row.received_at, calendar) })
  addLine(draft, { at, type: 'deemed-accepted', step_name: '受理审查', action_text: '逾期未告知,自收到材料之日起视为受理', started_at: row.received_at })
  addEntry(draft, 'case.accepted-by-silence', { acceptedAt: row.received_at, basis: matter.matter.limits.intake.basis })
}

function lapse(at: number, draft: Draft): void {
  addLine(draft, { at, type: 'supplement-lapsed', step_name: '补正', action_text: '逾期未补正,办结' })
  addEntry(draft, 'case.supplement-lapsed', { basis: draft.matter.matter.limits.supplement.basis })
}

function giveCard(draft: Draft, at: number, elementId: string, { rule, card, text }: { rule: string; card: CaseCard; text: string }): void {
  change(draft, { card: draft.row.card === 'red' ? 'red' : card })
  addLine(draft, { at, type: 'card', step_name: '电子监察', action_text: `${card === 'red' ? '红牌' : '黄牌'}:${text}`, lamp: card, element_id: elementId })
  addEntry(draft, `card.${card}`, { rule, text, element: elementId })
}
