import { afterEach, beforeEach, expect, it } from 'vitest'
import { PACKAGES_FOLDER } from '../packages/templates.ts'
import { Actor, FOOD_FORM, openOffice, type Office } from '../testing/index.ts'
import type { MadeDocument } from '../testing/fake-document-worker.ts'

/* 机构改革: the market bureau and the city management bureau become one on 1 January 2027; a clerk has cases in hand. */

const china = (text: string) => Date.parse(`${text}+08:00`)
const BUREAU = '三湖县市场监督管理局'
const MERGED = { id: 'scjz', name: '三湖县市场监管综合局', shortName: '市监综合局', kind: 'department', parentId: 'xzf' } as const
const by = { actor: { userId: 'anquan', name: '吕安' } }
const REVIEW = { form: { finding: '齐全', siteDate: '2026-12-29', officerA: 'takan1', officerB: 'takan2' } }
const GOOD = Object.fromEntries(['premises', 'layout', 'facilities', 'system', 'health', 'conclusion'].map((key) => [key, '符合']))

let office: Office
beforeEach(async () => {
  office = await openOffice({ packageFolder: `${PACKAGES_FOLDER}/c3-licensing`, startAt: china('2026-12-28T09:00:00') })
})
afterEach(() => office.close())

const person = (userId: string) => new Actor(office, userId)
const clerk = () => person('chengban')
const delegate = () => person('chujian')

it('clerk merged into a new organ on 1 January', async () => {
  // given one case that is over, one that he has taken, one in the queue of his post, and a colleague who acts for him until 15 January
  const past = await accepted(1)
  await clerk().does('Task_Review', 'submit', REVIEW)
  await examined()
  await person('pizhun').does('Task_Decide', 'grant')
  await papers()
  await delegate().does('Task_Deliver', 'deliver', { form: { method: '窗口领取', receiver: '李春华', deliveredOn: '2026-12-28' } })
  await papers()
  const [taken, queued] = [await accepted(2), await accepted(3)]
  const taskId = (await clerk().inbox()).find(({ caseId }) => caseId === taken)!.taskId
  await office.cases.claim(await clerk().caller(), taskId)
  await delegated()
  const reform = { organIds: ['scjg', 'cgj'], into: MERGED, on: '2027-01-01', reason: '机构改革' }
  await office.tenants.organs.merge({ tenantId: office.tenantId, ...reform, by })

  // when it is planned only, nothing is different on the last afternoon of the year
  await office.passTime(china('2026-12-31T17:00:00'))
  expect((await clerk().caller()).posts).toMatchObject([{ organId: 'scjg', organName: BUREAU, post: 'handler' }])
  await office.passTime(china('2027-01-01T00:00:30'))
  expect(await office.tenants.organs.carryOutDue(office.tenantId)).toBe(1)

  // then on the first workday he has his post in the new organ, which holds it for both old ones, and the tasks that he had
  await office.passTime(china('2027-01-04T09:00:00'))
  expect((await clerk().caller()).posts).toMatchObject([
    { organId: 'scjz', organName: MERGED.name, post: 'handler' },
    { organId: 'cgj', heldIn: 'scjz' },
    { organId: 'scjg', heldIn: 'scjz' },
  ])
  expect((await clerk().inbox()).map(({ caseId, mine }) => [caseId, mine])).toEqual([
    [taken, true],
    [queued, false],
  ])
  expect(await office.tenants.delegations.list(await clerk().caller())).toMatchObject([{ status: 'active', delegateId: 'chujian' }])
  expect((await delegate().inbox()).map(({ onBehalfOf }) => onBehalfOf?.name)).toEqual(['赵志强', '赵志强'])

  // he goes on where he was, his colleague acts for him; whoever came from the other bureau has his own post's work, not the clerk's
  await expect(person('chengguan').claims('Task_Review')).rejects.toThrow('has no task')
  await clerk().completes(taskId, 'submit', REVIEW)
  await examined()
  await delegate().does('Task_Review', 'submit', REVIEW)
  await examined()
  expect((await clerk().timeline(queued)).find(({ stepName }) => stepName === '审查')).toMatchObject({ actorName: '冯丽(代赵志强)' })

  // the new organ signs, with its name and seal; its numbers go on in the run of the code that the matter has
  for (const _ of [taken, queued]) await person('pizhun').does('Task_Decide', 'refuse', { opinion: '不具备冷藏设备' })
  const refusals = await papers()
  expect(refusals.map(({ number }) => number)).toEqual(['三市监许不准〔2027〕1号', '三市监许不准〔2027〕2号'])
  for (const { organName, html } of refusals) {
    expect(organName).toBe(MERGED.name)
    expect(html).toContain(`aria-label="${MERGED.name}（演示用章）"`)
    expect(html).not.toContain(BUREAU)
  }
  expect(await person('shenqing').sees(taken)).toMatchObject({ organName: MERGED.name, status: 'refused' })
  // a new case is the new organ's from the beginning, at a window of either old bureau
  const fresh = await submitted(4)
  await person('chengguan').does('Task_Intake', 'accept')
  expect((await papers()).map(({ name, organName }) => [name, organName])).toEqual([['受理通知书', MERGED.name]])
  const { items } = await office.cases.list(await person('chengguan').caller(), { view: 'organ', limit: 10 })
  expect(items.map(({ id }) => id).sort()).toEqual([past, taken, queued, fresh].sort())

  // nobody delivers within ten workdays: the card goes to the new organ and its leader
  await office.passTime(china('2027-01-19T09:00:00'))
  const { items: cards } = await office.supervision.cards.list(await person('juzhang').caller(), { state: 'issued', limit: 50 })
  const late = cards.filter(({ rule }) => rule.id === 'T6')
  expect(late.map(({ organName, organId }) => [organName, organId])).toEqual(Array(2).fill([MERGED.name, 'scjz']))

  // what was over reads as it was: the case, its time line, its licence, what was published of it
  expect(await clerk().sees(past)).toMatchObject({ organName: BUREAU, status: 'granted' })
  expect((await clerk().timeline(past)).find(({ stepName }) => stepName === '审查')).toMatchObject({ actorName: '赵志强' })
  const code = (await person('shenqing').sees(past)).verificationUrl!.split('/').at(-1)!
  expect(await office.verification.document(office.tenantId, code)).toMatchObject({ organName: BUREAU, licence: { valid: true } })
  // … and the successor is public without the code of the organ that it succeeded
  const published = await office.database('publication').whereIn('case_id', [past, taken]).orderBy('published_at')
  expect(published).toMatchObject([
    { organ_name: BUREAU, organ_code: '11320899014285676W' },
    { organ_name: MERGED.name, organ_code: null },
  ])

  // and the log: each deed under the organ of its day, the reform with what it carried over, and all of it proved
  await office.supervise()
  expect(await deedsOf(`case:${past}`)).toEqual(Array(7).fill('task.completed scjg'))
  expect(await deedsOf(`case:${taken}`)).toEqual(['task.completed scjg', ...Array<string>(5).fill('task.completed scjz')])
  expect(await deedsOf('user:chengban', /^(post|delegation)\.(accepted|carried)/)).toEqual([
    'delegation.accepted',
    'post.carried-over scjg',
  ])
  expect(await deedsOf('organ:scjz', /./)).toEqual(['organ.change-planned scjz', 'organ.merged scjz'])
  expect(await office.tenants.supervision.verifyDatabase(office.tenantId)).toMatchObject({ ok: true })
})

async function submitted(house: number): Promise<string> {
  const applicant = person('shenqing')
  const materials: Record<string, string[]> = {}
  for (const key of ['identity', 'floor-plan', 'safety-system', 'health-certificates']) materials[key] = [await applicant.uploads()]
  return applicant.submits('food-business-licence', { ...FOOD_FORM, address: `三湖县稻香镇文化路 ${house} 号` }, materials)
}

async function accepted(house: number): Promise<string> {
  const caseId = await submitted(house)
  await person('chuangkou').does('Task_Intake', 'accept')
  await papers()
  return caseId
}

/** The site check and the audit of the one case that is so far. */
async function examined(): Promise<void> {
  await person('takan1').does('Task_SiteCheckA', 'submit', { form: { ...GOOD, checkedOn: '2026-12-29' } })
  await person('takan2').does('Task_SiteCheckB', 'submit', { form: { ...GOOD, checkedOn: '2026-12-29' } })
  await person('shenhe').does('Task_Audit', 'pass', { opinion: '同意' })
}

async function papers(): Promise<MadeDocument[]> {
  const made: MadeDocument[] = []
  for (let more = await office.documents.make(); more.length > 0; more = await office.documents.make()) made.push(...more)
  return made
}

async function delegated(): Promise<void> {
  const { delegations } = office.tenants
  const scope = { matters: null, actions: null, amountLimitFen: null }
  const days = { startsAt: office.clock(), endsAt: china('2027-01-15T00:00:00') }
  const id = await delegations.propose(await clerk().caller(), { delegateId: 'chujian', ...scope, ...days, reason: '外出学习' })
  await delegations.accept(await delegate().caller(), id)
}

/** Action and organ of a subject's entries. */
async function deedsOf(subject: string, actions = /^task\.completed$/): Promise<string[]> {
  const { items } = await office.tenants.supervision.entries(office.tenantId, { subject, limit: 200 })
  return items.filter(({ action }) => actions.test(action)).map(({ action, organId }) => [action, organId].filter(Boolean).join(' '))
}
