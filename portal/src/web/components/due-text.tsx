import { Tooltip } from 'antd'
import type { DueView } from '../api/cases.ts'
import { dueMomentText, momentText } from '../time.ts'

interface Dues {
  /** Of the step, epoch milliseconds: shown before the case's own limits run. */
  stepDueAt?: number | null
  promised: DueView | null
  statutory: DueView | null
}

/**
 * Both limits in full: `10月22日(周四) 17:30 · 还剩 4 个工作日(承诺) / 14 个工作日(法定)`; the tooltip tells how they were
 * counted. The nearer, promised, day is the one written out.
 */
export function DueText({ promised, statutory, stepDueAt }: Dues) {
  const nearest = promised ?? statutory
  if (!nearest) return stepDueAt ? <span>{momentText(stepDueAt)} 前(本环节)</span> : <span className="quiet">受理后开始计时</span>
  const rest = promised && statutory && !nearest.suspended ? ` / ${shortText(statutory)}(法定)` : ''
  return (
    <Tooltip title={<Explanation promised={promised} statutory={statutory} />}>
      <span className="due" tabIndex={0} data-testid="due">
        {nearest.suspended ? `${nearest.suspended}进行中` : <DueMoment due={nearest} />} · <b className={toneOf(nearest)}>{nearest.left}</b>
        ({promised ? '承诺' : '法定'}){rest}
      </span>
    </Tooltip>
  )
}

/** For a column of a list: the days left of the nearer limit over its day; `both` adds the days left by law. */
export function DueCell({ promised, statutory, stepDueAt, both }: Dues & { both?: boolean }) {
  const nearest = promised ?? statutory
  if (!nearest) {
    return stepDueAt ? (
      <span className="due-cell">
        <b>本环节</b>
        <span className="quiet">{momentText(stepDueAt)} 前</span>
      </span>
    ) : (
      <span className="quiet">未开始计时</span>
    )
  }
  return (
    <Tooltip title={<Explanation promised={promised} statutory={statutory} />}>
      <span className="due-cell">
        <b className={toneOf(nearest)}>{nearest.suspended ? `挂起(${nearest.suspended})` : nearest.left}</b>
        <span className="quiet">
          {nearest.suspended ? '暂停计时' : <DueMoment due={nearest} />} {promised ? '承诺' : '法定'}
        </span>
        {both && promised && statutory && !nearest.suspended && (
          <span className={toneOf(statutory) || 'quiet'}>
            法定{statutory.left}
            {statutory.provisional && '(暂定)'}
          </span>
        )}
      </span>
    </Tooltip>
  )
}

/** A due day that the coming year's notice may still move says so. */
export const DueMoment = ({ due }: { due: DueView }) => (
  <>
    {dueMomentText(due)}
    {due.provisional && '(暂定)'}
  </>
)

const shortText = ({ left, provisional }: DueView): string => `${left.replace('还剩 ', '')}${provisional ? '(暂定)' : ''}`

const toneOf = ({ tone }: DueView): string => (tone === 'over' ? 'tone-over' : tone === 'near' ? 'tone-near' : '')

function Explanation({ promised, statutory }: Dues) {
  return (
    <span className="due-why">
      {promised && <span>承诺:{promised.explanation}</span>}
      {statutory && <span>法定:{statutory.explanation}</span>}
    </span>
  )
}
