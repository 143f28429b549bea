import { fieldsOf, resolveAccess } from '@lianban/forms'
import { cases, licenceEvents, licences, MAX_LICENCE_PAGE, type LicenceRow } from '@lianban/storage'
import { dayOf } from '../../clock/index.ts'
import { formOf, type Matter } from '../../matters/matter-definition.ts'
import { openMatter } from '../../matters/open-matter.ts'
import type { CaseContext } from '../context.ts'
import { notFound } from '../errors.ts'
import type { Caller } from '../ports.ts'
import { blockOf, timingOf } from './claim.ts'
import { LICENCE_COLUMNS, presentLicence, type LicenceSummary } from './list-licences.ts'

/** A licence that an application may be about, with what the form is filled in with. */
export interface LicenceChoice extends LicenceSummary {
  /** Why this cannot be applied for with it now; null: it can. */
  blocked: string | null
  /** What the applicant is told about the time of his application. */
  notice: string | null
  /** Values of the application form: the licence's number, and what the form of the case that it rests on says. */
  values: Record<string, unknown>
}

/**
 * The caller's own licences that a matter is for, to choose one from before the form is filled in; `field` is where its number goes.
 * @throws CaseError NOT_FOUND if the matter is not about licences, MATTER_NOT_OPEN; NOT_AUTHORIZED
 */
export async function licenceChoices(
  context: CaseContext,
  caller: Caller,
  matterKey: string,
): Promise<{ field: string; act: string; items: LicenceChoice[] }> {
  await context.tenants.authorization.assert(caller, 'read', { type: 'matter', id: matterKey })
  const matter = await openMatter(context, caller.tenantId, matterKey)
  const { licenceAct: entry } = matter.matter
  if (entry?.by !== 'holder') throw notFound('事项')
  const today = dayOf(context.clock())
  const restrict = await context.tenants.authorization.restrict(caller, 'list', 'licence', LICENCE_COLUMNS)
  const own = { tenantId: caller.tenantId, restrict, holderId: caller.userId, today, limit: MAX_LICENCE_PAGE }
  const rows = await licences(context.database).list(own)
  const items: LicenceChoice[] = []
  for (const row of rows.filter(({ kind }) => entry.kinds.includes(kind))) {
    const blocked = await blockOf(context, row, entry)
    const notice = blocked === null ? (timingOf(context, row, entry)?.notice ?? null) : null
    items.push({ ...presentLicence(row, today), blocked, notice, values: await prefilled(context, matter, row) })
  }
  // What can be chosen comes first.
  const [open, blocked] = [items.filter((item) => item.blocked === null), items.filter((item) => item.blocked !== null)]
  return { field: entry.field, act: entry.act, items: [...open, ...blocked] }
}

/** What the last case that set its face was filled in with, as far as this form asks for it and nothing has to be declared anew. */
async function prefilled(context: CaseContext, { matter, ...definition }: Matter, row: LicenceRow): Promise<Record<string, unknown>> {
  const events = await licenceEvents(context.database).ofLicence(row.tenant_id, row.id)
  const source = events.findLast(({ act, stage }) => stage === 'done' && (act === 'grant' || act === 'alter'))?.case_id ?? row.case_id
  const found = await cases(context.database).get(row.tenant_id, source, context.clock())
  const form = found?.form ?? {}
  const schema = formOf({ matter, ...definition }, matter.applicationForm)
  const access = resolveAccess(schema, matter.applicantAccess)
  const asked = fieldsOf(schema).filter(({ path, table, kind, schema }) => {
    const isOpen = access[path] === 'write' || access[path] === 'required'
    // A declaration 承诺 is made anew, not copied.
    return isOpen && table === null && kind !== 'void' && !(schema.type === 'boolean' && schema.required) && form[path] !== undefined
  })
  const holder = { [matter.applicantName]: row.holder_name }
  return { ...holder, ...Object.fromEntries(asked.map(({ path }) => [path, form[path]])), [matter.licenceAct!.field]: row.licence_no }
}
