import { Tag } from 'antd'
import type { CaseStatus, CaseSummary } from '../api/cases.ts'

const COLOURS: Record<CaseStatus, string> = {
  submitted: 'default',
  supplementing: 'warning',
  accepted: 'processing',
  granted: 'success',
  refused: 'error',
  transferred: 'default',
  'not-accepted': 'error',
  withdrawn: 'default',
  voided: 'default',
  closed: 'default',
}

/** The state of a case in words; the colour only helps the eye. */
export function StatusText({ item }: { item: Pick<CaseSummary, 'status' | 'statusText'> }) {
  return (
    <Tag color={COLOURS[item.status]} data-testid={`status-${item.status}`}>
      {item.statusText}
    </Tag>
  )
}
