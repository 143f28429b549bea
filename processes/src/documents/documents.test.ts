import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { chineseDay } from '../clock/index.ts'
import { DocumentError } from './document-error.ts'
import { documentView } from './document-view.ts'
import { compileTemplate, type Template } from './template.ts'
import { renderHtml } from './render-html.ts'
import { sealSvg } from './seal.ts'

const FOLDER = new URL('../../packages/c3-licensing/documents/', import.meta.url)
const licensingTemplate = (key: string): Template => compileTemplate(key, readFileSync(new URL(`${key}.html`, FOLDER), 'utf8'))
const at = (text: string): number => Date.parse(`${text}+08:00`)

/** What the process gives the worker for every template of the food business licence. */
const VARIABLES = {
  caseId: 'c1',
  caseNo: '32083120260918013100001',
  matterName: '食品经营许可',
  organName: '三湖县市场监督管理局',
  issuedAt: at('2026-09-18T16:00'),
  application: {
    operatorName: '三湖县湖畔人家餐饮管理有限公司',
    creditCode: '91310000775785552L',
    legalRepresentative: '陈桂兰',
    citizenId: '11010519491231002X',
    phone: '13800000000',
    address: '三湖县黎城街道健康西路118号',
    businessForm: '餐饮服务经营者',
    items: ['热食类食品制售', '自制饮品制售'],
  },
  acceptance: {
    number: '三市监许受〔2026〕1号',
    receivedAt: at('2026-09-18T10:00'),
    acceptedAt: at('2026-09-18T15:00'),
    promisedDueDay: '2026-10-09',
    statutoryDueDay: '2026-10-22',
  },
  supplement: {
    number: '三市监许补〔2026〕1号',
    items: ['平面布局图', { text: '健康证明' }],
    notifiedAt: at('2026-09-18T15:00'),
    limitDays: 30,
  },
  nonAcceptance: { number: '三市监许不受〔2026〕1号', reasons: '不属于本机关职权范围。' },
  decision: {
    result: 'grant',
    number: '三市监许准〔2026〕1号',
    licenceNo: 'JY23208310000014',
    reasons: '一、理由甲;\n二、理由乙。',
    decidedOn: '2026-10-08',
    validFrom: '2026-10-08',
    validUntil: '2031-10-07',
    verifyCode: 'k7m2p9qx4t',
  },
}

describe('a template', () => {
  const render = (source: string, view: Record<string, unknown>): string => compileTemplate('t', source).render(view)

  it('escapes whatever was typed into a form', () => {
    expect(render('<p>{{name}}</p>', { name: '<script>alert(1)</script>&"' })).toBe(
      '<p>&lt;script&gt;alert(1)&lt;&#x2F;script&gt;&amp;&quot;</p>',
    )
  })

  it('fails on holes and names all of them, also inside sections', () => {
    const source = '{{a.b}} {{known}} {{#list}}{{text}}{{hole}}{{/list}} {{^gone}}x{{/gone}} {{empty}}'
    expect(() => render(source, { known: 1, a: {}, list: [{ text: 't' }], empty: null })).toThrow(
      expect.objectContaining({
        code: 'TEMPLATE_VARIABLE_MISSING',
        permanent: true,
        message: expect.stringMatching(/“t”.*a\.b、hole、gone、empty/),
      }),
    )
  })

  it('takes an empty text, false and null as the condition of a section for what they are', () => {
    expect(
      render('{{phone}}{{#closed}}a{{/closed}}{{^closed}}b{{/closed}}{{^nobody}}c{{/nobody}}', { phone: '', closed: false, nobody: null }),
    ).toBe('bc')
  })

  it.each([
    ['unescaped text', '{{{name}}}'],
    ['unescaped text, short form', '{{& name}}'],
    ['a partial', '{{> other}}'],
    ['other delimiters', '{{=<% %>=}}'],
    ['a section without end', '{{#a}}'],
  ])('is refused with %s', (_, source) => {
    expect(() => compileTemplate('t', source)).toThrow(expect.objectContaining({ code: 'TEMPLATE_INVALID' }))
  })

  it('knows its variables and where its number stands', () => {
    const template = compileTemplate('t', '{{! number: decision.number }}{{a}}{{#b}}{{c.d}}{{a}}{{/b}}{{{seal}}}')
    expect(template.variables).toEqual(['a', 'b', 'c.d', 'seal'])
    expect(template.numberPath).toBe('decision.number')
    expect(compileTemplate('t', '{{a}}').numberPath).toBeNull()
  })
})

describe('the view', () => {
  it('writes days and instants in Chinese, lists joined and numbered, texts by line', () => {
    const view = documentView({
      a: { decidedOn: '2026-09-08' },
      receivedAt: at('2026-09-18T00:00'),
      sentAt: '2026-09-18T10:00:00+08:00',
      items: ['甲', { text: '乙' }],
      reasons: '一\n\n二 ',
    })
    expect(view).toMatchObject({
      a: { decidedOnText: '2026年9月8日' },
      receivedAtText: '2026年9月18日',
      sentAtText: chineseDay('2026-09-18'),
      itemsText: '甲、乙',
    })
    expect(view.itemsLines).toEqual([
      { no: 1, text: '甲' },
      { no: 2, text: '乙' },
    ])
    expect(view.reasonsLines).toEqual([
      { no: 1, text: '一' },
      { no: 2, text: '二' },
    ])
  })
})

describe('the templates of the food business licence', () => {
  it.each(readdirSync(FOLDER).map((name) => name.replace(/\.html$/, '')))(
    '%s is complete with the variables of the process',
    async (key) => {
      const template = licensingTemplate(key)
      const { html, number } = await renderHtml(template, VARIABLES, 'https://lianban.example/')
      expect(number).toMatch(/〕\d+号$|^JY\d{14}$/)
      expect(html).toContain(number!)
      expect(html).toContain(VARIABLES.application.operatorName)
      expect(html).toContain('演示用章')
      expect(html).not.toMatch(/\{\{|undefined|NaN|\[object/)
    },
  )

  it('the acceptance notice prints both limits', async () => {
    const { html } = await renderHtml(licensingTemplate('acceptance-notice'), VARIABLES, '')
    expect(html).toMatch(/法定办理期限.*2026年10月22日/)
    expect(html).toMatch(/承诺办理期限.*2026年10月9日/)
  })

  it.each(['refusal-decision', 'non-acceptance-decision'])('%s names the reasons and both remedies', async (key) => {
    const { html } = await renderHtml(licensingTemplate(key), VARIABLES, '')
    expect(html).toContain(key === 'refusal-decision' ? '理由乙' : '不属于本机关职权范围')
    expect(html).toMatch(/六十日内向三湖县人民政府申请行政复议.*六个月内依法向人民法院提起行政诉讼/)
  })

  it('without a verification code there is no licence', async () => {
    const { verifyCode: _, ...decision } = VARIABLES.decision
    await expect(renderHtml(licensingTemplate('food-business-licence'), { ...VARIABLES, decision }, '')).rejects.toThrow(
      expect.objectContaining({ code: 'TEMPLATE_VARIABLE_MISSING', message: expect.stringContaining('qrCode') }),
    )
  })
})

describe('the seal', () => {
  it('carries the name letter by letter and says that it is none', () => {
    const svg = sealSvg('三湖县<局>')
    expect(svg.match(/rotate\(/g)).toHaveLength(6)
    expect(svg).toContain('演示用章')
    expect(svg).not.toContain('<局>')
  })
})

it('errors tell whether trying again can help', () => {
  expect(new DocumentError('RENDER_TIMEOUT', '').permanent).toBe(false)
  expect(new DocumentError('CHROMIUM_NOT_FOUND', '').permanent).toBe(true)
})
