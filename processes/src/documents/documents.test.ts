import { describe, expect, it } from 'vitest'
import { chineseDay } from '../clock/index.ts'
import { chineseCount } from './chinese-count.ts'
import { DocumentError } from './document-error.ts'
import { documentView } from './document-view.ts'
import { compileTemplate, withPartials } from './template.ts'
import { renderHtml } from './render-html.ts'
import { sealSvg } from './seal.ts'

const at = (text: string): number => Date.parse(`${text}+08:00`)
const VERIFICATION = { publicUrl: 'https://lianban.example/', verifyCode: 'a'.repeat(32) }

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

  it('knows its variables and what it says of itself', () => {
    const head = '{{! title: 决定书 }}{{! number: decision.number }}{{! date: decision.decidedOn }}{{! addressee: toldTo }}'
    const template = compileTemplate('t', `${head}{{a}}{{#b}}{{c.d}}{{a}}{{/b}}{{{seal}}}`)
    expect(template.variables).toEqual(['a', 'b', 'c.d', 'seal'])
    expect(template.head).toEqual({
      title: '决定书',
      number: 'decision.number',
      date: 'decision.decidedOn',
      addressee: 'toldTo',
      organ: 'organName',
    })
    expect(compileTemplate('t', '{{a}}').head).toEqual({
      ...{ title: null, number: null, date: 'issuedAt', addressee: 'applicantName', organ: 'organName' },
    })
    expect(() => compileTemplate('t', '{{! number: a b }}')).toThrow(expect.objectContaining({ code: 'TEMPLATE_INVALID' }))
  })

  it('takes shared pieces in when it is loaded; one that is not there, and one inside another, is refused', () => {
    expect(withPartials('a{{> head}}b', { head: '<h1>{{title}}</h1>\n' })).toBe('a<h1>{{title}}</h1>b')
    for (const html of [
      withPartials('{{> foot}}', { head: '' }),
      withPartials('{{> a}}', { a: '{{> b}}', b: '' }),
      withPartials('{{> constructor}}', {}),
    ])
      expect(() => compileTemplate('t', html)).toThrow(expect.objectContaining({ code: 'TEMPLATE_INVALID' }))
  })
})

describe('the view', () => {
  it('writes days and instants in Chinese, lists joined and numbered, texts by line', () => {
    const view = documentView({
      a: { decidedOn: '2026-09-08' },
      receivedAt: at('2026-09-18T00:00'),
      sentAt: '2026-09-18T10:00:00+08:00',
      limitDays: 30,
      items: ['甲', { text: '乙' }],
      reasons: '一\n\n二 ',
    })
    expect(view).toMatchObject({
      a: { decidedOnText: '2026年9月8日' },
      receivedAtText: '2026年9月18日',
      sentAtText: chineseDay('2026-09-18'),
      sentAtTimeText: '2026年9月18日10时',
      limitDaysText: '三十',
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

describe('counts in Chinese', () => {
  it.each([
    [0, '零'],
    [5, '五'],
    [10, '十'],
    [15, '十五'],
    [20, '二十'],
    [60, '六十'],
    [100, '一百'],
    [105, '一百零五'],
    [110, '一百一十'],
    [999, '九百九十九'],
    [1000, '1000'],
    [1.5, '1.5'],
  ])('%s is %s', (count, text) => expect(chineseCount(count)).toBe(text))
})

describe('a whole page', () => {
  const template = compileTemplate(
    't',
    '{{! title: 决定<书> }}{{! number: d.no }}{{document.title}} {{document.number}} {{{seal}}} {{{qrCode}}}',
  )

  it('has its title, its number, the seal of the organ and the code of this very document', async () => {
    const { html, number } = await renderHtml(template, { organName: '县局', d: { no: '三〔2026〕1号' } }, VERIFICATION)
    expect(number).toBe('三〔2026〕1号')
    expect(html).toContain('<title>决定&lt;书&gt;</title>')
    expect(html).toContain('演示用章')
    expect(html).toContain('<svg')
  })

  it('may have a number that is not given', async () => {
    const receipt = compileTemplate('t', '{{! number: r.no }}{{#document.number}}{{document.number}}{{/document.number}}')
    expect((await renderHtml(receipt, { organName: '县局', r: { no: null } }, VERIFICATION)).number).toBeNull()
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
