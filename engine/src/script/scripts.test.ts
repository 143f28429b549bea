import { afterAll, describe, expect, it } from 'vitest'
import { ExpressionFailure } from '../expression/expression.ts'
import { ScriptFailure } from './script-failure.ts'
import type { JsonValue } from './scripts.ts'
import { createScripts } from './scripts.ts'

const NOW = Date.parse('2025-03-03T01:30:00+08:00')
const EXECUTION = { id: 'i:3', processInstanceId: 'i', processBusinessKey: 'case-1', currentActivityId: 'A', currentActivityName: '审核' }
const scripts = createScripts()
afterAll(() => scripts.close())

const run = (source: string, variables: Record<string, JsonValue> = {}, sandbox = scripts) =>
  sandbox.run({ source, variables, now: NOW, execution: EXECUTION })
const result = (source: string, variables: Record<string, JsonValue> = {}) => run(source, variables).result

function failure(source: string, variables: Record<string, JsonValue> = {}, sandbox = scripts): ScriptFailure {
  try {
    run(source, variables, sandbox)
  } catch (error) {
    expect(error).toBeInstanceOf(ScriptFailure)
    expect(error).toBeInstanceOf(ExpressionFailure)
    return error as ScriptFailure
  }
  throw new Error('it did not fail')
}

describe('a script', () => {
  it.each<[string, JsonValue]>([
    ['1 + 1', 2],
    ['amount * 2', 8],
    ['var sum = 0; for (const row of rows) sum += row.n; sum', 3],
    ['申请人.姓名 + "同志"', '张三同志'],
    ['({ a: [1, null, "x"] })', { a: [1, null, 'x'] }],
    ['undefined', null],
    ['(function () {})', null],
    ['Symbol()', null],
    ['new Map()', {}],
    ['', null],
    ['execution.getVariable("amount") + execution.getVariable("none")', 4],
    ['execution.hasVariable("amount") && !execution.hasVariable("toString")', true],
    ['execution.getVariables().amount', 4],
    ['execution.processBusinessKey + execution.getProcessInstanceId() + execution.currentActivityName', 'case-1i审核'],
    ['typeof amountt', 'undefined'],
  ])('gives the value of its last expression: %s', (source, expected) =>
    expect(result(source, { amount: 4, rows: [{ n: 1 }, { n: 2 }], 申请人: { 姓名: '张三' } })).toEqual(expected),
  )

  it('records variables it sets and removes, and reads them back', () => {
    const { result, writes } = run(
      `execution.setVariable('x', { a: [x] }); execution.setVariableLocal('y', undefined); execution.removeVariable('z')
       x = 5 // a global is the script's own
       ;[execution.getVariable('x').a[0], execution.hasVariable('z'), execution.getVariable('y'), x]`,
      { x: 1, z: 2 },
    )
    expect(result).toEqual([1, false, null, 5])
    expect(writes).toEqual([
      { scope: 'nearest', name: 'x', value: { a: [1] } },
      { scope: 'local', name: 'y', value: null },
      { scope: 'nearest', name: 'z', removed: true },
    ])
  })

  it('keeps the value that was set, whatever becomes of the object', () =>
    expect(run("const o = { n: 1 }; execution.setVariable('o', o); o.n = 2").writes).toEqual([
      { scope: 'nearest', name: 'o', value: { n: 1 } },
    ]))

  it('has the clock of the command, in Beijing time, and no dice', () => {
    expect(
      result(
        '[Date.now(), new Date().getTime(), new Date().constructor.now(), Date.prototype.constructor.now(), +new (class extends Date {})()]',
      ),
    ).toEqual([NOW, NOW, NOW, NOW, NOW])
    expect(
      result(
        '[new Date().getHours(), new Date().getDate(), new Date().getTimezoneOffset(), new Date(2025, 0, 1).toISOString(), new Date("2025-01-01T00:00").getTime()]',
      ),
    ).toEqual([1, 3, -480, '2024-12-31T16:00:00.000Z', Date.parse('2025-01-01T00:00+08:00')])
    expect(
      result(
        '[Date().slice(0, 15), new Date() instanceof Date, new Date(0).getTime(), Date.UTC(1970, 0, 1), Date.parse("1970-01-01T00:00:00Z")]',
      ),
    ).toEqual(['Mon Mar 03 2025', true, 0, 0, 0])
    expect(failure('Math.random()').message).toContain('Math.random() is not there')
  })

  it('sees nothing of the host', () => {
    expect(
      result(
        '[typeof process, typeof require, typeof fetch, typeof module, typeof setTimeout, typeof WebAssembly, typeof std, typeof os, typeof scriptArgs]',
      ),
    ).toEqual(Array(9).fill('undefined'))
    expect(result('Function("return typeof process")()')).toBe('undefined')
    expect(failure('import("node:fs"); null.x').message).toContain('TypeError')
  })

  it('leaves nothing behind for the next one', () => {
    run('globalThis.left = 1; Object.prototype.left = 2; JSON.parse = null')
    expect(result('[typeof left, typeof {}.left, typeof JSON.parse]')).toEqual(['undefined', 'undefined', 'function'])
  })

  it('cannot hide what the language needs behind a variable', () =>
    expect(
      result('[typeof Date, typeof execution.getVariable, execution.getVariable("Date")]', { Date: 'd', execution: 'e', __proto__: 'p' }),
    ).toEqual(['function', 'function', 'd']))
})

describe('a script that fails', () => {
  it.each([
    ['1 +\n\n+', 'SyntaxError', 3],
    ['var a = 1\nnone.x', 'ReferenceError', 2],
    ['\n\nnull.x', 'TypeError', 3],
    ['throw "text"', 'text', null],
    ['throw null', 'null', null],
    ['function f() {\n  throw new Error("deep")\n}\nf()', 'Error: deep', 2],
    ['execution.setVariable("", 1)', 'a variable name is a text', 1],
    ['const c = {}; c.c = c; execution.setVariable("c", c)', 'circular', 1],
    ['for (;;) execution.setVariable("x", 1)', 'more than 1000 changes', 1],
    ['10n', 'BigInt', null],
  ])('tells where: %s', (source, message, line) => {
    const error = failure(source)
    expect(error.line).toBe(line)
    expect(error.message).toContain(message)
    expect(error.bpmnError).toBeNull()
  })

  it('may throw a BPMN error', () => {
    expect(failure('\nthrow new BpmnError("LATE", "too late")')).toMatchObject({
      bpmnError: { code: 'LATE', message: 'too late' },
      line: 2,
    })
    expect(failure('throw new org.camunda.bpm.engine.delegate.BpmnError("LATE")').bpmnError).toEqual({ code: 'LATE', message: null })
    expect(failure('throw { name: "BpmnError", code: "LATE" }').bpmnError).toBeNull()
    expect(failure('class Mine extends BpmnError {}; throw new Mine(1)').bpmnError).toEqual({ code: '1', message: null })
  })

  it.each([
    'JSON.stringify = () => "}{"; 1',
    'Array.prototype.push = () => 0; execution.setVariable("x", 1)',
    'Object.prototype.toJSON = () => "x"; ({})',
    'Object.defineProperty(Object.prototype, "scope", { value: "elsewhere" }); execution.setVariable("x", 1)',
    'Object.defineProperty(Array.prototype, 0, { set() {} }); execution.setVariable("x", 1)',
    'String.prototype.slice = RegExp.prototype.exec = () => { throw 1 }; null.x',
    'Error.prototype.toString = () => { throw 1 }; Error.prototype.name = Symbol(); null.x',
    'throw { get message() { throw 1 } }',
    'Object.defineProperty(Object.prototype, "message", { get() { for (;;); } }); throw {}',
  ])('can only spoil its own outcome: %s', (source) => {
    try {
      run(source)
    } catch (error) {
      expect(error).toBeInstanceOf(ScriptFailure)
    }
    expect(result('1 + 1')).toBe(2)
  })
})

describe('limits', () => {
  const small = createScripts({ timeoutMs: 200, memoryBytes: 4 * 1_048_576 })
  afterAll(() => small.close())

  it.each([
    ['an endless loop', 'for (;;);', 'took longer than 200 ms'],
    ['an endless loop that catches everything', 'for (;;) try { for (;;); } catch (e) {} finally { continue }', 'took longer than 200 ms'],
    ['a regular expression that explodes', '/(a+)+$/.test("a".repeat(60) + "!")', 'took longer than 200 ms'],
    ['a memory bomb', 'const list = []; for (;;) list.push(new Array(1000).fill("x"))', /more memory than|took longer/],
    ['a memory bomb that catches everything', 'let s = "x"; for (;;) try { for (;;) s += s } catch (e) {}', /more memory than|took longer/],
    ['a memory bomb in native code', 'Array(1e9).fill(0).map(() => ({})).join()', /more memory than|took longer/],
    [
      'a slow native call',
      '"x".repeat(1e6).split("").sort(() => 1).join("").length; for (;;) Array(1e5).fill("x").sort()',
      /more memory than|took longer/,
    ],
    ['a typed array', 'new Uint8Array(1e9)', /memory|invalid/],
    ['deep recursion', 'function f() { return f() } f()', 'calls itself too deeply'],
    ['a deep structure', 'let a = []; for (let i = 0; i < 1e5; i++) a = [a]; a', /too deeply|more memory than|took longer/],
    ['a huge result', '"x".repeat(1.5e6)', 'the result is larger than 1000000 characters'],
    [
      'huge variables',
      'for (let i = 0; i < 1000; i++) execution.setVariable("x" + i, "y".repeat(2000))',
      /the result is larger than|more memory|took longer/,
    ],
    ['a getter without end', '({ get a() { for (;;); } })', 'took longer than 200 ms'],
    ['a slow comparison', 'const a = Array(3e4).fill(1); let n = 0; for (const x of a) n += a.indexOf(2); n', 'took longer than 200 ms'],
  ])('stop %s, and the next script runs', { timeout: 20_000 }, (_, source, message) => {
    const startedAt = performance.now()
    expect(failure(source, {}, small).message).toMatch(message)
    expect(performance.now() - startedAt).toBeLessThan(3_000)
    expect(run('1 + 1', {}, small).result).toBe(2)
  })

  it('refuse a huge script and huge variables', () => {
    expect(failure(' '.repeat(200_001)).message).toContain('the script is longer than')
    expect(failure('1', { x: 'y'.repeat(2_000_001) }).message).toContain('the variables are larger than')
  })
})

describe('the thread', () => {
  it('runs many scripts without keeping their memory', { timeout: 60_000 }, () => {
    for (let i = 0; i < 100; i++) run('const list = Array(10000).fill("abc"); list.length', { i })
    const before = process.memoryUsage().rss
    for (let i = 0; i < 1_000; i++)
      expect(run('const list = Array(10000).fill({ i }); execution.setVariable("x", i); list.length', { i }).result).toBe(10_000)
    for (let i = 0; i < 200; i++) failure('nonsense(', { i })
    expect(process.memoryUsage().rss - before).toBeLessThan(80 * 1_048_576)
  })

  it('is ended by close, after which nothing runs', () => {
    const other = createScripts()
    expect(run('1', {}, other).result).toBe(1)
    other.close()
    other.close()
    expect(() => run('1', {}, other)).toThrow('closed')
  })
})
