import type { JsonValue } from '@lianban/engine'
import {
  attachments,
  caseEvents,
  cases,
  jointChildren,
  newAttachment,
  newId,
  type AttachmentRow,
  type CaseMaterialRow,
  type CaseWithLamp,
  type JointChildRow,
  type Tx,
} from '@lianban/storage'
import { dayOf } from '../../clock/index.ts'
import { formOfPart, type JointPart } from '../../joint/index.ts'
import { formOf, type Matter } from '../../matters/matter-definition.ts'
import { assistedAs } from '../assist/submit-assisted.ts'
import { caseLine } from '../case-lines.ts'
import type { CaseContext } from '../context.ts'
import { optionsIn } from '../options.ts'
import { SYSTEM_ACTOR, systemEntry } from '../log-entries.ts'
import { newCase, startVariables } from '../new-case.ts'
import { givenNumbers } from '../submit.ts'
import { organOf, regionOf } from '../people.ts'
import { watermarkOf } from '../reuse.ts'
import { formOfChild, SAID } from './rules.ts'
import type { DecisionRecord } from '../views.ts'

/** Another one started it first: this instance is undone. */
class AlreadyStarted extends Error {}

export interface ChildToStart {
  /** The joint case. */
  parent: CaseWithLamp
  part: JointPart
  child: JointChildRow
  /** Decisions of the matters that it depends on, by matter; null: there is none that gives anything. */
  decisions: ReadonlyMap<string, DecisionRecord | null>
}

/**
 * Starts the case of one matter of a joint case, with its own number, limits and clock. Its row in `joint_child` makes sure that
 * there is one case only, whoever does it at the same time and however often.
 * @throws Error if an organ or the matter's version is gone; EngineError
 */
export async function startChild(context: CaseContext, { parent, part, child, decisions }: ChildToStart): Promise<void> {
  const { tenant_id: tenantId } = child
  const matter = await context.matters.version(context.database, tenantId, child.matter_key, child.matter_version)
  if (!matter) throw new Error(`matter ${child.matter_key} version ${child.matter_version} is gone`)
  const [organ, region] = await Promise.all([organOf(context, tenantId, matter.matter.organ), regionOf(context, tenantId)])
  const at = context.clock()
  const caseId = newId()
  const calendar = context.calendarOf(tenantId)
  const schema = formOf(matter, matter.matter.applicationForm)
  const options = await optionsIn(context, tenantId, [schema, formOfPart(part, schema, parent.form)])
  const form = formOfChild(part, matter, { form: parent.form, decisions, at, options })
  const papers = await papersOf(context, parent, part, { matter, caseId, organ, at })
  const materials = byMaterial(papers)
  const assisted = await assistedAs(context, tenantId, parent.id)
  let caseNo = ''
  const row = () => ({
    ...newCase(calendar, {
      applicant: { tenantId, userId: parent.applicant_id, name: parent.applicant_name },
      ...{ matter, form, caseId, caseNo, organ, at },
    }),
    parent_case_id: parent.id,
  })
  try {
    await context.engine.start({
      tenantId,
      definitionId: matter.definitionId,
      businessKey: caseId,
      actor: { userId: SYSTEM_ACTOR.userId },
      variables: {
        ...startVariables(calendar, { matter, organ, form, caseId, at }),
        ...{ byCommitment: false, deliverTogether: true, proxyName: assisted.proxyName },
      },
      prepare: async (tx) => {
        const started = { state: 'started', case_id: caseId, started_at: at, reason: null } as const
        if (!(await jointChildren(tx).change(child, 'waiting', started))) throw new AlreadyStarted()
        const numbers = await givenNumbers(tx, { tenantId, region, matter, organId: organ.id, caseId, materials, at })
        caseNo = numbers.caseNo
        await cases(tx).insert({ ...row(), instance_id: caseId })
        return { ...numbers }
      },
      within: async (tx, step) => {
        await cases(tx).update(tenantId, caseId, { instance_id: step.instanceId })
        await addParties(tx, parent, matter, { caseId, at })
        await attach(tx, papers, at)
        await assisted.within(tx, caseId)
        await tell(tx, context, { parent, part, matter, row: row(), materials, at })
      },
    })
  } catch (error) {
    if (!(error instanceof AlreadyStarted)) throw error
  }
}

interface Paper {
  key: string
  position: number
  file: AttachmentRow
}

/** The papers of the joint case that the matter asks for, as papers of its own case: uploaded once, shown to each organ with its mark. */
async function papersOf(
  context: CaseContext,
  parent: CaseWithLamp,
  part: JointPart,
  { matter, caseId, organ, at }: { matter: Matter; caseId: string; organ: { name: string }; at: number },
): Promise<Paper[]> {
  const given = await attachments(context.database).materials(parent.tenant_id, parent.id)
  const use = { organ_name: organ.name, matter_name: matter.matter.name, case_no: null }
  return matter.matter.materials.flatMap((material) =>
    given
      .filter(({ material_key }) => material_key === part.materials[material.key])
      .map(({ file }, position) => ({
        key: material.key,
        position,
        file: newAttachment({
          ...file,
          id: newId(),
          case_id: caseId,
          created_at: at,
          source_id: file.source_id ?? file.id,
          source_case_id: file.source_case_id ?? parent.id,
          watermark: watermarkOf(file, use, dayOf(at)),
        }),
      })),
  )
}

function byMaterial(papers: readonly Paper[]): Record<string, string[]> {
  const materials: Record<string, string[]> = {}
  for (const { key, file } of papers) (materials[key] ??= []).push(file.id)
  return materials
}

async function attach(tx: Tx, papers: readonly Paper[], at: number): Promise<void> {
  for (const { file } of papers) await attachments(tx).insert(file)
  await attachments(tx).insertMaterials(
    papers.map(({ key, position, file }): CaseMaterialRow => ({
      tenant_id: file.tenant_id,
      case_id: file.case_id!,
      round: 0,
      material_key: key,
      position,
      file_id: file.id,
      created_at: at,
    })),
  )
}

/** Besides the matter's own: the organ that leads the joint case reads its parts. */
async function addParties(tx: Tx, parent: CaseWithLamp, { matter }: Matter, { caseId, at }: { caseId: string; at: number }): Promise<void> {
  const parties = [...(matter.parties ?? []), { role: 'lead', organ: parent.organ_id } as const]
  await cases(tx).addParties(
    parties.map(({ role, organ }) => ({ tenant_id: parent.tenant_id, case_id: caseId, role, organ_id: organ, at })),
  )
}

interface Told extends Pick<ChildToStart, 'parent' | 'part'> {
  matter: Matter
  row: ReturnType<typeof newCase>
  materials: Record<string, string[]>
  at: number
}

/** A line on both time lines, an entry for both cases. */
async function tell(tx: Tx, context: CaseContext, { parent, part, matter, row, materials, at }: Told): Promise<void> {
  const line = { tenant_id: row.tenant_id, at }
  await caseEvents(tx).insert([
    caseLine({ ...line, case_id: row.id, ...SAID.distributed(parent) }),
    caseLine({ ...line, case_id: parent.id, ...SAID.started(part, row.case_no) }),
  ])
  const payload = {
    caseNo: row.case_no,
    matter: matter.matter.key,
    version: matter.version,
    form: row.form as JsonValue,
    materials,
    reused: Object.keys(materials),
    deferred: [],
    byCommitment: false,
    channel: 'joint',
    parent: parent.id,
  }
  await context.tenants.supervision.record(tx, row.tenant_id, [
    systemEntry('case.submitted', { caseId: row.id, organId: row.organ_id, payload }),
    systemEntry('joint.started', {
      caseId: parent.id,
      organId: parent.organ_id,
      payload: { matter: matter.matter.key, name: part.name, case: row.id, caseNo: row.case_no },
    }),
  ])
}
