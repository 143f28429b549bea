import { afterEach, beforeEach, expect, it } from 'vitest'
import { userTasks } from '@lianban/storage'
import { PACKAGES_FOLDER } from '../packages/templates.ts'
import { Actor, FOOD_FORM, openOffice, type Office } from '../testing/index.ts'

const FORM = { ...FOOD_FORM, address: '三湖县稻香镇文化路 1 号' }
const by = { actor: { userId: 'anquan', name: '吕安' } }
const REVIEW = { form: { finding: '齐全', siteDate: '2026-09-21', officerA: 'takan1', officerB: 'takan2' } }

let office: Office
beforeEach(async () => {
  office = await openOffice({ packageFolder: `${PACKAGES_FOLDER}/c3-licensing`, startAt: Date.parse('2026-09-18T09:00:00+08:00') })
})
afterEach(() => office.close())

const person = (userId: string) => new Actor(office, userId)
const submits = async (): Promise<string> => {
  const applicant = person('shenqing')
  const materials: Record<string, string[]> = {}
  for (const key of ['identity', 'floor-plan', 'safety-system', 'health-certificates']) materials[key] = [await applicant.uploads()]
  return applicant.submits('food-business-licence', FORM, materials)
}
const task = (id: string) => userTasks(office.database).get(office.tenantId, id)
const leaves = (userId: string, organId: string, post: string) =>
  office.tenants.users.endPost({ tenantId: office.tenantId, userId, organId, post, reason: '调离', by })
const logOf = async (caseId: string) =>
  (await office.tenants.supervision.entries(office.tenantId, { subject: `case:${caseId}`, limit: 50 })).items

it('what a leaver had taken is in the queue of his post again at once, and time line and log say why', async () => {
  const caseId = await submits()
  const taskId = await person('chuangkou').claims('Task_Intake')
  await leaves('chuangkou', 'scjg', 'window-clerk')
  expect(await task(taskId)).toMatchObject({ assignee: null, candidate_groups: ['scjg:window-clerk'] })
  const line = { action: '经办人变动,任务退回岗位待办', actorName: '吕安' }
  expect((await person('chengban').timeline(caseId)).at(-1)).toMatchObject({ ...line, opinion: '王小燕任职终止:调离' })
  expect((await person('shenqing').timeline(caseId)).at(-1)).toMatchObject({ ...line, opinion: null })
  expect((await logOf(caseId)).find(({ action }) => action === 'task.returned')).toMatchObject({
    actorName: '吕安',
    payload: { from: { userId: 'chuangkou', name: '王小燕' }, to: ['scjg:window-clerk'], reason: '王小燕任职终止:调离' },
  })
  await office.tenants.users.grantPost({ tenantId: office.tenantId, userId: 'chengban', organId: 'scjg', post: 'window-clerk', by })
  await person('chengban').does('Task_Intake', 'accept')
})

it('a task given by name goes to the group of the post that its step needs', async () => {
  await submits()
  await person('chuangkou').does('Task_Intake', 'accept')
  await office.documents.make()
  await person('chengban').does('Task_Review', 'submit', REVIEW)
  const { taskId } = (await person('takan1').inbox()).find(({ elementId }) => elementId === 'Task_SiteCheckA')!
  expect(await task(taskId)).toMatchObject({ assignee: 'takan1', candidate_groups: [] })
  await office.tenants.users.disable({ tenantId: office.tenantId, userId: 'takan1', reason: '离职', by })
  expect(await task(taskId)).toMatchObject({ assignee: null, candidate_groups: ['scjg:site-officer'] })
  await office.tenants.users.grantPost({ tenantId: office.tenantId, userId: 'chujian', organId: 'scjg', post: 'site-officer', by })
  const siteCheck = {
    checkedOn: '2026-09-21',
    premises: '符合',
    layout: '符合',
    facilities: '符合',
    system: '符合',
    health: '符合',
    conclusion: '符合',
  }
  await person('chujian').does('Task_SiteCheckA', 'submit', { form: siteCheck })
})

it('what another post covers stays with him; his other tasks go', async () => {
  await office.tenants.users.grantPost({ tenantId: office.tenantId, userId: 'chuangkou', organId: 'scjg', post: 'handler', by })
  const [first, second] = [await submits(), await submits()]
  await person('chuangkou').does('Task_Intake', 'accept')
  await office.documents.make()
  const intake = await person('chuangkou').claims('Task_Intake')
  const review = (await person('chengban').inbox()).find(({ elementId }) => elementId === 'Task_Review')!.taskId
  await person('chengban').claims('Task_Review')
  await office.tenants.users.grantPost({ tenantId: office.tenantId, userId: 'chengban', organId: 'scjg', post: 'reviewer', by })
  await leaves('chuangkou', 'scjg', 'handler')
  expect(await task(intake)).toMatchObject({ assignee: 'chuangkou' })
  await office.tenants.users.makeMain({
    tenantId: office.tenantId,
    userId: 'chengban',
    organId: 'scjg',
    post: 'reviewer',
    reason: '竞聘',
    by,
  })
  office.clock.set(office.clock() + 1000)
  await leaves('chengban', 'scjg', 'handler')
  expect(await task(review)).toMatchObject({ assignee: null, candidate_groups: ['scjg:handler'] })
  expect(first).not.toBe(second)
})

it('a dated end gives the tasks back in the sweep of that minute', async () => {
  await submits()
  const taskId = await person('chuangkou').claims('Task_Intake')
  await office.tenants.users.endPost({
    tenantId: office.tenantId,
    userId: 'chuangkou',
    organId: 'scjg',
    post: 'window-clerk',
    until: '2026-09-18',
    reason: '借调期满',
    by,
  })
  expect(await task(taskId)).toMatchObject({ assignee: 'chuangkou' })
  office.clock.set(Date.parse('2026-09-19T00:00:30+08:00'))
  await office.tenants.leavers.sweep()
  expect(await task(taskId)).toMatchObject({ assignee: null })
})
