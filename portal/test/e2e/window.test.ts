import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { describeInBrowser } from '../support/browser-walk.ts'
import { apply, PDF } from '../support/licence-journey.ts'
import type { Person } from '../support/person.ts'

const APPLICANT = '320899198803060020'
/** As people type; whoever is faster is a card reader. */
const HAND_MS = 60
const CARD = `周敏|女|汉|19491231|北京市朝阳区某街道1号|11010519491231002X|某分局`

describeInBrowser('the window of the one-stop hall in the browser', (site) => {
  const { at, sits, noComplaints, picture } = site
  /** Address with which a device is opened the first time. */
  const device = async (kind: 'kiosk' | 'display'): Promise<string> => {
    const admin = await site.client('xitong')
    const { body } = await admin.post<{ token: string }>('/api/queue/devices', { hallId: 'hall', kind, name: `测试${kind}` })
    return `/${kind}/queue#token=${body.token}`
  }
  /** A device of the hall: a browser in which nobody is logged in. */
  const stands = async (path: string): Promise<Person> => {
    const person = await sits('shenqing', '/matters')
    await person.page.browserContext().deleteCookie(...(await person.page.browserContext().cookies()))
    await person.page.goto(at(path))
    return person
  }
  beforeAll(async () => {
    await apply(await site.client('shenqing'))
  })

  test('one takes a number, is called on the display, and is served at the window; everything by keyboard', async () => {
    const kiosk = await stands(await device('kiosk'))
    const display = await stands(await device('display'))
    await display.reads('请取号等候')
    await kiosk.reads('综合业务')
    await picture(kiosk, 'kiosk')
    await kiosk.click('kiosk-A')
    await kiosk.reads('A001')
    await picture(kiosk, 'kiosk-taken')
    expect(await kiosk.see('print-sheet')).toContain('A001')
    // A device that was registered opens again without its token, and tells none to the page.
    await kiosk.page.goto(at('/kiosk/queue'))
    await kiosk.reads('1 人等候')
    expect(await kiosk.page.evaluate(() => document.cookie)).toBe('')
    await kiosk.page.type('[data-testid="kiosk-phone"]', '13900000001')
    await kiosk.press('[aria-label="优先人群"] input[type="radio"]:not(:checked)')
    await kiosk.click('kiosk-A')
    await kiosk.reads('A002')

    const clerk = await sits('chuangkou', '/window')
    await picture(clerk, 'window-closed')
    await clerk.type('[data-testid="window-number"]', '3')
    await clerk.press('input[type="checkbox"][value="A"]')
    await clerk.click('open-window')
    await clerk.reads('3 号窗口')
    await clerk.page.evaluate(() => (document.activeElement as HTMLElement).blur())
    await clerk.page.keyboard.press('n')
    await clerk.page.waitForFunction(() => document.querySelector('[data-testid="current-ticket"]')?.textContent === 'A002')
    await display.reads('请到 3 号窗口')
    expect(await display.see('display-now')).toContain('A002')
    await picture(display, 'display')
    await clerk.page.keyboard.press('p')
    await clerk.page.waitForFunction(() => document.querySelector('[data-testid="passed"]')?.textContent?.includes('A002'))
    await clerk.page.keyboard.press('n')
    await clerk.page.waitForFunction(() => document.querySelector('[data-testid="current-ticket"]')?.textContent === 'A001')
    await picture(clerk, 'window-desk')
    await clerk.page.keyboard.press('a')
    await clerk.reads('窗口代办')
    noComplaints()
  })

  test('a device that is not registered is told what to do', async () => {
    const kiosk = await stands('/kiosk/queue')
    await kiosk.reads('本设备没有登记或已被停用')
    const wrong = await stands('/display/queue#token=wrong')
    await wrong.reads('本设备没有登记或已被停用')
  })

  test('a clerk enters an application for an applicant who sends a proxy, whose card is read, and prints the receipt', async () => {
    const clerk = await sits('chuangkou', '/window/assist')
    await clerk.pick('who-matter', '食品经营许可(')
    await clerk.type('[data-testid="who-number"]', APPLICANT, HAND_MS)
    await clerk.page.keyboard.press('Enter')
    await clerk.reads('李春华')
    await clerk.press('[data-testid="who-proxy"] input[type="radio"]:not(:checked)')
    // The card reader types while the number of the applicant has the focus: it goes to the proxy, and nowhere else.
    await clerk.page.focus('#who-number')
    await reads(clerk, CARD)
    await clerk.page.waitForFunction(() => (document.getElementById('who-proxyNumber') as HTMLInputElement).value === '11010519491231002X')
    expect(await valueOf(clerk, 'who-proxyName')).toBe('周敏')
    expect(await valueOf(clerk, 'who-number')).toBe(APPLICANT)
    await picture(clerk, 'assist-who')
    await clerk.click('who-next')
    await clerk.reads('代理人 周敏')
    await clerk.click('take-last')
    await picture(clerk, 'assist-form')
    // What is typed for somebody else is kept nowhere: whoever presses a link by mistake is asked first.
    await clerk.press('.nav a[href="/inbox"]')
    await clerk.reads('代办内容不保存为草稿,已经填写的内容和上传的材料不再保留。')
    await clerk.button('继续填写')
    for (let step = 0; step < 8 && !(await clerk.page.$('#material-identity')); step++) {
      if (await clerk.page.$('[data-field="truthful"]')) await clerk.press('[data-field="truthful"] input')
      await clerk.nextStep()
    }
    for (const key of ['identity', 'floor-plan', 'safety-system', 'health-certificates']) {
      if (await clerk.page.$(`[data-testid="reuse-${key}"]`)) await clerk.click(`reuse-${key}`)
      else await upload(clerk, key)
    }
    await clerk.click('next-step')
    await clerk.reads('请上传授权委托书')
    await upload(clerk, 'power-of-attorney')
    await picture(clerk, 'assist-materials')
    await clerk.nextStep()
    await clerk.click('submit-application')
    await clerk.reads('已收件')
    const paper = await clerk.see('receipt-paper')
    expect(paper).toContain('代理人周敏')
    expect(paper).toContain('授权委托书（1份）')
    await picture(clerk, 'assist-receipt')
    await clerk.page.evaluate(() => void (window.print = () => {}))
    await clerk.click('print-roll')
    expect(await clerk.see('print-sheet')).toContain('申请材料收件凭证')
    await printed(clerk, 'receipt-roll')

    const applicant = await sits('shenqing', '/my-cases')
    const caseNo = /办件编号(\w+?)查询码/.exec(paper)![1]!
    await applicant.reads(caseNo)
    const { items } = (await (await site.client('shenqing')).get<{ items: { id: string; caseNo: string }[] }>('/api/cases?view=mine')).body
    await applicant.goto(at(`/my-cases/${items.find((item) => item.caseNo === caseNo)!.id}`))
    await applicant.reads('窗口代办录入:王小燕')
    await applicant.reads('王小燕(代李春华)')
    await picture(applicant, 'assisted-case')
    noComplaints()
  })

  test('an organisation that has no account is registered on the spot, under a name as long as they come', async () => {
    const name = `三湖县${'湖畔人家餐饮管理'.repeat(5)}有限公司`
    const clerk = await sits('chuangkou', '/window/assist')
    await clerk.click('who-next')
    await clerk.reads('请选择事项')
    await clerk.pick('who-matter', '食品经营许可(')
    await clerk.press('[data-testid="who-kind"] input[type="radio"]:not(:checked)')
    await clerk.type('[data-testid="who-number"]', '91350100M000100Y44', HAND_MS)
    await clerk.page.keyboard.press('Enter')
    await clerk.press('.ant-input-search-button')
    await clerk.reads('第 18 位校验不符')
    // Typed as fast as a scanner types: no card, so it belongs into the field, in the place of what was selected.
    await clerk.type('[data-testid="who-number"]', '91350100M000100Y43', HAND_MS)
    await clerk.page.keyboard.press('Enter')
    await clerk.press('.ant-input-search-button')
    await clerk.reads('没有这个号码的账户')
    await clerk.click('who-next')
    await clerk.reads('请填写法定代表人(负责人)')
    await picture(clerk, 'register-problems')
    // The card of whoever heads it is read: his name is filled in.
    await clerk.page.focus('#who-phone')
    await reads(clerk, CARD)
    await clerk.page.waitForFunction(() => (document.getElementById('who-legalPerson') as HTMLInputElement).value === '周敏')
    await clerk.type('[data-testid="who-name"]', name)
    await clerk.type('[data-testid="who-phone"]', '13800138000')
    // Without Enter, too, what came as fast as from a scanner is given to the field, a moment later.
    await clerk.page.waitForFunction(() => (document.getElementById('who-phone') as HTMLInputElement).value === '13800138000')
    await clerk.click('who-next')
    await clerk.reads(`申请人 ${name}`)
    await picture(clerk, 'register-form')
    await clerk.goto(at('/window/assist'))
    await clerk.press('[data-testid="who-kind"] input[type="radio"]:not(:checked)')
    // Typed as fast as a scanner types: no card, so it belongs into the field, in the place of what was selected.
    await clerk.type('[data-testid="who-number"]', '91350100M000100Y43', HAND_MS)
    await clerk.page.keyboard.press('Enter')
    await clerk.press('.ant-input-search-button')
    await clerk.reads('账户未激活,补发激活码')
    noComplaints()
  })

  test('the kiosk is usable on a narrow screen, too', async () => {
    const kiosk = await stands(await device('kiosk'))
    await kiosk.page.setViewport({ width: 375, height: 720 })
    await kiosk.reads('综合业务')
    expect(await kiosk.page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(375)
    await picture(kiosk, 'kiosk-narrow')
  })

  test('the supervisor sees how long people wait; the system administrator registers a device', async () => {
    const lead = await sits('zhuguan', '/halls')
    await lead.reads('三湖县政务服务大厅')
    await picture(lead, 'halls')
    await lead.button('修改设置')
    await lead.reads('每叫几个普通号叫1个优先号'.replace('1', ' 1 '))
    await picture(lead, 'hall-settings')
    const admin = await sits('xitong', '/halls')
    await admin.click('new-device')
    await admin.type('[data-testid="device-name"]', '东门一号取号机')
    await admin.button('登记')
    await admin.page.waitForSelector('[data-testid="device-address"]')
    await admin.reads('/kiosk/queue#token=')
    noComplaints()
  })

  async function upload({ page }: Person, key: string): Promise<void> {
    const file = join(site.dataDir, `${key}.pdf`)
    writeFileSync(file, PDF)
    const chooser = (await page.waitForSelector(`#material-${key} input[type="file"]`))!
    await (chooser as unknown as { uploadFile(path: string): Promise<void> }).uploadFile(file)
    await page.waitForFunction((id) => document.querySelector(`#material-${id} .upload-file:not([aria-live])`) !== null, {}, key)
  }

  /** The paper as it comes out of the printer, where somebody wants pictures. */
  async function printed({ page }: Person, name: string): Promise<void> {
    if (process.env.PICTURES) await page.pdf({ path: join(process.env.PICTURES, `${name}.pdf`), preferCSSPageSize: true })
  }
})

/** A card reader that types: keys within milliseconds, then Enter. */
const reads = (person: Person, text: string): Promise<void> =>
  person.page.evaluate((keys) => {
    const press = (key: string) =>
      document.activeElement!.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }))
    for (const key of keys) press(key)
    press('Enter')
  }, text)

const valueOf = (person: Person, id: string): Promise<string> => person.page.$eval(`#${id}`, (node) => (node as HTMLInputElement).value)
