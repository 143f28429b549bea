import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { describeInBrowser } from '../support/browser-walk.ts'
import { apply, FORM, waitForTask } from '../support/licence-journey.ts'
import type { Person } from '../support/person.ts'

const APPLY = '/matters/food-business-licence/apply'
const NARROW = { width: 375, height: 812 }

describeInBrowser('forms in the browser: kept, filled in, printed', (site) => {
  const { client, sits, picture, noComplaints } = site
  const valueOf = (person: Person, path: string) => person.page.$eval(`[id="field-${path}"]`, (node) => (node as HTMLInputElement).value)
  const saved = (person: Person) =>
    person.page.waitForFunction(() => document.querySelector('[data-testid="draft-saved"]')?.textContent?.includes('已自动保存'))

  test('what was typed on one device is there on another, and what both changed is asked', async () => {
    const desk = await sits('shenqing', APPLY)
    await desk.fill('operatorName', '湖滨面馆')
    await saved(desk)
    const phone = await sits('shenqing', APPLY)
    await phone.page.setViewport(NARROW)
    await phone.page.waitForSelector('[data-testid="draft-saved"]')
    expect(await valueOf(phone, 'operatorName')).toBe('湖滨面馆')
    await phone.fill('operatorName', '湖滨小吃店')
    await saved(phone)
    // the desk goes on from what it has: neither is lost unasked
    await desk.fill('legalRepresentative', '李春华')
    await desk.page.waitForSelector('[data-testid="draft-conflict"]')
    await picture(desk, 'forms-conflict')
    await desk.click('take-other-draft')
    await desk.page.waitForFunction(() => !document.querySelector('[data-testid="draft-conflict"]'))
    await desk.page.waitForSelector('[id="field-operatorName"]')
    expect(await valueOf(desk, 'operatorName')).toBe('湖滨小吃店')
    await (await client('shenqing')).remove('/api/drafts/matter/food-business-licence')
    // a refused save is how the two devices learn of each other
    const complaints = site.people.flatMap((person) => person.complaints).filter((text) => !text.includes('409'))
    expect(complaints).toEqual([])
  })

  test('a second application begins with what the first said, says from where, and lets it be taken away', async () => {
    await apply(await client('shenqing'))
    const applicant = await sits('shenqing', APPLY)
    expect(await applicant.see('prefill-note')).toContain('已自动填充')
    expect(await valueOf(applicant, 'creditCode')).toBe(FORM.creditCode)
    await picture(applicant, 'forms-prefilled')
    await applicant.page.setViewport(NARROW)
    await picture(applicant, 'forms-prefilled-narrow')
    await applicant.click('clear-prefilled')
    await applicant.page.waitForFunction(() => (document.querySelector('[id="field-creditCode"]') as HTMLInputElement)?.value === '')
    await applicant.click('take-last')
    await applicant.page.waitForFunction(() => (document.querySelector('[id="field-creditCode"]') as HTMLInputElement)?.value !== '')
    expect(await valueOf(applicant, 'legalRepresentative')).toBe(FORM.legalRepresentative)
    noComplaints()
  })

  test('an applicant and a clerk print the application as a form, and nothing of the page', async () => {
    const { caseId, caseNo } = await apply(await client('shenqing'))
    const applicant = await sits('shenqing', `/my-cases/${caseId}`)
    await applicant.tab('申请内容')
    const own = await printed(applicant)
    const clerk = await client('chuangkou')
    const { taskId } = await waitForTask(clerk, caseId, 'Task_Intake')
    const desk = await sits('chuangkou', `/tasks/${taskId}`)
    await picture(desk, 'forms-desk')
    const theirs = await printed(desk)
    for (const text of [own, theirs]) {
      expect(text).toContain(caseNo)
      expect(text).toContain(FORM.operatorName)
      expect(text).toContain(FORM.staff[0]!.name)
      expect(text).not.toContain('办理过程')
    }
    noComplaints()
  })

  /** What comes out of the printer. */
  async function printed(person: Person): Promise<string> {
    await person.page.evaluate(() => {
      window.print = () => document.body.setAttribute('data-printed', 'yes')
    })
    await person.click('print-form')
    await person.page.waitForSelector('body[data-printed]')
    const file = join(site.dataDir, 'form.pdf')
    writeFileSync(file, await person.page.pdf({ format: 'A4' }))
    const text = execFileSync('pdftotext', ['-layout', file, '-']).toString()
    // the sheet goes when the printer is done
    await person.page.evaluate(() => dispatchEvent(new Event('afterprint')))
    await person.page.waitForFunction(() => !document.querySelector('[data-testid="print-sheet"]'))
    return text
  }
})
