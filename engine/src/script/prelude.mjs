// @ts-check
/**
 * Runs inside QuickJS before the script: makes the clock and the dice deterministic, defines what a script can see,
 * and keeps the tools that read its outcome out of the script's reach. Gives a function of the request's JSON text.
 */
export const PRELUDE = `(function prepare(text) {
  'use strict'
  const { parse, stringify } = JSON
  const { defineProperty, freeze, keys, hasOwn } = Object
  const { construct, apply } = Reflect
  const { exec } = RegExp.prototype
  const { slice } = String.prototype
  const toText = String
  const request = parse(text)
  const { now, variables, maxAnswerCharacters } = request
  const define = (target, name, value) => defineProperty(target, name, { value, writable: true, configurable: true, enumerable: false })

  const NativeDate = Date
  function SandboxDate(...values) {
    if (!new.target) return new NativeDate(now).toString()
    return construct(NativeDate, values.length === 0 ? [now] : values, new.target)
  }
  SandboxDate.prototype = NativeDate.prototype
  define(SandboxDate, 'length', 7)
  define(SandboxDate, 'name', 'Date')
  define(SandboxDate, 'now', () => now)
  define(SandboxDate, 'parse', NativeDate.parse)
  define(SandboxDate, 'UTC', NativeDate.UTC)
  define(NativeDate.prototype, 'constructor', SandboxDate)
  define(globalThis, 'Date', SandboxDate)
  define(Math, 'random', () => { throw new Error('Math.random() is not there: a script must give the same result each time') })

  class BpmnError extends Error {
    #code
    #text
    constructor(code, message) {
      super(message === undefined || message === null ? toText(code) : toText(message))
      this.#code = toText(code)
      this.#text = message === undefined || message === null ? null : toText(message)
      this.name = 'BpmnError'
    }
    static reveal(error) {
      return typeof error === 'object' && error !== null && #code in error ? { code: error.#code, message: error.#text } : null
    }
  }
  const reveal = BpmnError.reveal
  delete BpmnError.reveal
  define(globalThis, 'BpmnError', BpmnError)
  define(globalThis, 'org', { camunda: { bpm: { engine: { delegate: { BpmnError } } } } })
  const ignore = () => {}
  define(globalThis, 'print', ignore)
  define(globalThis, 'console', { log: ignore, info: ignore, warn: ignore, error: ignore, debug: ignore })

  const writes = []
  const current = { __proto__: null }
  for (const name of keys(variables)) define(current, name, variables[name])
  const nameOf = (name) => {
    if (typeof name !== 'string' || name === '') throw new TypeError('a variable name is a text')
    return name
  }
  const record = (write) => {
    if (writes.length >= request.maxWrites) throw new RangeError('more than ' + request.maxWrites + ' changes of variables')
    define(writes, writes.length, write)
    defineProperty(writes, writes.length - 1, { enumerable: true })
  }
  const set = (scope) => (name, value) => {
    const json = stringify(value)
    const copy = json === undefined ? null : parse(json)
    record({ __proto__: null, scope, name: nameOf(name), value: copy })
    define(current, name, copy)
  }
  const remove = (scope) => (name) => {
    record({ __proto__: null, scope, name: nameOf(name), removed: true })
    delete current[name]
  }
  const execution = {
    getVariable: (name) => (hasOwn(current, name) ? current[name] : null),
    getVariables: () => {
      const all = {}
      for (const name of Object.getOwnPropertyNames(current)) defineProperty(all, name, { value: current[name], writable: true, configurable: true, enumerable: true })
      return all
    },
    hasVariable: (name) => hasOwn(current, name),
    setVariable: set('nearest'),
    setVariableLocal: set('local'),
    removeVariable: remove('nearest'),
    removeVariableLocal: remove('local'),
  }
  for (const name of keys(request.execution)) {
    execution[name] = request.execution[name]
    execution['get' + name[0].toUpperCase() + name.slice(1)] = () => request.execution[name]
  }
  define(globalThis, 'execution', freeze(execution))
  for (const name of keys(variables)) if (!hasOwn(globalThis, name)) define(globalThis, name, variables[name])

  return {
    finish(value) {
      const result = stringify(value)
      const answer = '{"result":' + (result === undefined ? 'null' : result) + ',"writes":' + stringify(writes) + '}'
      if (answer.length > maxAnswerCharacters) throw new RangeError('the result is larger than ' + maxAnswerCharacters + ' characters')
      return answer
    },
    describe(error) {
      const thrown = typeof error === 'object' && error !== null
      const stack = thrown && typeof error.stack === 'string' ? error.stack : ''
      const place = apply(exec, /\\bscript:(\\d+)/, [stack])
      const message = thrown && typeof error.message === 'string' ? toText(error.name) + ': ' + error.message : toText(error)
      return stringify({ __proto__: null, message: apply(slice, message, [0, 1000]), line: place ? +place[1] : null, bpmnError: reveal(error) })
    },
  }
})`
