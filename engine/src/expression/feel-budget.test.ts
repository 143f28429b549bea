import { describe, expect, it } from 'vitest'
import { compileExpression, evaluateExpression } from './evaluate.ts'
import type { EvaluationContext } from './expression.ts'
import { ExpressionFailure } from './expression.ts'
import { checkFeelTests, testFeel } from './feel.ts'

const rows = Array.from({ length: 200 }, (_, id) => ({ id, amount: id % 7, tags: ['a', 'b'] }))

function context(variables: Record<string, unknown> = {}): EvaluationContext {
  return { variables, functions: {}, now: 0, execution: { processInstanceId: 'i', processBusinessKey: null, currentActivityId: 'A' } }
}
const run = (text: string, variables: Record<string, unknown> = {}) => evaluateExpression(compileExpression(text), context(variables))

const doubling = (count: number, first: string, twice: (name: string) => string) =>
  `{a0: ${first}, ${Array.from({ length: count }, (_, index) => `a${index + 1}: ${twice(`a${index}`)}`).join(', ')}}.a${count}`

describe('FEEL ends', () => {
  it.each<[string, string]>([
    ['a loop over a huge range', '=for i in 1..1000000000 return i'],
    ['a quantifier over a huge range', '=every x in 1..10**10 satisfies true'],
    ['some over a huge range', '=some x in 1..10**10 satisfies false'],
    ['a range that is as large as a number can be', '=for i in 1..10**400 return i'],
    ['a range of the interval form', '=for i in [1..1000000000] return i'],
    ['nested loops', '=for a in 1..1000, b in 1..1000, c in 1..1000 return a'],
    ['loops inside loops', '=for a in 1..1000 return for b in 1..1000 return for c in 1..1000 return a'],
    ['loops over lists', '=for a in rows, b in rows, c in rows, d in rows return a.id'],
    ['a quantifier over lists', '=some a in rows, b in rows, c in rows, d in rows satisfies a.id + b.id + c.id + d.id < 0'],
    ['filters in filters', '=rows[count(rows[count(rows[count(rows[id > 0]) > 0]) > 0]) > 0]'],
    ['a function that calls itself for ever', '={f: function(n) f(n + 1), r: f(1)}.r'],
    ['a function that calls itself twice', '={f: function(n) if n <= 1 then 1 else f(n - 1) + f(n - 2), r: f(60)}.r'],
    ['functions that call each other', '={f: function(n) g(n) + g(n), g: function(n) if n = 0 then 1 else f(n - 1), r: f(50)}.r'],
    ['a function without a name', '=(function(f) f(f) + f(f))(function(f) f(f) + f(f))'],
    ['a sort that never answers cheaply', '=sort(for i in 1..20000 return i, function(a, b) count(rows[id > a]) < b)'],
    ['text that doubles', `=string length(${doubling(60, '"0123456789"', (name) => `${name} + ${name}`)})`],
    ['lists that double', `=count(${doubling(60, '[1]', (name) => `concatenate(${name}, ${name})`)})`],
    ['a list that holds itself twice, sixty levels deep', `=${doubling(60, '[1]', (name) => `[${name}, ${name}]`)}`],
    ['contexts that do', `=${doubling(60, '[1]', (name) => `{l: ${name}, r: ${name}}`)}`],
    [
      'a comparison of such values',
      `=${doubling(60, '[1]', (name) => `[${name}, ${name}]`)} = ${doubling(60, '[1]', (name) => `[${name}, ${name}]`)}`,
    ],
    ['such values by append', `=string(${doubling(60, '[1]', (name) => `append(${name}, ${name}, ${name})`)})`],
    ['the same in functions', '={f: function(n, l) if n = 0 then l else f(n - 1, [l, l]), r: string(f(60, []))}.r'],
    ['a long text joined again and again', '=for i in 1..10000 return string join(for j in 1..1000 return "xxxxxxxxxx", ",")'],
    ['a list that is summed at each turn', '=for i in 1..100000 return sum(partial)'],
    ['paths through a list at each turn', '=for i in 1..100000 return rows.id'],
    ['comparisons of lists at each turn', '=for i in 1..100000 return rows = rows'],
    ['membership at each turn', '=for i in 1..100000 return {} in rows'],
    ['distinct values of many contexts', '=distinct values(for i in 1..20000 return {i: i})'],
    ['the union of many contexts', '=union(for i in 1..20000 return {i: i}, for i in 1..20000 return {i: i})'],
    ['dates at each turn', '=for i in 1..100000 return date("2025-01-01") + duration("P1D")'],
    ['dates from text at each turn', '=for i in 1..100000 return date(string(2025) + "-01-01")'],
    ['a pattern with a back reference that explodes', '=matches("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!", "^(a+)+\\1$")'],
    ['a text that is replaced by itself', '=replace(long, ".", long)'],
    ['patterns at each turn', '=for i in 1..100000 return matches(long, "x.*y")'],
    ['loops by named arguments', '=count(list: for i in 1..1000000000 return i)'],
  ])('%s', { timeout: 20_000 }, (_, text) => {
    const before = process.memoryUsage().heapUsed
    const startedAt = performance.now()
    const act = () => run(text, { rows, long: 'x'.repeat(20_000) })
    expect(act).toThrow(ExpressionFailure)
    expect(act).toThrow(/takes too long|too large|too deeply|too complicated/)
    expect(performance.now() - startedAt).toBeLessThan(6_000)
    expect(process.memoryUsage().heapUsed - before).toBeLessThan(400 * 1_048_576)
  })

  it('unary tests, too', () => {
    for (const tests of [
      'some x in 1..10**10 satisfies false',
      'count(for i in 1..1000000000 return i)',
      '< count(for i in 1..10**10 return i)',
      'not(every x in 1..10**10 satisfies true)',
    ]) {
      checkFeelTests(tests)
      expect(() => testFeel(tests, context({ '?': 1 }))).toThrow(/takes too long/)
    }
  })

  it('at the same place each time, whatever the machine', () => {
    for (let i = 0; i < 3; i++) {
      expect(run('=some x in 1..199980 satisfies false')).toBe(false)
      expect(() => run('=some x in 1..200000 satisfies false')).toThrow('takes too long')
    }
  })

  it('or cannot be read: deep brackets', () =>
    expect(() => run(`=${'('.repeat(20_000)}1${')'.repeat(20_000)}`)).toThrow(/too deeply|too early/))
})

describe('FEEL of an ordinary size goes through', () => {
  const many = Array.from({ length: 10_000 }, (_, id) => ({ id, amount: id % 7, status: id % 2 === 0 ? 'open' : 'done' }))
  it.each<[string, unknown]>([
    ['=count(for i in 1..50000 return i * 2)', 50_000],
    ['=sum(many[status = "open"].amount)', many.filter(({ status }) => status === 'open').reduce((sum, { amount }) => sum + amount, 0)],
    ['=count(many[amount > 3])', many.filter(({ amount }) => amount > 3).length],
    ['=every row in many satisfies row.amount < 7', true],
    ['=some row in many satisfies row.id = 9999', true],
    ['=count(for a in 1..200, b in 1..200 return a * b)', 40_000],
    ['={f: function(n) if n <= 1 then 1 else n * f(n - 1), r: f(20)}.r', 2_432_902_008_176_640_000],
    ['={f: function(n) if n <= 1 then n else f(n - 1) + f(n - 2), r: f(18)}.r', 2_584],
    ['=count(sort(many, function(a, b) a.amount < b.amount))', 10_000],
    ['=string length(string join(for i in 1..1000 return string(i), ","))', 3_892],
    ['=for i in 1..3 return sum(partial) = null or true', [true, true, true]],
    ['=for i in 3..1 return i', [3, 2, 1]],
    ['=for i in 0..2.5 return i', [0, 1, 2]],
    ['=for i in 2..0 return i', [2, 1, 0]],
    ['=for c in "a".."d" return c', ['a', 'b', 'c', 'd']],
    ['=count(distinct values(for row in many return row.amount))', 7],
    ['=matches("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!", "^(a+)+$")', false],
    ['=matches("13912345678", "^1[3-9]\\d{9}$")', true],
    ['=matches("zhang.san@example.gov.cn", "^[\\w-]+(\\.[\\w-]+)*@[\\w-]+(\\.[\\w-]+)+$")', true],
    ['=matches("Passw0rd", "^(?=.*\\d)(?=.*[a-z]).{8,}$")', true],
    ['=count(for i in 1..2000 return matches("zhang.san@example.gov.cn", "^[\\w-]+(\\.[\\w-]+)*@[\\w-]+$"))', 2_000],
    ['=count(for i in 1..1000 return date("2025-01-01") + duration("P1D"))', 1_000],
  ])('%s', (text, expected) => expect(run(text, { many })).toEqual(expected))
})
