import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compileExpression, evaluateCondition, evaluateExpression } from './evaluate.ts'
import type { EvaluationContext } from './expression.ts'
import { ExpressionFailure, ExpressionSyntaxError } from './expression.ts'

function context(variables: Record<string, unknown> = {}): EvaluationContext {
  return {
    variables,
    functions: {
      add: (a: number, b: number) => a + b,
      fail: () => {
        throw new Error('calendar ends in 2025')
      },
    },
    now: 0,
    execution: { processInstanceId: 'i', processBusinessKey: 'case-1', currentActivityId: 'A' },
  }
}
const run = (text: string, variables: Record<string, unknown> = {}) => evaluateExpression(compileExpression(text), context(variables))

describe('JUEL', () => {
  it.each<[string, unknown]>([
    ['${1 + 2 * 3}', 7],
    ['${(1 + 2) * 3}', 9],
    ['${7 / 2}', 3.5],
    ['${7 % 4}', 3],
    ['${7 div 2 + 7 mod 4}', 6.5],
    ['${-x}', -4],
    ['${- -2}', 2],
    ['${10 - 2 - 3}', 5],
    ['${1.5e2}', 150],
    ["${'it''s'}", SyntaxError],
    ["${'it\\'s'}", "it's"],
    ['${"双引号"}', '双引号'],
    ['${x == 4 && y != 5}', true],
    ['${x eq 4 and not (y ne 5)}', false],
    ['${x ge 4 or unknownIsNotAsked}', true],
    ['${x > 4 ? "大" : x < 4 ? "小" : "等"}', '等'],
    ['${empty list}', true],
    ['${not empty text}', true],
    ['${empty none}', true],
    ['${person.name}', '张'],
    ["${person['name']}", '张'],
    ['${rows[1].id}', 2],
    ['${rows[9]}', null],
    ['${person.age == null}', true],
    ['#{text}', 'abc'],
    ['${true}', true],
    ['${null}', null],
  ])('%s', (text, expected) => {
    if (expected === SyntaxError) expect(() => run(text)).toThrow(ExpressionSyntaxError)
    else
      expect(
        run(text, { x: 4, y: 6, list: [], text: 'abc', none: null, person: { name: '张', age: null }, rows: [{ id: 1 }, { id: 2 }] }),
      ).toEqual(expected)
  })

  it.each<[string, unknown]>([
    ["${flag == 'false'}", true],
    ["${number == '5'}", true],
    ["${number == ''}", false],
    ["${zero == ''}", true],
    ['${none == 0}', false],
    ["${'10' > 9}", true],
    ["${'10' > '9'}", false],
    ["${'3' + 4}", 7],
    ['${none + 1}', 1],
    ['${none < 1}', false],
    ['${none == null}', true],
    ["${!'true'}", false],
    ["${flag || 'TRUE'}", true],
  ])('coerces: %s', (text, expected) => expect(run(text, { flag: false, number: 5, zero: 0, none: null })).toBe(expected))

  it('joins text and expressions; null is no text', () => {
    expect(run('${organ}:window-${n}${none}#{n}', { organ: 'scjg', n: 2, none: null })).toBe('scjg:window-22')
    expect(run('\\${x} costs ${price}', { price: 3 })).toBe('${x} costs 3')
    expect(run('${list}!', { list: [1, 'a'] })).toBe('[1,"a"]!')
  })

  it('knows the usual methods of strings, lists and maps, the given functions and the execution', () => {
    expect(run("${'a'.concat('b').toUpperCase()}")).toBe('AB')
    expect(run('${list.contains(2) && list.size() == 2}', { list: [1, 2] })).toBe(true)
    expect(run("${map.containsKey('a')}", { map: { a: 1 } })).toBe(true)
    expect(run('${add(1, 2)}')).toBe(3)
    expect(run('${execution.processBusinessKey}')).toBe('case-1')
    expect(run("${execution.getVariable('x')}", { x: 9 })).toBe(9)
    expect(run('${execution.getProcessInstanceId()}')).toBe('i')
  })

  it.each([
    ['${unknown}', 'unknown variable unknown'],
    ['${person.unknown}', 'unknown property unknown'],
    ['${none.name}', 'cannot read "name" of null'],
    ['${person.constructor}', 'unknown property constructor'],
    ['${person.__proto__}', 'unknown property __proto__'],
    ["${'a'.constructor('return 1')}", 'unknown method constructor'],
    ["${text.replaceAll('a','b')}", 'unknown method replaceAll'],
    ['${toString()}', 'unknown function toString'],
    ['${execution.setVariable("x", 1)}', 'unknown method execution.setVariable'],
    ['${fail()}', 'calendar ends in 2025'],
    ['${1 / 0}', 'division by zero'],
    ['${text * 2}', '"abc" is not a number'],
    ['${person && true}', 'is neither true nor false'],
    ['${constructor}', 'unknown variable constructor'],
  ])('fails with a clear text: %s', (text, message) => {
    const act = () => run(text, { person: { name: '张' }, none: null, text: 'abc' })
    expect(act).toThrow(ExpressionFailure)
    expect(act).toThrow(message)
  })

  it.each([
    '${',
    '${}',
    '${1 +}',
    '${a b}',
    '${(1}',
    '${a[1}',
    '${a.}',
    '${a ? b}',
    '${@}',
    "${'x}",
    '${a.1}',
    '#{a',
    '${a,b}',
    '${f(1,}',
    `\${${'('.repeat(500)}1${')'.repeat(500)}}`,
    `\${${'!'.repeat(500)}true}`,
    `\${1${'+1'.repeat(500)}}`,
  ])('is refused at deployment: %s', (text) => expect(() => compileExpression(text)).toThrow(ExpressionSyntaxError))

  it('reads a condition by coercion', () => {
    expect(evaluateCondition(compileExpression('${x}'), context({ x: 'true' }))).toBe(true)
    expect(evaluateCondition(compileExpression('${x}'), context({ x: null }))).toBe(false)
    expect(() => evaluateCondition(compileExpression('${x}'), context({ x: 3 }))).toThrow('3 is neither true nor false')
  })

  it('never throws anything but its own two errors, whatever the text', () => {
    const pieces = fc.constantFrom(
      '${',
      '}',
      '#{',
      'a',
      '.',
      '[',
      ']',
      '(',
      ')',
      '1',
      "'",
      '"',
      '+',
      '-',
      '!',
      '?',
      ':',
      '==',
      '&&',
      ' ',
      'empty',
      'not',
      '\\',
      ',',
      '文',
    )
    fc.assert(
      fc.property(
        fc.array(pieces, { maxLength: 14 }).map((list) => list.join('')),
        (text) => {
          try {
            run(text, { a: { a: [1, 'x', null] } })
          } catch (error) {
            expect(error instanceof ExpressionFailure || error instanceof ExpressionSyntaxError).toBe(true)
          }
        },
      ),
      { numRuns: 3000 },
    )
  })
})
