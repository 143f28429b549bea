import { Button, Input, Segmented } from 'antd'
import { useEffect, useState } from 'react'
import { deviceApi, devicePaths, type Kiosk, type QueueClass, type TakenTicket } from '../../api/window.ts'
import { ErrorNote } from '../../components/error-note.tsx'
import { PageSkeleton } from '../../components/page-skeleton.tsx'
import { PrintSheet } from '../../components/print-sheet.tsx'
import { useAttempt } from '../../hooks/use-attempt.ts'
import { useResource } from '../../hooks/use-resource.ts'
import { useTitle } from '../../hooks/use-title.ts'
import { minuteText } from '../../time.ts'
import { DeviceGate, DeviceProblem } from './device-gate.tsx'
import './hall.css'

const LOOK_AGAIN_MS = 10_000
/** Then the next person finds the kiosk as it was. */
const SHOWN_MS = 12_000

const PRIORITIES = [
  { value: 'none', label: '普通' },
  { value: 'elderly', label: '老年人' },
  { value: 'disabled', label: '残疾人' },
  { value: 'soldier', label: '军人' },
  { value: 'booked', label: '已预约' },
]

/** Where one takes a number. On a device of the hall, without a login. */
export function Component() {
  useTitle('取号')
  return (
    <DeviceGate>
      <TakeNumber />
    </DeviceGate>
  )
}

function TakeNumber() {
  const { data, error, loading, reload } = useResource<Kiosk>(devicePaths.kiosk)
  const [priority, setPriority] = useState('none')
  const [phone, setPhone] = useState('')
  const [taken, setTaken] = useState<TakenTicket | null>(null)
  const [printing, setPrinting] = useState<TakenTicket | null>(null)
  const take = useAttempt(async (letter: string) => {
    const ticket = await deviceApi.take({ letter, priority, ...(/^1\d{10}$/.test(phone) && { phone }) })
    setTaken(ticket)
    setPrinting(ticket)
    setPriority('none')
    setPhone('')
    reload()
  })
  useEffect(() => {
    const timer = setInterval(reload, LOOK_AGAIN_MS)
    return () => clearInterval(timer)
  }, [reload])
  useEffect(() => {
    if (!taken) return
    const timer = setTimeout(() => setTaken(null), SHOWN_MS)
    return () => clearTimeout(timer)
  }, [taken])
  if (loading) return <PageSkeleton />
  if (!data) return error && <DeviceProblem error={error} />
  return (
    <main className="kiosk">
      <h1>{data.hallName}</h1>
      {taken ? (
        <div className="kiosk-taken" role="status" data-testid="kiosk-taken">
          <div className="kiosk-number">{taken.label}</div>
          <p>
            {taken.className} · 前面还有 {taken.ahead} 人{taken.estimateMinutes !== null && <> · 预计等候约 {taken.estimateMinutes} 分钟</>}
          </p>
          <p>请取走号单,留意大屏和语音叫号</p>
          <Button size="large" autoFocus onClick={() => setTaken(null)}>
            返回
          </Button>
        </div>
      ) : (
        <>
          <p className="kiosk-lead">请选择要办的业务</p>
          <ErrorNote error={take.error} />
          <div className="kiosk-options">
            <Segmented size="large" options={PRIORITIES} value={priority} onChange={setPriority} aria-label="优先人群" />
            <Input
              size="large"
              inputMode="tel"
              maxLength={11}
              placeholder="手机号码(选填,叫号时在办事账户中通知)"
              aria-label="手机号码(选填)"
              value={phone}
              onChange={({ target }) => setPhone(target.value.replace(/\D/g, ''))}
              data-testid="kiosk-phone"
            />
          </div>
          <div className="kiosk-classes">
            {data.classes.map((one) => (
              <ClassButton key={one.letter} one={one} busy={take.busy} onTake={() => void take.run(one.letter)} />
            ))}
          </div>
        </>
      )}
      {printing && (
        <PrintSheet className="roll" onPrinted={() => setPrinting(null)}>
          <TicketPaper ticket={printing} />
        </PrintSheet>
      )}
    </main>
  )
}

function ClassButton({ one, busy, onTake }: { one: QueueClass; busy: boolean; onTake: () => void }) {
  return (
    <Button className="kiosk-class" disabled={busy} onClick={onTake} data-testid={`kiosk-${one.letter}`}>
      <span className="kiosk-letter">{one.letter}</span>
      <span className="kiosk-name">{one.name}</span>
      <span className="kiosk-wait">
        {one.waiting} 人等候
        {one.estimateMinutes !== null && <> · 约 {one.estimateMinutes} 分钟</>}
        {one.windows.length === 0 && <> · 暂无窗口</>}
      </span>
    </Button>
  )
}

function TicketPaper({ ticket }: { ticket: TakenTicket }) {
  return (
    <div className="ticket-paper">
      <div>{ticket.hallName}</div>
      <div className="ticket-paper-number">{ticket.label}</div>
      <div>
        {ticket.className}
        {ticket.priorityText && <>({ticket.priorityText})</>}
      </div>
      <div>前面还有 {ticket.ahead} 人</div>
      {ticket.estimateMinutes !== null && <div>预计等候约 {ticket.estimateMinutes} 分钟,按今日实际办理时间估算</div>}
      {ticket.windows.length > 0 && <div>受理窗口:{ticket.windows.map((window) => `${window} 号`).join('、')}</div>}
      <div>{minuteText(ticket.takenAt)} 取号,当日有效</div>
      <div>过号的请到窗口说明,重新排队</div>
    </div>
  )
}
