import { matters, organs } from '@lianban/storage'
import type { CaseContext } from '../cases/context.ts'
import { choosableReaders } from '../cases/desk/starter-readers.ts'
import { notFound } from '../cases/errors.ts'
import { mayOpen, openerOrgans } from '../cases/opened.ts'
import type { Caller } from '../cases/ports.ts'
import type { JointPartView, MatterDetail, MatterSummary } from '../cases/views.ts'
import { dayOf, lengthWords } from '../clock/index.ts'
import { postName } from '../labels.ts'
import type { MatterManifest } from '../manifest.ts'
import { materialView } from './material-view.ts'
import { formOf, type Matter } from './matter-definition.ts'
import { shownOn } from './matter-store.ts'
import { closedText, nextVersion } from './open-matter.ts'
import { periodText } from './record.ts'

const LIMIT_NAMES: Record<keyof MatterManifest['limits'], string> = {
  intake: '受理审查',
  supplement: '申请人补正',
  promised: '承诺办结',
  statutory: '法定办结',
  delivery: '送达',
  extension: '延期',
  statement: '陈述申辩',
  firstReview: '下级初审',
  inspection: '检验检测检疫',
}
/** The limits of a theme that are not those of a matter. */
const JOINT_LIMIT_NAMES: typeof LIMIT_NAMES = { ...LIMIT_NAMES, intake: '分发', delivery: '统一出件' }
const HANDLING_TEXTS: Record<MatterManifest['handling'], string> = { instant: '即办件', promised: '承诺件' }

/** The catalogue 事项目录, also of what takes no new cases now. @throws NOT_AUTHORIZED */
export async function listMatters(context: CaseContext, caller: Caller): Promise<MatterSummary[]> {
  await context.tenants.authorization.assert(caller, 'list', { type: 'matter' })
  const today = dayOf(context.clock())
  const [found, names] = await Promise.all([
    context.matters.listOn(context.database, caller.tenantId, today),
    organNames(context, caller.tenantId),
  ])
  const closed = (matter: Matter) =>
    closedText([{ ...validity(matter), key: matter.matter.key, version: matter.version, created_at: 0 }], today)
  // What the organ begins itself is nothing to apply for, and internal matters are there for those who may open them.
  const applied = found.filter((matter) => matter.matter.licenceAct?.by !== 'organ' && mayOpen(caller, matter))
  return applied.map((matter) => summary(matter, names, closed(matter)))
}

/** The guidance page 办事指南 of a matter with the form to fill in. @throws CaseError NOT_FOUND; NOT_AUTHORIZED */
export async function getMatter(context: CaseContext, caller: Caller, key: string): Promise<MatterDetail> {
  await context.tenants.authorization.assert(caller, 'read', { type: 'matter', id: key })
  const today = dayOf(context.clock())
  const versions = await context.matters.versions(context.database, caller.tenantId, key)
  if (versions.length === 0) throw notFound('事项')
  const found = (await context.matters.version(context.database, caller.tenantId, key, shownOn(versions, today).version))!
  const { matter } = found
  if (caller.kind === 'applicant' && !mayOpen(caller, found)) throw notFound('事项')
  const names = await organNames(context, caller.tenantId)
  return {
    ...summary(found, names, closedText(versions, today)),
    joint: await jointParts(context, caller, matter, names),
    openerOrgans: matter.openedBy ? openerOrgans(caller, matter.openedBy).map((id) => ({ id, name: names.get(id) ?? id })) : [],
    ...recordView(matter),
    version: found.version,
    validFrom: found.validFrom,
    validUntil: found.validUntil,
    nextFrom: nextVersion(versions, today),
    conditions: matter.conditions,
    basis: matter.basis.map(({ law, article }) => `《${law}》${article}`),
    limits: limitViews(matter),
    materials: matter.materials.map((material) => materialView(material, matter)),
    fees: matter.fees.text,
    feesBasis: matter.fees.basis,
    remedies: matter.remedies.text,
    steps: matter.steps
      .filter(({ phase }) => !matter.joint || phase !== 'special')
      .map(({ name, limit, task, special }) => ({
        name,
        limitText: lengthWords(limit),
        postName: postName(matter.tasks[task]?.post ?? ''),
        special,
      })),
    form: { key: matter.applicationForm, version: found.version, schema: formOf(found, matter.applicationForm) },
    access: matter.applicantAccess,
    licenceAct: matter.licenceAct
      ? { act: matter.licenceAct.act, by: matter.licenceAct.by, field: matter.licenceAct.field, holderField: matter.applicantName }
      : null,
    readers: await choosableReaders(context, caller.tenantId, found),
  }
}

/** Every limit that counts for it; a supplement 补正 in a theme is a single matter's. */
const limitViews = ({ limits, joint }: MatterManifest): MatterDetail['limits'] =>
  (Object.keys(LIMIT_NAMES) as (keyof typeof LIMIT_NAMES)[]).flatMap((name) => {
    const limit = limits[name]
    if (!limit || (joint && name === 'supplement')) return []
    return [{ name: (joint ? JOINT_LIMIT_NAMES : LIMIT_NAMES)[name], text: lengthWords(limit), basis: limit.basis }]
  })

/** The matters of a theme, as they take cases today. */
async function jointParts(
  context: CaseContext,
  { tenantId }: Caller,
  { joint }: MatterManifest,
  names: Map<string, string>,
): Promise<MatterDetail['joint']> {
  if (!joint) return null
  const today = dayOf(context.clock())
  const parts: JointPartView[] = []
  for (const { matter: key, name, organ, whenText, dependsOn, results, materials } of joint.parts) {
    const found = await context.matters.validOn(context.database, tenantId, key, today)
    parts.push({
      ...{ matterKey: key, name, organName: names.get(organ) ?? organ, whenText, results },
      statutory: found ? lengthWords(found.matter.limits.statutory) : null,
      promised: found ? lengthWords(found.matter.limits.promised) : null,
      dependsOn: dependsOn.map(({ matter: other, stopsOnRefusal }) => ({
        name: joint.parts.find((part) => part.matter === other)?.name ?? other,
        stops: stopsOnRefusal,
      })),
      materials: [...new Set(Object.values(materials))],
    })
  }
  return { parts, guide: joint.guide }
}

/** A sample of the version that the guidance page shows. @throws CaseError NOT_FOUND; NOT_AUTHORIZED */
export async function matterSample(context: CaseContext, caller: Caller, key: string, name: string): Promise<Buffer> {
  await context.tenants.authorization.assert(caller, 'read', { type: 'matter', id: key })
  const versions = await context.matters.versions(context.database, caller.tenantId, key)
  if (versions.length === 0) throw notFound('事项')
  const { version } = shownOn(versions, dayOf(context.clock()))
  const content = await matters(context.database).sample(caller.tenantId, key, version, name)
  if (!content) throw notFound('样例')
  return content
}

/** What the implementation list says beside law, form and steps. */
function recordView(matter: MatterManifest) {
  const { commitment, codes, creditCode, level, results, visits, online, scope, intermediaries, contact } = matter
  return {
    codes,
    creditCode,
    level,
    handlingText: HANDLING_TEXTS[matter.handling],
    results,
    visits,
    online,
    scope,
    intermediaries,
    contact,
    commitment: commitment && {
      text: commitment.text,
      applies: commitment.applies,
      conditions: commitment.conditions,
      materials: commitment.materials,
      consequence: commitment.consequence,
      checkText: `作出准予决定后${periodText(commitment.check.within)}内核查`,
      basis: commitment.basis,
    },
  }
}

function summary({ matter }: Matter, names: Map<string, string>, closed: string | null): MatterSummary {
  return {
    closed,
    key: matter.key,
    name: matter.name,
    organName: names.get(matter.organ) ?? matter.organ,
    kind: matter.kind,
    theme: matter.theme,
    isJoint: matter.joint !== undefined,
    isInternal: matter.openedBy !== undefined,
    statutory: lengthWords(matter.limits.statutory),
    promised: lengthWords(matter.limits.promised),
  }
}

const validity = ({ validFrom, validUntil }: Matter) => ({ valid_from: validFrom, valid_until: validUntil })

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
