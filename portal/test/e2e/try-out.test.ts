import { expect, test } from 'vitest'
import type { ApiClient } from '../support/api-client.ts'
import { describeInBrowser } from '../support/browser-walk.ts'
import type { Person } from '../support/person.ts'

const OPINION = '[data-testid="try-out-opinion"]'
const CASE = '退回并加签后同意'

describeInBrowser(
  'a matter is tried out in the browser',
  (site) => {
    test('as every role to its end, sent back and signed by another on the way, and then it gates the release', async () => {
      // given a draft from a template, and a supervisor at its try-out
      const supervisor = await site.client('zhuguan')
      const from = { template: 'acceptance-examination', organ: 'cgj' }
      const { body: draft } = await supervisor.post<{ id: string }>('/api/studio/drafts', { name: '试办的事项', from })
      const address = site.at(`/studio/drafts/${draft.id}`)
      const person = await site.sits('zhuguan', `/studio/drafts/${draft.id}?tab=try`)
      const { page } = person
      const picture = (of: Person, what: string) => site.picture(of, `try-out-${what}`)
      await page.waitForSelector('[data-testid="try-out"]')
      await picture(person, 'begun')

      // when he hands in, accepts and examines, each as whose turn it is
      await filled(person, 'submission')
      await person.click('try-out-submit')
      await turn(person, '受理审查')
      await person.click('act-accept')
      await turn(person, '审查')
      await filled(person, 'task-Task_Examine')
      await person.type(OPINION, '材料齐全')
      await person.click('act-pass')

      // and the reviewer sends it back, which the diagram shows
      await turn(person, '审核')
      await verb(person, 'send-back', '退回', '核查意见不全')
      await person.reads('已退回')
      await turn(person, '审查')
      await person.reads('由审核人甲从“审核”退回:核查意见不全')
      await picture(person, 'sent-back')

      // and the examiner hands it in again, and the reviewer asks another before he passes it
      await filled(person, 'task-Task_Examine')
      await person.type(OPINION, '材料齐全')
      await person.click('act-pass')
      await turn(person, '审核')
      await person.click('verb-add-sign')
      await person.pick('deed-people', '窗口受理甲')
      await page.keyboard.press('Escape')
      await confirm(person, '加签', '是否属于受理范围')
      await person.reads('前加签 窗口受理甲')
      await person.type(OPINION, '同意')
      await person.click('act-pass')
      await person.reads('加签尚未办结(窗口受理甲)')
      await turn(person, '审核(加签)')
      await person.click('sign-pass')
      await turn(person, '审核')
      await person.type(OPINION, '同意')
      await person.click('act-pass')
      await turn(person, '决定')
      await person.type(OPINION, '同意')
      await person.click('act-grant')
      await turn(person, '送达')
      await filled(person, 'task-Task_Deliver')
      await person.click('act-deliver')

      // then it has ended, every step is told, and it is saved as a case
      await person.reads('试办已经办结')
      await person.reads('审核:退回')
      await picture(person, 'ended')
      await person.click('save-case')
      await person.type('[data-testid="case-name"]', CASE)
      await person.button('保存')
      await person.reads('用例 1')
      await person.tab('用例')
      await person.click('run-cases')
      await person.reads('1 个用例全部通过')
      await page.waitForFunction(() => document.querySelector('[data-testid="save-state"]')?.textContent?.startsWith('已自动保存'))

      // and the flows that it does not take are drawn
      await page.waitForSelector('[data-testid="show-untaken"]')
      await person.reads('没有用例经过')
      await page.waitForSelector('.lianban-untaken')
      await picture(person, 'untaken')

      // and nothing of the page is cut off on a small screen
      await page.setViewport({ width: 375, height: 812 })
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(375)
      await picture(person, 'narrow')
      await page.setViewport({ width: 1366, height: 768 })

      // when another post is to review from now on
      const review = await change(supervisor, draft.id, 'reviewer', 'delivery-clerk')
      // then the case is red and says who should do what, and nothing is published
      await person.goto(`${address}?tab=publish`)
      await person.reads('问题必须改正')
      await person.click('problems')
      await person.reads(`用例“${CASE}”未通过`)
      await person.reads('应由审核人甲办理,现为')
      const refused = await supervisor.post(`/api/studio/drafts/${draft.id}/releases`, {
        effectiveOn: null,
        running: 'keep',
        note: '改岗位',
      })
      expect([refused.status, JSON.stringify(refused.body)]).toEqual([
        expect.any(Number),
        expect.stringMatching(/RELEASE_(CASES_FAILED|PROBLEMS)/),
      ])

      // when it is as it was, the release can be proposed
      await review.undo()
      await person.goto(`${address}?tab=publish`)
      await person.type('[data-testid="release-note"]', '新增事项')
      await person.click('propose-release')
      await page.waitForSelector('[data-testid="proposed"]')
      expect(person.complaints).toEqual([])
    })
  },
  { wait: 240_000 },
)

/** Sample values in the form of a step. */
async function filled(person: Person, testId: string): Promise<void> {
  await person.press(`[data-testid="${testId}"] [data-testid="fill-sample"]`)
}

/** Becomes whoever has to do the step now, if one is not him already. */
async function turn({ page }: Person, step: string): Promise<void> {
  await page.waitForFunction(
    (name) => {
      const buttons = [...document.querySelectorAll<HTMLButtonElement>('[data-testid="turns"] button')]
      const found = buttons.find((button) => button.textContent?.endsWith(`:${name}`))
      found?.click()
      return [...document.querySelectorAll('.try-out-work .try-out-step')].some((node) => node.textContent?.startsWith(name))
    },
    { polling: 100 },
    step,
  )
}

async function verb(person: Person, key: string, title: string, reason: string): Promise<void> {
  await person.click(`verb-${key}`)
  await confirm(person, title, reason)
}

async function confirm(person: Person, title: string, reason: string): Promise<void> {
  await person.type('[data-testid="deed-reason"]', reason)
  await person.button(`确认${title}`)
  await person.page.waitForFunction(() => !document.querySelector('[data-testid="deed-reason"]'))
}

/** Another post does a step of the draft, in the model and in the matter. */
async function change(client: ApiClient, id: string, from: string, to: string): Promise<{ undo: () => Promise<void> }> {
  const read = async () => (await client.get<{ version: number; files: Record<string, string> }>(`/api/studio/drafts/${id}`)).body
  const { files } = await read()
  const before = Object.fromEntries(
    Object.entries(files).filter(([path, text]) => /\.(bpmn|json)$/.test(path) && text.includes(from) && !path.startsWith('cases/')),
  )
  const write = async (changes: Record<string, string>) => {
    const { version } = await read()
    const answer = await client.raw('PUT', `/api/studio/drafts/${id}/files`, { version, changes })
    if (answer.status !== 200) throw new Error(`change: ${answer.status} ${JSON.stringify(answer.body)}`)
  }
  await write(Object.fromEntries(Object.entries(before).map(([path, text]) => [path, text.replaceAll(from, to)])))
  return { undo: () => write(before) }
}
