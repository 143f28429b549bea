import { APPROVAL_COMMANDS, GROUP, openApproval, TENANT, type Approval } from './approval.ts'
import { openServers, type DatabaseServer } from './databases.ts'
import { recordApproval } from './durable.ts'
import { fill } from './fill.ts'
import type { BenchOptions } from './options.ts'
import { race, type Contestant, type Result } from './race.ts'
import { milliseconds, number, speed, table } from './table.ts'

const CLIENTS = 64
/** Groups that the open tasks are spread over: a clerk's list has a full page in the smallest database, and grows with the county. */
const GROUPS = 20
/** Rows on the clerk's screen. */
const PAGE = 50

/** The same figures in a database that has seen much: so many open tasks, and as many finished instances. */
export async function growth(options: BenchOptions): Promise<string> {
  const parts: string[] = []
  for (const server of await openServers(options.databases)) {
    try {
      parts.push(await growthOn(server, options))
    } finally {
      await server.close()
    }
  }
  return parts.join('\n\n')
}

async function growthOn(server: DatabaseServer, { sizes, plan }: BenchOptions): Promise<string> {
  const database = await server.create()
  const approval = await openApproval(database.url)
  const [rows, figures]: [string[][], Figures[]] = [[], []]
  try {
    const recording = await recordApproval(database.url)
    let filled = 0
    for (const size of sizes) {
      const from = performance.now()
      const written = await fill(approval.database, recording, { from: filled, to: size, groups: GROUPS, group: GROUP })
      filled = size
      const seconds = (performance.now() - from) / 1000
      console.error(`${server.name}: ${number(size)} open tasks and finished instances after ${number(seconds)} s`)
      figures.push(await measure(approval, plan))
      rows.push([number(size), ...cells(figures.at(-1)!, figures[0]!), `${number(written)} rows in ${number(seconds)} s`])
    }
  } finally {
    await approval.close()
    await database.drop()
  }
  const head = [
    'open tasks and finished instances',
    `approvals per second, ${CLIENTS} clients`,
    'change',
    'p99 of a command',
    'p95 of a clerk’s task list',
    'change',
    'p95 of an empty one',
    'change',
    'filled',
  ]
  return `### ${server.name}\n\n${table(head, rows)}`
}

interface Figures {
  approvals: Result
  /** Of a clerk whose group has a twentieth of all tasks, and of one who has none. */
  inbox: Result
  smallInbox: Result
}

async function measure(approval: Approval, plan: BenchOptions['plan']): Promise<Figures> {
  const inbox = (group: string): Contestant => ({
    name: group,
    ticks: 1,
    async work(_, tick) {
      await approval.engine.tasks.list({
        tenantId: TENANT,
        assignee: 'clerk',
        candidateUser: 'clerk',
        candidateGroups: [group],
        limit: PAGE,
      })
      tick()
    },
  })
  const work: Contestant = { name: 'approvals', ticks: APPROVAL_COMMANDS, work: (_, tick) => approval.run(tick) }
  const [approvals] = await race([work], { ...plan, clients: CLIENTS })
  const [large, small] = await race([inbox(GROUP.replace('000', '001')), inbox('nobody')], { ...plan, clients: 1 })
  return { approvals: approvals!, inbox: large!, smallInbox: small! }
}

function cells({ approvals, inbox, smallInbox }: Figures, first: Figures): string[] {
  const change = (now: number, then: number) => `${(now / then).toFixed(2)} ×`
  return [
    speed(approvals),
    change(approvals.perSecond, first.approvals.perSecond),
    milliseconds(approvals.p99Ms),
    milliseconds(inbox.p95Ms),
    change(inbox.p95Ms, first.inbox.p95Ms),
    milliseconds(smallInbox.p95Ms),
    change(smallInbox.p95Ms, first.smallInbox.p95Ms),
  ]
}
