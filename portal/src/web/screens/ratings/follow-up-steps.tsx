import { Steps } from 'antd'
import type { FollowUpDetail } from '../../api/ratings.ts'

const STEPS = [
  { key: 'contact', title: '联系核实' },
  { key: 'rectify', title: '整改' },
  { key: 'revisit', title: '回访' },
  { key: 'closed', title: '办结' },
]

/** How far a follow-up has come; a review stands where it happens. */
export function FollowUpSteps({ item }: { item: FollowUpDetail }) {
  const reviewed = item.reviewOf !== null
  const steps = reviewed
    ? item.reviewOf === 'appeal'
      ? [...STEPS.slice(0, 2), { key: 'review', title: '申诉复核' }, ...STEPS.slice(2)]
      : [STEPS[0]!, { key: 'review', title: '另一人复核' }, ...STEPS.slice(1)]
    : STEPS
  // What a review ended was neither put right nor revisited.
  const short = item.outcome === 'dismissed' || item.outcome === 'regraded'
  const shown = short ? steps.filter(({ key }) => key !== 'revisit' && !(key === 'rectify' && item.reviewOf !== 'appeal')) : steps
  const current = shown.findIndex(({ key }) => key === item.state)
  return (
    <div className="card gap-below">
      <Steps
        size="small"
        current={item.state === 'closed' ? shown.length : current}
        status={item.overdue ? 'error' : 'process'}
        items={shown.map(({ title }) => ({ title }))}
      />
    </div>
  )
}
