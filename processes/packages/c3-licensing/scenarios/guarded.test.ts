import { describe, expect } from 'vitest'
import { newId } from '@lianban/storage'
import { scenario, type Scenario } from '@lianban/processes/testing'
import {
  accepted,
  aForm,
  aReview,
  aSiteCheck,
  audited,
  cast,
  checkedOnSite,
  FOLDER,
  MATTER,
  submitted,
  theMaterials,
} from './food-business.ts'

const BY = { actor: { userId: 'system' } }
const SUPPLEMENT = { fields: { missing: [{ key: 'identity', fault: 'defective', text: '身份证已过期' }] } }

const problemsOf = (promise: Promise<unknown>) =>
  promise.then(
    () => [],
    (error: { code: string; details?: { problems?: { path: string; code: string; message: string }[] } }) =>
      error.details?.problems ?? [error],
  )

const countOf = async (s: Scenario, table: string): Promise<number> =>
  Number((await s.database(table).count({ count: '*' }).first())!.count)

describe('食品经营许可: what is not allowed', () => {
  scenario('who did the intake handles nothing further, though he holds the post', FOLDER, async (s) => {
    const { tenantId } = s
    await s.tenants.users.grantPost({ tenantId, userId: 'chuangkou', organId: 'scjg', post: 'handler', by: BY })
    await submitted(s)
    await accepted(s)
    const { windowClerk, handler } = cast(s)
    await expect(windowClerk.claims('Task_Review')).rejects.toMatchObject({
      code: 'NOT_AUTHORIZED',
      message: expect.stringContaining('不同人员'),
    })
    expect(await windowClerk.opens('Task_Review')).toMatchObject({
      canClaim: false,
      canComplete: false,
      actions: [],
      reasonIfNot: expect.stringContaining('不同人员'),
    })
    // Given to him behind the desk's back, he still cannot complete it.
    const { taskId } = (await handler.inbox())[0]!
    await s.engine.assignTask({ tenantId, taskId, assignee: 'chuangkou', actor: { userId: 'system' } })
    await expect(windowClerk.completes(taskId, 'submit', { form: aReview() })).rejects.toMatchObject({ code: 'NOT_AUTHORIZED' })
    const log = await s.tenants.supervision.entries(tenantId, { subject: `task:${taskId}`, limit: 10 })
    expect(log.items.filter(({ action }) => action === 'access.refused')).toHaveLength(2)
  })

  scenario('another bureau neither sees nor opens the case, and its try is in the log', FOLDER, async (s) => {
    const caseId = await submitted(s)
    const { otherBureau, windowClerk } = cast(s)
    const { taskId } = (await windowClerk.inbox())[0]!
    expect(await otherBureau.inbox()).toEqual([])
    expect((await s.cases.list(await otherBureau.caller(), { view: 'all', limit: 10 })).items).toEqual([])
    await expect(otherBureau.sees(caseId)).rejects.toMatchObject({ code: 'NOT_FOUND' })
    await expect(otherBureau.timeline(caseId)).rejects.toMatchObject({ code: 'NOT_FOUND' })
    await expect(s.cases.getTask(await otherBureau.caller(), taskId)).rejects.toMatchObject({ code: 'NOT_FOUND' })
    await expect(s.cases.claim(await otherBureau.caller(), taskId)).rejects.toMatchObject({ code: 'NOT_FOUND' })
    const fileId = (await windowClerk.sees(caseId)).materials.flatMap(({ files }) => files)[0]!.fileId
    await expect(s.cases.openFile(await otherBureau.caller(), fileId)).rejects.toMatchObject({ code: 'NOT_FOUND' })
    expect(await s.cases.openFile(await windowClerk.caller(), fileId)).toMatchObject({ mediaType: 'image/jpeg' })
    const log = await s.tenants.supervision.entries(s.tenantId, { subject: `case:${caseId}`, limit: 20 })
    expect(log.items.filter(({ action, actorName }) => action === 'access.refused' && actorName === '张磊')).toHaveLength(2)
  })

  scenario('fields that are not there or not the applicant’s to change are refused', FOLDER, async (s) => {
    const { applicant, windowClerk } = cast(s)
    const materials = await theMaterials(applicant)
    await expect(applicant.submits(MATTER, aForm({ decision: 'grant' }), materials)).rejects.toMatchObject({ code: 'UNKNOWN_FIELD' })
    expect(await countOf(s, 'case_file')).toBe(0)
    const caseId = await applicant.submits(MATTER, aForm(), materials)
    const { taskId } = (await windowClerk.inbox())[0]!
    await windowClerk.claims('Task_Intake')
    await expect(windowClerk.completes(taskId, 'accept', { form: { citizenId: 'x' } })).rejects.toMatchObject({ code: 'UNKNOWN_FIELD' })
    await expect(windowClerk.completes(taskId, 'grant')).rejects.toMatchObject({ code: 'ACTION_INVALID' })
    await windowClerk.completes(taskId, 'supplement', SUPPLEMENT)
    await s.documents.make()
    await expect(applicant.supplements(caseId, { form: aForm({ creditCode: '91310000775785552L' }) })).rejects.toMatchObject({
      code: 'FIELD_NOT_WRITABLE',
    })
    expect((await applicant.sees(caseId)).form.values).toMatchObject({ creditCode: '91350100M000100Y43' })
  })

  scenario('wrong check digits, missing and foreign materials are named, and nothing is stored', FOLDER, async (s) => {
    const { applicant } = cast(s)
    const wrong = aForm({ citizenId: '110105194912310021', creditCode: '91350100M000100Y44' })
    const digits = await problemsOf(applicant.submits(MATTER, wrong, await theMaterials(applicant)))
    expect(digits.map((problem) => 'path' in problem && problem.path)).toEqual(['creditCode', 'citizenId'])

    const { identity: _, ...rest } = await theMaterials(applicant)
    const missing = await problemsOf(applicant.submits(MATTER, aForm(), rest))
    expect(missing).toEqual([{ path: 'materials.identity', code: 'MATERIAL_MISSING', message: '请上传“法定代表人(负责人)身份证明”' }])

    const foreign = await cast(s).windowClerk.uploads('别人的.pdf')
    const given = {
      ...(await theMaterials(applicant)),
      identity: [foreign],
      'floor-plan': [await applicant.uploads('图.docx', 'application/msword')],
    }
    const refused = await problemsOf(applicant.submits(MATTER, aForm(), given))
    expect(refused.map((problem) => problem.code)).toEqual(['FILE_NOT_FOUND', 'FILE_FORMAT'])
    expect([await countOf(s, 'case_file'), await countOf(s, 'case_material'), await countOf(s, 'idempotency_key')]).toEqual([0, 0, 0])
    const used: { last: number }[] = await s.database('number_sequence').select('last')
    expect(used).toEqual([])
  })

  scenario('the same key twice is one case and one decision', FOLDER, async (s) => {
    const { applicant, windowClerk } = cast(s)
    const key = newId()
    const materials = await theMaterials(applicant)
    const clicks = await Promise.all([1, 2, 3].map(() => applicant.submits(MATTER, aForm(), materials, key)))
    expect(new Set(clicks).size).toBe(1)
    expect(await applicant.submits(MATTER, aForm(), materials, key)).toBe(clicks[0])
    expect(await countOf(s, 'case_file')).toBe(1)
    await expect(applicant.submits(MATTER, aForm({ area: 90 }), materials, key)).rejects.toMatchObject({ code: 'IDEMPOTENCY_KEY_REUSED' })

    const taskId = await windowClerk.claims('Task_Intake')
    const decide = { idempotencyKey: newId() }
    await Promise.all([windowClerk.completes(taskId, 'accept', decide), windowClerk.completes(taskId, 'accept', decide)])
    await windowClerk.completes(taskId, 'accept', decide)
    await expect(windowClerk.completes(taskId, 'accept')).rejects.toMatchObject({ code: 'TASK_NOT_FOUND' })
    expect((await s.documents.make()).map(({ number }) => number)).toEqual(['三市监许受〔2026〕1号'])
  })

  scenario('a second supplement is refused', FOLDER, async (s) => {
    const { applicant, windowClerk } = cast(s)
    const caseId = await submitted(s)
    await windowClerk.does('Task_Intake', 'supplement', SUPPLEMENT)
    await expect(applicant.supplements(caseId, {})).rejects.toMatchObject({ code: 'SUPPLEMENT_NOT_EXPECTED' })
    await s.documents.make()
    await applicant.supplements(caseId, { materials: { identity: [await applicant.uploads('新.jpg', 'image/jpeg')] } })
    await expect(windowClerk.does('Task_Intake', 'supplement', SUPPLEMENT)).rejects.toMatchObject({ code: 'SUPPLEMENT_ONCE' })
    await expect(applicant.supplements(caseId, {})).rejects.toMatchObject({ code: 'SUPPLEMENT_NOT_EXPECTED' })
  })

  scenario('a site check has two different officers who hold the post', FOLDER, async (s) => {
    const { handler, officerA, officerB, reviewer } = cast(s)
    await submitted(s)
    await accepted(s)
    const taskId = await handler.claims('Task_Review')
    expect(await s.cases.people(await handler.caller(), taskId, 'site-officer')).toEqual([
      { id: 'takan2', name: '周明' },
      { id: 'takan1', name: '孙建国' },
    ])
    for (const officerB of ['takan1', 'shenhe', 'nobody']) {
      await expect(handler.completes(taskId, 'submit', { form: aReview({ officerB }) })).rejects.toMatchObject({ code: 'OFFICERS_INVALID' })
    }
    expect(
      (await problemsOf(handler.completes(taskId, 'submit', { form: aReview({ officerB: undefined }) }))).map(
        (problem) => 'path' in problem && problem.path,
      ),
    ).toEqual(['officerB'])
    await handler.completes(taskId, 'submit', { form: aReview() })
    await expect(officerA.claims('Task_SiteCheckB')).rejects.toThrow('no task')
    const contradiction = aSiteCheck({ layout: '不符合' })
    await expect(officerA.does('Task_SiteCheckA', 'submit', { form: contradiction })).rejects.toMatchObject({ code: 'FORM_INVALID' })
    await officerA.does('Task_SiteCheckA', 'submit', { form: aSiteCheck() })
    expect(await reviewer.inbox()).toEqual([])
    await officerB.does('Task_SiteCheckB', 'submit', { form: aSiteCheck() })
    expect(await reviewer.inbox()).toHaveLength(1)
  })

  scenario('a task is taken once and only its taker completes it', FOLDER, async (s) => {
    const { tenantId } = s
    await s.tenants.users.create({
      tenantId,
      id: 'second',
      username: 'second',
      password: 'Xun-Lu-4471',
      name: '刘窗',
      kind: 'staff',
      posts: [{ organId: 'scjg', post: 'window-clerk' }],
      by: BY,
    })
    await submitted(s)
    const { windowClerk } = cast(s)
    const second = s.person('second')
    const { taskId } = (await second.inbox())[0]!
    await expect(second.completes(taskId, 'accept')).rejects.toMatchObject({ code: 'TASK_NOT_CLAIMED' })
    await windowClerk.claims('Task_Intake')
    expect(await second.inbox()).toEqual([])
    await expect(s.cases.claim(await second.caller(), taskId)).rejects.toMatchObject({ code: 'TASK_ALREADY_CLAIMED' })
    await expect(second.completes(taskId, 'accept')).rejects.toMatchObject({ code: 'NOT_AUTHORIZED' })
    await s.cases.release(await windowClerk.caller(), taskId)
    await second.does('Task_Intake', 'accept')
    expect((await second.inbox('done')).map(({ name }) => name)).toEqual(['受理审查'])
  })

  scenario('a document that cannot be made stands as an incident and goes on after a retry', FOLDER, async (s) => {
    const { applicant, windowClerk, systemAdmin } = cast(s)
    const caseId = await submitted(s)
    await windowClerk.does('Task_Intake', 'accept')
    await s.documents.fail('未找到 Chromium,无法生成文书')
    const [incident] = (await s.cases.listIncidents(await systemAdmin.caller(), { limit: 10 })).items
    expect(incident).toMatchObject({ caseId, stepName: '出具受理通知书', message: '未找到 Chromium,无法生成文书' })
    await expect(s.cases.listIncidents(await windowClerk.caller(), { limit: 10 })).rejects.toMatchObject({ code: 'NOT_AUTHORIZED' })
    expect((await applicant.sees(caseId)).incidents[0]?.message).not.toContain('Chromium')
    await s.cases.retryIncident(await systemAdmin.caller(), incident!.id)
    expect(await s.documents.make()).toHaveLength(1)
    expect((await applicant.sees(caseId)).incidents).toEqual([])
    await checkedOnSite(s)
    await audited(s)
  })
})
