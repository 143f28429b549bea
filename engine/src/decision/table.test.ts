import { describe, expect, it } from 'vitest'
import { ExpressionFailure } from '../expression/expression.ts'
import { contextOf, evaluate, load, read } from './fixtures/load.ts'
import { evaluateDecision, parseDecisions } from './index.ts'

const rows = (name: string, variables: Record<string, unknown>, decision = name) => evaluate(name, variables, decision).rules

describe('a county table: which licence a food business needs', () => {
  const 许可证 = (类型: unknown, 经营面积: unknown, 经营项目: unknown) => rows('licence-type', { 申请主体: { 类型 }, 经营面积, 经营项目 })

  it('takes the one row whose conditions all hold', () => {
    expect(许可证('个体工商户', 40, '热食类食品制售')).toEqual([{ 许可证类型: '食品小作坊登记证', 审批层级: '乡镇', 承诺工作日: 5 }])
    expect(许可证('个体工商户', 40, '冷食类食品制售')).toMatchObject([{ 许可证类型: '食品经营许可证', 承诺工作日: 10 }])
    expect(许可证('农民专业合作社', 1000, '热食类食品制售')).toMatchObject([{ 承诺工作日: 15 }])
    expect(许可证('企业', '5000.5', '任意')).toMatchObject([{ 审批层级: '市级' }])
  })

  it('gives nothing where no row holds', () => expect(许可证('农民专业合作社', 6000, '')).toEqual([]))

  it('records inputs, outputs and rule for the history', () => {
    expect(evaluate('licence-type', { 申请主体: { 类型: '企业' }, 经营面积: '999', 经营项目: null })).toEqual({
      decisionId: 'licence-type',
      decisionName: '许可证类型',
      rules: [{ 许可证类型: '食品经营许可证', 审批层级: '县级', 承诺工作日: 10 }],
      value: { 许可证类型: '食品经营许可证', 审批层级: '县级', 承诺工作日: 10 },
      inputs: [
        { inputId: 'in1', name: '主体类型', type: 'string', value: '企业' },
        { inputId: 'in2', name: '经营面积（平方米）', type: 'double', value: 999 },
        { inputId: 'in3', name: '经营项目', type: 'string', value: null },
      ],
      matched: [{ ruleId: 'r4', index: 4 }],
      outputs: [
        {
          ruleId: 'r4',
          ruleIndex: 4,
          outputId: 'out1',
          name: '许可证类型',
          variableName: '许可证类型',
          type: 'string',
          value: '食品经营许可证',
        },
        { ruleId: 'r4', ruleIndex: 4, outputId: 'out2', name: '审批层级', variableName: '审批层级', type: 'string', value: '县级' },
        { ruleId: 'r4', ruleIndex: 4, outputId: 'out3', name: '承诺工作日', variableName: '承诺工作日', type: 'integer', value: 10 },
      ],
      collectValue: null,
      required: [],
    })
  })

  it('fails for a kind of applicant that is not in the list, a wrong type, a missing variable: naming decision and column', () => {
    expect(() => 许可证('学校', 1, '')).toThrow(
      '"许可证类型 (licence-type)": input "主体类型": ""个体工商户","企业","农民专业合作社"": "学校" is not one of the allowed values',
    )
    expect(() => 许可证('企业', '很大', '')).toThrow('input "经营面积（平方米）": "double": "很大" is not of this type')
    expect(() => rows('licence-type', { 申请主体: { 类型: '企业' }, 经营面积: 1 })).toThrow(
      'input "经营项目": "经营项目": unknown variable 经营项目',
    )
  })
})

describe('hit policies', () => {
  it('UNIQUE: one rule at most', () => {
    expect(evaluate('unique', { x: 3 })).toMatchObject({ rules: [{ y: 'a' }], value: 'a', matched: [{ ruleId: 'r1', index: 1 }] })
    expect(evaluate('unique', { x: null })).toMatchObject({ rules: [], value: null, matched: [], outputs: [] })
    expect(() => evaluate('unique', { x: 7 })).toThrow(
      '"unique": hit policy UNIQUE: rules 1 ("r1") and 2 ("r2") all match; at most one may',
    )
  })

  it('FIRST: the first in the order of the table', () => {
    expect(evaluate('first', { x: 7 })).toMatchObject({ rules: [{ y: 'a' }], value: 'a', matched: [{ index: 1 }] })
    expect(evaluate('first', { x: 17 })).toMatchObject({ rules: [{ y: 'b' }] })
  })

  it('ANY: several that agree', () => {
    expect(evaluate('any', { x: 7 })).toMatchObject({
      rules: [{ y: 'a', z: 1 }],
      value: { y: 'a', z: 1 },
      matched: [{ index: 1 }, { index: 2 }],
    })
    expect(() => evaluate('any', { x: 17 })).toThrow('rules 2 ("r2") and 3 ("r3") match and give different outputs')
  })

  it('RULE ORDER and COLLECT: all of them, as a list', () => {
    expect(evaluate('rule-order', { x: 17 })).toMatchObject({ rules: [{ y: 'b' }, { y: 'c' }], value: ['b', 'c'] })
    expect(evaluate('rule-order', { x: null })).toMatchObject({ rules: [], value: [] })
    expect(evaluate('collect', { x: 7 })).toMatchObject({ rules: [{ y: 'a' }, { y: 'b' }], value: ['a', 'b'], collectValue: null })
  })

  it('an empty output entry leaves its key out, and is null in the value', () => {
    expect(evaluate('collect', { x: 6 })).toMatchObject({ rules: [{ y: 'a' }, { y: 'b' }, {}], value: ['a', 'b', null] })
  })

  it('PRIORITY: the best by the first output, then by the second', () => {
    expect(evaluate('priority', { x: 11 })).toMatchObject({ rules: [{ y: 'middle', z: 2, why: 'third' }], matched: [{ ruleId: 'r3' }] })
    expect(() => evaluate('priority', { x: 20 })).toThrow('rule 4 ("r4"): "other" is not one of the output values of y')
  })

  it('OUTPUT ORDER: all, the best first', () => {
    expect(rows('output-order', { x: 11 }).map(({ why }) => why)).toEqual(['third', 'second', 'first'])
    expect(rows('output-order', { x: 11 })).toHaveLength(3)
  })

  it('COLLECT with SUM, MIN, MAX and COUNT: one number of the outputs that are not empty', () => {
    expect(evaluate('collect-sum', { x: 25 })).toMatchObject({
      rules: [{ y: -0.5 }],
      value: -0.5,
      collectValue: -0.5,
      matched: [{}, {}, {}, {}],
    })
    expect(rows('collect-min', { x: 25 })).toEqual([{ y: -4 }])
    expect(rows('collect-max', { x: 25 })).toEqual([{ y: 2.5 }])
    expect(rows('collect-count', { x: 35 })).toEqual([{ y: 4 }])
    expect(rows('collect-sum', { x: 0 })).toEqual([])
    expect(rows('collect-count', { x: 0 })).toEqual([{ y: 0 }])
    expect(() => rows('collect-sum', { x: 35 })).toThrow('"collect-sum": SUM: "x" is not a number')
  })
})

describe('outputs and inputs', () => {
  it('the default entry stands where no rule matches', () => {
    expect(evaluate('default-output', { x: 1 })).toMatchObject({
      rules: [{ y: 'none' }],
      value: { y: 'none', z: null },
      matched: [],
      outputs: [{ ruleId: null, ruleIndex: null }],
    })
    expect(evaluate('default-output', { x: 6 })).toMatchObject({ rules: [{ y: 'some', z: 7 }] })
  })

  it('input values are checked, also those of item definitions and of every item of a list; null is let through', () => {
    expect(rows('input-values', { a: 5, b: 'red', c: ['red', 'green'] })).toEqual([{ y: 'ok' }])
    expect(rows('input-values', { a: null, b: null, c: null })).toEqual([{ y: 'ok' }])
    expect(() => rows('input-values', { a: 10, b: 'red', c: [] })).toThrow('input "甲": "[1..9], 100": 10 is not one')
    expect(() => rows('input-values', { a: 1, b: 'blue', c: [] })).toThrow('input "b"')
    expect(() => rows('input-values', { a: 1, b: 'red', c: ['red', 'blue'] })).toThrow('"blue" is not one')
  })

  it('a failure in an output entry names rule and column', () => {
    const result = parseDecisions(read('default-output').replace('x + 1', 'x + nothing'))
    const act = () => evaluateDecision(result.ok ? result.decisions : load('first'), 'default-output', contextOf({ x: 6 }))
    expect(act).toThrow(ExpressionFailure)
    expect(act).toThrow('"default-output": rule 1 ("r1"), output "z": "x + nothing": unknown variable nothing')
  })

  it('a failure in an input entry names rule and column', () => {
    expect(() => rows('unique', { x: 'seven' })).toThrow('"unique": rule 1 ("r1"), input "x": "< 10": "seven" cannot be compared with it')
  })

  it('an entry is looked at only where those before it are met', () => {
    const xml = read('any').replace('<text>&lt; 10</text>', '<text>nothing</text>')
    const result = parseDecisions(xml)
    expect(() => evaluateDecision(result.ok ? result.decisions : load('first'), 'any', contextOf({ x: 6 }))).toThrow(
      'unknown variable nothing',
    )
  })
})

describe("camunda 7's tables", () => {
  it('JUEL with and without braces, the input under its own name or as cellInput', () => {
    expect(rows('camunda-juel', { amount: '101', person: { name: 'Li' } })).toEqual([{ result: 'big Li' }])
    expect(rows('camunda-juel', { amount: 101, person: { name: 'Wang' } })).toEqual([])
    expect(rows('camunda-juel', { amount: 100, person: { name: 'Wang' } })).toEqual([{ result: 'small' }])
    expect(load('camunda-juel').decisions['camunda-juel']).toMatchObject({ versionTag: '1.0', historyTimeToLive: '180' })
  })

  it('types of inputs and outputs', () => {
    const result = evaluate('camunda-types', { s: 5, b: 'TRUE', i: '7', l: '9007199254740991', d: '1e3' })
    expect(result.inputs.map(({ value }) => value)).toEqual(['5', true, 7, 9007199254740991, 1000])
    expect(result.rules).toEqual([{ string: '7', boolean: true, integer: 5, long: 1000, double: 1.5 }])
  })

  it.each([
    ['boolean', 'yes'],
    ['integer', 1.5],
    ['integer', '1.5'],
    ['integer', 2147483648],
    ['long', 'x'],
    ['double', true],
    ['string', ['a']],
  ])('refuse as %s: %j', (type, value) => {
    const act = () => rows('camunda-types', { s: '1', b: true, i: 1, l: 1, d: 1, [type[0]!]: value })
    expect(act).toThrow(ExpressionFailure)
    expect(act).toThrow('is not of this type')
  })

  it.each([
    ['2024-12-31', '旧规', '2025-06-30'],
    ['2024-12-31T23:59:59+08:00', '旧规', '2025-06-30'],
    ['2024-12-31T16:00:00Z', '2025', '2026-06-30T12:00:00'],
    ['2025-12-31T23:59:59.000+0800', '2025', '2026-06-30T12:00:00'],
    ['2026-01-01', '新规', '2026-06-30T12:00:00'],
  ])('a date in tables of days and of times, in Beijing time: %s', (handedIn, atTime, onDay) => {
    expect(rows('camunda-dates', { handedIn }, 'date-times')).toEqual([{ limit: atTime }])
    expect(rows('camunda-dates', { handedIn }, 'days')).toEqual([{ limit: onDay }])
  })

  it('no date is 2025 or 昨天', () => {
    for (const handedIn of ['2025', '昨天', 5, '2025-02-30'])
      expect(() => rows('camunda-dates', { handedIn }, 'days')).toThrow('is not of this type')
  })

  it('now() and today() are those of the command', () => expect(rows('camunda-dates', {}, 'today')).toEqual([{ due: '2025-03-06' }]))
})
