import { organs } from '@lianban/storage'
import type { CaseContext } from '../cases/context.ts'
import { notFound } from '../cases/errors.ts'
import type { Caller } from '../cases/ports.ts'
import type { MatterDetail, MatterSummary } from '../cases/views.ts'
import { dayOf, lengthWords } from '../clock/index.ts'
import { postName } from '../labels.ts'
import type { MaterialManifest } from '../manifest.ts'
import { formOf, type Matter } from './matter-definition.ts'

const REQUIREMENTS: Record<MaterialManifest['required'], string> = { required: '必要', conditional: '符合条件时必要', optional: '非必要' }

/** The catalogue 事项目录. @throws NOT_AUTHORIZED */
export async function listMatters(context: CaseContext, caller: Caller): Promise<MatterSummary[]> {
  await context.tenants.authorization.assert(caller, 'list', { type: 'matter' })
  const [found, names] = await Promise.all([
    context.matters.listLatest(context.database, caller.tenantId),
    organNames(context, caller.tenantId),
  ])
  return found.map((matter) => summary(matter, names))
}

/** The guidance page 办事指南 of a matter with the form to fill in. @throws CaseError NOT_FOUND; NOT_AUTHORIZED */
export async function getMatter(context: CaseContext, caller: Caller, key: string): Promise<MatterDetail> {
  await context.tenants.authorization.assert(caller, 'read', { type: 'matter', id: key })
  const found = await context.matters.latest(context.database, caller.tenantId, key)
  if (!found) throw notFound('事项')
  const { matter } = found
  return {
    ...summary(found, await organNames(context, caller.tenantId)),
    version: found.version,
    conditions: matter.conditions,
    basis: matter.basis.map(({ law, article }) => `《${law}》${article}`),
    materials: matter.materials.map(({ required, key: materialKey, name, description, formats, maxBytes, maxFiles }) => ({
      key: materialKey,
      name,
      required: required === 'required',
      requirement: REQUIREMENTS[required],
      description,
      formats,
      maxBytes,
      maxFiles,
    })),
    fees: matter.fees.text,
    remedies: matter.remedies.text,
    steps: matter.steps.map(({ name, limit, task }) => ({
      name,
      limitText: lengthWords(limit),
      postName: postName(matter.tasks[task]?.post ?? ''),
    })),
    form: { key: matter.applicationForm, version: found.version, schema: formOf(found, matter.applicationForm) },
    access: matter.applicantAccess,
  }
}

function summary({ matter }: Matter, names: Map<string, string>): MatterSummary {
  return {
    key: matter.key,
    name: matter.name,
    organName: names.get(matter.organ) ?? matter.organ,
    kind: matter.kind,
    theme: matter.theme,
    statutory: lengthWords(matter.limits.statutory),
    promised: lengthWords(matter.limits.promised),
  }
}

/** The organ in charge today by the id that a matter names: where the duties have passed to another, that one. */
async function organNames(context: CaseContext, tenantId: string): Promise<Map<string, string>> {
  const rows = new Map((await organs(context.database).list(tenantId)).map((row) => [row.id, row]))
  const today = dayOf(context.clock())
  const inCharge = (id: string, steps = rows.size): string => {
    const { valid_until, successor_id, name } = rows.get(id)!
    return steps > 0 && valid_until !== null && valid_until < today && successor_id !== null && rows.has(successor_id)
      ? inCharge(successor_id, steps - 1)
      : name
  }
  return new Map([...rows.keys()].map((id) => [id, inCharge(id)]))
}
