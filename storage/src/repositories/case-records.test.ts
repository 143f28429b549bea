import { beforeAll, expect, it } from 'vitest'
import { isUniqueViolation, type Database } from '../database.ts'
import { describeOnDatabases } from '../testing/index.ts'
import { attachments, type AttachmentRow } from './attachments.ts'
import { caseEvents, type CaseEventRow } from './case-events.ts'
import { idempotency } from './idempotency.ts'
import { issuedDocuments, type IssuedDocumentRow } from './issued-documents.ts'
import { matters, type MatterRow } from './matters.ts'

const TENANT = 'sanhu'

describeOnDatabases('records of a case', (open) => {
  let db: Database
  beforeAll(async () => {
    db = await open()
  })

  it('a matter list shows the newest version of each matter', async () => {
    const row: MatterRow = {
      tenant_id: TENANT,
      key: 'licence',
      version: 1,
      name: '食品经营许可',
      organ_id: 'scjg',
      package_key: 'c3',
      definition: { limits: [10, 20] },
      content_hash: 'h1',
      definition_id: 'd:1:x',
      created_at: 1,
    }
    await matters(db).insert(row)
    await matters(db).insert({ ...row, version: 2, content_hash: 'h2' })
    expect((await matters(db).listLatest(TENANT)).map((matter) => matter.version)).toEqual([2])
    expect((await matters(db).latest(TENANT, 'licence'))?.content_hash).toBe('h2')
    expect(await matters(db).version(TENANT, 'licence', 1)).toEqual(row)
  })

  it('attaches only free files of the owner', async () => {
    const file: AttachmentRow = {
      tenant_id: TENANT,
      id: 'f1',
      owner_id: 'li',
      case_id: null,
      sha256: 'aa',
      name: '平面图.pdf',
      size: 12,
      media_type: 'application/pdf',
      created_at: 1,
    }
    await attachments(db).insert(file)
    await attachments(db).insert({ ...file, id: 'f2', owner_id: 'other' })
    expect(await attachments(db).attach(TENANT, 'li', ['f1', 'f2'], 'case-1')).toBe(1)
    expect(await attachments(db).attach(TENANT, 'li', ['f1'], 'case-2')).toBe(0)
    await attachments(db).insertMaterials([
      { tenant_id: TENANT, case_id: 'case-1', round: 0, material_key: 'plan', position: 0, file_id: 'f1', created_at: 1 },
    ])
    const [material] = await attachments(db).materials(TENANT, 'case-1')
    expect(material).toMatchObject({ material_key: 'plan', file: { name: '平面图.pdf', case_id: 'case-1' } })
  })

  it('a time line is in order and knows which tasks it has', async () => {
    const line: CaseEventRow = {
      tenant_id: TENANT,
      case_id: 'case-1',
      id: '2',
      at: 2,
      type: 'task-completed',
      element_id: 'Task_Intake',
      task_id: 'i:4',
      step_name: '受理审查',
      action: 'accept',
      action_text: '受理',
      actor_id: 'wang',
      actor_name: '王芳',
      on_behalf_of: null,
      opinion: null,
      started_at: 1,
      lamp: 'normal',
      data: { fields: {} },
    }
    await caseEvents(db).insert([line, { ...line, id: '1', at: 1, task_id: null, data: null }])
    expect((await caseEvents(db).forCase(TENANT, 'case-1')).map((event) => event.id)).toEqual(['1', '2'])
    expect((await caseEvents(db).forCase(TENANT, 'case-1'))[1]).toEqual(line)
    expect(await caseEvents(db).recordedTasks(TENANT, ['i:4', 'i:5'])).toEqual(['i:4'])
  })

  it('a document issued twice by the same task is one document', async () => {
    const document: IssuedDocumentRow = {
      tenant_id: TENANT,
      id: 'i:9',
      case_id: 'case-1',
      template: 'licence',
      name: '食品经营许可证',
      number: 'JY1',
      sha256: 'bb',
      size: 5,
      media_type: 'application/pdf',
      verify_code: 'code-1',
      public_data: { holderName: '三湖面馆' },
      created_at: 3,
    }
    await issuedDocuments(db).insertOnce(document)
    await issuedDocuments(db).insertOnce({ ...document, sha256: 'cc' })
    expect(await issuedDocuments(db).forCase(TENANT, 'case-1')).toEqual([document])
    expect(await issuedDocuments(db).byVerifyCode(TENANT, 'code-1')).toEqual(document)
    expect(await issuedDocuments(db).byVerifyCode(TENANT, 'CODE-1')).toBeUndefined()
  })

  it('an idempotency key is taken once per user', async () => {
    const row = { tenant_id: TENANT, user_id: 'li', key: 'k', request_hash: 'h', response: { caseId: 'c' }, created_at: 1 }
    await idempotency(db).insert(row)
    await expect(idempotency(db).insert(row)).rejects.toSatisfy(isUniqueViolation)
    await idempotency(db).insert({ ...row, user_id: 'other' })
    expect(await idempotency(db).get(TENANT, 'li', 'k')).toEqual(row)
    expect(await idempotency(db).deleteBefore(TENANT, 2)).toBe(2)
  })
})
