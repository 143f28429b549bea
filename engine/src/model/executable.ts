import type { Expression } from '../expression/expression.ts'
import type { CatchTrigger, ErrorTrigger, EscalationTrigger, ThrowTrigger } from './triggers.ts'

export type * from './triggers.ts'

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
  /** camunda:jobPriority of the process, for jobs of elements without their own. */
  jobPriority: Expression | null
  candidateStarterUsers: Expression[]
  candidateStarterGroups: Expression[]
  /** Execution listeners of the process itself: `start` and `end`. */
  listeners: ExecutionListener[]
  /** The process itself (by its key), every sub-process and every event sub-process. */
  scopes: Record<string, ScopeModel>
  nodes: Record<string, Node>
  flows: Record<string, Flow>
}

export interface ScopeModel {
  id: string
  /** null for the process. */
  parentId: string | null
  /**
   * Where a token starts in it: the none start event, or an event sub-process's one start event.
   * null only in a process that starts by events alone.
   */
  start: string | null
  /** Message, signal, timer and conditional start events; of the process only. */
  eventStarts: { nodeId: string; trigger: CatchTrigger }[]
  /** Node ids of the event sub-processes that stand in it, in XML order. */
  eventSubProcesses: string[]
}

export interface Flow {
  id: string
  name: string | null
  source: string
  target: string
  /** null: no condition, always open. */
  condition: Expression | null
  /** camunda:executionListener event="take". */
  listeners: ExecutionListener[]
}

export interface NodeBase {
  id: string
  name: string | null
  /** The BPMN element's local name, e.g. `sendTask` for a node of kind `serviceTask`. */
  element: string
  /** The scope it stands in: the process's key or a sub-process's id. */
  scopeId: string
  /** Flow ids in XML order. */
  incoming: string[]
  outgoing: string[]
  /** The flow taken if no other is. */
  defaultFlow: string | null
  /** Boundary events attached to it, in XML order; without compensation events. */
  boundary: string[]
  documentation: string | null
  /** camunda:properties. */
  properties: Record<string, string>
  /** A job enters it, or leaves it: the caller's transaction ends there. Of a multi-instance activity: its body. */
  asyncBefore: boolean
  asyncAfter: boolean
  /** camunda:exclusive of its jobs; kept for the wire, since jobs of one instance never run side by side. */
  exclusive: boolean
  jobPriority: Expression | null
  /** camunda:failedJobRetryTimeCycle, e.g. `R3/PT10M` or `PT1M,PT5M`: it is tried again by itself before an incident. */
  retryCycle: Expression | null
  /** camunda:inputParameter: local variables, computed in order on entering. */
  inputs: Mapping[]
  /** camunda:outputParameter: set around the activity on leaving, in order. */
  outputs: Mapping[]
  /** `start` and `end`, in XML order. */
  listeners: ExecutionListener[]
  loop: Loop | null
  isForCompensation: boolean
  /** The activity that undoes this one: the target of its compensation boundary event. */
  compensationHandler: string | null
}

export type Node =
  | StartEventNode
  | EndEventNode
  | UserTaskNode
  | ServiceTaskNode
  | ScriptTaskNode
  | ReceiveTaskNode
  | BusinessRuleTaskNode
  | PassThroughNode
  | ExclusiveGatewayNode
  | ParallelGatewayNode
  | InclusiveGatewayNode
  | EventBasedGatewayNode
  | SubProcessNode
  | EventSubProcessNode
  | CallActivityNode
  | BoundaryEventNode
  | IntermediateCatchEventNode
  | IntermediateThrowEventNode

export type NodeKind = Node['kind']
export type NodeOf<Kind extends NodeKind> = Extract<Node, { kind: Kind }>

/** A value of an input or output parameter. Of a map the keys keep their order. */
export type MappedValue =
  | { type: 'expression'; expression: Expression }
  | { type: 'list'; items: MappedValue[] }
  | { type: 'map'; entries: { key: string; value: MappedValue }[] }

export interface Mapping {
  name: string
  value: MappedValue
}

/** What is done when an element starts or ends or a flow is taken. A worker's listener (`topic`) is waited for. */
export interface ExecutionListener {
  event: 'start' | 'end' | 'take'
  action: { type: 'expression'; expression: Expression } | { type: 'external'; topic: Expression }
}

export interface TaskListener {
  event: 'create' | 'assignment' | 'update' | 'complete' | 'delete' | 'timeout'
  /** camunda:id; needed and unique for `timeout`. */
  id: string | null
  expression: Expression
  /** Of `timeout` only. */
  timer: Extract<CatchTrigger, { type: 'timer' }> | null
}

export type Loop =
  | {
      type: 'multiInstance'
      sequential: boolean
      /** One of cardinality and collection is there. */
      cardinality: Expression | null
      /** Gives a list; a plain name means the variable of that name. */
      collection: Expression | null
      elementVariable: string | null
      completionCondition: Expression | null
      /** loopDataOutputRef and outputDataItem: after the last instance `collection` holds each instance's `element`. */
      output: { collection: string; element: string } | null
      /** camunda:asyncBefore … inside loopCharacteristics: a job for each instance. */
      asyncBefore: boolean
      asyncAfter: boolean
    }
  | { type: 'standard'; testBefore: boolean; maximum: Expression | null; condition: Expression | null }

export interface FormField {
  id: string
  label: Expression | null
  type: string
  defaultValue: Expression | null
  /** Of an enum, in order. */
  values: { id: string; name: string | null }[]
  constraints: { name: string; config: string | null }[]
  properties: Record<string, string>
  /** camunda:formData businessKey names it: what is submitted in it becomes the instance's business key. */
  isBusinessKey: boolean
}

/** A form by its key in a deployment (camunda:formRef), see Binding. */
export interface FormReference {
  key: Expression
  binding: 'latest' | 'deployment' | 'version'
  version: Expression | null
}

/** Which version of another definition is meant. `version` gives a number, `versionTag` a text. */
export interface DefinitionReference {
  key: Expression
  binding: 'latest' | 'deployment' | 'version' | 'versionTag'
  version: Expression | null
  versionTag: Expression | null
}

export interface StartEventNode extends NodeBase {
  kind: 'startEvent'
  trigger: { type: 'none' } | { type: 'compensation' } | CatchTrigger | ErrorTrigger | EscalationTrigger
  /** Of an event sub-process: whether it ends what runs around it. */
  interrupting: boolean
  /** camunda:initiator: the variable that receives the starter's user id. */
  initiator: string | null
  formKey: Expression | null
  formRef: FormReference | null
  formFields: FormField[]
}

export interface EndEventNode extends NodeBase {
  kind: 'endEvent'
  trigger:
    | { type: 'none' }
    | { type: 'terminate' }
    | { type: 'cancel' }
    | { type: 'error'; errorCode: string; errorMessage: Expression | null }
    | ThrowTrigger
}

export interface UserTaskNode extends NodeBase {
  kind: 'userTask'
  /** The task's name with expressions; `name` is the label as drawn. */
  title: Expression
  /** bpmn:documentation with expressions. */
  description: Expression | null
  assignee: Expression | null
  /** Each item may give one user or group, a comma list or a FEEL list. */
  candidateUsers: Expression[]
  candidateGroups: Expression[]
  dueDate: Expression | null
  followUpDate: Expression | null
  priority: Expression | null
  formKey: Expression | null
  formRef: FormReference | null
  formFields: FormField[]
  taskListeners: TaskListener[]
}

/** A service, send or business rule task: a worker carries it out (camunda:type="external"), or an expression does. */
export interface ServiceTaskNode extends NodeBase {
  kind: 'serviceTask'
  work: ExternalWork | { type: 'expression'; expression: Expression; resultVariable: string | null }
}

export interface ExternalWork {
  type: 'external'
  topic: Expression
  /** camunda:taskPriority of the task, else of the process. */
  priority: Expression | null
  /** camunda:errorEventDefinition: asked in order on completion and on failure; the first true one throws its error. */
  errorEvents: { errorCode: string; errorMessage: Expression | null; expression: Expression }[]
}

/** FEEL, or JavaScript where scripts are switched on. */
export interface ScriptTaskNode extends NodeBase {
  kind: 'scriptTask'
  script: Expression
  resultVariable: string | null
}

export interface ReceiveTaskNode extends NodeBase {
  kind: 'receiveTask'
  /** null: only a direct signal to the token continues it. */
  messageName: Expression | null
}

/** camunda:decisionRef. */
export interface BusinessRuleTaskNode extends NodeBase {
  kind: 'businessRuleTask'
  decision: DefinitionReference
  mapDecisionResult: 'singleEntry' | 'singleResult' | 'collectEntries' | 'resultList'
  resultVariable: string | null
}

/** A task or a manual task: nothing to do, but written to history. */
export type PassThroughNode = NodeBase & ({ kind: 'task' } | { kind: 'manualTask' })

export interface ExclusiveGatewayNode extends NodeBase {
  kind: 'exclusiveGateway'
}

export interface ParallelGatewayNode extends NodeBase {
  kind: 'parallelGateway'
}

export interface InclusiveGatewayNode extends NodeBase {
  kind: 'inclusiveGateway'
  /**
   * For each incoming flow the nodes of the same scope from which a token can still come over it, by flows, links and
   * boundary events and without passing the gateway; [] unless it joins.
   */
  waysIn: { flowId: string; from: string[] }[]
}

export interface EventBasedGatewayNode extends NodeBase {
  kind: 'eventBasedGateway'
}

export interface SubProcessNode extends NodeBase {
  kind: 'subProcess'
  /** bpmn:transaction. */
  isTransaction: boolean
}

/** A sub-process that an event starts; no flow leads to it. */
export interface EventSubProcessNode extends NodeBase {
  kind: 'eventSubProcess'
}

export interface CallActivityNode extends NodeBase {
  kind: 'callActivity'
  called: DefinitionReference
  businessKey: Expression | null
  in: CallMapping[]
  out: CallMapping[]
}

/** camunda:in, camunda:out. `local`: only the activity's own variables, resp. set on the activity alone. */
export type CallMapping = { local: boolean } & (
  { type: 'variable'; source: string; target: string } | { type: 'expression'; source: Expression; target: string } | { type: 'all' }
)

export interface BoundaryEventNode extends NodeBase {
  kind: 'boundaryEvent'
  attachedTo: string
  interrupting: boolean
  trigger: CatchTrigger | ErrorTrigger | EscalationTrigger | { type: 'cancel' }
}

export interface IntermediateCatchEventNode extends NodeBase {
  kind: 'intermediateCatchEvent'
  trigger: CatchTrigger | { type: 'link'; name: string }
}

export interface IntermediateThrowEventNode extends NodeBase {
  kind: 'intermediateThrowEvent'
  trigger: { type: 'none' } | { type: 'link'; target: string } | ThrowTrigger
}
