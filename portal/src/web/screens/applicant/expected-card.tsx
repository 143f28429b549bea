import { Button, Steps } from 'antd'
import type { CaseDetail } from '../../api/cases.ts'
import { dateText, dayOf } from '../../time.ts'
import { expectedOf } from './expected.ts'

/** What is expected of me now, in one sentence, with the one button that leads to it. */
export function ExpectedCard({ item }: { item: CaseDetail }) {
  const { text, mine, button } = expectedOf(item)
  const go = (target: string) => {
    const place = document.getElementById(target)
    place?.scrollIntoView({ block: 'start' })
    place?.focus({ preventScroll: true })
  }
  return (
    <section className={mine ? 'card expected mine' : 'card expected'} aria-label="现在需要您做什么" data-testid="expected">
      <strong>{text}</strong>
      {button && (
        <Button type={mine ? 'primary' : 'default'} onClick={() => go(button.target)}>
          {button.label}
        </Button>
      )}
    </section>
  )
}

/** The four parts of every procedure, with the day of each that is done. */
export function PhaseSteps({ item }: { item: CaseDetail }) {
  const current = item.closedAt ? 4 : item.acceptedAt ? 2 : 1
  const on = (at: number | null) => (at === null ? undefined : dateText(dayOf(at)))
  return (
    <Steps
      size="small"
      current={current}
      items={[
        { title: '提交申请', description: on(item.submittedAt) },
        { title: '受理', description: on(item.acceptedAt) },
        { title: '审查决定' },
        { title: '送达办结', description: on(item.closedAt) },
      ]}
    />
  )
}
