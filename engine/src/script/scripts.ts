import { MessageChannel, receiveMessageOnPort, Worker } from 'node:worker_threads'
import type { MessagePort } from 'node:worker_threads'
import type { Write, Writes } from '../expression/bean.ts'
import type { ExecutionData } from '../expression/beans.ts'
import { ScriptFailure } from './script-failure.ts'

/** A thread that does not stop by itself is ended this long after the deadline. */
const GRACE_MS = 250
/** How long a new thread may take to get ready; a busy machine is slow. */
const START_TIMEOUT_MS = 10_000
/** Longest script, in characters. */
const MAX_SOURCE_CHARACTERS = 200_000
/** Most that the variables may take as JSON, in characters. */
const MAX_REQUEST_CHARACTERS = 2_000_000
/** Most that result and changed variables may take as JSON, in characters. */
const MAX_ANSWER_CHARACTERS = 1_000_000
/** Most changes of variables that one script may ask for. */
const MAX_WRITES = 1_000
/** A thread is replaced after so many scripts, so that a slow leak of the interpreter has an end. */
const MAX_RUNS_PER_THREAD = 20_000
const MB = 1_048_576

export type JsonValue = string | number | boolean | null | JsonValue[] | { [key: string]: JsonValue }

export interface ScriptOptions {
  /** Longest run of a script, in milliseconds. */
  timeoutMs: number
  /** Most memory of a script, in bytes. */
  memoryBytes: number
  /** Largest stack of a script, in bytes. */
  stackBytes: number
}

export const DEFAULTS: ScriptOptions = { timeoutMs: 500, memoryBytes: 16 * MB, stackBytes: MB / 2 }

export interface ScriptRequest {
  source: string
  /** Visible variables: globals of the script, where the language has no global of that name. */
  variables: Readonly<Record<string, JsonValue>>
  /** What Date.now() says, UTC epoch milliseconds. */
  now: number
  execution: ExecutionData
}

export interface Scripts {
  /**
   * Runs JavaScript and waits for it: the value of its last expression, and the variables it has set.
   * @throws ScriptFailure
   */
  run(request: ScriptRequest): { result: JsonValue | null; writes: Writes }
  /** Ends the thread. */
  close(): void
}

/**
 * A sandbox for the models' scripts: QuickJS (in WebAssembly) in a thread of its own, without any access to the host.
 * The interpreter stops at the deadline by itself; where it cannot, as in a long native call, its thread is ended and
 * the next script gets a new one.
 */
export function createScripts(options: Partial<ScriptOptions> = {}): Scripts {
  const limits = { ...DEFAULTS, ...options }
  let sandbox: Sandbox | null = null
  let closed = false
  return {
    run({ source, variables, now, execution }) {
      if (closed) throw new Error('the script sandbox is closed')
      const fail = (reason: string, line: number | null = null, bpmnError: ScriptFailure['bpmnError'] = null) =>
        new ScriptFailure(source, reason, line, bpmnError)
      if (source.length > MAX_SOURCE_CHARACTERS) throw fail(`the script is longer than ${MAX_SOURCE_CHARACTERS} characters`)
      const request = JSON.stringify({ variables, now, execution, maxAnswerCharacters: MAX_ANSWER_CHARACTERS, maxWrites: MAX_WRITES })
      if (request.length > MAX_REQUEST_CHARACTERS) throw fail(`the variables are larger than ${MAX_REQUEST_CHARACTERS} characters`)
      sandbox ??= startSandbox(limits)
      const answer = sandbox.ask({ source, request }, limits.timeoutMs + GRACE_MS)
      if (answer === null || 'broken' in answer || ++sandbox.runs >= MAX_RUNS_PER_THREAD) {
        sandbox.end()
        sandbox = null
      }
      if (answer === null || ('limit' in answer && answer.limit === 'time'))
        throw fail(`the script took longer than ${limits.timeoutMs} ms`)
      if ('broken' in answer) throw fail(`the script broke the sandbox: ${answer.broken}`)
      if ('limit' in answer) throw fail(`the script needs more memory than ${limits.memoryBytes} bytes`)
      if ('failure' in answer) {
        const { message, line, bpmnError } = readFailure(answer.failure)
        throw fail(explain(message, limits), line, bpmnError)
      }
      return readAnswer(answer.answer) ?? raise(fail('the script has tampered with its result'))
    },
    close() {
      closed = true
      sandbox?.end()
      sandbox = null
    },
  }
}

type Answer = { answer: string } | { failure: string } | { limit: 'time' | 'memory' } | { broken: string }

interface Sandbox {
  runs: number
  /** null: no answer within the time. */
  ask(message: { source: string; request: string }, timeoutMs: number): Answer | null
  end(): void
}

function startSandbox(limits: ScriptOptions): Sandbox {
  const signal = new Int32Array(new SharedArrayBuffer(4))
  const { port1: port, port2 } = new MessageChannel()
  const worker = new Worker(new URL('./worker.mjs', import.meta.url), {
    workerData: { port: port2, signal, limits },
    transferList: [port2],
    resourceLimits: { maxOldGenerationSizeMb: 64, maxYoungGenerationSizeMb: 8, stackSizeMb: 4 },
    env: {},
    execArgv: [],
  })
  let trouble: unknown = null
  worker.on('error', (error) => (trouble = error))
  worker.unref()
  port.unref()
  const end = () => {
    port.close()
    void worker.terminate()
  }
  const wait = (timeoutMs: number) => {
    const answered = Atomics.wait(signal, 0, 0, timeoutMs) !== 'timed-out'
    Atomics.store(signal, 0, 0)
    return answered
  }
  if (!wait(START_TIMEOUT_MS)) {
    end()
    throw new Error(`the script thread did not start within ${START_TIMEOUT_MS} ms`, { cause: trouble })
  }
  receiveMessageOnPort(port)
  return { runs: 0, end, ask: (message, timeoutMs) => ask(port, message, () => wait(timeoutMs)) }
}

function ask(port: MessagePort, message: { source: string; request: string }, wait: () => boolean): Answer | null {
  port.postMessage(message)
  if (!wait()) return null
  return (receiveMessageOnPort(port)?.message as Answer | undefined) ?? null
}

/** The text comes out of the sandbox: only what has the right shape is believed. */
function readAnswer(text: string): { result: JsonValue; writes: Writes } | null {
  const answer = parseObject(text)
  if (!answer || answer.result === undefined || !Array.isArray(answer.writes) || answer.writes.length > MAX_WRITES) return null
  const writes: Writes = []
  for (const write of answer.writes as unknown[]) {
    const { scope, name, value, removed } = (write ?? {}) as Partial<Record<'scope' | 'name' | 'value' | 'removed', unknown>>
    if ((scope !== 'local' && scope !== 'nearest') || typeof name !== 'string' || name === '') return null
    writes.push((removed === true ? { scope, name, removed } : { scope, name, value: value ?? null }) satisfies Write)
  }
  return { result: answer.result, writes }
}

function readFailure(text: string): { message: string; line: number | null; bpmnError: { code: string; message: string | null } | null } {
  const { message, line, bpmnError } = parseObject(text) ?? {}
  const { code, message: errorMessage } = (bpmnError ?? {}) as Record<string, unknown>
  return {
    message: typeof message === 'string' ? message : 'unknown error',
    line: typeof line === 'number' && Number.isSafeInteger(line) ? line : null,
    bpmnError: typeof code === 'string' ? { code, message: typeof errorMessage === 'string' ? errorMessage : null } : null,
  }
}

function parseObject(text: string): Record<string, JsonValue> | null {
  try {
    const value = JSON.parse(text) as JsonValue
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : null
  } catch {
    return null
  }
}

/** The interpreter's own words for a limit. */
function explain(message: string, limits: ScriptOptions): string {
  if (/^InternalError: out of memory/.test(message)) return `the script needs more memory than ${limits.memoryBytes} bytes`
  if (/^(?:InternalError|RangeError): (?:stack overflow|Maximum call stack)/.test(message)) return 'the script calls itself too deeply'
  return message
}

function raise(error: Error): never {
  throw error
}
