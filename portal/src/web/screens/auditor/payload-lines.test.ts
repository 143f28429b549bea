import { describe, expect, it } from 'vitest'
import { payloadLines, payloadSummary, type FieldNames } from './payload-lines.ts'

const pairs = (payload: unknown, names?: FieldNames) => payloadLines(payload, names).map(({ label, text }) => [label, text])

describe('what a log entry recorded', () => {
  it('is told in words, one line a value, none left out', () => {
    expect(pairs({ step: '受理审查', label: '受理', opinion: null, record: {}, surprise: true })).toEqual([
      ['环节', '受理审查'],
      ['操作', '受理'],
      ['意见', '无'],
      ['内容', '无'],
      ['surprise', '是'],
    ])
  })

  it('has words for what logins and proposals record', () => {
    expect(pairs({ method: 'password', secondFactor: false, colour: 'red' })).toEqual([
      ['登录方式', '密码'],
      ['第二重验证', '否'],
      ['牌色', '红牌'],
    ])
  })

  it('calls the fields and choices as the form does, and counts the rows of a table', () => {
    const names: FieldNames = new Map([
      ['form.applicant.kind', { title: '主体类型', options: new Map([['person', '个体工商户']]) }],
      ['form.staff', { title: '从业人员' }],
      ['form.staff.name', { title: '姓名' }],
    ])
    expect(pairs({ form: { applicant: { kind: 'person' }, staff: [{ name: '李明' }, { name: '王芳' }] } }, names)).toEqual([
      ['主体类型', '个体工商户'],
      ['从业人员 · 第 1 项 · 姓名', '李明'],
      ['从业人员 · 第 2 项 · 姓名', '王芳'],
    ])
  })

  it('names materials, joins plain lists, writes instants as Beijing time', () => {
    const names: FieldNames = new Map([['materials.id-card', { title: '身份证' }]])
    expect(pairs({ materials: { 'id-card': ['f1', 'f2'] }, acceptedAt: Date.UTC(2026, 10, 24, 6) }, names)).toEqual([
      ['材料 · 身份证', 'f1、f2'],
      ['受理时间', '2026-11-24 14:00:00'],
    ])
  })

  it('says how a case came in', () => {
    expect(pairs({ channel: 'window', reused: [] })).toEqual([
      ['办理渠道', '窗口'],
      ['复用材料', '无'],
    ])
  })

  it('marks identifiers and hashes as codes', () => {
    expect(payloadLines({ sha256: 'ab', opinion: '同意' }).map(({ code }) => code)).toEqual([true, false])
  })

  it('stands even if the record is empty or no object', () => {
    expect(pairs(null)).toEqual([['内容', '无']])
    expect(payloadSummary(null)).toBe('')
  })
})

it('sums an entry up by its step and action, or its document', () => {
  expect(payloadSummary({ task: 't', step: '受理审查', label: '受理', opinion: '齐全' })).toBe('受理审查 · 受理')
  expect(payloadSummary({ name: '受理通知书', number: '〔2026〕12号', size: 3 })).toBe('受理通知书 · 〔2026〕12号')
})
