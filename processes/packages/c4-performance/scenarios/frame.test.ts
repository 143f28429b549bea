import { describe, expect } from 'vitest'
import { assessmentFrames } from '@lianban/storage'
import { scenario } from '@lianban/processes/testing'
import {
  BEGIN,
  cast,
  deskOf,
  FOLDER,
  FRAME,
  FRAME_FORM,
  INVESTMENT,
  leaderOfOffice,
  MEETING,
  ofFgw,
  OF_SWJ,
  OPINION,
  proposedFrame,
  signatureOf,
  UNITS,
  withDuties,
} from './year.ts'

describe('年度考核方案', () => {
  scenario(
    'weights that do not add up are not approved, and letters are signed by hand',
    FOLDER,
    async (s) => {
      const { office, committee, owner, owner2, of, leader } = cast(s)
      const id = await proposedFrame(s, 25)
      // 95 of 100 points for every unit.
      await expect(office.does('Task_Balance', 'balanced', { form: {} })).rejects.toMatchObject({
        details: { problems: [{ path: 'weights', code: 'WEIGHTS_UNBALANCED', message: expect.stringContaining('95分') as string }] },
      })
      const [balancing] = await office.inbox()
      await office.completes(balancing!.taskId, 'again', { opinion: '综合评价的权重请重提' })
      await owner.does('Task_Propose', 'propose', { form: OF_SWJ })
      await owner2.does('Task_Propose', 'propose', { form: ofFgw(25) })
      for (const unit of UNITS) await of(unit).does('Task_Comment', 'comment', { opinion: '请提高综合评价权重' })
      const weights = [{ indicatorId: OPINION, weight: 30 }]
      // A ten-thousandth of a point is none.
      await expect(
        office.does('Task_Balance', 'balanced', { form: { weights: [{ indicatorId: OPINION, weight: 30.0001 }] } }),
      ).rejects.toMatchObject({ details: { problems: [{ path: 'weights.0.weight' }] } })
      await office.does('Task_Balance', 'balanced', { form: { weights } })

      await committee.does('Task_Approve', 'return', { opinion: '请再核对' })
      await office.does('Task_Balance', 'balanced', { form: {} })
      await committee.does('Task_Approve', 'approve', { form: MEETING })

      const [signer, other] = [leader('lianhu'), leader('luzhou')]
      await expect(signer.does('Task_Sign', 'sign')).rejects.toMatchObject({ code: 'SIGNATURE_REQUIRED' })
      const [task] = await signer.inbox()
      await signer.completes(task!.taskId, 'sign', { signature: await signatureOf(s, signer) })
      await other.does('Task_Sign', 'sign', { signature: await signatureOf(s, other) })
      await leader('lingtang').does('Task_Sign', 'sign', { signature: await signatureOf(s, leader('lingtang')) })
      const letters = await s.documents.make(id)
      expect(letters).toHaveLength(3)
      const own = letters.find(({ html }) => html.includes('莲湖镇'))!
      expect(own.html).toMatch(/招商引资到账额.*10亿元.*40/s)
      expect(own.html).not.toContain('芦洲镇')
      expect(own.html).toContain('class="by-hand"')
      expect(await office.sees(id)).toMatchObject({ status: 'closed' })

      // From now on nothing of it moves.
      expect(await assessmentFrames(s.database).get(s.tenantId, FRAME)).toMatchObject({ status: 'started' })
      const caller = await office.caller()
      await expect(deskOf(s).putDuty(caller, { year: 2026, family: 'region', duty: 'scoring', organ: 'tjj' })).rejects.toMatchObject({
        details: { problems: [{ code: 'DUTY_FIXED' }] },
      })
      await expect(office.submits('assessment-frame', FRAME_FORM, {})).rejects.toMatchObject({ details: { problems: [{ path: 'year' }] } })
      const library = await deskOf(s).library(await of('lianhu').caller(), FRAME)
      expect(library.indicators.find((it) => it.id === INVESTMENT)!.targets.map(({ organId }) => organId)).toEqual(['lianhu'])
    },
    BEGIN,
    'county',
  )

  scenario(
    'weights and rules stand still once the targets are issued, even where the case is moved back to a step',
    FOLDER,
    async (s) => {
      const { office, committee } = cast(s)
      const id = await proposedFrame(s)
      await office.does('Task_Balance', 'balanced', { form: {} })
      await committee.does('Task_Approve', 'approve', { form: MEETING })
      const leader = await leaderOfOffice(s)
      for (const to of ['Task_Balance', 'Task_Propose'] as const)
        await s.cases.jump(await leader.caller(), id, { to, reason: '试图修改权重' })
      await expect(s.person('swj-zhibiao').does('Task_Propose', 'propose', { form: OF_SWJ })).rejects.toMatchObject({
        details: { problems: [{ code: 'FRAME_STARTED' }] },
      })
      await s.cases.jump(await leader.caller(), id, { to: 'Task_Balance', reason: '试图修改权重' })
      const weights = [{ indicatorId: OPINION, weight: 20 }]
      await expect(office.does('Task_Balance', 'balanced', { form: { weights } })).rejects.toMatchObject({
        details: { problems: [{ code: 'FRAME_STARTED' }] },
      })
    },
    BEGIN,
    'county',
  )

  scenario(
    'nobody owns or scores who is outside the government, and no owner proposes a target for itself',
    FOLDER,
    async (s) => {
      const { office, owner } = cast(s)
      const caller = await office.caller()
      await expect(deskOf(s).putDuty(caller, { year: 2026, family: 'region', duty: 'scoring', organ: 'yx' })).rejects.toMatchObject({
        details: { problems: [{ message: expect.stringContaining('有线') as string }] },
      })
      await expect(office.submits('assessment-frame', FRAME_FORM, {})).rejects.toMatchObject({
        details: { problems: [{ message: expect.stringContaining('责任分工表没有写明') as string }] },
      })
      await withDuties(s)
      const own = (form: object) => office.submits('assessment-frame', { ...FRAME_FORM, ...form }, {})
      await expect(own({ owners: ['yx'] })).rejects.toMatchObject({ details: { problems: [{ path: 'owners' }] } })
      await expect(own({ adjustUntil: '2027-01-01' })).rejects.toMatchObject({ details: { problems: [{ path: 'adjustUntil' }] } })
      const id = await own({ units: ['swj', 'lianhu'] })
      const form = { ...OF_SWJ, targets: [{ indicator: '招商引资到账额', organ: 'swj', base: 1, target: 2 }] }
      await expect(owner.does('Task_Propose', 'propose', { form })).rejects.toMatchObject({
        details: { problems: [{ code: 'OWNER_SCORES_HIMSELF' }] },
      })
      // A draft that is withdrawn leaves nothing behind.
      await s.cases.withdraw(caller, id, { reason: '重新拟定' })
      expect(await assessmentFrames(s.database).get(s.tenantId, FRAME)).toBeUndefined()
    },
    BEGIN,
    'county',
  )
})
