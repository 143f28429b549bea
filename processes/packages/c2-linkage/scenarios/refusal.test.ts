import { describe, expect } from 'vitest'
import { scenario } from '@lianban/processes/testing'
import { BURST_PIPE, cast, china, dispatched, disposed, DISPUTE, filed, FOLDER, MONDAY, photo, refusal } from './incident.ts'

describe('退件、仲裁、强制派发', () => {
  scenario(
    'grid case refused twice then forced',
    FOLDER,
    async (s) => {
      const c = cast(s)
      const id = await dispatched(c, DISPUTE, 'xfj')
      const dueAt = china('2026-09-24T17:30:00')
      expect((await c.targets(id)).map((target) => target.due_at)).toEqual([dueAt])
      // Without what it rests on there is no refusal.
      await expect(
        c.disposer('xfj').does('Task_Receive', 'refuse', { fields: { code: 'ownership', basis: '不归我管' } }),
      ).rejects.toMatchObject({ code: 'FORM_INVALID' })
      const received = (await c.disposer('xfj').inbox())[0]!
      await c.disposer('xfj').completes(received.taskId, 'refuse', await refusal(c.disposer('xfj')))

      await s.at('2026-09-21T10:30:00+08:00')
      await c.dispatcher.does('Task_Refusal', 'redispatch')
      await c.dispatcher.does('Task_Dispatch', 'dispatch', { form: { lead: 'lianhu', coops: [] } })
      await c.disposer('lianhu').does('Task_Receive', 'refuse', await refusal(c.disposer('lianhu')))
      await c.dispatcher.does('Task_Refusal', 'redispatch')
      await c.dispatcher.does('Task_Dispatch', 'dispatch', { form: { lead: 'cgj', coops: [] } })
      await c.disposer('cgj').does('Task_Receive', 'refuse', await refusal(c.disposer('cgj')))
      // Twice is enough: now somebody rules.
      await expect(c.dispatcher.does('Task_Refusal', 'redispatch')).rejects.toMatchObject({ details: { reason: 'REDISPATCHED_TWICE' } })
      await c.dispatcher.completes((await c.dispatcher.inbox())[0]!.taskId, 'arbitrate', { opinion: '职责明确,不同意退件' })
      await c.director.does('Task_Arbitrate', 'rule', { fields: { lead: 'lianhu', text: '矛盾纠纷由属地镇调解' } })

      const forced = (await c.disposer('lianhu').inbox())[0]!
      expect(forced.elementId).toBe('Task_Receive')
      await c.disposer('lianhu').claims('Task_Receive')
      await expect(c.disposer('lianhu').completes(forced.taskId, 'refuse', await refusal(c.disposer('lianhu')))).rejects.toMatchObject({
        details: { reason: 'FORCED' },
      })
      await c.disposer('lianhu').completes(forced.taskId, 'receive')
      // No clock stopped while they refused.
      expect((await c.disposer('lianhu').inbox()).map(({ dueAt: due }) => due)).toEqual([dueAt])
      expect(await c.incident(id)).toMatchObject({
        lead: 'lianhu',
        forced: true,
        redispatches: 2,
        dispatched_at: china('2026-09-21T09:00:00'),
      })
      expect(await c.deeds(id)).toEqual([
        ...['dispatch xfj', 'refuse xfj', 'redispatch xfj', 'dispatch lianhu', 'refuse lianhu', 'redispatch lianhu'],
        ...['dispatch cgj', 'refuse cgj', 'dispute cgj', 'rule lianhu'],
      ])
      expect((await c.targets(id)).map(({ organ, state }) => `${organ} ${state}`).sort()).toEqual([
        ...['cgj canceled', 'lianhu canceled', 'lianhu open', 'xfj canceled'],
      ])

      // The ruling is a precedent: the next like case is proposed so.
      await filed(c, DISPUTE)
      expect((await c.dispatcher.opens('Task_Dispatch')).form!.values).toMatchObject({ lead: 'lianhu', reason: '按仲裁先例派遣' })
      expect(await c.linkage.precedents(await c.director.caller())).toMatchObject([
        { townName: '莲湖镇', organName: '莲湖镇', categoryName: '矛盾纠纷' },
      ])
    },
    MONDAY,
    'county',
  )

  scenario(
    'still contested, the joint meeting rules; whoever ruled on the refusal does not arbitrate',
    FOLDER,
    async (s) => {
      const c = cast(s)
      const id = await dispatched(c, DISPUTE, 'xfj')
      await c.disposer('xfj').does('Task_Receive', 'refuse', await refusal(c.disposer('xfj')))
      await c.dispatcher.does('Task_Refusal', 'arbitrate', { opinion: '不同意' })
      await c.director.does('Task_Arbitrate', 'meeting', { opinion: '涉及职责调整' })
      await c.meeting.does('Task_Meeting', 'rule', { fields: { lead: 'xfj', coops: ['lianhu'], text: '信访局牵头' } })
      await c.disposer('xfj').does('Task_Receive', 'receive')
      expect((await c.targets(id)).filter(({ state }) => state === 'open').map(({ organ, role, name }) => [organ, role, name])).toEqual([
        ['xfj', 'lead', '上门调解'],
        ['lianhu', 'coop', '协同处置'],
      ])
      const { items } = await c.linkage.figures(await c.shift.caller(), { from: 0, to: s.clock() + 1 })
      // The refusal was found wrong.
      expect(items.find(({ organ }) => organ === 'xfj')).toMatchObject({ refused: { n: 1, of: 2 }, deductionTenths: 10 })
    },
    MONDAY,
    'county',
  )
})

describe('逐项处置', () => {
  scenario(
    'burst pipe with three targets',
    FOLDER,
    async (s) => {
      const c = cast(s)
      await s.at('2026-09-21T20:00:00+08:00')
      const id = await dispatched(c, BURST_PIPE, 'slj', ['jtj'])
      const water = c.disposer('slj')
      await water.does('Task_Receive', 'receive')
      expect((await c.targets(id)).map(({ name, organ, due_at }) => [name, organ, due_at])).toEqual([
        // 紧急工作时 run through the night; 工作日 do not, and the Mid-Autumn holiday is none.
        ['围挡止水', 'slj', china('2026-09-21T23:00:00')],
        ['修复管道', 'slj', china('2026-09-22T04:00:00')],
        ['恢复路面', 'jtj', china('2026-09-29T17:30:00')],
      ])
      const tasks = (await water.inbox()).sort((a, b) => a.dueAt! - b.dueAt!)
      expect(tasks.map(({ elementId, dueAt }) => [elementId, dueAt])).toEqual([
        ['Task_Dispose', china('2026-09-21T23:00:00')],
        ['Task_Dispose', china('2026-09-22T04:00:00')],
      ])
      // Escalation by shares of each target's own limit: 80 % blue, 100 % orange, 150 % red.
      await s.at('2026-09-22T00:31:00+08:00')
      expect((await s.notices.list(await water.caller(), { limit: 9 })).items.map(({ title }) => title)).toEqual([
        '蓝单:“处置”已用时限的80%:路面情况',
      ])
      expect((await s.notices.list(await s.person('xianzhang').caller(), { limit: 9 })).items.map(({ title }) => title)).toEqual([
        '橙单:“处置”已用时限的100%:路面情况',
      ])
      expect((await s.notices.list(await s.person('dcs-ducha').caller(), { limit: 9 })).items.map(({ title }) => title)).toEqual([
        '红单:“处置”已用时限的150%:路面情况',
      ])
      for (const { taskId } of tasks) {
        await s.cases.claim(await water.caller(), taskId)
        await water.completes(taskId, 'done', await disposed(water))
      }
      expect(await c.incident(id)).toMatchObject({ state: 'disposing' })
      await s.at('2026-09-22T09:00:00+08:00')
      // What is done is not escalated any more: the second target was reached before its 80 %.
      expect((await s.notices.list(await water.caller(), { limit: 9 })).items).toHaveLength(1)

      // The road has a clock of its own: extended once, before its limit, for no longer than that.
      const road = c.disposer('jtj')
      await road.claims('Task_Dispose')
      const [roadTask] = await road.inbox()
      const ask = (n: number) => ({ fields: { n, reason: '连日降雨' } })
      await expect(road.completes(roadTask!.taskId, 'extend', ask(6))).rejects.toMatchObject({ details: { reason: 'EXTENSION_LONG' } })
      await road.completes(roadTask!.taskId, 'extend', ask(2))
      await c.shift.does('Task_Extend', 'refuse', { opinion: '先行抢修' })
      await road.does('Task_Dispose', 'extend', ask(3))
      await c.shift.does('Task_Extend', 'approve')
      expect((await road.inbox()).map(({ dueAt }) => dueAt)).toEqual([china('2026-10-09T17:30:00')])
      await expect(road.does('Task_Dispose', 'extend', ask(1))).rejects.toMatchObject({ details: { reason: 'EXTENDED_ONCE' } })
      const again = (await road.inbox())[0]!
      await road.completes(again.taskId, 'done', await disposed(road))
      expect(await c.incident(id)).toMatchObject({ state: 'verifying' })

      // Nobody of the organs that disposed verifies; the photos are seen by who does.
      await expect(road.does('Task_Verify', 'pass', { fields: { way: 'site', finding: '好' } })).rejects.toThrow('has no task')
      await c.verifier.does('Task_Verify', 'rework', { fields: { reason: '路面不平', fraud: true, photos: await photo(c.verifier) } })
      expect(await c.incident(id)).toMatchObject({ state: 'disposing', reworks: 1 })
      // A false photo is a red card, of each organ that handed it in.
      await s.supervise()
      const cards = (await s.supervision.cards.list(await s.person('jianjian').caller(), { limit: 20 })).items
      expect(
        cards
          .filter(({ rule }) => rule.id === 'G1.fraud')
          .map(({ colour, organId }) => `${colour} ${organId}`)
          .sort(),
      ).toEqual(['red jtj', 'red slj'])
      // Urgent: four hours by the clock on the wall, for both.
      for (const person of [water, road]) {
        expect((await person.inbox()).map(({ dueAt }) => dueAt)).toEqual([china('2026-09-22T13:00:00')])
        await person.does('Task_Dispose', 'done', await disposed(person))
      }
      await c.verifier.does('Task_Verify', 'pass', { fields: { way: 'call', finding: '上报人确认' } })
      await c.shift.does('Task_Close', 'close', { fields: { answer: '供水、路面均已恢复' } })

      // Not content: once it is opened again by rule.
      const reporter = await c.gridWorker.caller()
      await expect(c.linkage.rate(await c.citizen.caller(), id, { grade: 5 })).rejects.toMatchObject({ code: 'NOT_FOUND' })
      await expect(c.linkage.rate(reporter, id, { grade: 1 })).rejects.toMatchObject({ details: { reason: 'REASON_REQUIRED' } })
      expect(await c.linkage.rate(reporter, id, { grade: 1, text: '路面又塌了' })).toEqual({ reopened: true })
      for (const person of [water, road]) await person.does('Task_Dispose', 'done', await disposed(person))
      await c.verifier.does('Task_Verify', 'pass', { fields: { way: 'site', finding: '平整' } })
      await c.shift.does('Task_Close', 'close', { fields: { answer: '已重新修复' } })
      expect(await c.linkage.rate(reporter, id, { grade: 2, text: '太慢' })).toEqual({ reopened: false })
      expect(await c.gridWorker.sees(id)).toMatchObject({ status: 'closed' })
      await expect(c.linkage.rate(reporter, id, { grade: 5 })).rejects.toMatchObject({
        details: { reason: expect.stringMatching(/RATED|NOT_CLOSED/) as string },
      })
      const { items } = await c.linkage.figures(await c.shift.caller(), { from: 0, to: s.clock() + 1 })
      expect(
        items.map(({ organName, disposedOnTime, extended, reworked, deductionTenths }) => [
          organName,
          disposedOnTime,
          extended,
          reworked,
          deductionTenths,
        ]),
      ).toEqual([
        ['全县', { n: 6, of: 7 }, { n: 1, of: 7 }, { n: 1, of: 1 }, 24],
        ['交通运输局', { n: 3, of: 3 }, { n: 1, of: 3 }, { n: 1, of: 1 }, 12],
        ['水务局', { n: 3, of: 4 }, { n: 0, of: 4 }, { n: 1, of: 1 }, 12],
      ])
    },
    MONDAY,
    'county',
  )

  scenario(
    'put on the list 挂账: reviewed every month, out of the denominators, then it goes on with the time that was left',
    FOLDER,
    async (s) => {
      const c = cast(s)
      const id = await dispatched(c, 'S0403', 'cgj')
      const person = c.disposer('cgj')
      await person.does('Task_Receive', 'receive')
      const [, second] = (await person.inbox()).sort((a, b) => a.dueAt! - b.dueAt!)
      await s.cases.claim(await person.caller(), second!.taskId)
      const why = {
        fields: {
          kind: 'listed',
          reason: '拆除资金尚未落实',
          basisFiles: [{ fileId: await person.uploads(), name: '说明.pdf', size: 1000 }],
        },
      }
      await person.completes(second!.taskId, 'defer', why)
      await c.director.does('Task_Defer', 'refuse', { opinion: '补充资金来源' })
      const asked = (await person.inbox()).sort((a, b) => a.dueAt! - b.dueAt!)[1]!
      await s.cases.claim(await person.caller(), asked.taskId)
      await person.completes(asked.taskId, 'defer', {
        fields: { ...why.fields, basisFiles: [{ fileId: await person.uploads(), name: '说明.pdf', size: 1000 }] },
      })
      await c.director.does('Task_Defer', 'approve')
      expect(await c.linkage.deferred(await c.shift.caller())).toMatchObject([
        { kind: '挂账', organName: '城管局', reason: '拆除资金尚未落实' },
      ])
      await person.does('Task_Dispose', 'done', await disposed(person))
      await s.at('2026-10-21T09:00:00+08:00')
      const { items } = await c.linkage.figures(await c.shift.caller(), { from: 0, to: s.clock() })
      expect(items[0]).toMatchObject({ closedOnTime: { n: 0, of: 0 }, disposedOnTime: { n: 1, of: 1 } })
      await c.shift.does('Task_DeferReview', 'keep', { opinion: '资金仍未到位' })
      await s.at('2026-11-20T09:00:00+08:00')
      await c.shift.does('Task_DeferReview', 'resume')
      // Fifteen workdays from 21 September end on 19 October at 17:30: that was left from the instant of the deferral.
      const left = china('2026-10-19T17:30:00') - china('2026-09-21T09:00:00')
      expect((await c.targets(id))[1]).toMatchObject({ state: 'open', due_at: s.clock() + left })
      expect((await person.inbox()).map(({ dueAt }) => dueAt)).toEqual([s.clock() + left])
      expect(await c.linkage.deferred(await c.shift.caller())).toEqual([])
    },
    MONDAY,
    'county',
  )
})
