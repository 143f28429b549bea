import { inTransaction, numberSchemes } from '@lianban/storage'
import type { JsonValue } from '@lianban/engine'
import { actorOf } from '@lianban/tenants'
import type { Caller } from '../cases/ports.ts'
import { COUNTY_SCHEMES, parseScheme, writeNumber, type NumberScheme } from '../numbering/index.ts'
import type { RegistersOptions } from './register-views.ts'

/** What a scheme is tried with before it is stored. */
const TRIAL = { day: '2026-09-18', region: '320831', matterNo: '0131', organCode: '三市监', type: '许受', retention: 'D30' }

export interface SchemeView {
  name: string
  scheme: NumberScheme
  /** Whether the tenant has written it otherwise than the county's file. */
  own: boolean
  /** A number as it would look. */
  sample: string
}

/** How the tenant's numbers are written, and changing it. */
export const schemeDesk = ({ database, tenants, clock }: RegistersOptions) => ({
  /** Numbering schemes of the tenant: its own, and the county's where it has none. @throws NOT_AUTHORIZED */
  async schemes(caller: Caller): Promise<SchemeView[]> {
    await tenants.authorization.assert(caller, 'configure', { type: 'register' })
    const own = Object.fromEntries((await numberSchemes(database).list(caller.tenantId)).map(({ name, scheme }) => [name, scheme]))
    return Object.keys({ ...COUNTY_SCHEMES, ...own })
      .sort()
      .map((name) => viewOf(name, own[name] ?? COUNTY_SCHEMES[name], name in own))
  },

  /** Writes a scheme otherwise; numbers given out keep theirs. @throws NOT_AUTHORIZED, NumberingError NUMBER_SCHEME_INVALID */
  async changeScheme(caller: Caller, name: string, input: unknown): Promise<SchemeView> {
    const { tenantId } = caller
    await tenants.authorization.assert(caller, 'configure', { type: 'register' })
    const view = viewOf(name, input, true)
    const at = clock()
    await inTransaction(database, async (tx) => {
      const before = await numberSchemes(tx).get(tenantId, name)
      await numberSchemes(tx).put({ tenant_id: tenantId, name, scheme: view.scheme, changed_at: at, changed_by: caller.userId })
      const payload = { name, before: (before?.scheme ?? COUNTY_SCHEMES[name] ?? null) as JsonValue, after: view.scheme }
      await tenants.supervision.record(tx, tenantId, [
        { action: 'number-scheme.changed', subject: `number-scheme:${name}`, actor: actorOf(caller), ip: caller.ip, payload },
      ])
    })
    return view
  },
})

/** @throws NumberingError NUMBER_SCHEME_INVALID */
function viewOf(name: string, input: unknown, own: boolean): SchemeView {
  const { scheme, pieces } = parseScheme(input)
  const form = Object.fromEntries(Object.values(scheme.codes).map(({ field, values }) => [field, Object.keys(values)[0]]))
  return { name, scheme, own, sample: writeNumber(pieces, scheme, { ...TRIAL, form }, 1) }
}
