/** The part of camunda-external-task-client-js 3.1.0 that the workers use; the package has no types of its own. */
declare module 'camunda-external-task-client-js' {
  import type { EventEmitter } from 'node:events'

  export type RequestConfig = Record<string, unknown> & {
    headers?: Record<string, string>
    json?: Record<string, unknown>
    signal?: AbortSignal
  }
  export type Interceptor = (config: RequestConfig) => RequestConfig

  export interface TypedValue {
    type: string
    value: unknown
    valueInfo: Record<string, unknown>
  }

  export class Variables {
    constructor()
    getAll(): Record<string, unknown>
    setTyped(name: string, value: TypedValue): Variables
  }

  export interface Task {
    id: string
    topicName: string
    activityId: string
    processInstanceId: string
    processDefinitionId: string
    processDefinitionKey: string
    businessKey: string | null
    tenantId: string | null
    /** Null until the first failure was reported. */
    retries: number | null
    createTime?: string | null
    extensionProperties?: Record<string, string>
    variables: Variables
  }

  export interface TaskService {
    complete(task: Task, variables?: Variables): Promise<void>
    handleFailure(task: Task, failure: { errorMessage: string; errorDetails: string; retries: number; retryTimeout: number }): Promise<void>
    extendLock(task: Task, durationMs: number): Promise<void>
    unlock(task: Task): Promise<void>
  }

  export interface ClientOptions {
    baseUrl: string
    workerId?: string
    maxTasks?: number
    maxParallelExecutions?: number
    interval?: number
    lockDuration?: number
    autoPoll?: boolean
    asyncResponseTimeout?: number
    interceptors?: Interceptor[]
    sorting?: { sortBy: string; sortOrder: string }[]
  }

  export class Client extends EventEmitter {
    constructor(options: ClientOptions)
    start(): void
    stop(): void
    subscribe(
      topic: string,
      options: { lockDuration?: number; includeExtensionProperties?: boolean; variables?: string[] },
      handler: (context: { task: Task; taskService: TaskService }) => Promise<void>,
    ): { unsubscribe(): void }
  }

  /** Called with `new`, gives an interceptor. */
  export const BasicAuthInterceptor: new (credentials: { username: string; password: string }) => Interceptor
}
