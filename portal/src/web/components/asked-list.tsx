import { askedLine } from '@lianban/processes/labels'
import type { CaseDetail } from '../api/cases.ts'

/** What the applicant was told to put right, item by item. */
export const AskedList = ({ item: { supplement, materials } }: { item: Pick<CaseDetail, 'supplement' | 'materials'> }) => (
  <ol className="numbered">
    {(supplement?.missing ?? []).map((asked) => (
      <li key={`${asked.key}-${asked.text}`}>{askedLine(asked, materials)}</li>
    ))}
  </ol>
)
