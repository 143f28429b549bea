import type { Expression } from '../expression/expression.ts'

/**
 * A process as the core runs it: a flat graph, every node knows its scope. Plain JSON, so that it can be stored,
 * sent to the browser and compared. Made by `parseDefinitions`; the core never sees XML.
 */
export interface ExecutableProcess {
  /** Id of the deployed definition. Until the runtime deploys it (`{ ...process, id }`) it is the key. */
  id: string
  /** The process's id in the model. */
  key: string
  name: string | null
  versionTag: string | null
  /** camunda:historyTimeToLive as written. */
  historyTimeToLive: string | null
  startableInTasklist: boolean
  documentation: string | null
  /** camunda:properties of the process. */
  properties: Record<string, string>
  /** The process itself (by its key) and every sub-process: where a token starts in it. */
  scopes: Record<string, ScopeModel>
  nodes: Record<string, Node>
  flows: Record<string, Flow>
}

export interface ScopeModel {
  id: string
  /** null for the process. */
  parentId: string | null
  /** The none start event; null only in a process that starts by messages alone. */
  start: string | null
  /** Message start events, of the process only. */
  messageStarts: { messageName: string; nodeId: string }[]
}

export interface Flow {
  id: string
  name: string | null
  source: string
  target: string
  /** null: no condition, always open. */
  condition: Expression | null
}

export interface NodeBase {
  id: string
  name: string | null
  /** The scope it stands in: the process's key or a sub-process's id. */
  scopeId: string
  /** Flow ids in XML order. */
  incoming: string[]
  outgoing: string[]
  /** The flow taken if no other is. */
  defaultFlow: string | null
  /** Boundary events attached to it, in XML order. */
  boundary: string[]
  documentation: string | null
  /** camunda:properties. */
  properties: Record<string, string>
}

export type Node =
  | StartEventNode
  | EndEventNode
  | UserTaskNode
  | ServiceTaskNode
  | PassThroughNode
  | ExclusiveGatewayNode
  | ParallelGatewayNode
  | SubProcessNode
  | BoundaryEventNode
  | IntermediateCatchEventNode

export type NodeKind = Node['kind']
export type NodeOf<Kind extends NodeKind> = Extract<Node, { kind: Kind }>

export interface StartEventNode extends NodeBase {
  kind: 'startEvent'
  /** null for a none start event. */
  messageName: string | null
  /** camunda:initiator: the variable that receives the starter's user id. */
  initiator: string | null
  formKey: Expression | null
}

export interface EndEventNode extends NodeBase {
  kind: 'endEvent'
  trigger: { type: 'none' } | { type: 'terminate' } | { type: 'error'; errorCode: string; errorMessage: string | null }
}

export interface UserTaskNode extends NodeBase {
  kind: 'userTask'
  /** The task's name with expressions; `name` is the label as drawn. */
  title: Expression
  assignee: Expression | null
  /** Each item may give one user or group, a comma list or a FEEL list. */
  candidateUsers: Expression[]
  candidateGroups: Expression[]
  dueDate: Expression | null
  followUpDate: Expression | null
  priority: Expression | null
  formKey: Expression | null
}

/** A service, send or business rule task that a worker carries out (camunda:type="external"). */
export interface ServiceTaskNode extends NodeBase {
  kind: 'serviceTask'
  topic: Expression
  /** camunda:taskPriority of the task, else of the process. */
  priority: Expression | null
}

/** A task, a manual task or an intermediate none throw event: nothing to do, but written to history. */
export type PassThroughNode = NodeBase & ({ kind: 'task' } | { kind: 'manualTask' } | { kind: 'intermediateThrowEvent' })

export interface ExclusiveGatewayNode extends NodeBase {
  kind: 'exclusiveGateway'
}

export interface ParallelGatewayNode extends NodeBase {
  kind: 'parallelGateway'
}

export interface SubProcessNode extends NodeBase {
  kind: 'subProcess'
}

export interface BoundaryEventNode extends NodeBase {
  kind: 'boundaryEvent'
  attachedTo: string
  interrupting: boolean
  trigger: TimerTrigger | MessageTrigger | ErrorTrigger
}

export interface IntermediateCatchEventNode extends NodeBase {
  kind: 'intermediateCatchEvent'
  trigger: TimerTrigger | MessageTrigger
}

/** `value` gives an ISO 8601 date or duration, an epoch milliseconds number or a FEEL date or duration. */
export interface TimerTrigger {
  type: 'timer'
  form: 'date' | 'duration'
  value: Expression
}

export interface MessageTrigger {
  type: 'message'
  name: Expression
}

/** `errorCode` null catches every code. */
export interface ErrorTrigger {
  type: 'error'
  errorCode: string | null
  codeVariable: string | null
  messageVariable: string | null
}
