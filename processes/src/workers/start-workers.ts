import { hostname } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'
import { BasicAuthInterceptor, Client, Variables, type Interceptor, type Task, type TaskService } from 'camunda-external-task-client-js'
import { compileTemplate, DocumentError, type PdfRenderer, type Template } from '../documents/index.ts'
import type { DocumentSigner } from '../signing/index.ts'
import { renderDocument, documentProperty, type DocumentStore, type RenderedDocument } from './render-document.ts'
import { reportCompletion, reportFailure } from './report-outcome.ts'

export const RENDER_DOCUMENT_TOPIC = 'render-document'

/** pino's shape: fields first, then an English message. */
export interface WorkerLogger {
  info(fields: object, message: string): void
  warn(fields: object, message: string): void
  error(fields: object, message: string): void
}

export interface WorkerOptions {
  /** Address of the engine's REST API, e.g. `http://127.0.0.1:8080/engine-rest`. */
  baseUrl: string
  /** User and password for Basic, or a token for Bearer authentication. */
  auth?: { username: string; password: string } | string
  objects: DocumentStore
  /** The HTML of a template; null or undefined: there is no such template. `processDefinitionKey` tells whose. */
  templatesOf: (
    templateKey: string,
    task: { processDefinitionKey: string; processDefinitionId: string },
  ) => string | null | undefined | Promise<string | null | undefined>
  /** Address under which the portal is reached from outside; printed as QR code. */
  publicUrl: string
  /** Closed by `stop()`. */
  renderer: PdfRenderer
  /** Signs every document with the tenant's key. */
  signer: DocumentSigner
  /** Epoch milliseconds. @default Date.now */
  clock?: () => number
  /** Names this worker to the engine. @default host name and process id */
  workerId?: string
  logger: WorkerLogger
  /** Documents under way at once. @default 2 */
  concurrency?: number
  /** How long the engine keeps a task for this worker, milliseconds; longer than a document may take. @default 20000 */
  lockDurationMs?: number
  /** How long a request for tasks waits at the engine, milliseconds. @default 20000 */
  longPollMs?: number
  /** Waits between attempts to report; tests pass their own. */
  wait?: (ms: number) => Promise<void>
}

export interface Workers {
  /** Stops asking for tasks, finishes what is under way and ends the browser. Twice is fine. */
  stop(): Promise<void>
}

const DEFAULTS = { concurrency: 2, lockDurationMs: 20_000, longPollMs: 20_000, clock: Date.now, wait: (ms: number) => sleep(ms) }
/** A poll that keeps failing in the same way is logged once in this time, milliseconds. */
const SAME_ERROR_SILENCE_MS = 60_000

/** Starts the external-task workers of the county's processes: `render-document` on the Camunda 7 REST API. */
export function startWorkers(options: WorkerOptions): Workers {
  const settings = { ...DEFAULTS, workerId: `lianban-${hostname()}-${process.pid}`, ...options }
  const { logger, concurrency, lockDurationMs, renderer } = settings
  const polling = new AbortController()
  const running = new Set<Promise<void>>()
  const client = new Client({
    baseUrl: settings.baseUrl,
    workerId: settings.workerId,
    maxTasks: concurrency,
    maxParallelExecutions: concurrency,
    asyncResponseTimeout: settings.longPollMs,
    lockDuration: lockDurationMs,
    autoPoll: false,
    interceptors: [...authInterceptors(settings.auth), abortPolls(polling.signal)],
  })
  client.subscribe(RENDER_DOCUMENT_TOPIC, { lockDuration: lockDurationMs, includeExtensionProperties: true }, ({ task, taskService }) => {
    const work = polling.signal.aborted ? giveBack(task, taskService, logger) : handle(task, taskService, settings)
    running.add(work)
    return work.finally(() => running.delete(work))
  })
  client.on('poll:error', quietly(polling.signal, logger))
  client.on('handler:error', (error: Error) =>
    logger.error({ error: error.stack }, 'worker failed unexpectedly; the task comes back when its lock expires'),
  )
  client.start()
  logger.info({ workerId: settings.workerId, baseUrl: settings.baseUrl, topic: RENDER_DOCUMENT_TOPIC }, 'workers started')
  return {
    async stop() {
      client.stop()
      polling.abort()
      while (running.size > 0) await Promise.allSettled(running)
      await renderer.close()
    },
  }
}

async function handle(task: Task, taskService: TaskService, settings: typeof DEFAULTS & WorkerOptions): Promise<void> {
  const { logger, wait } = settings
  const context = { task, taskService, logger, wait }
  const name = task.extensionProperties?.documentName ?? task.activityId
  let document: RenderedDocument
  try {
    document = await renderDocument(
      {
        template: await templateOf(task, settings),
        documentName: documentProperty(task.extensionProperties, 'documentName', task.activityId, task.variables.getAll()),
        issuedAt: issuedAtOf(task),
        variables: task.variables.getAll(),
      },
      settings,
    )
  } catch (error) {
    return reportFailure(context, name, error)
  }
  await reportCompletion(context, new Variables().setTyped('document', { type: 'json', value: document, valueInfo: {} }))
  logger.info(
    {
      taskId: task.id,
      activityId: task.activityId,
      caseId: task.businessKey,
      number: document.number,
      sha256: document.sha256,
      size: document.size,
    },
    'document made',
  )
}

async function templateOf(task: Task, { templatesOf }: WorkerOptions): Promise<Template> {
  const key = documentProperty(task.extensionProperties, 'template', task.activityId, task.variables.getAll())
  const { processDefinitionKey, processDefinitionId } = task
  const source = await templatesOf(key, { processDefinitionKey, processDefinitionId })
  if (source === null || source === undefined)
    throw new DocumentError('TEMPLATE_NOT_FOUND', `流程“${processDefinitionKey}”中没有文书模板“${key}”`)
  return compileTemplate(key, source)
}

/** The task was created by the step that issues the document, so its time is the document's: a retry does not re-date it. */
function issuedAtOf(task: Task): number {
  const at = Date.parse(task.createTime ?? '')
  return Number.isNaN(at) ? Date.now() : at
}

/** A task that arrived after the stop goes back at once, so that another worker need not wait for the lock to expire. */
async function giveBack(task: Task, taskService: TaskService, logger: WorkerLogger): Promise<void> {
  await taskService
    .unlock(task)
    .catch((error: Error) => logger.warn({ taskId: task.id, error: error.message }, 'could not give a task back while stopping'))
}

function authInterceptors(auth: WorkerOptions['auth']): Interceptor[] {
  if (auth === undefined) return []
  if (typeof auth !== 'string') return [new BasicAuthInterceptor(auth)]
  return [(config) => ({ ...config, headers: { ...config.headers, Authorization: `Bearer ${auth}` } })]
}

/** Lets `stop()` end the request that waits for tasks; all other requests run to their end. */
const abortPolls =
  (signal: AbortSignal): Interceptor =>
  (config) =>
    config.json?.topics === undefined ? config : { ...config, signal }

function quietly(stopping: AbortSignal, logger: WorkerLogger): (error: Error) => void {
  let last = { message: '', at: 0 }
  return (error) => {
    if (stopping.aborted || (error.message === last.message && Date.now() - last.at < SAME_ERROR_SILENCE_MS)) return
    last = { message: error.message, at: Date.now() }
    logger.error({ error: error.message }, 'could not fetch tasks; trying again')
  }
}
