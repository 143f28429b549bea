import { beforeAll, expect, it } from 'vitest'
import { isUniqueViolation, type Database } from '../database.ts'
import { describeOnDatabases } from '../testing/index.ts'
import { attachments, newAttachment, type AttachmentRow } from './attachments.ts'
import { caseEvents, type CaseEventRow } from './case-events.ts'
import { idempotency } from './idempotency.ts'
import { issuedDocuments, type IssuedDocumentRow } from './issued-documents.ts'
import { matters, type MatterRow } from './matters.ts'

const TENANT = 'sanhu'

const handedIn = (caseId: string) => ({ case_id: caseId, kind: 'identity-card', trust: 'C' as const, valid_until: null })

/** A file that 李 handed in with case-9, unless said otherwise. */
const aFile = (id: string, change: Partial<AttachmentRow> = {}): AttachmentRow => ({
  ...newAttachment({
    tenant_id: TENANT,
    id,
    owner_id: 'li',
    sha256: 'aa',
    name: `${id}.pdf`,
    size: 12,
    media_type: 'application/pdf',
    created_at: 1,
  }),
  ...(id === 'f1' ? {} : handedIn('case-9')),
  ...change,
})

describeOnDatabases('records of a case', (open) => {
  let db: Database
  beforeAll(async () => {
    db = await open()
  })

  it('a matter has the version that has begun by a day', async () => {
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
      valid_from: null,
      valid_until: null,
    }
    await matters(db).insert(row)
    await matters(db).insert({ ...row, version: 2, content_hash: 'h2', valid_from: '2026-12-01', valid_until: '2026-12-31' })
    const on = async (day: string) => (await matters(db).begunBy(TENANT, 'licence', day))?.version
    expect([await on('2026-11-30'), await on('2026-12-01'), await on('2027-01-01')]).toEqual([1, 2, 2])
    expect(await matters(db).begunBy(TENANT, 'other', '2026-12-01')).toBeUndefined()
    expect((await matters(db).versions(TENANT)).map(({ version, valid_from }) => [version, valid_from])).toEqual([
      [2, '2026-12-01'],
      [1, null],
    ])
    expect((await matters(db).getMany(TENANT, [{ key: 'licence', version: 2 }])).map((matter) => matter.content_hash)).toEqual(['h2'])
    await matters(db).insertSamples(row, { 'plan.png': Buffer.from([137, 80, 0, 255]) })
    expect(await matters(db).sample(TENANT, 'licence', 1, 'plan.png')).toEqual(Buffer.from([137, 80, 0, 255]))
    expect(await matters(db).sample(TENANT, 'licence', 2, 'plan.png')).toBeUndefined()
    expect((await matters(db).latest(TENANT, 'licence'))?.content_hash).toBe('h2')
    expect(await matters(db).version(TENANT, 'licence', 1)).toEqual(row)
  })

  it('attaches only free files of the owner', async () => {
    const file = aFile('f1', { name: '平面图.pdf' })
    await attachments(db).insert(file)
    await attachments(db).insert({ ...file, id: 'f2', owner_id: 'other' })
    expect(await attachments(db).attach(TENANT, 'li', ['f1', 'f2'], handedIn('case-1'))).toBe(1)
    expect(await attachments(db).attach(TENANT, 'li', ['f1'], handedIn('case-2'))).toBe(0)
    await attachments(db).insertMaterials([
      { tenant_id: TENANT, case_id: 'case-1', round: 0, material_key: 'plan', position: 0, file_id: 'f1', created_at: 1 },
    ])
    const [material] = await attachments(db).materials(TENANT, 'case-1')
    expect(material).toMatchObject({ material_key: 'plan', file: { name: '平面图.pdf', case_id: 'case-1' } })
  })

  it('what may be used again is the owner’s, handed in, trusted and valid; best grade first', async () => {
    const files = [
      aFile('c-old', { created_at: 1 }),
      aFile('c-new', { created_at: 2 }),
      aFile('issued', { trust: 'A', valid_until: '2031-11-25' }),
      aFile('seen', { trust: 'B', valid_until: '2026-11-26' }),
      aFile('declared', { trust: 'D' }),
      aFile('expired', { trust: 'A', valid_until: '2026-11-25' }),
      aFile('revoked', { trust: 'A', void_at: 5 }),
      aFile('not-mine', { owner_id: 'other' }),
      aFile('other-kind', { kind: 'plan' }),
      aFile('free', { case_id: null }),
    ]
    for (const file of files) await attachments(db).insert({ ...file, owner_id: file.owner_id === 'li' ? 'reuser' : file.owner_id })
    const offered = async (kinds: string[]) =>
      (await attachments(db).reusable(TENANT, 'reuser', kinds, '2026-11-26', 20)).map(({ id }) => id)
    expect(await offered(['identity-card'])).toEqual(['issued', 'seen', 'c-new', 'c-old'])
    expect(await offered([])).toEqual([])
    expect(await attachments(db).voidIssued(TENANT, 'case-9', 9)).toBe(2)
    expect(await offered(['identity-card'])).toEqual(['seen', 'c-new', 'c-old'])
  })

  it('an original is seen once, and only of an upload that was handed in', async () => {
    await attachments(db).insert(aFile('v1'))
    await attachments(db).insert(aFile('v2', { case_id: null }))
    await attachments(db).insert(aFile('v3', { trust: 'D' }))
    const see = (id: string, by: string) =>
      attachments(db).verify(TENANT, id, { verified_by: by, verified_name: by, verified_at: 3, valid_until: '2030-01-01' })
    expect((await Promise.all([see('v1', 'wang'), see('v1', 'zhao')])).filter(Boolean)).toHaveLength(1)
    expect([await see('v2', 'wang'), await see('v3', 'wang')]).toEqual([false, false])
    expect(await attachments(db).get(TENANT, 'v1')).toMatchObject({ trust: 'B', verified_at: 3, valid_until: '2030-01-01' })
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
