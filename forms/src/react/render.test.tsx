import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, it } from 'vitest'
import { anApplication, foodLicence, NOW } from '../../test/fixtures/food-licence.ts'
import { COMPONENTS, type ComponentName, type FieldSchema, type FormSchema, loadOptions, newField, OptionsMemory } from '@lianban/forms'
import { everyComponent, everyValue, tables } from '../../test/fixtures/every-component.ts'
import { FormPrint, FormView, LianbanForm } from './index.tsx'

describe('LianbanForm', () => {
  const html = renderToStaticMarkup(
    <LianbanForm schema={foodLicence} initialValues={anApplication()} clock={() => NOW} submitText="提交申请" />,
  )

  it('keeps its contract with browser tests: data-field on the frame, field-<path> on the input', () => {
    expect(html).toMatch(/data-field="applicant\.name"/)
    expect(html).toMatch(/<input[^>]*id="field-applicant\.name"/)
    expect(html).toMatch(/<input[^>]*id="field-staff\.1\.idNumber"/)
    expect(html).toMatch(/<input[^>]*id="field-licence"[^>]*type="file"/)
  })

  it('binds each label to its input and says 必填 in words', () => {
    expect(html).toMatch(/<label id="field-applicant\.name-label" for="field-applicant\.name"[^>]*>经营者名称<span[^>]*>\(必填\)/)
    expect(html).toMatch(/aria-describedby="field-applicant\.name-help"/)
  })

  it('draws nothing that is hidden by a rule or a right', () => {
    expect(html).not.toContain('field-applicant.diners')
    const reader = renderToStaticMarkup(
      <LianbanForm schema={foodLicence} initialValues={anApplication()} access={{ '*': 'read', legal: 'hidden' }} />,
    )
    expect(reader).not.toContain('13800138000')
    expect(reader).not.toMatch(/<input/)
    expect(reader).toContain('三湖县湖畔人家餐饮有限公司')
  })
})

describe('FormView', () => {
  it('shows labels, days, money and files as people read them', () => {
    const html = renderToStaticMarkup(<FormView schema={foodLicence} values={anApplication()} fileUrl={(id) => `/api/files/${id}`} />)
    for (const text of ['餐饮服务经营者', '热食类食品制售、自制饮品制售', '2026年10月8日', '128,000.50 元', '120.5 平方米', '未填写']) {
      expect(html).toContain(text)
    }
    expect(html).toMatch(/<a[^>]*href="\/api\/files\/f-8"/)
    expect(html).toMatch(/<dt[^>]*>委托他人代办<\/dt><dd[^>]*>否<\/dd>/)
  })

  it('does not show what the reader may not see', () => {
    const html = renderToStaticMarkup(
      <FormView schema={foodLicence} values={anApplication()} access={{ '*': 'read', 'staff.idNumber': 'hidden' }} />,
    )
    expect(html).not.toContain('440524188001010014')
    expect(html).toContain('李四')
  })
})

const formOf = (field: FieldSchema): FormSchema => ({ type: 'object', 'x-lianban': { version: 1 }, properties: { a: field } })

describe('every component', () => {
  const names = Object.keys(COMPONENTS) as ComponentName[]

  it.each(names.filter((it) => COMPONENTS[it].holds === undefined && !['Notice', 'Computed', 'Hidden'].includes(it)))(
    'draws %s with its label and an input of the agreed id, and reads it without one',
    (name) => {
      const schema = formOf(newField(name))
      const html = renderToStaticMarkup(<LianbanForm schema={schema} clock={() => NOW} />)
      expect(html).toContain('id="field-a"')
      expect(html).toContain('id="field-a-label"')
      const read = renderToStaticMarkup(<LianbanForm schema={schema} readOnly clock={() => NOW} />)
      expect(read).not.toMatch(/<(input|textarea|button|canvas)/)
    },
  )

  it('fills in a whole form of them', () => {
    const html = renderToStaticMarkup(
      <LianbanForm schema={everyComponent} initialValues={everyValue} clock={() => NOW} fileUrl={(id) => `/f/${id}`} />,
    )
    for (const path of Object.keys(everyValue).filter((it) => it !== 'secret')) expect(html).toContain(`data-field="${path}"`)
    expect(html).toContain('大写:人民币壹仟贰佰伍拾元零伍角')
    expect(html).not.toContain('暗号')
  })

  it('says headings, lists and strong words of a notice as elements and never as HTML', () => {
    const description = '## 须知\n- **一**\n- <img src=x onerror=alert(1)>\n[指南](/guide)'
    const html = renderToStaticMarkup(<LianbanForm schema={formOf({ type: 'void', 'x-component': 'Notice', description })} />)
    expect(html).toContain('<li><strong>一</strong></li>')
    expect(html).toContain('&lt;img src=x onerror=alert(1)&gt;')
    expect(html).toMatch(/<a[^>]*href="\/guide"[^>]*><u>指南<\/u><\/a>/)
    expect(html).not.toContain('<img')
  })

  it('offers the camera where the form asks for it', () => {
    const upload = (camera: string): FieldSchema => ({ ...newField('Upload'), 'x-component-props': { camera } })
    const both = renderToStaticMarkup(<LianbanForm schema={formOf(upload('allowed'))} />)
    expect(both).toMatch(/选择文件/)
    expect(both).toMatch(/capture="environment"/)
    const only = renderToStaticMarkup(<LianbanForm schema={formOf(upload('only'))} />)
    expect(only).not.toMatch(/选择文件/)
    expect(only).toMatch(/<input[^>]*id="field-a"[^>]*capture="environment"/)
  })

  it('shows one step at a time, and all of them to a reader', () => {
    const step = (title: string, key: string): FieldSchema => ({
      ...{ type: 'void', title, 'x-component': 'Section' },
      properties: { [key]: { type: 'string', title: key } },
    })
    const schema = formOf({ type: 'void', 'x-component': 'Steps', properties: { one: step('第一步', 'x'), two: step('第二步', 'y') } })
    const html = renderToStaticMarkup(<LianbanForm schema={schema} submitText="提交" />)
    expect(html).toContain('下一步')
    expect(html).toMatch(/<section[^>]*section-two[^>]*hidden/)
    const read = renderToStaticMarkup(<LianbanForm schema={schema} readOnly />)
    expect(read).not.toMatch(/<section[^>]*hidden/)
  })
})

describe('every component to read', () => {
  const options = new OptionsMemory()
  const view = (as: 'screen' | 'paper', access?: Record<string, 'hidden' | 'read'>) => {
    const props = { schema: everyComponent, values: everyValue, access, options, fileUrl: (id: string) => `/f/${id}` }
    return renderToStaticMarkup(as === 'screen' ? <FormView {...props} /> : <FormPrint {...props} caption="办件编号 2026-001" />)
  }

  it.each(['screen', 'paper'] as const)('shows labels, sums, days and places on %s', async (as) => {
    await loadOptions(everyComponent, everyValue, tables, options)
    const html = view(as)
    for (const text of [
      '市场监督管理局',
      '餐饮业 / 正餐服务',
      '王芳、李强',
      '2026年1月5日至2026年2月10日',
      '东经 119.02000°',
      '合计',
      '0.30 元',
      '1,250.50 元',
    ]) {
      expect(html).toContain(text)
    }
    expect(html).toMatch(/<img[^>]*src="\/f\/sign"[^>]*alt="手写签名"/)
    expect(html).not.toContain('暗号')
  })

  it.each(['screen', 'paper'] as const)('hides a column, a record and their sums on %s', (as) => {
    const html = view(as, { '*': 'read', 'costs.amount': 'hidden', site: 'hidden', period: 'hidden' })
    for (const text of ['0.10', '0.30 元', '119.02', '2026年1月5日']) expect(html).not.toContain(text)
    expect(html).toContain('差旅')
  })

  it('prints an amount in 大写 too', () => {
    expect(view('paper')).toContain('1,250.50 元\n(人民币壹仟贰佰伍拾元零伍角)')
  })

  it('prints what is blank as an empty cell to be written in', () => {
    const html = renderToStaticMarkup(<FormPrint schema={everyComponent} values={{}} />)
    expect(html).not.toContain('未填写')
    expect(html).toContain('<table')
  })
})
