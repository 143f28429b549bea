import { botMonths, inTransaction, type Database } from '@lianban/storage'
import type { Tenants } from '@lianban/tenants'
import { SYSTEM_ACTOR } from '../cases/log-entries.ts'
import { dayOf } from '../clock/index.ts'
import type { Notices } from '../notices/index.ts'
import { lastDayToFile } from './bot-ledger.ts'
import { monthOf } from './bot-money.ts'
import { COUNTY_RULES } from './county-rules.ts'

const BOT = COUNTY_RULES.bot
/** Files the months of an operation. */
const OPERATOR = 'partner'
/** Collects the scores, for the office in charge. */
const OFFICE = { post: 'project-reviewer', organId: 'zhb' }

interface SweepContext {
  database: Database
  tenants: Pick<Tenants, 'supervision'>
  notices: Pick<Notices, 'send'>
  clock: () => number
}

/**
 * Tells both sides of every month of the operation that should have been filed and was not: once, with an entry for supervision,
 * each in a transaction of its own. Months before the first that was filed here are not asked for: the operation was not run with
 * this system then. Several servers may sweep at once. @returns how many were told
 */
export async function sweepMonths(context: SweepContext, tenantId: string): Promise<number> {
  const { database, clock } = context
  const filed = (await botMonths(database).list(tenantId, BOT.contract)).map(({ no }) => no)
  if (filed.length === 0) return 0
  const settled = new Set([...filed, ...(await botMonths(database).reminded(tenantId, BOT.contract))])
  const today = dayOf(clock())
  let told = 0
  for (let no = Math.min(...filed) + 1; no <= BOT.months && lastDayToFile(monthOf(no, BOT)) < today; no++)
    if (!settled.has(no) && (await tell(context, tenantId, no))) told++
  return told
}

/** @returns whether no other server has told it meanwhile */
const tell = ({ database, clock, tenants, notices }: SweepContext, tenantId: string, no: number): Promise<boolean> =>
  inTransaction(database, async (tx) => {
    if (!(await botMonths(tx).noteReminder({ tenant_id: tenantId, contract: BOT.contract, no, told_at: clock() }))) return false
    const month = monthOf(no, BOT)
    const lastDay = lastDayToFile(month)
    await notices.send(tx, tenantId, {
      to: { posts: [{ post: OPERATOR, organId: BOT.payee }, OFFICE] },
      title: `“${BOT.name}”${month}月报逾期未报`,
      text: `“${BOT.name}”${month}(第 ${no} 个月)的月报应于 ${lastDay} 前由运营单位报送,至今没有报送。没有月报,该月不评分、不付款。`,
      link: '/bot-months',
    })
    await tenants.supervision.record(tx, tenantId, [
      {
        ...{ action: 'bot.missing', subject: `bot:${BOT.contract}:${month}`, organId: BOT.payee, actor: SYSTEM_ACTOR },
        payload: { month, no, lastDay },
      },
    ])
    return true
  })
