import { dayText } from '../time.ts'

type Tone = 'over' | 'near' | 'done' | ''

interface Props {
  status: string
  statusText: string
  /** Last day; absent where nothing is owed on a day, like a promise without a check. */
  dueDay?: string
  workdaysLeft?: number
}

const OWED = ['open', 'overdue']

/** `▲ 逾期未补交 · 9月24日(周四) · 已超 2 个工作日`: sign, word and, while something is owed, the day. */
export function DutyDue({ status, statusText, dueDay, workdaysLeft }: Props) {
  const tone = toneOf(status, workdaysLeft)
  return (
    <span>
      <b className={tone && tone !== 'done' ? `tone-${tone}` : undefined}>
        <span aria-hidden="true">{SIGNS[tone]} </span>
        {statusText}
      </b>
      {OWED.includes(status) && dueDay !== undefined && workdaysLeft !== undefined && (
        <span className="quiet">
          {' '}
          · {dayText(dueDay)}前 · {daysLeftText(workdaysLeft)}
        </span>
      )}
    </span>
  )
}

const SIGNS: Record<Tone, string> = { over: '▲', near: '△', done: '✓', '': '●' }

function toneOf(status: string, left: number | undefined): Tone {
  if (status === 'overdue' || status === 'false') return 'over'
  if (!OWED.includes(status)) return status === 'signed' ? '' : 'done'
  return left !== undefined && left <= 1 ? 'near' : ''
}

/** `还剩 4 个工作日`, `今日到期`, `已超 2 个工作日`. */
function daysLeftText(workdaysLeft: number): string {
  if (workdaysLeft > 0) return `还剩 ${workdaysLeft} 个工作日`
  return workdaysLeft === 0 ? '今日到期' : `已超 ${-workdaysLeft} 个工作日`
}
