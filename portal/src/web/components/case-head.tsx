import type { ReactNode } from 'react'
import type { CaseSummary } from '../api/cases.ts'
import { minuteText } from '../time.ts'
import { CopyCode } from './copy-code.tsx'
import { DueText } from './due-text.tsx'
import { Lamp } from './lamp.tsx'
import { StatusText } from './status-text.tsx'

/** The head of a case page at a desk: what, whose, number, lamp, both limits. */
export function CaseHead({
  item,
  step,
  stepDueAt,
  extra,
}: {
  item: CaseSummary
  step?: string
  stepDueAt?: number | null
  extra?: ReactNode
}) {
  return (
    <>
      <div className="page-head">
        <h1 className="break">
          {step ? `${step}:` : ''}
          {item.applicantName}
        </h1>
        <StatusText item={item} />
        <span className="grow" />
        {extra}
      </div>
      <div className="page-meta">
        <Lamp lamp={item.lamp} />
        {item.closedAt ? (
          <span>{minuteText(item.closedAt)} 办结</span>
        ) : (
          <DueText promised={item.promised} statutory={item.statutory} stepDueAt={stepDueAt} />
        )}
        <span>{item.matterName}</span>
        <CopyCode code={item.caseNo} label="办件编号" testId="case-no" />
        <span>{item.organName}</span>
        <span>{minuteText(item.submittedAt)} 提交</span>
        {item.deemedAccepted && <span className="tone-over">逾期未告知,视为受理</span>}
      </div>
    </>
  )
}
