import { Button, Tag } from 'antd'
import type { Ticket } from '../../api/window.ts'
import { clockText } from '../../time.ts'

interface Props {
  ticket: Ticket | null
  busy: boolean
  onNext: () => void
  onAgain: () => void
  onPass: () => void
  onServe: () => void
  onTransfer: () => void
}

/** The number that stands at the window, and what may be done with it. Each button says its key. */
export function CalledTicket({ ticket, busy, onNext, onAgain, onPass, onServe, onTransfer }: Props) {
  const idle = !ticket || busy
  return (
    <section className="card window-called" aria-label="当前号">
      <div className="window-number" role="status" aria-live="polite" data-testid="current-ticket">
        {ticket ? ticket.label : '空闲'}
      </div>
      <div className="quiet">
        {ticket ? (
          <>
            {ticket.className} {ticket.priorityText && <Tag color="blue">{ticket.priorityText}</Tag>}
            {clockText(ticket.takenAt)} 取号
            {ticket.calledAt !== null && <> · {clockText(ticket.calledAt)} 叫号</>}
            {ticket.calls > 1 && <> · 已叫 {ticket.calls} 次</>}
          </>
        ) : (
          '按 N 叫下一号'
        )}
      </div>
      <div className="row window-verbs">
        <Button type="primary" size="large" onClick={onNext} loading={busy} data-testid="call-next">
          {ticket ? '办结并叫下一号 (N)' : '叫下一号 (N)'}
        </Button>
        <Button onClick={onAgain} disabled={idle} data-testid="call-again">
          重呼 (R)
        </Button>
        <Button onClick={onPass} disabled={idle} data-testid="pass-over">
          过号 (P)
        </Button>
        <Button onClick={onTransfer} disabled={idle} data-testid="transfer">
          转出 (T)
        </Button>
        <Button onClick={onServe} disabled={idle} data-testid="serve">
          办结 (S)
        </Button>
      </div>
    </section>
  )
}
