import type { CaseSummary, DueView } from '../api/cases.ts'
import { DueMoment } from './due-text.tsx'

/** Both time limits of a case in full, for someone who does not know the words: what was promised, what the law allows, how it was counted. */
export function TwoLimits({ item }: { item: CaseSummary }) {
  if (item.closedAt || (!item.promised && !item.statutory)) return null
  return (
    <dl className="two-limits">
      {item.promised && <Limit name="承诺办结" due={item.promised} />}
      {item.statutory && <Limit name="法定时限" due={item.statutory} />}
    </dl>
  )
}

function Limit({ name, due }: { name: string; due: DueView }) {
  return (
    <div className="limit">
      <dt>{name}</dt>
      <dd>
        <b className={due.tone === 'over' ? 'tone-over' : ''}>{due.left}</b>
        <div>
          {due.suspended ? (
            `${due.suspended}进行中,所需时间不计入期限`
          ) : (
            <>
              <DueMoment due={due} /> 前
            </>
          )}
        </div>
        <details>
          <summary className="quiet">怎么计算的</summary>
          {due.explanation}
        </details>
      </dd>
    </div>
  )
}
