import { describe, expect, it } from 'vitest'
import { ExpressionFailure } from '../expression/expression.ts'
import { evaluate } from './fixtures/load.ts'

const value = (name: string, variables: Record<string, unknown>, decision = name) => evaluate(name, variables, decision).value

describe('boxed expressions', () => {
  it('literal expression: one rule of one value, under the name of the variable', () => {
    expect(evaluate('literal', { x: 2 })).toMatchObject({
      rules: [{ 双倍: 5 }],
      value: 5,
      matched: [],
      inputs: [],
      outputs: [{ variableName: '双倍', value: 5 }],
    })
    expect(() => evaluate('literal', { x: 0.3 })).toThrow('"literal": result: "integer": 1.6 is not of this type')
  })

  it('names with spaces, hyphens and full-width brackets', () => {
    const variables = { '面积（平方米）': 100, 'file count': 20, 'a-b': 3, 申请人: { '联系 电话': 0.5 }, '有无 缺件': true }
    expect(value('names', variables)).toBe(124.5)
    expect(value('names', variables, 'names-in-entries')).toBe('少')
  })

  it('context: entries see those before them, tables and functions included; the last one gives the value', () => {
    expect(value('boxed-context', { 面积: 60 })).toEqual({ 合计: 50 + 1 + 120, 基准: 120 })
    expect(() => value('boxed-context', { 面积: '大' })).toThrow('"收费 (boxed-context)": result: "面积 * 2"')
  })

  it('list', () => expect(value('boxed-list', { x: 3 })).toEqual([3, ['a'], { k: 1 }]))

  it('relation', () => {
    expect(value('relation', { 基数: 3 })).toEqual([
      { 部门: '住建局', 天数: 3 },
      { 部门: '消防队', 天数: 8 },
    ])
    expect(value('relation', { 基数: 3 }, 'slowest')).toBe('消防队')
  })

  it('conditional', () => {
    expect([value('conditional', { x: 2 }), value('conditional', { x: 1 }), value('conditional', { x: null })]).toEqual(['大', '小', '小'])
  })

  it('filter: entries of the item by name, and the item itself', () => {
    const 材料 = [
      { 名称: '身份证', 份数: 2, 必需: true },
      { 名称: '照片', 份数: 1, 必需: true },
      { 名称: '授权书', 份数: 2, 必需: false },
    ]
    expect(value('filter', { 材料 })).toEqual([材料[0]])
  })

  it('for, every and some', () => {
    expect(value('iteration', { numbers: [1, 2, 3] }, 'for')).toEqual([1, 5, 11])
    expect([value('iteration', { numbers: [1, 2] }, 'every'), value('iteration', { numbers: [2, 3] }, 'every')]).toEqual([false, true])
    expect([value('iteration', { numbers: [1, 2] }, 'some'), value('iteration', { numbers: [1, 3] }, 'some')]).toEqual([false, true])
  })
})

describe('functions', () => {
  it('a business knowledge model is invoked with boxed bindings or called in FEEL, by name or by position', () => {
    expect(value('invocation', { x: 50 })).toBe(150)
    expect(value('invocation', { x: 200 })).toBe(300 + 150)
    expect(value('invocation', { x: 50 }, 'called')).toBe(100 + 120)
    expect(value('invocation', { x: 2 }, 'built-in')).toBe('bcd')
  })

  it('wants all its parameters', () => {
    expect(() => value('invocation', {}, 'wrong-parameter')).toThrow('"计费": the parameters are (面积, 单价), given were 面积')
  })

  it('sees its parameters, not the variables', () =>
    expect(() => value('invocation', { x: 1 }, 'no-variables')).toThrow('unknown variable x'))

  it('a decision may be a function, which others call', () => {
    expect(value('function-definition', { rate: 3 }, 'uses-function')).toBe(12)
    expect(value('function-definition', { rate: 3 })).toBe('function(a)')
    expect(value('function-definition', { n: 9 }, 'recursive')).toBe(45)
  })

  it.each(['loops', 'doubles', 'within-feel', 'boxed'])('that never end are a failure: %s', (decision) => {
    expect(() => value('endless', {}, decision)).toThrow(ExpressionFailure)
  })
})
