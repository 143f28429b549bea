// @ts-check
/**
 * The thread that runs scripts in QuickJS, one at a time; see scripts.ts. Plain JavaScript, because Node starts it by
 * its URL from `src` as well as from `dist`.
 *
 * `signal[0]`: 0 the caller waits, 1 an answer lies on the port (at first: the thread is ready).
 */
import { workerData } from 'node:worker_threads'
import { newQuickJSWASMModule, RELEASE_SYNC } from 'quickjs-emscripten'
import { PRELUDE } from './prelude.mjs'

/** @type {{ port: import('node:worker_threads').MessagePort, signal: Int32Array, limits: { timeoutMs: number, memoryBytes: number, stackBytes: number } }} */
const { port, signal, limits } = workerData

useBeijingTime()
const quickjs = await newQuickJSWASMModule(RELEASE_SYNC)
port.on('message', (/** @type {{ source: string, request: string }} */ message) => {
  try {
    answer(run(message))
  } catch (error) {
    // the interpreter itself has broken, e.g. it ran out of memory while it cleaned up; the caller ends this thread
    answer({ broken: String(error) })
  }
})
answer(null)

/** @param {unknown} value */
function answer(value) {
  port.postMessage(value)
  Atomics.store(signal, 0, 1)
  Atomics.notify(signal, 0)
}

/**
 * Every script gets a fresh runtime, so that none sees what another left behind.
 * @param {{ source: string, request: string }} message
 */
function run({ source, request }) {
  const runtime = quickjs.newRuntime()
  try {
    const endsAt = Date.now() + limits.timeoutMs
    let interrupted = false
    runtime.setMemoryLimit(limits.memoryBytes)
    runtime.setMaxStackSize(limits.stackBytes)
    runtime.setInterruptHandler(() => (interrupted = Date.now() > endsAt))
    const context = runtime.newContext()
    try {
      return evaluate(context, source, request, () => interrupted)
    } finally {
      context.dispose()
    }
  } finally {
    runtime.dispose()
  }
}

/**
 * @param {import('quickjs-emscripten').QuickJSContext} context
 * @param {string} source
 * @param {string} request
 * @param {() => boolean} interrupted
 * @returns {{ answer: string } | { failure: string } | { limit: 'time' | 'memory' }} `answer` and `failure` are JSON texts from inside, not to be trusted
 */
function evaluate(context, source, request, interrupted) {
  const prepare = context.unwrapResult(context.evalCode(PRELUDE, 'prelude'))
  const json = context.newString(request)
  const prepared = context.callFunction(prepare, context.undefined, json)
  json.dispose()
  prepare.dispose()
  if (prepared.error) return failure(context, prepared.error, null, interrupted)
  const tools = prepared.value
  const finish = context.getProp(tools, 'finish')
  const describe = context.getProp(tools, 'describe')
  tools.dispose()
  try {
    const outcome = context.evalCode(source, 'script', { type: 'global' })
    if (outcome.error) return failure(context, outcome.error, describe, interrupted)
    const text = context.callFunction(finish, context.undefined, outcome.value)
    outcome.value.dispose()
    if (text.error) return failure(context, text.error, describe, interrupted)
    const result = { answer: context.getString(text.value) }
    text.value.dispose()
    return result
  } finally {
    finish.dispose()
    describe.dispose()
  }
}

/**
 * @param {import('quickjs-emscripten').QuickJSContext} context
 * @param {import('quickjs-emscripten').QuickJSHandle} error
 * @param {import('quickjs-emscripten').QuickJSHandle | null} describe
 * @param {() => boolean} interrupted
 * @returns {{ failure: string } | { limit: 'time' | 'memory' }}
 */
function failure(context, error, describe, interrupted) {
  try {
    if (interrupted()) return { limit: 'time' }
    const described = describe && context.callFunction(describe, context.undefined, error)
    if (interrupted()) {
      if (described) (described.error ?? described.value).dispose()
      return { limit: 'time' }
    }
    // what cannot even be described has left no memory to do so
    if (!described || described.error) {
      described?.error?.dispose()
      return { limit: 'memory' }
    }
    const text = context.getString(described.value)
    described.value.dispose()
    return { failure: text }
  } finally {
    error.dispose()
  }
}

/** QuickJS asks this thread's Date for the local time: it is the county's, wherever the server stands. */
function useBeijingTime() {
  const offsetMs = 8 * 3_600_000
  const prototype = /** @type {Record<string, unknown>} */ (/** @type {unknown} */ (Date.prototype))
  for (const part of ['FullYear', 'Month', 'Date', 'Day', 'Hours', 'Minutes', 'Seconds']) {
    const utc = /** @type {() => number} */ (prototype[`getUTC${part}`])
    prototype[`get${part}`] = /** @this {Date} */ function () {
      return utc.call(new Date(this.getTime() + offsetMs))
    }
  }
  prototype.getTimezoneOffset = () => -offsetMs / 60_000
}
