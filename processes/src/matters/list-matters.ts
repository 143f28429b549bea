import { matters, type MatterVersionRow } from '@lianban/storage'
import type { CaseContext } from '../cases/context.ts'
import { choosableReaders } from '../cases/desk/starter-readers.ts'
import { notFound } from '../cases/errors.ts'
import { isPublic, mayOpen, openerOrgans } from '../cases/opened.ts'
import type { Caller } from '../cases/ports.ts'
import type { JointPartView, MatterDetail, MatterGuide } from '../cases/views.ts'
import { dayOf, lengthWords } from '../clock/index.ts'
import { postName } from '../labels.ts'
import type { MatterManifest } from '../manifest.ts'
import { catalogue, organNames, summary, type Catalogue, type CatalogueQuery, type OrgansInCharge } from './catalogue.ts'
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

/** The catalogue 事项目录, searched and narrowed. @throws NOT_AUTHORIZED */
export async function listMatters(context: CaseContext, caller: Caller, query: CatalogueQuery = {}): Promise<Catalogue> {
  await context.tenants.authorization.assert(caller, 'list', { type: 'matter' })
  return catalogue(context, caller.tenantId, query, (matter) => mayOpen(caller, matter))
}

/** The guidance page 办事指南 of a matter with the form to fill in. @throws CaseError NOT_FOUND; NOT_AUTHORIZED */
export async function getMatter(context: CaseContext, caller: Caller, key: string): Promise<MatterDetail> {
  await context.tenants.authorization.assert(caller, 'read', { type: 'matter', id: key })
  const shown = await shownTo(context, caller, key)
  const { found } = shown
  const organs = found.matter.openedBy ? openerOrgans(caller, found.matter.openedBy) : []
  const names = await organNames(context, caller.tenantId)
  return {
    ...(await guideOf(context, caller.tenantId, shown, names)),
    openerOrgans: organs.map((id) => ({ id, name: names.get(id)?.name ?? id })),
    access: found.matter.applicantAccess,
    readers: await choosableReaders(context, caller.tenantId, found),
  }
}

/** What the public is told of a matter: everything that the implementation list says, and the empty form. @throws CaseError NOT_FOUND */
export async function publicMatter(context: CaseContext, tenantId: string, key: string): Promise<MatterGuide> {
  return guideOf(context, tenantId, await shownToPublic(context, tenantId, key), await organNames(context, tenantId))
}

interface Shown {
  found: Matter
  /** Newest first. */
  versions: MatterVersionRow[]
}

/** What the caller is shown: an applicant nothing that he may not open. @throws CaseError NOT_FOUND */
const shownTo = (context: CaseContext, caller: Caller, key: string): Promise<Shown> =>
  shownIf(context, caller.tenantId, key, (found) => caller.kind !== 'applicant' || mayOpen(caller, found))

const shownToPublic = (context: CaseContext, tenantId: string, key: string): Promise<Shown> => shownIf(context, tenantId, key, isPublic)

async function shownIf(context: CaseContext, tenantId: string, key: string, isShown: (found: Matter) => boolean): Promise<Shown> {
  const versions = await context.matters.versions(context.database, tenantId, key)
  if (versions.length === 0) throw notFound('事项')
  const { version } = shownOn(versions, dayOf(context.clock()))
  const found = (await context.matters.version(context.database, tenantId, key, version))!
  if (!isShown(found)) throw notFound('事项')
  return { found, versions }
}

async function guideOf(context: CaseContext, tenantId: string, { found, versions }: Shown, names: OrgansInCharge): Promise<MatterGuide> {
  const today = dayOf(context.clock())
  const { matter } = found
  return {
    ...summary(found, names, closedText(versions, today)),
    joint: await jointParts(context, tenantId, matter, names),
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
    licenceAct: matter.licenceAct
      ? { act: matter.licenceAct.act, by: matter.licenceAct.by, field: matter.licenceAct.field, holderField: matter.applicantName }
      : null,
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
  tenantId: string,
  { joint }: MatterManifest,
  names: OrgansInCharge,
): Promise<MatterDetail['joint']> {
  if (!joint) return null
  const today = dayOf(context.clock())
  const parts: JointPartView[] = []
  for (const { matter: key, name, organ, whenText, dependsOn, results, materials } of joint.parts) {
    const found = await context.matters.validOn(context.database, tenantId, key, today)
    parts.push({
      ...{ matterKey: key, name, organName: names.get(organ)?.name ?? organ, whenText, results },
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
  return sampleOf(context, caller.tenantId, await shownTo(context, caller, key), name)
}

/** The same for the public. @throws CaseError NOT_FOUND */
export async function publicSample(context: CaseContext, tenantId: string, key: string, name: string): Promise<Buffer> {
  return sampleOf(context, tenantId, await shownToPublic(context, tenantId, key), name)
}

async function sampleOf({ database }: CaseContext, tenantId: string, { found }: Shown, name: string): Promise<Buffer> {
  const content = await matters(database).sample(tenantId, found.matter.key, found.version, name)
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
