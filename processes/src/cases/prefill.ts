import { fieldsOf, isBlank, project, resolveAccess, validateForm, type Field, type FieldAccess, type FormSchema } from '@lianban/forms'
import { cases, users, type CaseRow } from '@lianban/storage'
import { chineseDay, dayOf } from '../clock/index.ts'
import { formOf, type Matter } from '../matters/matter-definition.ts'
import { openMatter } from '../matters/open-matter.ts'
import { carriedOver } from './carried-over.ts'
import type { CaseContext } from './context.ts'
import { optionsIn } from './options.ts'
import type { Caller } from './ports.ts'

/** Earlier applications that are looked at, the newest first. */
const MAX_CASES = 20

type Values = Record<string, unknown>

/** What is known of an applicant before he fills in a form. */
export interface Prefill {
  /** Answers that the county has already, each with where it is from. Paths at the top of the form. */
  fields: { path: string; value: unknown; from: string }[]
  /** His last application for the same matter, as far as this version still asks for it. */
  last: { submittedAt: number; values: Values } | null
}

/**
 * What the caller has told the county before, for his next application: his own applications and his account, nobody else's.
 * @throws CaseError NOT_FOUND, MATTER_NOT_OPEN; NOT_AUTHORIZED
 */
export async function prefill(context: CaseContext, caller: Caller, matterKey: string): Promise<Prefill> {
  await context.tenants.authorization.assert(caller, 'read', { type: 'matter', id: matterKey })
  return prefillFor(context, caller, await openMatter(context, caller.tenantId, matterKey))
}

/** The same of an applicant, for whoever may know. */
export async function prefillFor(
  context: CaseContext,
  { tenantId, userId }: Pick<Caller, 'tenantId' | 'userId'>,
  matter: Matter,
): Promise<Prefill> {
  const own = await cases(context.database).list({
    ...{ tenantId, now: context.clock(), limit: MAX_CASES },
    restrict: (query) => void query.where('case_file.applicant_id', userId),
  })
  const schema = formOf(matter, matter.matter.applicationForm)
  const { applicantAccess } = matter.matter
  const known = new Map<string, { value: unknown; from: string }>()
  for (const row of own) {
    const source = await context.matters.version(context.database, tenantId, row.matter_key, row.matter_version)
    if (!source) continue
    const given = carriedOver(schema, applicantAccess, { schema: formOf(source, source.matter.applicationForm), values: row.form })
    for (const [path, value] of Object.entries(given)) if (!known.has(path)) known.set(path, { value, from: fromCase(row, source) })
  }
  const account = await users(context.database).get(tenantId, userId)
  for (const [path, value] of Object.entries(account ? accountValues(schema, matter.matter.applicantName, account) : {}))
    if (!known.has(path) && !isBlank(value)) known.set(path, { value, from: FROM_ACCOUNT })
  const good = await valid(
    context,
    tenantId,
    { schema, access: applicantAccess },
    Object.fromEntries([...known].map(([path, { value }]) => [path, value])),
  )
  return {
    fields: [...known].flatMap(([path, one]) => (path in good ? [{ path, ...one }] : [])),
    last: await lastOf(context, matter, own),
  }
}

const fromCase = ({ submitted_at }: CaseRow, { matter }: Matter): string => `${chineseDay(dayOf(submitted_at))}提交的“${matter.name}”`

const FROM_ACCOUNT = '申请人账户'

/** An account is a person's: the name of a firm is none of his. */
const ASKS_PERSON = /姓名|申请人/

/** What the account itself says: whom the application is by, and how to reach him. */
function accountValues(schema: FormSchema, applicantName: string, { name, phone }: { name: string; phone: string | null }): Values {
  const named = fieldsOf(schema).find(({ path }) => path === applicantName)
  const phones = fieldsOf(schema).filter(({ component, table }) => component === 'Phone' && table === null)
  // Of several telephones nobody knows whose is meant.
  const isPerson = named !== undefined && ASKS_PERSON.test(named.title)
  return { ...(isPerson && { [named.path]: name }), ...(phones.length === 1 && phone !== null && { [phones[0]!.path]: phone }) }
}

/** The last application for the same matter without files, which are handed in anew, and declarations, which are made anew. */
async function lastOf(context: CaseContext, matter: Matter, own: readonly CaseRow[]): Promise<Prefill['last']> {
  const row = own.find(({ matter_key }) => matter_key === matter.matter.key)
  if (!row) return null
  const schema = formOf(matter, matter.matter.applicationForm)
  const access = matter.matter.applicantAccess
  const rights = resolveAccess(schema, access)
  const isKept = ({ path, kind, schema: field }: Field) =>
    (rights[path] === 'write' || rights[path] === 'required') && kind !== 'files' && !(field.type === 'boolean' && field.required)
  const kept = Object.fromEntries(fieldsOf(schema).map((field) => [field.path, isKept(field) ? ('read' as const) : ('hidden' as const)]))
  const values = project(schema, row.form, kept)
  return { submittedAt: row.submitted_at, values: await valid(context, row.tenant_id, { schema, access }, values) }
}

/** The values without those that the form would refuse now. */
async function valid(
  context: CaseContext,
  tenantId: string,
  { schema, access }: { schema: FormSchema; access: FieldAccess },
  values: Values,
): Promise<Values> {
  const options = await optionsIn(context, tenantId, [schema, values])
  const checked = validateForm(schema, values, { access, now: context.clock(), options })
  if (checked.ok) return values
  const wrong = new Set(checked.problems.map(({ path }) => path.split('.')[0]!))
  return Object.fromEntries(Object.entries(values).filter(([path]) => !wrong.has(path.split('.')[0]!)))
}
