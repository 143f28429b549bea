import { beforeAll, expect, test } from 'vitest'
import { describeInBrowser } from '../support/browser-walk.ts'
import { waitForTask, work } from '../support/licence-journey.ts'
import type { ApiClient } from '../support/api-client.ts'

const YEAR = 2025
const FRAME = `${YEAR}-D`
const [INVESTMENT, TRADE] = [`${FRAME}-101`, `${FRAME}-102`]
const UNITS = { lianhu: { investment: 9, trade: 3 }, luzhou: { investment: 12, trade: 2 } }

const FRAME_FORM = {
  ...{ name: `${YEAR}年度地区目标考核方案`, year: YEAR, family: 'region', base: '100', units: Object.keys(UNITS), owners: ['swj'] },
  ...{ reportDay: 5, adjustFrom: `${YEAR}-06-01`, adjustUntil: `${YEAR}-07-31`, tie: 'skip', missing: 'pending' },
  ...{ excellentPercent: 50, plusCap: 5 },
}
const indicator = (name: string, kind: string, weight: number) => ({
  ...{ name, kind, weight, definition: `${name}的统计口径`, measure: '亿元', source: 'reported', better: 'more', floor: 60, cap: 120 },
  dataSource: '统计报表',
})
const PROPOSAL = {
  indicators: [indicator('招商引资到账额', 'formula', 60), indicator('外贸进出口额', 'rank', 40)],
  targets: Object.keys(UNITS).flatMap((organ) =>
    ['招商引资到账额', '外贸进出口额'].map((name) => ({ indicator: name, organ, base: 8, target: 10 })),
  ),
}

describeInBrowser('performance assessment in the browser', (site) => {
  const { at, sits, noComplaints } = site
  const client = (name: string) => site.client(name)
  const handIn = async (person: ApiClient, matterKey: string, form: object) => {
    const { status, body } = await person.post<{ caseId: string }>('/api/cases', { matterKey, form, materials: {} })
    expect(status, JSON.stringify(body)).toBe(201)
    return body.caseId
  }

  beforeAll(async () => {
    const office = await client('fgw-kaohe')
    for (const duty of ['setting', 'progress', 'scoring'])
      expect((await office.post('/api/assessment/duties', { year: YEAR, family: 'region', duty, organ: 'fgw' })).status).toBe(204)
    const frame = await handIn(office, 'assessment-frame', FRAME_FORM)
    const owner = await client('swj-zhibiao')
    await work(owner, frame, 'Task_Propose', { action: 'propose', form: PROPOSAL })
    const units = Object.keys(UNITS)
    const officers = new Map(await Promise.all(units.map(async (unit) => [unit, await client(`${unit}-mubiao`)] as const)))
    for (const officer of officers.values()) await work(officer, frame, 'Task_Comment', { action: 'comment', opinion: '无意见' })
    await work(office, frame, 'Task_Balance', { action: 'balanced', form: {} })
    const committee = await client('xwb-changwei')
    await work(committee, frame, 'Task_Approve', { action: 'approve', form: { meetingOn: `${YEAR}-01-20`, meetingNo: '三委纪2号' } })
    const [checker, ...judges] = await Promise.all(['tjj-hecha', 'fgw-pingfen1', 'fgw-pingfen2'].map(client))
    for (const [unit, { investment, trade }] of Object.entries(UNITS)) {
      const values = [
        { indicatorId: INVESTMENT, value: investment },
        { indicatorId: TRADE, value: trade },
      ]
      const officer = officers.get(unit)!
      await handIn(officer, 'progress-report', { indicatorId: INVESTMENT, month: `${YEAR}-11`, value: investment, text: '项目推进顺利' })
      const id = await handIn(officer, 'year-end-assessment', { frameId: FRAME, values, report: '完成年度目标' })
      await work(owner, id, 'Task_Verify', { action: 'verify', form: { values } })
      await work(checker!, id, 'Task_DataCheck', { action: 'pass' })
      await work(office, id, 'Task_Group', { action: 'named', form: { judges: ['fgw-pingfen1', 'fgw-pingfen2'] } })
      for (const judge of judges) await work(judge, id, 'Task_Score', { action: 'score', form: { declared: true } })
      await work(office, id, 'Task_Conclude', { action: 'conclude' })
    }
    const results = await handIn(office, 'result-publication', { frameId: FRAME })
    await waitForTask(office, results, 'Task_Publish')
    await work(office, results, 'Task_Publish', { action: 'publish' })
  })

  test('考核办 sees all targets with their lights, what was published, and how a score came about', async () => {
    const office = await sits('fgw-kaohe', '/assessment')
    await office.reads(`${YEAR}年度地区目标考核方案`)
    await office.reads('各单位进度')
    await office.reads('招商引资到账额')
    await office.reads('已完成')
    await site.picture(office, 'assessment-library')
    await office.goto(at('/assessment/ranking'))
    await office.reads('第1版(公示)')
    await office.reads('第1名')
    await office.reads('四舍五入到千分之一分')
    await site.picture(office, 'assessment-ranking')
    await office.goto(at(`/assessment/sheet/${FRAME}/luzhou`))
    await office.reads('完成率120%')
    await office.reads('招金凤')
    await site.picture(office, 'assessment-sheet')
    await office.goto(at('/assessment/duties'))
    await office.reads('目标制定')
    await office.pick('duty-function-setting', '三湖县发展和改革委员会')
    await office.reads('乔立群 2026')
    await site.picture(office, 'assessment-duties')
    noComplaints()
  })

  test('a unit sees its own targets, every place, and only its own score in detail', async () => {
    const town = await sits('lianhu-mubiao', '/assessment')
    await town.reads('莲湖镇')
    expect(await town.page.evaluate(() => document.body.textContent.includes('芦洲镇'))).toBe(false)
    await town.goto(at('/assessment/ranking'))
    await town.reads('芦洲镇')
    expect(await town.page.$$eval('a[href^="/assessment/sheet/"]', (links) => links.map((link) => link.textContent))).toEqual(['莲湖镇'])
    await town.page.setViewport({ width: 375, height: 740 })
    await town.goto(at('/assessment'))
    await town.reads('招商引资到账额')
    await site.picture(town, 'assessment-phone')
    noComplaints()
  })
})
