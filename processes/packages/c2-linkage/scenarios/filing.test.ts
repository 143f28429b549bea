import { describe, expect } from 'vitest'
import { scenario } from '@lianban/processes/testing'
import {
  BURST_PIPE,
  cast,
  china,
  dispatched,
  disposed,
  FOLDER,
  GARBAGE,
  IN_TOWN,
  IN_VILLAGE,
  MONDAY,
  photo,
  refusal,
  report,
} from './incident.ts'

describe('受理和立案', () => {
  scenario(
    'whoever may take a step up looks at the photos before he does, as long as he may, and it is in the log',
    FOLDER,
    async (s) => {
      const c = cast(s)
      const shown = await c.citizen.uploads('前.jpg', 'image/jpeg')
      const id = await c.citizen.submits(
        'grid-incident',
        { summary: '垃圾没人清', category: GARBAGE, location: IN_TOWN },
        { photos: [shown] },
      )
      const opens = async (userId: string) =>
        s.cases.openFile(await s.person(userId).caller(), shown).then(
          ({ name }) => name,
          ({ code }: { code: string }) => code,
        )
      expect(await opens('lianhu-wangge')).toBe('NOT_FOUND')
      await c.taker.does('Task_Accept', 'check')
      // 核实 is his town's, and he begins with what was reported.
      expect(await opens('lianhu-wangge')).toBe('前.jpg')
      for (const other of ['luzhou-wangge', 'lianhu-chuzhi', 'cgj-chuzhi', 'zfb-lianxi']) expect(await opens(other)).toBe('NOT_FOUND')
      const { items } = await s.tenants.supervision.entries(s.tenantId, { subject: `case:${id}`, limit: 100 })
      expect(items.filter(({ action }) => action === 'paper.opened-before-claim')).toMatchObject([
        { actorId: 'lianhu-wangge', payload: { file: shown, element: 'Task_Check' } },
      ])
      // Once it is somebody's it is his alone, and afterwards nobody's.
      await c.gridWorker.claims('Task_Check')
      expect(await opens('lianhu-wangge')).toBe('前.jpg')
      await c.gridWorker.does('Task_Check', 'real', { fields: { found: '情况属实' } })
      expect(await opens('lianhu-wangge')).toBe('NOT_FOUND')
      expect(await opens('xxzx-zhiban')).toBe('前.jpg')
    },
    MONDAY,
    'county',
  )

  scenario(
    'a report that is nothing is told so with its reason',
    FOLDER,
    async (s) => {
      const c = cast(s)
      const id = await report(c, GARBAGE)
      expect(await c.incident(id)).toMatchObject({
        state: 'reported',
        town: 'lianhu',
        source: 'grid',
        incident_no: expect.stringMatching(/./) as string,
      })
      await expect(c.taker.does('Task_Accept', 'invalid')).rejects.toMatchObject({ code: 'OPINION_REQUIRED' })
      const [task] = await c.taker.inbox()
      await c.taker.completes(task!.taskId, 'invalid', { opinion: '照片不能反映问题' })
      expect(await c.incident(id)).toMatchObject({ state: 'invalid', closed_at: s.clock() })
      expect(await c.gridWorker.sees(id)).toMatchObject({ status: 'not-accepted' })
    },
    MONDAY,
    'county',
  )

  scenario(
    'a citizen reports twice what a grid worker has reported: linked, and all are told when it is closed',
    FOLDER,
    async (s) => {
      const c = cast(s)
      const id = await dispatched(c, GARBAGE, 'cgj')
      const again = { summary: '垃圾没人清', category: GARBAGE, location: { ...IN_TOWN, longitude: IN_TOWN.longitude + 0.0003 } }
      const found = await c.linkage.near(await c.citizen.caller(), { category: GARBAGE, position: again.location })
      expect(found).toMatchObject([{ incidentNo: (await c.incident(id)).incident_no, distanceM: 28 }])
      expect(await c.linkage.near(await c.citizen.caller(), { category: GARBAGE, position: IN_VILLAGE })).toEqual([])
      const second = await c.citizen.submits('grid-incident', again, {})
      expect(await c.incident(second)).toMatchObject({ source: 'public', state: 'reported' })
      const task = (await c.taker.inbox())[0]!
      await expect(c.taker.completes(task.taskId, 'duplicate', { fields: { original: '没有' } })).rejects.toMatchObject({
        code: 'LEDGER_REFUSED',
      })
      await c.taker.completes(task.taskId, 'duplicate', { fields: { original: (await c.incident(id)).incident_no } })
      expect(await c.incident(second)).toMatchObject({ state: 'duplicate', duplicate_of: id })

      const third = await c.citizen.submits('grid-incident', again, {})
      await expect(
        c.taker.does('Task_Accept', 'duplicate', { fields: { original: (await c.incident(second)).incident_no } }),
      ).rejects.toMatchObject({ details: { reason: 'ORIGINAL_IS_DUPLICATE' } })
      await c.taker.completes((await c.taker.inbox())[0]!.taskId, 'duplicate', { fields: { original: (await c.incident(id)).incident_no } })
      expect((await c.incident(third)).duplicate_of).toBe(id)

      await c.disposer('cgj').does('Task_Receive', 'receive')
      await c.disposer('cgj').does('Task_Dispose', 'done', await disposed(c.disposer('cgj')))
      await c.verifier.does('Task_Verify', 'pass', { fields: { way: 'site', finding: '已清理' } })
      await c.shift.does('Task_Close', 'close', { fields: { answer: '垃圾已经清理' } })
      for (const reporter of [c.gridWorker, c.citizen])
        expect((await s.notices.list(await reporter.caller(), { limit: 5 })).items.map(({ title }) => title)).toContain(
          '您上报的“路面情况”已经办结',
        )
      await s.at('2026-09-29T09:00:00+08:00')
      expect(await c.gridWorker.sees(id)).toMatchObject({ status: 'closed' })
      const detail = await c.linkage.get(await c.shift.caller(), id)
      expect(detail).toMatchObject({
        linked: [{}, {}],
        before: [{}],
        after: [{}],
        lamp: 'done',
        targets: [{ organName: '城管局', isLate: false }],
      })
    },
    MONDAY,
    'county',
  )

  scenario(
    'in doubt a grid worker looks, then it is not filed; what was put right on the spot is closed at once',
    FOLDER,
    async (s) => {
      const c = cast(s)
      await report(c, GARBAGE)
      await c.taker.does('Task_Accept', 'check')
      await c.gridWorker.does('Task_Check', 'real', { fields: { found: '只有少量落叶' } })
      await c.taker.does('Task_Accept', 'valid')
      await c.shift.does('Task_File', 'reject', { opinion: '达不到立案条件' })

      const id = await report(c, GARBAGE, { selfHandled: true })
      await c.taker.does('Task_Accept', 'valid')
      await c.shift.does('Task_File', 'self', { fields: { photos: await photo(c.shift) } })
      expect(await c.incident(id)).toMatchObject({ state: 'self-handled' })
      expect((await c.linkage.list(await c.shift.caller(), { state: 'all', limit: 10 })).items.map(({ state }) => state).sort()).toEqual([
        'rejected',
        'self-handled',
      ])
    },
    MONDAY,
    'county',
  )

  scenario(
    'while one of its targets is late the incident is late, and says when that one was due',
    FOLDER,
    async (s) => {
      const c = cast(s)
      const id = await dispatched(c, BURST_PIPE, 'slj')
      const first = Math.min(...(await c.targets(id)).map(({ due_at }) => due_at))
      const late = async () => (await c.linkage.list(await c.shift.caller(), { lamp: 'overdue', limit: 10 })).items
      expect(await late()).toEqual([])
      await s.at(new Date(first + 60_000).toISOString())
      expect(await late()).toMatchObject([{ id, lamp: 'overdue', dueAt: first }])
      expect((await c.incident(id)).due_at).toBeGreaterThan(s.clock())
    },
    MONDAY,
    'county',
  )

  scenario(
    'what lies outside the county, or has no category, is refused at its field',
    FOLDER,
    async (s) => {
      const c = cast(s)
      await expect(
        c.citizen.submits(
          'grid-incident',
          { summary: '远处', category: 'X9', location: { address: '远处', longitude: 121, latitude: 31 } },
          {},
        ),
      ).rejects.toMatchObject({ details: { problems: [{ path: 'category' }, { path: 'location' }] } })
      // Whoever did not put it right on the spot is not closed as if he had.
      await report(c, GARBAGE)
      await c.taker.does('Task_Accept', 'valid')
      await expect(c.shift.does('Task_File', 'self', { fields: { photos: await photo(c.shift) } })).rejects.toMatchObject({
        details: { reason: 'NOT_SELF_HANDLED' },
      })
    },
    MONDAY,
    'county',
  )
})

describe('派遣', () => {
  scenario(
    'rules propose: by owner, by the town outside the county town, urgent ones at night to the town',
    FOLDER,
    async (s) => {
      const c = cast(s)
      const proposed = async (category: string, location: object) => {
        await report(c, category, { location })
        await c.taker.does('Task_Accept', 'valid')
        await c.shift.does('Task_File', 'file', { fields: { category } })
        const { form } = await c.dispatcher.opens('Task_Dispatch')
        const values = form!.values
        const lead = String(values.lead)
        await c.dispatcher.does('Task_Dispatch', 'dispatch', { form: { lead, coops: values.coops ?? [] } })
        return [lead, values.coops ?? [], values.reason]
      }
      expect(await proposed('B0106', IN_TOWN)).toEqual(['zjj', [], '按权属单位派遣'])
      expect(await proposed(GARBAGE, IN_TOWN)).toEqual(['cgj', [], '按类别标准的主管部门派遣'])
      expect(await proposed(GARBAGE, IN_VILLAGE)).toEqual(['luzhou', ['cgj'], '镇区以外的市容环境案件由属地处置,主管部门协同'])
      expect(await proposed('S0502', IN_TOWN)).toEqual(['zjj', ['gaj', 'xfdd'], '燃气泄漏由住建局牵头组织燃气公司抢修,公安、消防协同'])
      await s.at('2026-09-21T22:00:00+08:00')
      expect(await proposed('S0503', IN_VILLAGE)).toEqual(['luzhou', ['jtj'], '非工作时间的紧急案件由属地先行处置,主管部门协同'])
    },
    MONDAY,
    'county',
  )

  scenario(
    'whoever does not sign in his hour is deemed to have received it, and cannot refuse it any more',
    FOLDER,
    async (s) => {
      const c = cast(s)
      await dispatched(c, GARBAGE, 'cgj')
      await s.at('2026-09-21T09:59:00+08:00')
      await expect(c.disposer('slj').does('Task_Receive', 'refuse', await refusal(c.disposer('slj')))).rejects.toThrow('has no task')
      await s.at('2026-09-21T10:01:00+08:00')
      expect((await c.disposer('cgj').inbox()).map(({ elementId, dueAt }) => [elementId, dueAt])).toEqual([
        ['Task_Dispose', china('2026-09-22T17:30:00')],
      ])
    },
    MONDAY,
    'county',
  )
})
