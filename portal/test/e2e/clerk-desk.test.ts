import { beforeAll, expect, test } from 'vitest'
import { describeInBrowser } from '../support/browser-walk.ts'
import { apply, FORM } from '../support/licence-journey.ts'
import type { Person } from '../support/person.ts'

describeInBrowser('the clerk’s desk in the browser', (site) => {
  const { at, sits, noComplaints, picture } = site
  let handed: Record<'noodles' | 'tea' | 'hotel', string>

  beforeAll(async () => {
    const applicant = await site.client('shenqing')
    const hands = async (operatorName: string) => (await apply(applicant, { ...FORM, operatorName })).caseNo
    handed = { noodles: await hands('三湖县金禾面馆'), tea: await hands('三湖县金禾茶楼'), hotel: await hands('三湖县望江饭店') }
  })

  const dueMonth = async (caseNo: string): Promise<string> => {
    const clerk = await site.client('chuangkou')
    const { items } = (await clerk.get<{ items: { caseNo: string; dueAt: number }[] }>('/api/inbox?view=todo')).body
    return monthOf(items.find((item) => item.caseNo === caseNo)!.dueAt)
  }

  test('filters stay with the list and its cases, by keys alone: the next to-do is one of the filter, then the list is empty', async () => {
    // given a clerk who looks for applicants by their initials
    const clerk = await sits('chuangkou', '/inbox')
    await rows(clerk, 3)
    await clerk.page.keyboard.press('/')
    await clerk.page.keyboard.type('shxjh')
    await rows(clerk, 2)
    await clerk.page.keyboard.press('Escape')
    const narrowed = clerk.page.waitForResponse((answer) => answer.url().includes('due=10'))
    await clerk.pick('filter-due', '10 个工作日内')
    await narrowed
    await rows(clerk, 2)
    await clerk.page.waitForFunction(() => document.activeElement === document.body)
    await picture(clerk, 'inbox-filters')

    // when he opens the first one and goes to the next and back
    await clerk.page.keyboard.press('j')
    await clerk.page.keyboard.press('Enter')
    await clerk.reads('1 / 2')
    await clerk.page.keyboard.press(']')
    await clerk.reads('2 / 2')
    await clerk.page.keyboard.press('[')
    await clerk.reads('1 / 2')

    // and accepts it: the main button, then the confirmation
    const first = clerk.page.url()
    await accepts(clerk)

    // then the other one of the filter is open, and after it the list with its filter
    await clerk.page.waitForFunction((before) => location.href !== before && location.pathname.startsWith('/tasks/'), {}, first)
    await clerk.reads('2 / 2')
    await accepts(clerk)
    await clerk.reads('没有找到与“shxjh”有关的办件')
    expect(decodeURIComponent(clerk.page.url())).toBe(at('/inbox?q=shxjh&due=10'))
    noComplaints()
  })

  test('a filter is kept as a tab, renamed, and gone again; the head’s is read by all of the unit', async () => {
    const clerk = await sits('chuangkou', '/inbox')
    await clerk.click('filter-lamp-normal')
    await keepsAs(clerk, '期限内')
    await clerk.page.waitForSelector('[data-testid="inbox-view-期限内"][aria-current="true"]')
    await clerk.click('inbox-view-全部')
    await clerk.page.waitForFunction(() => location.search === '')

    await clerk.click('keep-views')
    await clerk.type('[data-testid="rename-view-0"]', '正常件')
    await clerk.click('save-views')
    await clerk.page.waitForSelector('[data-testid="inbox-view-正常件"]')

    const head = await sits('juzhang', '/inbox?due=today')
    await head.click('new-view')
    await head.type('[data-testid="view-name"]', '今日到期')
    await head.press('input[value="scjg"]')
    await head.click('save-view')
    await head.page.waitForSelector('[data-testid="inbox-view-今日到期"]')

    const reviewer = await sits('shenhe', '/inbox')
    await reviewer.click('inbox-view-今日到期')
    await reviewer.page.waitForFunction(() => location.search === '?due=today')
    expect(await reviewer.page.$('[data-testid="keep-views"]')).toBeNull()
    noComplaints()
  })

  test('beside the form a paper marks the fields that it proves, and a field leads to its paper', async () => {
    const clerk = await sits('chuangkou', '/inbox')
    await clerk.open(handed.hotel)
    await clerk.page.waitForSelector('[data-testid="compare"]')
    await clerk.page.keyboard.press('v')
    expect(await marked(clerk)).toEqual(['legalRepresentative', 'citizenId'])
    await clerk.page.keyboard.press('n')
    await clerk.page.waitForSelector('[data-field="area"][data-proved]')
    expect(await marked(clerk)).toEqual(['address', 'area'])
    await clerk.press('[data-field="citizenId"]')
    await clerk.page.waitForSelector('[data-field="citizenId"][data-proved]')
    await picture(clerk, 'case-comparing')
    await clerk.page.keyboard.press('v')
    await clerk.page.waitForFunction(() => !document.querySelector('[data-proved]'))
    await clerk.reads('办理过程')
    noComplaints()
  })

  test('the calendar has what is due and leads to it; the statistics what was done; both by two keys', async () => {
    const clerk = await sits('chuangkou', '/inbox')
    await clerk.page.waitForSelector('.ant-table-row')
    await clerk.page.keyboard.press('g')
    await clerk.page.keyboard.press('s')
    await clerk.reads('我办理的环节')
    await clerk.reads('受理审查')
    await picture(clerk, 'my-statistics')

    await clerk.page.keyboard.press('g')
    await clerk.page.keyboard.press('d')
    await clerk.page.waitForSelector('td.today')
    await clerk.page.$$eval('.ant-segmented-item', (all) => (all.find((one) => one.textContent === '表') as HTMLElement).click())
    if ((await dueMonth(handed.hotel)) !== monthOf(Date.now())) await clerk.click('next-period')
    await clerk.reads('三湖县望江饭店')
    await picture(clerk, 'due-calendar')
    await clerk.page.$$eval('.ant-table-row', (all) => (all.find((row) => row.textContent?.includes('望江饭店')) as HTMLElement).click())
    await clerk.page.waitForSelector('[data-testid="compare"]')
    await clerk.page.keyboard.press('?')
    await clerk.reads('表单与材料对照')
    noComplaints()
  })
})

const monthOf = (at: number): string => new Date(at + 8 * 3_600_000).toISOString().slice(0, 7)

const rows = (person: Person, count: number) =>
  person.page.waitForFunction((wanted) => document.querySelectorAll('.ant-table-row').length === wanted, {}, count)

const marked = (person: Person): Promise<string[]> =>
  person.page
    .waitForSelector('[data-proved]')
    .then(() => person.page.$$eval('[data-proved]', (fields) => fields.map((field) => field.getAttribute('data-field')!)))

/** By the keys alone: the main action of the step, then its confirmation. */
async function accepts(person: Person): Promise<void> {
  await person.page.waitForSelector('[data-testid="action-accept"]:not([disabled])')
  await chord(person)
  await person.page.waitForSelector('[data-testid="confirm-action"]')
  await person.page.waitForSelector('#opinion:focus')
  await chord(person)
  await person.page.waitForFunction(() => !document.querySelector('[data-testid="confirm-action"]'))
}

async function chord(person: Person): Promise<void> {
  await person.page.keyboard.down('Control')
  await person.page.keyboard.press('Enter')
  await person.page.keyboard.up('Control')
}

async function keepsAs(person: Person, name: string): Promise<void> {
  await person.click('new-view')
  await person.type('[data-testid="view-name"]', name)
  await person.click('save-view')
}
