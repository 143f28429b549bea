import { Tooltip } from 'antd'
import type { DueView } from '../api/cases.ts'
import { daysLeftText, dueMomentText, momentText } from '../time.ts'

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
  const rest = promised && statutory ? ` / ${shortText(statutory.workdaysLeft)}(法定)` : ''
  return (
    <Tooltip title={<Explanation promised={promised} statutory={statutory} />}>
      <span className="due" tabIndex={0} data-testid="due">
        {dueMomentText(nearest)}
        {nearest.provisional && '(暂定)'} · <b className={toneOf(nearest.workdaysLeft)}>{daysLeftText(nearest.workdaysLeft)}</b>(
        {promised ? '承诺' : '法定'}){rest}
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
        <b className={toneOf(nearest.workdaysLeft)}>{daysLeftText(nearest.workdaysLeft)}</b>
        <span className="quiet">
          {dueMomentText(nearest)} {promised ? '承诺' : '法定'}
        </span>
        {both && promised && statutory && (
          <span className={toneOf(statutory.workdaysLeft) || 'quiet'}>法定{daysLeftText(statutory.workdaysLeft)}</span>
        )}
      </span>
    </Tooltip>
  )
}

const shortText = (left: number): string => daysLeftText(left).replace('还剩 ', '')

const toneOf = (left: number): string => (left < 0 ? 'tone-over' : left <= 1 ? 'tone-near' : '')

function Explanation({ promised, statutory }: Dues) {
  return (
    <span className="due-why">
      {promised && <span>承诺:{promised.explanation}</span>}
      {statutory && <span>法定:{statutory.explanation}</span>}
    </span>
  )
}
