import { inTransaction, issuedNumbers, type NumberKind } from '@lianban/storage'
import { actorOf, writeXlsx } from '@lianban/tenants'
import { exportTooLarge } from '../cases/errors.ts'
import type { Caller } from '../cases/ports.ts'
import { dayOf } from '../clock/index.ts'
import { registerSheets } from './register-sheets.ts'
import { filterOf, presentEntry, type RegisterEntry, type RegisterFilter, type RegistersOptions } from './register-views.ts'
import { runReports, type RunReport } from './run-report.ts'
import { schemeDesk } from './scheme-desk.ts'
import { voidNumber } from './void-number.ts'

/** Rows of one export: a large county's year of one kind. */
const MAX_EXPORT_ROWS = 50_000
const PAGE = 1_000

/** Registers 登记簿 of documents, licences, receipts and cases: every number that was given out, voided ones included. */
export function createRegisters(options: RegistersOptions) {
  const { database, tenants, clock, maxExportRows = MAX_EXPORT_ROWS } = options

  /** @throws NOT_AUTHORIZED, for the organ that is asked for or else one's own */
  const narrowed = async (caller: Caller, action: 'list' | 'export', organId: string | undefined) => {
    const everywhere = tenants.authorization.decide(caller, action, { type: 'register' }).allowed
    const own = caller.posts.find(
      (post) => tenants.authorization.decide(caller, action, { type: 'register', organId: post.organId }).allowed,
    )
    const organ = organId ?? own?.organId ?? null
    await tenants.authorization.assert(caller, action, everywhere ? { type: 'register' } : { type: 'register', organId: organ })
    return tenants.authorization.restrict(caller, action, 'register')
  }

  return {
    /** A page of a register, newest first; the first one says how many there are, and what can be chosen from. @throws NOT_AUTHORIZED */
    async list(caller: Caller, filter: RegisterFilter, page: { limit: number; after?: string }) {
      const restrict = await narrowed(caller, 'list', filter.organId)
      const query = { ...filterOf(caller.tenantId, filter), restrict }
      const rows = await issuedNumbers(database).list({ ...query, order: 'newest', limit: page.limit, after: placeOf(page.after) })
      const last = rows.at(-1)
      return {
        items: rows.map(presentEntry),
        next: last && rows.length === page.limit ? keyOf(last) : null,
        ...(page.after === undefined && {
          ...(await issuedNumbers(database).counts(query)),
          choices: await issuedNumbers(database).types(caller.tenantId, filter.kind, restrict),
        }),
      }
    },

    /** Every run of a kind in a year, with the numbers that its register lacks. @throws NOT_AUTHORIZED */
    async runs(caller: Caller, filter: { kind: NumberKind; year: number; organId?: string }): Promise<RunReport[]> {
      await narrowed(caller, 'list', filter.organId)
      return runReports(options, caller, filter)
    },

    /**
     * A register as XLSX, oldest first, with its gap report; that it was taken out is in the log.
     * @throws CaseError EXPORT_TOO_LARGE: a register is taken out whole or not at all; NOT_AUTHORIZED
     */
    async export(caller: Caller, filter: RegisterFilter): Promise<Buffer> {
      const restrict = await narrowed(caller, 'export', filter.organId)
      const query = { ...filterOf(caller.tenantId, filter), restrict }
      const { total } = await issuedNumbers(database).counts(query)
      if (total > maxExportRows) throw exportTooLarge(total, maxExportRows)
      const entries: RegisterEntry[] = []
      for (let after: ReturnType<typeof placeOf>; ;) {
        const rows = await issuedNumbers(database).list({ ...query, order: 'oldest', limit: PAGE, after })
        entries.push(...rows.map(presentEntry))
        if (entries.length > maxExportRows) throw exportTooLarge(entries.length, maxExportRows)
        if (rows.length < PAGE) break
        after = rows.at(-1)!
      }
      const year = filter.year ?? Number(dayOf(clock()).slice(0, 4))
      const reports = await runReports(options, caller, { ...filter, year })
      const { tenantId } = caller
      const payload = { what: `register:${filter.kind}`, rows: entries.length, format: 'xlsx', filter: { ...filter } }
      await inTransaction(database, (tx) =>
        tenants.supervision.record(tx, tenantId, [
          { action: 'data.exported', subject: `tenant:${tenantId}`, actor: actorOf(caller), ip: caller.ip, payload },
        ]),
      )
      return writeXlsx(registerSheets(filter.kind, year, entries, reports))
    },

    /** See void-number.ts. */
    voidNumber: (caller: Caller, asked: { kind: NumberKind; number: string; reason: string }) => voidNumber(options, caller, asked),

    ...schemeDesk(options),
  }
}

export type Registers = ReturnType<typeof createRegisters>

const keyOf = ({ issued_at, sequence, number }: { issued_at: number; sequence: number; number: string }): string =>
  `${issued_at}_${sequence}_${number}`

function placeOf(after: string | undefined) {
  const match = /^(\d{1,16})_(\d{1,10})_(.{1,100})$/.exec(after ?? '')
  return match ? { issued_at: Number(match[1]), sequence: Number(match[2]), number: match[3]! } : undefined
}
