import { issuedNumbers, type NumberKind } from '@lianban/storage'
import type { Caller } from '../cases/ports.ts'
import { dayOf } from '../clock/index.ts'
import { gapsOf, gapsText, type Gap } from './gaps.ts'
import type { RegistersOptions } from './register-views.ts'

/** One run of numbers: how far it has come and whether the register has all of it. */
export interface RunReport {
  organId: string
  organName: string
  /** Document type or scheme, as in the register. */
  type: string
  period: number
  last: number
  voided: number
  gaps: Gap[]
  /** `无缺号`, or which are missing. */
  text: string
}

/** Every run of a kind in a year that the caller may see, with the numbers that its register lacks. */
export async function runReports(
  { database, tenants, clock }: RegistersOptions,
  caller: Caller,
  { kind, year, organId }: { kind: NumberKind; year: number; organId?: string },
): Promise<RunReport[]> {
  const { tenantId } = caller
  const may = (organ: string) =>
    tenants.authorization.decide(caller, 'list', organ === '' ? { type: 'register' } : { type: 'register', organId: organ }).allowed
  const runs = (await issuedNumbers(database).runs(tenantId, kind, year)).filter(
    ({ run_organ }) => (organId === undefined || run_organ === organId) && may(run_organ),
  )
  const reports: RunReport[] = []
  for (const run of runs) {
    // A run whose count is right has no hole: no sequence stands in the register twice.
    const gaps = run.registered === run.last ? [] : gapsOf(await issuedNumbers(database).sequences(tenantId, run), run.last)
    reports.push({
      organId: run.run_organ,
      organName: run.run_organ === '' ? '全县' : await tenants.organs.nameOn(tenantId, run.run_organ, dayOf(clock())),
      type: run.run_type.slice(kind.length + 1) || kind,
      period: run.run_period,
      last: run.last,
      voided: run.voided,
      gaps,
      text: gapsText(gaps),
    })
  }
  return reports
}
