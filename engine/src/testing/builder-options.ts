/** When a timer is due: one of the three, as ISO 8601, FEEL (`=…`) or `${…}`; a cycle also as cron of six fields. */
export type Due = { duration: string } | { date: string } | { cycle: string }

/** XML attributes by their name in the file, e.g. `{ name: '审查', 'camunda:dueDate': 'P3D' }`. */
export type Attributes = Record<string, string | number | boolean | null | undefined>

/** What may be put on any node. Values are written as in the model: plain text, `${…}`, `=…`. */
export interface NodeOptions {
  attributes?: Attributes
  asyncBefore?: boolean
  asyncAfter?: boolean
  /** camunda:properties. */
  properties?: Record<string, string>
  /** camunda:inputParameter by name. */
  inputs?: Record<string, string>
  /** camunda:outputParameter by name. */
  outputs?: Record<string, string>
  listeners?: ListenerOptions[]
  /** Any XML, into bpmn:extensionElements. */
  extensions?: string
  /** camunda:failedJobRetryTimeCycle. */
  retryCycle?: string
}

export interface ActivityOptions extends NodeOptions {
  loop?: LoopOptions
  /** Drawn without flows; a compensation boundary event leads to it. */
  forCompensation?: boolean
}

export interface UserTaskOptions extends ActivityOptions {
  /** `timer` of event `timeout` only, which also needs an id. */
  taskListeners?: { event: string; expression: string; id?: string; timer?: Due }[]
}

/** One of expression and topic. */
export interface ListenerOptions {
  event: 'start' | 'end' | 'take'
  expression?: string
  topic?: string
}

export type LoopOptions =
  | {
      sequential?: boolean
      cardinality?: string | number
      /** A variable's name or an expression. */
      collection?: string
      elementVariable?: string
      completionCondition?: string
      /** loopDataOutputRef and outputDataItem. */
      output?: { collection: string; element: string }
      /** Of each instance. */
      asyncBefore?: boolean
      asyncAfter?: boolean
    }
  | { standard: true; testBefore?: boolean; maximum?: string | number; condition?: string }

/** At most one trigger. `true`: every error, every escalation, every completed activity. */
export interface StartOptions extends NodeOptions {
  message?: string
  signal?: string
  timer?: Due
  condition?: string
  variableName?: string
  variableEvents?: string
  error?: string | true
  /** camunda:errorCodeVariable or escalationCodeVariable. */
  codeVariable?: string
  /** camunda:errorMessageVariable. */
  messageVariable?: string
  escalation?: string | true
  compensation?: true
  /** Of an event sub-process. Default true. */
  interrupting?: boolean
}

/** At most one. */
export interface EndOptions extends NodeOptions {
  terminate?: boolean
  cancel?: boolean
  error?: string
  /** camunda:errorMessage of the error. */
  errorMessage?: string
  signal?: string
  escalation?: string
  /** The activity to compensate; true for all. */
  compensation?: string | true
  /** See MessageThrow. */
  message?: MessageThrow
}

/** How a message is sent: by a worker of this topic, by an expression, or (neither) not at all. */
export interface MessageThrow {
  topic?: string
  expression?: string
}

/** The variable whose changes count, and which kinds of change, e.g. `create, update`. */
export interface ConditionalOptions {
  variableName?: string
  variableEvents?: string
}

/** Which version: `'camunda:calledElementBinding'` and the like go into `attributes`. */
export interface CallActivityOptions extends ActivityOptions {
  /** camunda:in by target: the name of a variable, or an expression. */
  in?: 'all' | Record<string, string>
  out?: 'all' | Record<string, string>
  businessKey?: string
}
