import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { describeInBrowser } from '../support/browser-walk.ts'
import { FORM, PDF } from '../support/licence-journey.ts'
import type { Person } from '../support/person.ts'
import { newDataDir } from '../support/server-process.ts'

describeInBrowser('the food business licence in the browser, by everyone it needs', (site) => {
  const { at, login, picture, noComplaints } = site
  test(
    'apply, accept, review, two officers, audit, grant, deliver; the PDF is the licence; the log holds',
    { timeout: 180_000 },
    async () => {
      // given an applicant who fills in the form step by step, and a window clerk whose inbox is open meanwhile
      const window = await login('chuangkou')
      await window.page.waitForSelector('[data-testid="live-on"]')
      const applicant = await login('shenqing')
      const caseNo = await applyInBrowser(applicant, picture)

      // then the window's inbox shows it without a reload
      await window.open(caseNo)
      await window.page.waitForSelector('[data-testid="action-accept"]')
      await picture(window, 'task')
      await window.act('accept', '材料齐全')

      // when it is reviewed, checked on site by two officers, audited and decided
      const handler = await login('chengban')
      await handler.open(caseNo)
      await handler.fill('finding', '申请材料齐全,经营项目与设施相符')
      await handler.day('siteDate', '2026-11-25')
      const [first, second] = await siteOfficers(handler)
      await handler.select('officerA', first)
      await handler.select('officerB', second)
      await picture(handler, 'review')
      await handler.act('submit')
      for (const account of ['takan1', 'takan2']) {
        const officer = await login(account)
        await officer.open(caseNo)
        await officer.day('checkedOn', '2026-11-25')
        for (const item of ['premises', 'layout', 'facilities', 'system', 'health', 'conclusion']) await officer.choose(item, '符合')
        await picture(officer, account)
        await officer.act('submit')
      }
      const reviewer = await login('shenhe')
      await reviewer.open(caseNo)
      await reviewer.act('pass', '同意')
      const approver = await login('pizhun')
      await approver.open(caseNo)
      await approver.page.waitForSelector('[data-testid="action-grant"]')
      await picture(approver, 'decide')
      await approver.tab('流程图')
      await approver.page.waitForSelector('[data-testid="diagram"] [data-element-id="Task_Decide"]')
      await picture(approver, 'diagram')
      await approver.tab('表单和材料')
      await approver.act('grant')
      const deliverer = await login('chujian')
      await deliverer.open(caseNo)
      await deliverer.choose('method', '窗口领取')
      await deliverer.fill('receiver', FORM.legalRepresentative)
      await deliverer.day('deliveredOn', '2026-11-26')
      await deliverer.act('deliver')

      // then the applicant downloads the licence, and it says who he is and its number
      const licence = await licenceOf(applicant, site.server.url, caseNo)
      await picture(applicant, 'granted')
      const file = join(site.dataDir, 'licence.pdf')
      writeFileSync(file, licence)
      expect(licence.subarray(0, 5).toString()).toBe('%PDF-')
      const text = execFileSync('pdftotext', ['-layout', file, '-']).toString()
      expect(text).toContain(FORM.operatorName)
      expect(text).toMatch(/JY2320899\d{7}/)

      // and the auditor sees it by its lamp, reads its log and proves the log
      const auditor = await login('jianjian')
      await picture(auditor, 'auditor')
      await auditor.page.goto(at(`/supervision/cases/${new URL(applicant.page.url()).pathname.split('/').pop()!}`))
      expect(await auditor.see('case-log')).toContain('提交申请')
      await picture(auditor, 'case-log')
      await auditor.page.goto(at(`/supervision/verification`))
      await auditor.click('verify-log')
      expect(await auditor.see('verification-ok')).toMatch(/\d/)
      await picture(auditor, 'verification')
      noComplaints()
    },
  )
})

async function applyInBrowser(applicant: Person, picture: (person: Person, file: string) => Promise<void>): Promise<string> {
  await applicant.click('matter-food-business-licence')
  await applicant.click('apply')
  for (const field of ['operatorName', 'creditCode', 'legalRepresentative', 'citizenId', 'phone'] as const)
    await applicant.fill(field, FORM[field])
  await picture(applicant, 'apply')
  await applicant.nextStep()
  await applicant.fill('address', FORM.address)
  await applicant.fill('area', String(FORM.area))
  await applicant.nextStep()
  await applicant.choose('businessForm', FORM.businessForm)
  for (const item of FORM.items) await applicant.choose('items', item)
  await applicant.nextStep()
  await applicant.fill('safetyManager', FORM.safetyManager)
  await applicant.press('[data-field="staff"] button')
  const [staff] = FORM.staff
  for (const column of ['name', 'position', 'healthCertificateNo'] as const) await applicant.fill(`staff.0.${column}`, staff![column])
  await applicant.nextStep()
  await applicant.press('[data-field="truthful"] input')
  await applicant.nextStep()
  for (const key of ['identity', 'floor-plan', 'safety-system', 'health-certificates']) await upload(applicant, key)
  await applicant.nextStep()
  await picture(applicant, 'check')
  await applicant.click('submit-application')
  return (await applicant.see('receipt-case-no')).replace(/\D/g, '')
}

async function upload({ page }: Person, key: string): Promise<void> {
  const [chooser] = await Promise.all([
    page.waitForSelector(`[data-testid="material-${key}"] input[type=file]`),
    page.waitForSelector(`[data-testid="material-${key}"]`),
  ])
  const file = join(newDataDir(), `${key}.pdf`)
  writeFileSync(file, PDF)
  await (chooser as unknown as { uploadFile(path: string): Promise<void> }).uploadFile(file)
  await page.waitForSelector(`[data-testid="material-${key}"] a`)
}

/** The names of the two officers who have accounts in the sample county, in the order of their tasks. */
async function siteOfficers({ page }: Person): Promise<[string, string]> {
  const names = await page.evaluate(async () => {
    const taskId = location.pathname.split('/').pop()!
    const answer = (await (await fetch(`/api/tasks/${taskId}/people?post=site-officer`)).json()) as {
      items: { id: string; name: string }[]
    }
    return ['takan1', 'takan2'].map((id) => answer.items.find((person) => person.id === id)!.name)
  })
  return names as [string, string]
}

async function licenceOf(applicant: Person, url: string, caseNo: string): Promise<Buffer> {
  await applicant.page.goto(`${url}/my-cases`)
  await applicant.page.waitForSelector(`[data-testid="case-${caseNo}"]`)
  await applicant.page.$eval(`[data-testid="case-${caseNo}"]`, (node) => ((node.querySelector('a') ?? node) as HTMLElement).click())
  await applicant.page.waitForSelector('[data-testid="status-granted"]')
  await applicant.page.waitForSelector('[data-testid="document-0"]')
  const names = await applicant.page.$$eval('[data-testid^="document-"]', (nodes) =>
    nodes.map((node) => node.closest('li, tr')?.textContent ?? node.textContent ?? ''),
  )
  return applicant.download(`[data-testid="document-${names.findIndex((text) => text.includes('食品经营许可证'))}"]`)
}
