import { describe, expect } from 'vitest'
import { newId } from '@lianban/storage'
import { scenario } from '@lianban/processes/testing'
import { aForm, cast, FOLDER, MATTER, submitted, theMaterials } from './food-business.ts'

describe('食品经营许可: the receipt 收件凭证', () => {
  scenario(
    'is made when the papers are handed in, before anybody accepts, with number, query code, list and the legal promise',
    FOLDER,
    async (s) => {
      const { applicant, windowClerk } = cast(s)
      const caseId = await submitted(s)
      const seen = await applicant.sees(caseId)
      expect(seen).toMatchObject({
        status: 'submitted',
        stepName: '受理审查',
        documents: [{ name: '申请材料收件凭证', number: '三市监许收〔2026〕1号' }],
      })
      const { instance_id: instanceId } = (await s.database('case_file').where({ id: caseId }).first()) as { instance_id: string }
      const variables = await s.engine.instances.variables(s.tenantId, instanceId)
      const { receipt } = variables as unknown as { receipt: { queryCode: string; materials: string[] } }
      const [number] = await s.database('issued_number').where({ kind: 'case', case_id: caseId }).pluck('query_code')
      expect(receipt).toMatchObject({ queryCode: number, number: '三市监许收〔2026〕1号' })
      expect(receipt.materials).toEqual([
        '法定代表人(负责人)身份证明（1份）',
        '经营场所平面布局图（1份）',
        '食品安全管理制度（1份）',
        '从业人员健康证明（1份）',
      ])
      await windowClerk.does('Task_Intake', 'accept')
      expect((await s.documents.make()).map(({ name }) => name)).toEqual(['受理通知书'])
      await submitted(s)
      expect(await s.database('issued_document').where({ template: 'receipt' }).orderBy('number').pluck('number')).toEqual([
        '三市监许收〔2026〕1号',
        '三市监许收〔2026〕2号',
      ])
    },
  )
  scenario('keeps nobody waiting: a clerk who is quicker than the printer accepts before it is made', FOLDER, async (s) => {
    const { applicant, windowClerk } = cast(s)
    const submission = { matterKey: MATTER, form: aForm(), materials: await theMaterials(applicant), idempotencyKey: newId() }
    const { caseId } = await s.cases.submit(await applicant.caller(), submission)
    expect((await applicant.sees(caseId)).stepName).toBe('受理审查')
    await windowClerk.does('Task_Intake', 'accept')
    expect((await s.documents.make()).map(({ name }) => name).sort()).toEqual(['受理通知书', '申请材料收件凭证'])
  })
})
