import { describe, expect } from 'vitest'
import { scenario, type Scenario } from '@lianban/processes/testing'
import { accepted, aForm, cast, FOLDER } from './food-business.ts'
import { bureau } from './matters.ts'
import { childrenOf, FOOD, HYGIENE, THEME } from './restaurant.ts'

const testing = (plannedEnd: string) => ({ kind: 'testing', plannedEnd, reason: '须送检测机构检测' })

/** Handed in on 18 September and given to the two bureaus; both have accepted. */
async function distributed(s: Scenario): Promise<string> {
  const applicant = s.person('shenqing')
  const papers: Record<string, string[]> = {}
  for (const key of ['identity', 'floor-plan', 'safety-system', 'health-certificates', 'hygiene-test', 'hygiene-system'])
    papers[key] = [await applicant.uploads(`${key}.pdf`)]
  const answers = { otherPlaces: ['住宿'], hasSignboard: false, placeKind: '宾馆、旅店', waterSupply: '集中式供水' }
  const caseId = await applicant.submits(
    THEME,
    { ...aForm(), ...answers, centralAir: false, hygieneManager: '周敏', staffCount: 3 },
    papers,
  )
  await s.person('chuangkou').does('Task_Distribute', 'distribute')
  await accepted(s)
  await bureau(s, 'wjw').clerk.does('Task_Intake', 'accept')
  await s.documents.make()
  return caseId
}

/** The handler asks for a testing, the approver agrees, the notice is made. */
async function suspended(s: Scenario, { handler, approver }: Pick<ReturnType<typeof cast>, 'handler' | 'approver'>, plannedEnd: string) {
  await handler.does('Task_Review', 'special', { fields: testing(plannedEnd) })
  await approver.does('Task_ApproveSpecial', 'approve')
  await s.documents.make()
}

/** What the log says of the case's clock, the last entry last: `clock.suspended`, `limit.passed statutory`. */
const moves = async (s: Scenario, caseId: string): Promise<string[]> => {
  const { items } = await s.tenants.supervision.entries(s.tenantId, { subject: `case:${caseId}`, limit: 200 })
  const said = items.filter(({ action }) => action.startsWith('clock.') || action === 'limit.passed')
  return said
    .sort((a, b) => a.at - b.at)
    .map(({ action, payload }) => (action === 'limit.passed' ? `${action} ${(payload as { limit: string }).limit}` : action))
}

describe('开餐馆一件事: the clock of the whole', () => {
  scenario(
    'stands still while a matter is in a special procedure, from the first that stops to the last that goes on',
    FOLDER,
    async (s) => {
      const caseId = await distributed(s)
      const applicant = s.person('shenqing')
      const due = async () => (await applicant.sees(caseId)).statutory
      expect(await due()).toMatchObject({ dueDay: '2026-11-26', suspended: null })

      // 22 September to 12 October, and beside it 24 September to 14 October: one time, counted once.
      await s.at('2026-09-22T10:00:00+08:00')
      await suspended(s, cast(s), '2026-10-12')
      expect(await applicant.sees(caseId)).toMatchObject({ lamp: 'suspended', statutory: { suspended: '检测', tone: 'stopped' } })
      await s.at('2026-09-24T10:00:00+08:00')
      const hygiene = bureau(s, 'wjw')
      await suspended(s, hygiene, '2026-10-14')
      await s.at('2026-10-12T11:00:00+08:00')
      const children = await childrenOf(applicant, caseId)
      await cast(s).handler.endsSuspension(children[FOOD]!.caseId!, '合格')
      expect((await applicant.sees(caseId)).lamp).toBe('suspended')
      await s.at('2026-10-14T11:00:00+08:00')
      await hygiene.handler.endsSuspension(children[HYGIENE]!.caseId!, '合格')

      // 23, 24, 28, 29, 30 September, 8, 9, 10, 12, 13, 14 October: eleven workdays later than without.
      const resumed = await due()
      expect(resumed).toMatchObject({ dueDay: '2026-12-11', suspended: null })
      expect((await applicant.sees(caseId)).lamp).toBe('normal')
      expect(await moves(s, caseId)).toEqual(['clock.suspended', 'clock.resumed'])
      const lines = (await applicant.timeline(caseId)).map(({ action }) => action)
      expect(lines).toEqual(expect.arrayContaining(['其中有事项进行检测,整体时限暂停计算', '特别程序结束,整体时限恢复计算']))

      // the timers of the whole wait for the same day
      await s.at('2026-12-11T17:29:00+08:00')
      expect((await moves(s, caseId)).at(-1)).toBe('limit.passed promised')
      await s.at('2026-12-11T17:31:00+08:00')
      expect((await moves(s, caseId)).at(-1)).toBe('limit.passed statutory')
    },
    '2026-09-18T09:00:00+08:00',
    'county',
  )

  scenario(
    'goes on when the matter that stopped it is taken back',
    FOLDER,
    async (s) => {
      const caseId = await distributed(s)
      const applicant = s.person('shenqing')
      await s.at('2026-09-22T10:00:00+08:00')
      await suspended(s, cast(s), '2026-10-12')
      const { caseId: food } = (await childrenOf(applicant, caseId))[FOOD]!
      await s.cases.withdraw(await applicant.caller(), food!, { reason: '不再经营餐饮' })
      await s.at('2026-09-22T10:05:00+08:00')
      expect(await applicant.sees(caseId)).toMatchObject({ lamp: 'normal', statutory: { dueDay: '2026-11-26', suspended: null } })
    },
    '2026-09-18T09:00:00+08:00',
    'county',
  )
})
