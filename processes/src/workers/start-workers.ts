import type { DocumentTask } from '../packages/templates.ts'
import { hostname } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'
import { BasicAuthInterceptor, Client, Variables, type Interceptor, type Task, type TaskService } from 'camunda-external-task-client-js'
import { compileTemplate, DocumentError, type PdfRenderer, type Template } from '../documents/index.ts'
import type { DocumentSigner } from '../signing/index.ts'
import { documentProperty } from './document-task.ts'
import { renderDocument, type DocumentStore } from './render-document.ts'
import { CaseTaskError, type CaseTask, type CaseTasks } from './case-tasks.ts'
import { reportCompletion, reportFailure } from './report-outcome.ts'
import { RENDER_DOCUMENT_TOPIC } from './topics.ts'

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
    task: DocumentTask & { processDefinitionId: string },
  ) => string | null | undefined | Promise<string | null | undefined>
  /** Address under which the portal is reached from outside; printed as QR code. */
  publicUrl: string
  /** Closed by `stop()`. */
  renderer: PdfRenderer
  /** Signs every document with the tenant's key. */
  signer: DocumentSigner
  /** Whether documents are made here. @default true */
  rendering?: boolean
  /** What is done with finished cases, by topic. @default nothing: these tasks need the database */
  caseTasks?: CaseTasks
  /** Epoch milliseconds. @default Date.now */
  clock?: () => number
  /** Names this worker to the engine. @default host name and process id */
  workerId?: string
  logger: WorkerLogger
  /** Documents under way at once. @default 2 */
  concurrency?: number
  /** Wait between one request for tasks and the next, milliseconds. @default 300 */
  pollIntervalMs?: number
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

const DEFAULTS = {
  concurrency: 2,
  lockDurationMs: 20_000,
  longPollMs: 20_000,
  pollIntervalMs: 300,
  clock: Date.now,
  rendering: true,
  caseTasks: {} as CaseTasks,
  wait: (ms: number) => sleep(ms),
}
type Settings = typeof DEFAULTS & WorkerOptions
/** A poll that keeps failing in the same way is logged once in this time, milliseconds. */
const SAME_ERROR_SILENCE_MS = 60_000

/** Starts the external-task workers of the county's processes on the Camunda 7 REST API. */
export function startWorkers(options: WorkerOptions): Workers {
  const settings: Settings = { ...DEFAULTS, workerId: `lianban-${hostname()}-${process.pid}`, ...options }
  const { logger, concurrency, lockDurationMs, renderer } = settings
  const polling = new AbortController()
  const running = new Set<Promise<void>>()
  const client = new Client({
    baseUrl: settings.baseUrl,
    workerId: settings.workerId,
    maxTasks: concurrency,
    maxParallelExecutions: concurrency,
    asyncResponseTimeout: settings.longPollMs,
    interval: settings.pollIntervalMs,
    lockDuration: lockDurationMs,
    autoPoll: false,
    interceptors: [...authInterceptors(settings.auth), abortPolls(polling.signal)],
  })
  const jobs = jobsOf(settings)
  for (const [topic, job] of Object.entries(jobs)) {
    client.subscribe(topic, { lockDuration: job.lockDurationMs, includeExtensionProperties: true }, ({ task, taskService }) => {
      const work = polling.signal.aborted ? giveBack(task, taskService, logger) : handle(job, task, taskService, settings)
      running.add(work)
      return work.finally(() => running.delete(work))
    })
  }
  client.on('poll:error', quietly(polling.signal, logger))
  client.on('handler:error', (error: Error) =>
    logger.error({ error: error.stack }, 'worker failed unexpectedly; the task comes back when its lock expires'),
  )
  client.start()
  logger.info({ workerId: settings.workerId, baseUrl: settings.baseUrl, topics: Object.keys(jobs) }, 'workers started')
  return {
    async stop() {
      client.stop()
      polling.abort()
      while (running.size > 0) await Promise.allSettled(running)
      await renderer.close()
    },
  }
}

/** What is done for a topic. */
interface Job {
  lockDurationMs: number
  /** For people: what was to be done. */
  nameOf(task: Task): string
  /** @returns the variables that complete the task, JSON values */
  run(task: Task): Promise<Record<string, unknown>>
}

const jobsOf = (settings: Settings): Record<string, Job> => ({
  ...(settings.rendering && { [RENDER_DOCUMENT_TOPIC]: renderJob(settings) }),
  ...Object.fromEntries(Object.entries(settings.caseTasks).map(([topic, task]) => [topic, caseJob(task)])),
})

const renderJob = (settings: Settings): Job => ({
  lockDurationMs: settings.lockDurationMs,
  nameOf: (task) => `生成“${task.extensionProperties?.documentName ?? task.activityId}”`,
  run: async (task) => ({
    document: await renderDocument(
      {
        template: await templateOf(task, settings),
        documentName: documentProperty(task.extensionProperties, 'documentName', task.activityId, task.variables.getAll()),
        issuedAt: issuedAtOf(task),
        variables: task.variables.getAll(),
      },
      settings,
    ),
  }),
})

const caseJob = ({ name, lockDurationMs, run }: CaseTask): Job => ({
  lockDurationMs,
  nameOf: () => name,
  run: (task) => {
    if (task.businessKey === null) throw new CaseTaskError('NO_CASE', `流程环节“${task.activityId}”不属于任何办件`)
    return run(task.businessKey)
  },
})

async function handle(job: Job, task: Task, taskService: TaskService, { logger, wait }: Settings): Promise<void> {
  const context = { task, taskService, logger, wait }
  const variables = new Variables()
  let result: Record<string, unknown>
  try {
    result = await job.run(task)
  } catch (error) {
    return reportFailure(context, job.nameOf(task), error)
  }
  for (const [name, value] of Object.entries(result)) variables.setTyped(name, { type: 'json', value, valueInfo: {} })
  await reportCompletion(context, variables)
  logger.info({ taskId: task.id, topic: task.topicName, activityId: task.activityId, caseId: task.businessKey, ...result }, 'task done')
}

async function templateOf(task: Task, { templatesOf }: WorkerOptions): Promise<Template> {
  const key = documentProperty(task.extensionProperties, 'template', task.activityId, task.variables.getAll())
  const { processDefinitionKey, processDefinitionId, businessKey } = task
  const source = await templatesOf(key, { processDefinitionKey, processDefinitionId, businessKey })
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
