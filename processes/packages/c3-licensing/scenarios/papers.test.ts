import { beforeAll, describe, expect, it } from 'vitest'
import { fileURLToPath } from 'node:url'
import { compileTemplate, loadPackage, renderHtml, sampleVariables, type ProcessPackage } from '@lianban/processes'
import { textOf } from './matters.ts'

const FOLDER = fileURLToPath(new URL('..', import.meta.url))
const VERIFICATION = { publicUrl: 'https://lianban.example', verifyCode: 'a'.repeat(32) }
const KEYS = [
  ...['receipt', 'acceptance-notice', 'supplement-notice', 'non-acceptance-decision', 'not-required-notice'],
  ...['special-procedure-notice', 'statement-notice', 'hearing-rights-notice', 'hearing-notice', 'extension-decision', 'transfer-letter'],
  ...['grant-decision', 'refusal-decision', 'licence', 'food-business-licence'],
  ...['alteration-decision', 'withdrawal-decision', 'revocation-decision', 'cancellation-decision'],
  ...['commitment-letter', 'deferral-letter', 'delivery-receipt'],
  ...['first-review-acceptance-notice', 'first-review-letter', 'inspection-record', 'renewal-decision', 'reissue-decision'],
]
/** Licences and the proof of delivery are no letters; what is reported or handed over goes to another authority. */
const WITHOUT_ADDRESSEE = ['licence', 'food-business-licence', 'delivery-receipt', 'transfer-letter', 'first-review-letter']
const ADVERSE = [
  'non-acceptance-decision',
  'not-required-notice',
  'refusal-decision',
  'alteration-decision',
  'withdrawal-decision',
  'revocation-decision',
  'cancellation-decision',
]

describe('the papers of licensing', () => {
  let processPackage: ProcessPackage
  beforeAll(async () => {
    processPackage = await loadPackage(FOLDER)
  })
  const paper = async (key: string, optional: 'given' | 'null' = 'given', change: Record<string, unknown> = {}) => {
    const template = compileTemplate(key, processPackage.templates[key]!)
    const variables = { ...sampleVariables(processPackage.variables, key, optional), ...change }
    return { head: template.head, ...(await renderHtml(template, variables, VERIFICATION)) }
  }

  it('are all there, and each is declared', () => {
    expect(Object.keys(processPackage.templates).sort()).toEqual([...KEYS].sort())
    expect(Object.keys(processPackage.variables.documents).sort()).toEqual([...KEYS].sort())
  })

  it.each(KEYS)('%s reads as it should', async (key) => {
    const { html } = await paper(key)
    expect(html).not.toMatch(/\{\{|undefined|NaN|\[object|null/)
    await expect(textOf(html)).toMatchFileSnapshot(`./papers/${key}.txt`)
  })

  it.each(KEYS)('%s has title, organ, seal, date in Chinese without leading zeros, and its own QR code', async (key) => {
    const { html, head } = await paper(key)
    const text = textOf(html)
    expect(html).toContain('演示用章')
    // What a lower organ reports up it signs itself.
    expect(text).toContain(key === 'first-review-letter' ? '三湖县莲湖镇人民政府\n初步审查意见报送函' : '三湖县市场监督管理局')
    expect(text).toMatch(/20\d\d年\d{1,2}月\d{1,2}日/)
    expect(text).not.toMatch(/年0|月0/)
    expect(text).toMatch(/扫码核验本文书|扫描二维码查验本证/)
    if (head.title !== '许可证') expect(text).toContain(head.title)
    if (!WITHOUT_ADDRESSEE.includes(key)) expect(text).toMatch(/三湖县湖畔人家餐饮管理有限公司：/)
  })

  it.each(KEYS)('%s can be made with nothing optional given', async (key) => {
    expect((await paper(key, 'null')).html).not.toMatch(/undefined|null/)
  })

  it.each(ADVERSE)('%s says what can be done against it, where and until when', async (key) => {
    expect(textOf((await paper(key)).html)).toMatch(
      /如不服，可以自收到本(决定书|告知书)之日起六十日内向三湖县人民政府申请行政复议，也可以自收到本\1之日起六个月内依法向三湖县人民法院提起行政诉讼/,
    )
  })

  it('numbers have hexagonal brackets; a receipt without one has no empty line for it', async () => {
    const numbered = await Promise.all(KEYS.map((key) => paper(key)))
    for (const { number } of numbered) expect(number ?? '〔2026〕1号').toMatch(/〔\d{4}〕\d+号$|^JY\d{14}$/)
    expect((await paper('receipt', 'null')).html).not.toContain('class="number"')
  })

  it('the acceptance notice prints both limits', async () => {
    const text = textOf((await paper('acceptance-notice')).html)
    expect(text).toContain('法定办理期限｜至2026年10月22日届满')
    expect(text).toContain('承诺办理期限｜至2026年10月9日届满')
  })

  it('whatever was typed into a form is text', async () => {
    const { html } = await paper('refusal-decision', 'given', { applicantName: '<script>alert(1)</script>' })
    expect(html).not.toContain('<script')
  })
})
