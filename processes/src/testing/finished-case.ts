import { aProcess } from '@lianban/engine/testing'
import type { FormSchema } from '@lianban/forms'
import type { MadeDocument } from './fake-document-worker.ts'
import { MATTER_KEY, openProcedure, type Procedure, type ProcedureOptions } from './procedure.ts'

/*
 * A licence in short: decided, its papers made, published, archived. For what happens to a case when it is done.
 */

const paper = (template: string, documentName: string) => ({ properties: { template, documentName } })

const MODEL = aProcess(MATTER_KEY)
  .startEvent('Start')
  .userTask('Task_Decide', { name: '决定', 'camunda:candidateGroups': '${organ}:approver' })
  .exclusiveGateway('GW')
  .condition('=decision.result = "grant"')
  .serviceTask('Task_DocDecision', 'render-document', paper('grant-decision', '准予行政许可决定书'))
  .serviceTask('Task_DocLicence', 'render-document', paper('licence', '食品经营许可证'))
  .exclusiveGateway('GW_Done')
  .serviceTask('Task_Publish', 'publish-decision')
  .serviceTask('Task_Archive', 'archive-case')
  .endEvent('End')
  .moveTo('GW')
  .defaultFlow()
  .serviceTask('Task_DocRefusal', 'render-document', paper('refusal-decision', '不予行政许可决定书'))
  .connectTo('GW_Done')

const APPLICATION = {
  type: 'object',
  'x-lianban': { version: 1 },
  properties: {
    operatorName: { type: 'string', title: '经营者名称', maxLength: 100, 'x-component': 'Input' },
    creditCode: { type: 'string', title: '统一社会信用代码', format: 'credit-code', 'x-component': 'Input' },
    citizenId: { type: 'string', title: '身份证号码', format: 'citizen-id', 'x-component': 'Input' },
    address: { type: 'string', title: '经营场所', maxLength: 100, 'x-component': 'Input' },
  },
} as const satisfies FormSchema

const ACTIONS = (['grant', 'refuse'] as const).map((effect) => ({
  ...{ key: effect, label: effect === 'grant' ? '准予许可' : '不予许可', kind: 'primary' as const, opinion: 'optional' as const, effect },
  ...{ set: {}, next: { text: '出具文书', people: '系统' } },
}))

export interface Finishing extends Procedure {
  /** A case that waits for its decision. @returns its id */
  applies(form?: Record<string, unknown>): Promise<string>
}

const FORM = { operatorName: '湖畔面馆', creditCode: '91350100M000100Y43', citizenId: '11010519491231002X', address: '湖滨路 1 号' }

/** @param matter what the matter says otherwise */
export async function openFinishing(matter: ReturnType<NonNullable<ProcedureOptions['matter']>> = {}): Promise<Finishing> {
  const office = await openProcedure({
    model: MODEL,
    tasks: { Task_Decide: { post: 'approver', actions: ACTIONS } },
    isLicence: true,
    templates: ['grant-decision', 'licence', 'refusal-decision'],
    application: APPLICATION,
    matter: (base) => ({
      licence: { ...base.licence!, numbering: 'licence', document: 'licence', face: [{ label: '经营者名称', field: 'operatorName' }] },
      materials: base.materials.slice(0, 1).map((material) => ({ ...material, required: 'optional' as const, deferral: null })),
      commitment: null,
      ...matter,
    }),
  })
  const applicant = office.person('shenqing')
  return {
    ...office,
    async applies(form = FORM) {
      const key = office.processPackage.manifest.matters[0]!.materials[0]!.key
      return applicant.submits(MATTER_KEY, form, { [key]: [await applicant.uploads('身份证明.pdf')] })
    },
  }
}

/** Decides the case; its papers are made one after the other, and whatever follows is done. */
export async function decides({ person, documents }: Finishing, action: 'grant' | 'refuse', opinion = '符合条件'): Promise<MadeDocument[]> {
  await person('pizhun').does('Task_Decide', action, { opinion })
  return [...(await documents.make()), ...(await documents.make())]
}
