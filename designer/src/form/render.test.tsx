import type { FormSchema } from '@lianban/forms'
import { renderToString } from 'react-dom/server'
import { describe, expect, it } from 'vitest'
import { FormDesigner } from './index.tsx'

const schema: FormSchema = {
  type: 'object',
  title: '申请书',
  'x-lianban': { version: 1 },
  properties: {
    basics: {
      type: 'void',
      title: '申请人',
      'x-component': 'Section',
      properties: { name: { type: 'string', title: '姓名', required: true } },
    },
    staff: { type: 'array', title: '人员', items: { type: 'object', properties: { age: { type: 'integer', title: '年龄' } } } },
  },
}
const draw = (value: unknown, readOnly = false) =>
  renderToString(<FormDesigner value={value as FormSchema} onChange={() => {}} dictionary={[]} readOnly={readOnly} />)

describe('the form designer', () => {
  it('draws the form as a tree of fields, with the palette before it and the settings behind', () => {
    const html = draw(schema)
    expect(html.match(/role="treeitem"/g)).toHaveLength(4)
    expect(html).toMatch(/data-key="age"/)
    expect(html).toContain('aria-label="表单内容"')
    expect(html).toContain('data-palette="MoneyInput"')
    expect(html).toContain('role="status"')
  })

  it('offers nothing to change to a reader', () => {
    const html = draw(schema, true)
    expect(html).not.toContain('data-palette')
    expect(html).not.toContain('aria-label="删除"')
  })

  it('does not open a schema that is no form, and says where', () => {
    const html = draw({ ...schema, properties: { a: { type: 'string', title: '{{alert(1)}}' } } })
    expect(html).toContain('表单内容不合规')
    expect(html).toContain('/properties/a/title TEMPLATE_REFUSED')
  })
})
