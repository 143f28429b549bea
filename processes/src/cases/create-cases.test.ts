import { beforeAll, expect, it } from 'vitest'
import { fieldAt } from '@lianban/forms'
import { cases, type Database } from '@lianban/storage'
import { describeOnDatabases } from '@lianban/storage/testing'
import { deployPackage } from '../packages/deploy-package.ts'
import { PACKAGES_FOLDER } from '../packages/templates.ts'
import { Actor, openOffice, type Office } from '../testing/index.ts'

const FORM = {
  operatorName: '阿卜杜热西提·买买提 烤馕店',
  creditCode: '91350100M000100Y43',
  legalRepresentative: '阿卜杜热西提·买买提',
  citizenId: '11010519491231002X',
  phone: '13800138000',
  address: '三湖县稻香镇文化路 1 号',
  area: 30,
  online: false,
  businessForm: '餐饮服务经营者',
  items: ['热食类食品制售'],
  safetyManager: '周敏',
  staff: [{ name: '周敏', position: '店员', healthCertificateNo: 'JK-1' }],
  truthful: true,
}

describeOnDatabases('the case service', (open) => {
  let database: Database
  let office: Office
  const person = (userId: string) => new Actor(office, userId)

  beforeAll(async () => {
    database = await open()
    office = await openOffice({
      packageFolder: `${PACKAGES_FOLDER}/c3-licensing`,
      startAt: Date.parse('2026-09-18T09:00:00+08:00'),
      database,
    })
    return () => office.close()
  })

  const submits = async (change: Record<string, unknown> = {}): Promise<string> => {
    const applicant = person('shenqing')
    const materials: Record<string, string[]> = {}
    for (const key of ['identity', 'floor-plan', 'safety-system', 'health-certificates']) materials[key] = [await applicant.uploads()]
    return applicant.submits('food-business-licence', { ...FORM, ...change }, materials)
  }

  it('takes an application from the window to the licence', async () => {
    const caseId = await submits()
    await person('chuangkou').does('Task_Intake', 'accept')
    await office.documents.make()
    await person('chengban').does('Task_Review', 'submit', {
      form: { finding: '齐全', siteDate: '2026-09-21', officerA: 'takan1', officerB: 'takan2' },
    })
    const siteCheck = {
      checkedOn: '2026-09-21',
      premises: '符合',
      layout: '符合',
      facilities: '符合',
      system: '符合',
      health: '符合',
      conclusion: '符合',
    }
    await person('takan1').does('Task_SiteCheckA', 'submit', { form: siteCheck })
    await person('takan2').does('Task_SiteCheckB', 'submit', { form: siteCheck })
    await person('shenhe').does('Task_Audit', 'pass', { opinion: '同意' })
    await person('pizhun').does('Task_Decide', 'grant')
    await office.documents.make()
    await office.documents.make()
    await person('chujian').does('Task_Deliver', 'deliver', { form: { method: '窗口领取', receiver: '买买提', deliveredOn: '2026-09-18' } })
    await office.documents.make()
    const detail = await person('shenqing').sees(caseId)
    expect(detail).toMatchObject({ status: 'granted', lamp: 'done', applicantName: FORM.operatorName })
    expect(detail.documents).toHaveLength(5)
    // what the review put on record names the officers, not their ids
    const review = (await person('shenhe').sees(caseId)).records.find(({ elementId }) => elementId === 'Task_Review')!
    expect(fieldAt(review.form.schema, 'officerA')?.schema.enum).toEqual([{ label: '孙建国', value: 'takan1' }])
  })

  it('numbers cases of a day without a gap, also when they come at the same time', async () => {
    const ids = await Promise.all([submits(), submits(), submits()])
    const rows = await cases(database).getMany(office.tenantId, ids, office.clock())
    expect(rows.map(({ case_no }) => case_no.slice(-5)).sort()).toEqual(['00002', '00003', '00004'])
  })

  it('lists what the caller may see by keyset, and finds by name', async () => {
    const applicant = await person('shenqing').caller()
    const first = await office.cases.list(applicant, { view: 'mine', status: 'open', limit: 2 })
    const second = await office.cases.list(applicant, { view: 'mine', status: 'open', limit: 2, after: first.next! })
    expect([first.items.length, second.items.length, second.next]).toEqual([2, 1, null])
    expect((await office.cases.list(applicant, { view: 'mine', limit: 10, q: '烤馕' })).items).toHaveLength(4)
    expect((await office.cases.list(applicant, { view: 'organ', limit: 10 })).items).toEqual([])
    const clerk = await person('chuangkou').caller()
    expect((await office.cases.list(clerk, { view: 'organ', limit: 10 })).items).toHaveLength(4)
    const page = await office.cases.inbox(clerk, { view: 'todo', limit: 2 })
    expect([page.count, page.items.length]).toEqual([3, 2])
    expect((await office.cases.inbox(clerk, { view: 'todo', limit: 2, after: page.next! })).items).toHaveLength(1)
  })

  it('a task completed at the engine’s own door is in the time line and the log all the same', async () => {
    const caseId = await submits()
    const [task] = (await office.engine.tasks.list({ tenantId: office.tenantId, limit: 100 })).items.filter(
      ({ business_key }) => business_key === caseId,
    )
    await office.engine.completeTask({
      tenantId: office.tenantId,
      taskId: task!.id,
      variables: { intakeResult: 'not-accept' },
      actor: { userId: 'robot' },
    })
    const lines = await person('shenqing').timeline(caseId)
    expect(lines.map(({ action, actorName }) => [action, actorName])).toEqual([
      ['提交申请', '李春华'],
      ['出具申请材料收件凭证', '系统'],
      ['经流程引擎接口办理', 'robot'],
    ])
    const log = await office.tenants.supervision.entries(office.tenantId, { subject: `case:${caseId}`, limit: 10 })
    expect(log.items.map(({ action }) => action)).toEqual(['case.submitted', 'task.opened', 'document.issued', 'task.completed'])
  })

  it('tells the log by which way a case came in and which materials the county had already', async () => {
    const applicant = await person('shenqing').caller()
    const upload = async (content: string) =>
      (
        await office.cases.registerUpload(applicant, {
          sha256: content.repeat(64),
          name: '材料.pdf',
          mediaType: 'application/pdf',
          size: 1000,
        })
      ).fileId
    const materials = {
      identity: [await upload('a')],
      'floor-plan': [await upload('b')],
      'safety-system': [await upload('a')],
      'health-certificates': [await upload('a'), await upload('c')],
    }
    // given papers that came with an earlier case
    const earlier = Object.fromEntries(await Promise.all(Object.keys(materials).map(async (key) => [key, [await upload('a')]])))
    await person('shenqing').submits('food-business-licence', FORM, earlier)
    const caseId = await person('shenqing').submits('food-business-licence', FORM, materials)
    const { items } = await office.tenants.supervision.entries(office.tenantId, { subject: `case:${caseId}`, limit: 1 })
    expect(items[0]!.payload).toMatchObject({ channel: 'web', reused: ['identity', 'safety-system'] })
    await office.supervise()
    expect(await database('supervised_case').where({ case_id: caseId }).first('channel', 'materials', 'materials_reused')).toEqual({
      channel: 'web',
      materials: 4,
      materials_reused: 2,
    })
  })

  it('publishes the same content once', async () => {
    const { engine, tenants, tenantId, processPackage, clock } = office
    const again = await deployPackage({ database, engine, tenants, tenantId, processPackage, clock })
    expect(again).toContainEqual({ key: 'food-business-licence', version: 1, previous: null, isNew: false })
    expect(again.filter(({ isNew }) => isNew)).toEqual([])
    const changed = structuredClone(processPackage)
    changed.manifest.matters.find(({ key }) => key === 'food-business-licence')!.conditions.push('新增条件')
    const published = await deployPackage({ database, engine, tenants, tenantId, processPackage: changed, clock })
    expect(published.filter(({ isNew }) => isNew)).toEqual([{ key: 'food-business-licence', version: 2, previous: 1, isNew: true }])
    const matter = await office.cases.getMatter(await person('shenqing').caller(), 'food-business-licence')
    expect(matter).toMatchObject({
      version: 2,
      organName: '三湖县市场监督管理局',
      statutory: '20个工作日',
      promised: '10个工作日',
      access: { '*': 'write' },
    })
    const listed = await office.cases.listMatters(await person('shenqing').caller())
    expect(listed.items.filter(({ key }) => key === 'food-business-licence')).toHaveLength(1)
  })
})
