import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, it } from 'vitest'
import { anApplication, foodLicence, NOW } from '../../test/fixtures/food-licence.ts'
import { FormView, LianbanForm } from './index.tsx'

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
