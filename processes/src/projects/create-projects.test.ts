import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  cast,
  contracted,
  FOLDER,
  milestone,
  MONDAY,
  paymentPassed,
  recorded,
  request,
} from '../../packages/g3-projects/scenarios/project.ts'
import { openOffice, playedIn, type Scenario } from '../testing/index.ts'
import { createProjects, type Projects } from './create-projects.ts'

const PLAY_LIMIT_MS = 60_000

describe('what the screens read of projects', () => {
  let s: Scenario
  let projects: Projects
  beforeEach(async () => {
    const office = await openOffice({ packageFolder: FOLDER, startAt: Date.parse(MONDAY), people: 'county' })
    s = playedIn(office)
    projects = createProjects(office)
  })
  afterEach(() => s.close())

  it(
    'a project with its life line, gates, money, milestones and cases',
    async () => {
      // given a project whose first milestone is accepted, and half of it paid
      const code = await contracted(s)
      const { officer, tech, techHead, treasury } = cast(s)
      await recorded(s, 'milestone-acceptance', milestone(code, 1, '2026-03-20'), tech, techHead)
      const paid = await officer.submits('payment-request', request(code, { amount: '400000.00' }), {})
      await paymentPassed(s, paid)
      await treasury.does('Task_Pay', 'pay', { form: { paidOn: '2026-03-25', voucher: 'GK-1' } })
      await officer.submits('payment-request', request(code, { amount: '100000.00', invoiceNo: '26322000000000000002' }), {})

      // then its organ sees it in the list, with what it came to
      const { items, stages } = await projects.list(await officer.caller(), { limit: 50 })
      expect(items).toMatchObject([
        { code, stageText: '合同签订', lamp: 'normal', design: 195_000_000, contract: 180_000_000, reserved: 10_000_000, paid: 40_000_000 },
      ])
      expect(stages.filter(({ count }) => count > 0)).toEqual([{ stage: 'contracted', text: '合同签订', count: 1 }])
      expect((await projects.list(await officer.caller(), { limit: 50, stage: 'entered' })).items).toEqual([])
      expect((await projects.list(await officer.caller(), { limit: 50, q: '没有这个' })).items).toEqual([])

      // and on its page what is passed, what may be handed in, and why the rest may not
      const { id } = items[0]!
      const page = await projects.get(await officer.caller(), id)
      expect(page.stations.map(({ state }) => state).join(' ')).toBe(
        'passed skipped skipped passed passed passed ahead ahead ahead ahead ahead ahead',
      )
      expect(page.stations.find(({ stage }) => stage === 'designed')).toMatchObject({
        plannedOn: '2026-06-30',
        number: '三发改投资〔2026〕1号',
      })
      const gate = (key: string) => page.gates.find(({ matterKey }) => matterKey === key)
      expect(gate('payment-request')).toMatchObject({ closed: null })
      expect(gate('final-acceptance')?.closed).toContain('试运行')
      expect(page.contracts).toMatchObject([
        { milestones: [{ no: 1, acceptedOn: '2026-03-20', paidFen: 40_000_000, reservedFen: 10_000_000 }, { no: 2 }, { no: 3 }] },
      ])
      expect(page.cases.map(({ matterName }) => matterName)).toContain('项目资金拨付')

      // and a planned day that passed is red
      await s.at('2026-11-02T09:00:00+08:00')
      const late = await projects.get(await officer.caller(), id)
      expect(late.contracts[0]!.milestones[1]).toMatchObject({ name: '竣工验收', isLate: true })
      await s.at('2027-07-01T09:00:00+08:00')
      expect((await projects.get(await officer.caller(), id)).lamp).toBe('red')
    },
    PLAY_LIMIT_MS,
  )

  it(
    'another organ sees nothing of it, whoever reviews and pays sees it and hands in nothing for it',
    async () => {
      await contracted(s)
      const { officer, finance } = cast(s)
      const { items } = await projects.list(await officer.caller(), { limit: 50 })
      const other = await s.person('zjj-xiangmu').caller()
      expect((await projects.list(other, { limit: 50 })).items).toEqual([])
      await expect(projects.get(other, items[0]!.id)).rejects.toMatchObject({ code: 'NOT_FOUND' })
      const reviewer = await finance.caller()
      expect((await projects.list(reviewer, { limit: 50 })).items).toHaveLength(1)
      const page = await projects.get(reviewer, items[0]!.id)
      expect(page.gates).toEqual([])
      // The papers of its cases are listed for whoever may open them, and for nobody else.
      const seen = (await projects.get(await officer.caller(), items[0]!.id)).cases.flatMap(({ documents }) => documents)
      expect(seen.map(({ name }) => name)).toEqual(expect.arrayContaining(['项目入库通知', '项目批复', '中标(成交)通知书']))
      for (const { id } of seen) expect(await s.cases.openFile(await officer.caller(), id)).toMatchObject({ mediaType: 'application/pdf' })
      const shown = new Set(page.cases.flatMap(({ documents }) => documents.map(({ id }) => id)))
      for (const { id } of seen.filter((one) => !shown.has(one.id)))
        await expect(s.cases.openFile(reviewer, id)).rejects.toMatchObject({ code: 'NOT_FOUND' })
      for (const id of shown) expect(await s.cases.openFile(reviewer, id)).toMatchObject({ mediaType: 'application/pdf' })
      expect([shown.size, seen.length]).toEqual([1, 4])
      // Its months are the operator's and the reviewers'; a partner of another organ has none of it.
      expect((await projects.bot(await s.person('youxian').caller())).months).toHaveLength(120)
      await expect(projects.bot(await s.person('jlgs-jianli').caller())).rejects.toMatchObject({ code: 'NOT_AUTHORIZED' })
      // On the 2nd of March the first month is missing, and the second can still be filed in time.
      const { months } = await projects.bot(reviewer)
      expect(months.slice(0, 3).map(({ month, state }) => `${month} ${state}`)).toEqual(['2026-01 gap', '2026-02 ahead', '2026-03 ahead'])
      expect(await projects.fund(reviewer)).toEqual({ years: [] })
    },
    PLAY_LIMIT_MS,
  )
})
