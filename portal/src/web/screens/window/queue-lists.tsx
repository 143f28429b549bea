import { Button, Tag } from 'antd'
import type { ReactNode } from 'react'
import type { Ticket, WindowDesk, WindowReceipt } from '../../api/window.ts'
import { CopyCode } from '../../components/copy-code.tsx'
import { clockText } from '../../time.ts'
import { PrintReceipt } from './receipt-paper.tsx'

/** Who waits for this window, how many wait in all, and who was passed over. */
export function QueueLists({ desk, onComeBack }: { desk: WindowDesk; onComeBack: (ticketId: string) => void }) {
  return (
    <div className="window-lists">
      <section className="card" aria-label="等候">
        <h2>等候 {desk.waiting.length}</h2>
        {desk.waiting.length === 0 && <p className="quiet">没有等候的号</p>}
        <ol className="plain window-list" data-testid="waiting">
          {desk.waiting.map((ticket) => (
            <TicketLine key={ticket.id} ticket={ticket} />
          ))}
        </ol>
      </section>
      <section className="card" aria-label="过号">
        <h2>过号 {desk.passed.length}</h2>
        {desk.passed.length === 0 && <p className="quiet">没有过号</p>}
        <ol className="plain window-list" data-testid="passed">
          {desk.passed.map((ticket) => (
            <TicketLine key={ticket.id} ticket={ticket}>
              <Button size="small" onClick={() => onComeBack(ticket.id)} aria-label={`${ticket.label} 重新排队`}>
                重新排队
              </Button>
            </TicketLine>
          ))}
        </ol>
        <h2 className="gap-above">全大厅</h2>
        <ul className="plain">
          {desk.classes.map(({ letter, name, waiting, windows }) => (
            <li key={letter} className="window-line">
              <span className="grow">
                {letter} {name}
              </span>
              <span className="quiet nowrap">
                {waiting} 人 · {windows.length === 0 ? '没有窗口' : `${windows.length} 个窗口`}
              </span>
            </li>
          ))}
        </ul>
      </section>
    </div>
  )
}

function TicketLine({ ticket, children }: { ticket: Ticket; children?: ReactNode }) {
  return (
    <li className="window-line">
      <code className="window-label">{ticket.label}</code>
      <span className="grow">
        {ticket.className} {ticket.priorityText && <Tag color="blue">{ticket.priorityText}</Tag>}
        {ticket.forWindow !== null && <Tag>转本窗口</Tag>}
      </span>
      <span className="quiet nowrap">{clockText(ticket.takenAt)}</span>
      {children}
    </li>
  )
}

/** What the clerk entered today, to print a receipt again. */
export function EnteredToday({ items }: { items: WindowReceipt[] }) {
  if (items.length === 0) return null
  return (
    <section className="card gap-above" aria-label="今日代办">
      <h2>今日代办 {items.length}</h2>
      <ul className="plain" data-testid="entered-today">
        {items.map((receipt) => (
          <li key={receipt.caseId} className="window-line">
            <span className="grow break">
              {receipt.applicantName}
              {receipt.proxy && <span className="quiet">(代理人 {receipt.proxy.name})</span>} · {receipt.matterName}
            </span>
            <CopyCode code={receipt.caseNo} label="办件编号" />
            <span className="quiet nowrap">{clockText(receipt.receivedAt)}</span>
            <PrintReceipt receipt={receipt} />
          </li>
        ))}
      </ul>
    </section>
  )
}
