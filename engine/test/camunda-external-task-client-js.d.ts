/** The part of camunda-external-task-client-js 3.1.0 that the tests use; the package has no types of its own. */
declare module 'camunda-external-task-client-js' {
  import type { EventEmitter } from 'node:events'

  export interface TypedValue {
    type: string
    value: unknown
    valueInfo: Record<string, unknown>
  }

  export class Variables {
    constructor(initial?: Record<string, TypedValue>)
    get(name: string): unknown
    getAll(): Record<string, unknown>
    getAllTyped(): Record<string, TypedValue>
    set(name: string, value: unknown): Variables
    setTyped(name: string, value: TypedValue): Variables
  }

  export interface Task {
    id: string
    topicName: string
    activityId: string
    processInstanceId: string
    processDefinitionKey: string
    workerId: string
    businessKey: string | null
    tenantId: string | null
    retries: number | null
    errorMessage: string | null
    extensionProperties: Record<string, string>
    variables: Variables
  }

  /** All of them tell the client's event `<method>:success` or `<method>:error`; errors are thrown as well. */
  export interface TaskService {
    complete(task: Task, variables?: Variables): Promise<void>
    handleFailure(task: Task, failure: { errorMessage: string; errorDetails: string; retries: number; retryTimeout: number }): Promise<void>
    handleBpmnError(task: Task, errorCode: string, errorMessage?: string, variables?: Variables): Promise<void>
    lock(task: Task, durationMs: number): Promise<void>
    extendLock(task: Task, durationMs: number): Promise<void>
    unlock(task: Task): Promise<void>
  }

  export class Client extends EventEmitter {
    constructor(options: {
      baseUrl: string
      workerId?: string
      maxTasks?: number
      interval?: number
      lockDuration?: number
      autoPoll?: boolean
      asyncResponseTimeout?: number
      interceptors?: (config: Record<string, unknown>) => Record<string, unknown>
    })
    taskService: TaskService
    start(): void
    stop(): void
    subscribe(
      topic: string,
      options: { lockDuration?: number; includeExtensionProperties?: boolean; variables?: string[] },
      handler: (context: { task: Task; taskService: TaskService }) => Promise<void>,
    ): { unsubscribe(): void }
  }
}
