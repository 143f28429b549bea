import { Readable } from 'node:stream'
import Router from '@koa/router'
import type { Supervision } from '@lianban/tenants'
import { SYSTEM_KINDS, type LogSearch } from '@lianban/tenants'
import { actionText } from '@lianban/processes/labels'
import type { State } from '../context.ts'
import { nameFile } from '../middlewares/send-file.ts'
import { callerOf } from '../middlewares/session.ts'
import { queryOf } from '../middlewares/validate.ts'
import { presentLogEntry } from '../present/log-entry.ts'
import type { Services } from '../services.ts'
import { LogQuery } from './log.ts'

export const SystemLogExport = LogQuery.omit({ limit: true, after: true })

/** Lines of one export. */
const MAX_EXPORTED = 100_000
const PAGE = 200

/** The audit administrator's log: who came in, who may what, what was done with the log; never what stands in a case. */
export function systemLogRoutes({ tenants }: Services): Router<State> {
  const router = new Router<State>({ prefix: '/api/system-log' })
  const resource = { type: 'system-log' } as const

  router.get('/', async (ctx) => {
    const caller = callerOf(ctx)
    await tenants.authorization.assert(caller, 'read', resource)
    const search = queryOf(ctx, LogQuery)
    await tenants.supervision.lookUp(caller, { subject: `system-log:${caller.tenantId}`, payload: { ...search } })
    const { items, next } = await tenants.supervision.systemLog(caller.tenantId, search)
    ctx.body = { items: items.map(presentLogEntry), next, kinds: SYSTEM_KINDS }
  })

  router.get('/export', async (ctx) => {
    const caller = callerOf(ctx)
    await tenants.authorization.assert(caller, 'export', resource)
    const search = queryOf(ctx, SystemLogExport)
    await tenants.supervision.lookUp(caller, { subject: `system-log:${caller.tenantId}`, payload: { ...search, export: 'csv' } })
    ctx.type = 'text/csv; charset=utf-8'
    nameFile(ctx, '系统审计日志.csv')
    ctx.body = Readable.from(csvLines(tenants.supervision, caller.tenantId, search))
  })

  return router
}

const HEAD = ['序号', '时间(UTC)', '内容', '代码', '人员', '人员标识', '单位', '地址', '对象', '记录', '指纹']

/** With a byte order mark, so that spreadsheets read it as UTF-8. */
async function* csvLines(supervision: Supervision, tenantId: string, search: Omit<LogSearch, 'limit' | 'after'>): AsyncGenerator<string> {
  yield `\ufeff${line(HEAD)}`
  let after: string | undefined
  for (let count = 0; count < MAX_EXPORTED; count += PAGE) {
    const { items, next } = await supervision.systemLog(tenantId, { ...search, limit: PAGE, after })
    for (const { index, at, action, actorName, actorId, organName, ip, subject, payload, hash } of items)
      yield line([
        index,
        new Date(at).toISOString(),
        actionText(action),
        action,
        actorName,
        actorId,
        organName,
        ip,
        subject,
        JSON.stringify(payload),
        hash,
      ])
    if (next === null) return
    after = next
  }
  yield line([`仅导出最近 ${MAX_EXPORTED} 条,请缩小时间范围后再次导出`])
}

const line = (cells: readonly (string | number | null)[]): string => `${cells.map(cell).join(',')}\r\n`

/** A cell that begins like a formula is text all the same. */
function cell(value: string | number | null): string {
  const text = value === null ? '' : String(value)
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return `"${safe.replaceAll('"', '""')}"`
}
