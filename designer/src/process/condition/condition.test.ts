import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compileExpression, evaluateCondition } from '@lianban/engine'
import { conditionWords, writeCondition, type Condition } from './condition.ts'
import { checkCover } from './cover.ts'
import { parseCondition } from './parse-condition.ts'

const scalar = fc.oneof(fc.string({ maxLength: 6 }), fc.integer({ min: -99, max: 9999 }), fc.boolean())
const variable = fc.constantFrom('area', 'applicant.kind', 'reviewResult')
const comparison: fc.Arbitrary<Condition> = fc.oneof(
  fc.record({
    kind: fc.constant('comparison' as const),
    variable,
    operator: fc.constantFrom('=', '!=', '<', '<=', '>', '>=' as const),
    value: scalar,
  }),
  fc.record({
    kind: fc.constant('comparison' as const),
    variable,
    operator: fc.constantFrom('in', 'not in' as const),
    value: fc.array(scalar, { minLength: 1, maxLength: 3 }),
  }),
  fc.record({
    kind: fc.constant('comparison' as const),
    variable,
    operator: fc.constantFrom('contains', 'not contains', 'starts with' as const),
    value: fc.string({ maxLength: 6 }),
  }),
  fc.record({
    kind: fc.constant('comparison' as const),
    variable,
    operator: fc.constantFrom('contains', 'not contains' as const),
    value: fc.string({ maxLength: 6 }),
    isList: fc.constant(true),
  }),
  fc.record({
    kind: fc.constant('comparison' as const),
    variable,
    operator: fc.constantFrom('empty', 'not empty' as const),
    value: fc.constant(null),
  }),
  fc.record({
    kind: fc.constant('comparison' as const),
    variable,
    operator: fc.constantFrom('<', '>=' as const),
    value: fc.constant('2026-03-01'),
    isDate: fc.constant(true),
  }),
)
/** Groups alternate: an 且 in an 且 is one 且. */
const group = (kind: 'and' | 'or', depth: number): fc.Arbitrary<Condition> =>
  fc.record({
    kind: fc.constant(kind),
    parts: fc.array(depth === 0 ? comparison : fc.oneof(comparison, group(kind === 'and' ? 'or' : 'and', depth - 1)), {
      minLength: 2,
      maxLength: 3,
    }),
  })
const condition = fc.oneof(comparison, group('and', 2), group('or', 2))

describe('a condition', () => {
  it('is read as it was written', () => {
    fc.assert(fc.property(condition, (made) => void expect(parseCondition(writeCondition(made))).toEqual(made)))
  })

  it('is FEEL that the engine understands', () => {
    fc.assert(fc.property(condition, (made) => void compileExpression(writeCondition(made).slice(1), 'feel')))
  })

  it('holds when the engine says so', () => {
    const made = parseCondition('=amount >= 500000 and (kind in ("a", "b") or urgent = true)')!
    const holds = (variables: Record<string, unknown>) =>
      evaluateCondition(compileExpression(writeCondition(made).slice(1), 'feel'), {
        variables,
        functions: {},
        now: 0,
        execution: { processInstanceId: '', processBusinessKey: null, currentActivityId: '' },
      })
    expect(holds({ amount: 500_000, kind: 'b', urgent: false })).toBe(true)
    expect(holds({ amount: 499_999, kind: 'b', urgent: false })).toBe(false)
  })

  it('compares what a form holds: days as text, several choices as a list, nothing where it was left empty', () => {
    const holds = (condition: Condition, application: Record<string, unknown>) =>
      evaluateCondition(compileExpression(writeCondition(condition)), { variables: { application }, functions: {}, now: 0 })
    const day = (operator: '<' | '='): Condition => ({
      ...{ kind: 'comparison', variable: 'application.opened', operator, value: '2026-03-01', isDate: true },
    })
    expect([day('<'), day('=')].map((one) => holds(one, { opened: '2026-02-28' }))).toEqual([true, false])
    expect([day('<'), day('=')].map((one) => holds(one, { opened: null }))).toEqual([false, false])
    const dishes: Condition = { kind: 'comparison', variable: 'application.dishes', operator: 'contains', value: '冷食', isList: true }
    expect(holds(dishes, { dishes: ['糕点', '冷食'] })).toBe(true)
    expect(holds(dishes, { dishes: [] })).toBe(false)
  })

  it('is left alone where it is more than comparisons', () => {
    for (const source of ['=some x in y satisfies x > 1', '=count(branches) > 1', '${approved}', '=a + 1 > 2', '=if a then b else c', ''])
      expect(parseCondition(source)).toBeNull()
  })

  it('is told in plain Chinese', () => {
    const fields = [
      { path: 'amount', title: '金额', type: 'number' as const },
      {
        path: 'kind',
        title: '业态',
        options: [
          { value: 'a', label: '餐饮' },
          { value: 'b', label: '食堂' },
        ],
      },
      { path: 'urgent', title: '加急' },
    ]
    const words = (source: string) => conditionWords(parseCondition(source)!, { fields })
    expect(words('=amount >= 500000 and (kind in ("a", "b") or urgent = true)')).toBe(
      '金额大于或等于 500000,且(业态是餐饮、食堂之一,或加急:是)',
    )
    expect(words('=amount = null')).toBe('金额没有填写')
    expect(words('=opened < "2026-03-01"')).toBe('opened早于 2026-03-01')
    expect(words('=list contains(branches, "expert")')).toBe('branches包含 expert')
  })
})

const options = ['a', 'b', 'c'].map((value) => ({ value, label: value.toUpperCase() }))
const cover = (sources: string[], rest: Partial<Parameters<typeof checkCover>[1]> = {}) =>
  checkCover(sources.map(parseCondition), { isExclusive: true, hasDefault: false, ...rest }).map(({ kind, text }) => `${kind} ${text}`)

describe('the conditions of one gateway', () => {
  it('leave no number out and say none twice', () => {
    expect(cover(['=amount < 100', '=amount >= 100 and amount <= 500', '=amount > 500'])).toEqual([])
  })

  it('leave out a bound', () => {
    expect(cover(['=amount < 100', '=amount > 100'])).toEqual(['gap amount为 100 时没有去向,请补上条件或者设一条默认去向'])
    expect(cover(['=amount < 100', '=amount > 100'], { hasDefault: true })).toEqual([])
  })

  it('say a range twice, which only an exclusive gateway minds', () => {
    expect(cover(['=amount <= 300', '=amount >= 100'])).toEqual([
      'overlap amount为 100、100 与 300 之间、300 时有两条去向,只会走排在前面的一条',
    ])
    expect(cover(['=amount <= 300', '=amount >= 100'], { isExclusive: false })).toEqual([])
  })

  it('leave out a value of an enumeration', () => {
    const field = { path: 'kind', title: '业态', options }
    expect(cover(['=kind = "a"', '=kind = "b"'], { field })).toEqual(['gap 业态为 C 时没有去向,请补上条件或者设一条默认去向'])
    expect(cover(['=kind != "a"', '=kind = "b" or kind = "a"'], { field })).toEqual(['overlap 业态为 B 时有两条去向,只会走排在前面的一条'])
    expect(cover(['=urgent = true'])).toEqual(['gap urgent为 否 时没有去向,请补上条件或者设一条默认去向'])
  })

  it('leave out an answer that need not be given', () => {
    const field = { path: 'amount', title: '金额', type: 'number' as const, mayBeBlank: true }
    expect(cover(['=amount < 100', '=amount >= 100'], { field })).toEqual([
      'gap 金额为 空(没有填写) 时没有去向,请补上条件或者设一条默认去向',
    ])
    expect(cover(['=amount < 100 or amount = null', '=amount >= 100'], { field })).toEqual([])
  })

  it('say nothing of what cannot be known', () => {
    expect(cover(['=kind = "a"', '=amount > 1'])).toEqual([])
    expect(cover(['=kind = "a"', '=kind = "b"'])).toEqual([])
    expect(cover(['=some x in y satisfies x', '=kind = "b"'], { field: { path: 'kind', title: '业态', options } })).toEqual([])
  })
})
