import { describe, expect, it } from 'vitest'
import {
  compileExpression,
  evaluateCondition,
  evaluateDue,
  evaluateExpression,
  evaluateInteger,
  evaluateList,
  evaluateText,
} from './evaluate.ts'
import type { EvaluationContext } from './expression.ts'
import { ExpressionFailure, ExpressionSyntaxError } from './expression.ts'

const NOW = Date.parse('2025-03-03T23:30:00+08:00')

function context(variables: Record<string, unknown> = {}): EvaluationContext {
  return {
    variables,
    functions: {
      workdays: (count: number, from = 'today') => `${count} from ${from}`,
      fail: () => {
        throw new Error('calendar ends')
      },
    },
    now: NOW,
    execution: { processInstanceId: 'i', processBusinessKey: null, currentActivityId: 'A' },
  }
}
const run = (text: string, variables: Record<string, unknown> = {}) => evaluateExpression(compileExpression(text), context(variables))

describe('FEEL', () => {
  it('computes with variables, Chinese names and names with spaces', () => {
    expect(run('=amount * 2', { amount: 4 })).toBe(8)
    expect(run('=申请人.姓名 + "同志"', { 申请人: { 姓名: '张三' } })).toBe('张三同志')
    expect(run('=file count + 1', { 'file count': 1 })).toBe(2)
    expect(run('= some x in list satisfies x > 2', { list: [1, 3] })).toBe(true)
  })

  it('takes now() and today() from the command, in Beijing time, whatever variable has that name', () => {
    expect(String(run('=now()', { now: 'x' }))).toBe('2025-03-03T23:30:00+08:00')
    expect(String(run('=today()'))).toBe('2025-03-03')
    expect(run('=today() = date("2025-03-03")')).toBe(true)
  })

  it('calls the given functions by position, also with optional arguments', () => {
    expect(run('=workdays(5)')).toBe('5 from today')
    expect(run('=workdays(5, "x")')).toBe('5 from x')
    expect(run('=workdays(count: 2)')).toBe('2 from today')
  })

  it.each([
    ['=x > 1', 'unknown variable x'],
    ['=known and x', 'unknown variable x'],
    ['=person.age > 1', "'age'"],
    ['="a" + 1', "Can't add"],
    ['=workday(5)', 'unknown variable workday'],
    ['=fail()', 'calendar ends'],
  ])('fails where FEEL would answer null: %s', (text, message) => {
    const act = () => run(text, { known: true, person: {} })
    expect(act).toThrow(ExpressionFailure)
    expect(act).toThrow(message)
  })

  it('may ask whether an unknown variable is null', () => {
    expect(run('=x = null')).toBe(true)
    expect(run('=if null != x then 1 else 2')).toBe(2)
    expect(run('=person.age = null', { person: {} })).toBe(true)
    expect(() => run('=x = nullable', { nullable: 1 })).toThrow('unknown variable x')
  })

  it('wants true or false of a condition', () => {
    expect(evaluateCondition(compileExpression('x > 1', 'feel'), context({ x: 2 }))).toBe(true)
    expect(() => evaluateCondition(compileExpression('=x'), context({ x: 'true' }))).toThrow('gave "true", not true or false')
  })

  it('does not hold where what it compares was left empty', () => {
    const holds = (text: string) => evaluateCondition(compileExpression(text), context({ form: { area: null, dishes: [] } }))
    expect(['=form.area > 3', '=not(form.area > 3)', '=form.area = 3', '=list contains(form.dishes, "冷食")'].map(holds)).toEqual([
      false,
      false,
      false,
      false,
    ])
    expect(['=form.area = null', '=form.area != 3'].map(holds)).toEqual([true, true])
  })

  it.each(['=', '=1 +', '=if x then', '=(1', '=[1, 2', '="open', '=1 2 3)', '={a: }'])('is refused at deployment: %s', (text) =>
    expect(() => compileExpression(text)).toThrow(ExpressionSyntaxError),
  )
})

describe('the kinds of values', () => {
  const of = <T>(
    evaluate: (expression: ReturnType<typeof compileExpression>, context: EvaluationContext) => T,
    text: string,
    variables = {},
  ) => evaluate(compileExpression(text), context(variables))

  it('text: numbers and dates as they are written, null and blank as null, no lists', () => {
    expect([
      of(evaluateText, 'plain'),
      of(evaluateText, '=1.5'),
      of(evaluateText, '=today()'),
      of(evaluateText, '${x}', { x: '' }),
    ]).toEqual(['plain', '1.5', '2025-03-03', null])
    expect(() => of(evaluateText, '=[1]')).toThrow('is not text')
  })

  it('lists: comma lists, lists, lists of comma lists', () => {
    expect(of(evaluateList, 'a, b,,c')).toEqual(['a', 'b', 'c'])
    expect(of(evaluateList, '=["a", "b,c"]')).toEqual(['a', 'b', 'c'])
    expect(of(evaluateList, '=null')).toEqual([])
    expect(() => of(evaluateList, '={a: 1}')).toThrow('is not text')
  })

  it('whole numbers', () => {
    expect([of(evaluateInteger, '7'), of(evaluateInteger, '=7'), of(evaluateInteger, '${x}', { x: null })]).toEqual([7, 7, null])
    expect(() => of(evaluateInteger, '=7.5')).toThrow('is not a whole number')
  })

  it('due times: text, milliseconds, FEEL dates and durations', () => {
    expect(of(evaluateDue, 'PT30M')).toBe(NOW + 1_800_000)
    expect(of(evaluateDue, '=now() + duration("PT30M")')).toBe(NOW + 1_800_000)
    expect(of(evaluateDue, '=duration("PT30M")')).toBe(NOW + 1_800_000)
    expect(of(evaluateDue, '=date("2025-03-04")')).toBe(NOW + 1_800_000)
    expect(of(evaluateDue, `=${NOW}`)).toBe(NOW)
    expect(() => of(evaluateDue, '=true')).toThrow('neither a date nor a duration')
    expect(() => of(evaluateDue, '=time("10:00:00")')).toThrow('neither a date nor a duration')
  })
})
