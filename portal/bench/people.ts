import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Dice } from './dice.ts'
import type { Applicant, Clerk } from './fill.ts'
import type { Call, Traffic } from './traffic.ts'

export interface Habit {
  traffic: Traffic
  dice: Dice
  /** Multiplies every pause. */
  think: number
  /** When they go home, `Date.now()`. */
  until: number
  siteOfficers: readonly string[]
}

interface InboxItem {
  taskId: string
  caseId: string
  elementId: string
  assignee: { id: string } | null
}

/** Milliseconds between two things that a person does. */
const CLERK_PAUSE = [2_000, 6_000] as const
const READING_PAUSE = [300, 1_200] as const
const APPLICANT_PAUSE = [4_000, 12_000] as const
/** A colleague was faster, or the step is over. */
const OVERTAKEN = [404, 409]
/** Every so many look-ups the code of a receipt is mistyped; five wrong ones in a row lock that receipt, so never twice for one person. */
const MISTYPED = 200

const SITE_CHECK = {
  ...{ checkedOn: '2026-11-24', premises: '符合', layout: '符合', facilities: '符合', system: '符合', health: '符合', conclusion: '符合' },
}

/** What is done with a step, by its element. */
const COMPLETIONS: Record<string, (habit: Habit) => Record<string, unknown>> = {
  Task_Intake: () => ({ action: 'accept' }),
  Task_Review: ({ dice, siteOfficers }) => {
    const officerA = dice.oneOf(siteOfficers)
    const officerB = dice.oneOf(siteOfficers.filter((id) => id !== officerA))
    return { action: 'submit', form: { finding: '申请材料齐全,经营项目与设施相符', siteDate: '2026-11-25', officerA, officerB } }
  },
  Task_SiteCheckA: () => ({ action: 'submit', form: SITE_CHECK }),
  Task_SiteCheckB: () => ({ action: 'submit', form: SITE_CHECK }),
  Task_Audit: () => ({ action: 'pass', opinion: '同意' }),
  Task_Decide: () => ({ action: 'grant' }),
}

/** A clerk with the live count open: looks into the inbox, opens a step, takes it and completes it; where there is none, looks at cases of the organ. */
export async function clerkWorks(clerk: Clerk, address: string, habit: Habit): Promise<void> {
  const headers = { Cookie: clerk.cookie, 'X-CSRF-Token': clerk.csrfToken, 'X-Forwarded-For': address }
  const { traffic, dice, think, until } = habit
  const end = traffic.stream('/api/inbox/stream', headers)
  const pause = (of: readonly [number, number]) => sleep(dice.between(...of) * think)
  await pause([0, CLERK_PAUSE[1]])
  while (Date.now() < until) {
    const inbox = await traffic.send({ kind: 'clerk: inbox', path: '/api/inbox', headers })
    const items = inbox ? (JSON.parse(inbox.text) as { items: InboxItem[] }).items : []
    const mine = items.filter(({ assignee }) => assignee === null || assignee.id === clerk.userId)
    await pause(READING_PAUSE)
    if (mine.length > 0) await oneStep(dice.oneOf(mine), headers, habit, () => pause(READING_PAUSE))
    else await traffic.send({ kind: 'clerk: cases of the organ', path: '/api/cases?view=organ&status=open', headers })
    await pause(CLERK_PAUSE)
  }
  end()
}

async function oneStep(item: InboxItem, headers: Record<string, string>, habit: Habit, pause: () => Promise<void>): Promise<void> {
  const { traffic } = habit
  const path = `/api/tasks/${encodeURIComponent(item.taskId)}`
  const call = (kind: string, more: Partial<Call>): Call => ({ kind: `clerk: ${kind}`, path, headers, expected: OVERTAKEN, ...more })
  if (!(await traffic.send(call('task', {})))) return
  await pause()
  if (item.assignee === null && !(await traffic.send(call('claim', { method: 'POST', path: `${path}/claim` })))) return
  await pause()
  const body = COMPLETIONS[item.elementId]?.(habit)
  if (!body) return
  const keyed = { ...headers, 'Idempotency-Key': randomUUID() }
  await traffic.send(call('complete', { method: 'POST', path: `${path}/complete`, headers: keyed, body }))
}

/** An applicant at home who wants to know how his case stands: on his own page, or by what is printed on the receipt. */
export async function applicantLooks(applicant: Applicant, address: string, { traffic, dice, think, until }: Habit): Promise<void> {
  const headers = { Cookie: applicant.cookie, 'X-Forwarded-For': address }
  const pause = (of: readonly [number, number]) => sleep(dice.between(...of) * think)
  let mistyped = false
  await pause([0, APPLICANT_PAUSE[1]])
  while (Date.now() < until) {
    if (dice.next() < 0.5) {
      await traffic.send({ kind: 'applicant: own cases', path: '/api/cases', headers })
      await pause(READING_PAUSE)
      await traffic.send({ kind: 'applicant: case page', path: `/api/cases/${applicant.caseId}`, headers })
    } else {
      const isWrong: boolean = !mistyped && dice.next() < 1 / MISTYPED
      mistyped ||= isWrong
      const code = isWrong
        ? applicant.receipt.replace(/\d{6}$/, (digits) => String((Number(digits) + 1) % 1_000_000).padStart(6, '0'))
        : applicant.receipt
      await traffic.send({
        ...{ kind: 'applicant: receipt', path: `/receipt/${encodeURIComponent(code)}`, headers: { 'X-Forwarded-For': address } },
        expected: isWrong ? [404] : [],
      })
    }
    await pause(APPLICANT_PAUSE)
  }
}
