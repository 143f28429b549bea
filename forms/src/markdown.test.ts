import { describe, expect, it } from 'vitest'
import { parseMarkdown } from './markdown.ts'

describe('the text of a notice', () => {
  it('reads headings, paragraphs, lists, strong text and links', () => {
    const text = '## 申请条件\n年满 **18 周岁**,\n身体健康。\n\n- 身份证\n- 户口簿\n1. 填表\n2. 提交\n详见[办事指南](/guide/1)。'
    expect(parseMarkdown(text)).toEqual([
      { kind: 'heading', line: [{ text: '申请条件' }] },
      { kind: 'paragraph', lines: [[{ text: '年满 ' }, { text: '18 周岁', strong: true }, { text: ',' }], [{ text: '身体健康。' }]] },
      { kind: 'list', ordered: false, items: [[{ text: '身份证' }], [{ text: '户口簿' }]] },
      { kind: 'list', ordered: true, items: [[{ text: '填表' }], [{ text: '提交' }]] },
      { kind: 'paragraph', lines: [[{ text: '详见' }, { text: '办事指南', href: '/guide/1' }, { text: '。' }]] },
    ])
  })

  it.each([
    '<b>粗</b><script>alert(1)</script>',
    '**未结束',
    '[未结束](',
    '****',
    '[点](javascript:alert(1))',
    '[点](//other.example/x)',
    '[点](http://x)',
  ])('keeps %s as text', (text) => {
    expect(parseMarkdown(text)).toEqual([{ kind: 'paragraph', lines: [[{ text }]] }])
  })

  it('reads the worst of texts in time that grows with its length', () => {
    const runs = parseMarkdown('[('.repeat(2_000) + '**'.repeat(2_000))
    expect(runs).toHaveLength(1)
  })
})
