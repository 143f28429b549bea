import type { CaseDetail, DueView, ExtensionView, SuspensionView } from '../api/cases.ts'
import { dayText, minuteText, momentText } from '../time.ts'
import { DueMoment } from './due-text.tsx'
import { EmptyState } from './empty-state.tsx'
import './desk.css'

const SUSPENSION_STATES: Record<SuspensionView['state'], string> = {
  requested: '待审批,时限照常计算',
  refused: '未同意',
  open: '进行中,暂停计时',
  closed: '已结束',
  lapsed: '办件终止,已失效',
}
const EXTENSION_STATES: Record<ExtensionView['state'], string> = {
  requested: '待本单位主要负责人审批',
  granted: '已同意',
  refused: '未同意',
  lapsed: '作出决定前未审批,已失效',
}

/** How both due times were counted, and what stopped or lengthened the clock: who asked, who agreed, until when. */
export function ClockHistory({ item }: { item: CaseDetail }) {
  const { suspensions, extensions } = item.clockHistory
  if (!item.promised && !item.statutory && item.currentTasks.length === 0) {
    return (
      <div className="card">
        <EmptyState title="还没有开始计时">受理以后,承诺时限和法定时限同时开始计算</EmptyState>
      </div>
    )
  }
  return (
    <>
      <section className="card" aria-label="时限">
        <h2>时限</h2>
        {item.promised && <Counted name="承诺时限" due={item.promised} />}
        {item.statutory && <Counted name="法定时限" due={item.statutory} />}
        {item.currentTasks.map(({ taskId, name, assigneeName, limit, dueAt }) => (
          <div key={taskId} className="clock-line">
            <b>环节:{name}</b>({assigneeName ?? '待签收'}){limit && ` 本环节 ${limit}`}
            {dueAt === null ? '' : `,${momentText(dueAt)} 前`}
          </div>
        ))}
      </section>
      {suspensions.length + extensions.length > 0 && (
        <section className="card" aria-label="特别程序和延期">
          <h2>特别程序和延期</h2>
          {suspensions.map((one) => (
            <Suspension key={one.requestedAt} one={one} />
          ))}
          {extensions.map((one) => (
            <Extension key={one.requestedAt} one={one} />
          ))}
        </section>
      )}
    </>
  )
}

const Counted = ({ name, due }: { name: string; due: DueView }) => (
  <div className="clock-line">
    <b>{name}</b> {due.suspended ? `${due.suspended}进行中` : <DueMoment due={due} />} · {due.left}
    <div className="quiet">{due.explanation}</div>
  </div>
)

const Suspension = ({ one }: { one: SuspensionView }) => (
  <div className="clock-line" data-testid={`suspension-${one.state}`}>
    <b>特别程序:{one.kind}</b> {SUSPENSION_STATES[one.state]}
    <div className="break">{one.reason}</div>
    <div className="quiet">
      {one.requestedBy} {minuteText(one.requestedAt)} 申请,计划 {dayText(one.plannedEnd)} 结束
      {one.decidedAt && `;${one.decidedBy} ${minuteText(one.decidedAt)} ${one.state === 'refused' ? '未同意' : '同意'}`}
      {one.opinion && `(${one.opinion})`}
      {one.noticeNumber && `;告知书 ${one.noticeNumber}`}
    </div>
    {one.endedAt && (
      <div className="quiet">
        {one.endedBy} {minuteText(one.endedAt)} 结束:{one.result}
      </div>
    )}
  </div>
)

const Extension = ({ one }: { one: ExtensionView }) => (
  <div className="clock-line" data-testid={`extension-${one.state}`}>
    <b>延期 {one.length}</b> {EXTENSION_STATES[one.state]}
    <div className="break">{one.reasons}</div>
    <div className="quiet">
      {one.requestedBy} {minuteText(one.requestedAt)} 申请
      {one.decidedAt && `;${one.decidedBy} ${minuteText(one.decidedAt)} ${one.state === 'granted' ? '同意' : '未同意'}`}
      {one.opinion && `(${one.opinion})`}
      {one.noticeNumber && `;决定书 ${one.noticeNumber}`}
    </div>
  </div>
)
