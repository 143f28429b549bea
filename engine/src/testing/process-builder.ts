import type {
  ActivityOptions,
  Attributes,
  CallActivityOptions,
  ConditionalOptions,
  Due,
  EndOptions,
  MessageThrow,
  NodeOptions,
  StartOptions,
  UserTaskOptions,
} from './builder-options.ts'
import { callMappingsXml, escape, formal, mappingsXml, timerXml, xml } from './builder-xml.ts'
import { Drawing } from './drawing.ts'

type Draw = (inner: ProcessBuilder) => void

/**
 * Writes BPMN XML the way it is drawn: every call adds a node and a flow to it from the node before; `moveTo` goes back
 * to a node for another way out, `connectTo` draws a flow to a node that exists.
 *
 * aProcess('leave').startEvent('Start').exclusiveGateway('Long').condition('=days > 3').userTask('Approve').endEvent('End')
 *   .moveTo('Long').defaultFlow().connectTo('End').toXml()
 */
export class ProcessBuilder extends Drawing {
  startEvent(id = this.file.newId('Start'), options: StartOptions = {}): this {
    this.current = null
    const attributes = { isInterrupting: options.interrupting, ...options.attributes }
    return this.add('startEvent', id, { ...options, attributes }, this.startXml(options))
  }

  endEvent(id = this.file.newId('End'), options: EndOptions = {}): this {
    return this.add('endEvent', id, options, this.endXml(options))
  }

  /** @param attributes e.g. `{ name: '审查', 'camunda:candidateGroups': '${organ}:handler' }` */
  userTask(id = this.file.newId('UserTask'), attributes: Attributes = {}, options: UserTaskOptions = {}): this {
    return this.add('userTask', id, { ...options, attributes: { ...options.attributes, ...attributes } })
  }

  /** An external task. */
  serviceTask(id: string, topic: string, options: ActivityOptions = {}): this {
    return this.add('serviceTask', id, {
      ...options,
      attributes: { 'camunda:type': 'external', 'camunda:topic': topic, ...options.attributes },
    })
  }

  /** A service task that an expression carries out. */
  expressionTask(id: string, expression: string, options: ActivityOptions & { resultVariable?: string } = {}): this {
    const attributes = { 'camunda:expression': expression, 'camunda:resultVariable': options.resultVariable, ...options.attributes }
    return this.add('serviceTask', id, { ...options, attributes })
  }

  /** An external task. */
  sendTask(id: string, topic: string, options: ActivityOptions = {}): this {
    return this.add('sendTask', id, {
      ...options,
      attributes: { 'camunda:type': 'external', 'camunda:topic': topic, ...options.attributes },
    })
  }

  /** @param script in `options.format`, default javascript */
  scriptTask(id: string, script: string, options: ActivityOptions & { format?: string; resultVariable?: string } = {}): this {
    const { format = 'javascript', resultVariable } = options
    const attributes = { scriptFormat: format, 'camunda:resultVariable': resultVariable, ...options.attributes }
    return this.add('scriptTask', id, { ...options, attributes }, xml('bpmn:script', {}, escape(script)))
  }

  /** Without a message only a signal to the token continues it. */
  receiveTask(id: string, message?: string, options: ActivityOptions = {}): this {
    const messageRef = message === undefined ? undefined : this.file.define('message', message)
    return this.add('receiveTask', id, { ...options, attributes: { messageRef, ...options.attributes } })
  }

  businessRuleTask(
    id: string,
    decisionRef: string,
    options: ActivityOptions & { resultVariable?: string; mapDecisionResult?: string } = {},
  ): this {
    const { resultVariable, mapDecisionResult } = options
    const attributes = {
      'camunda:decisionRef': decisionRef,
      'camunda:resultVariable': resultVariable,
      'camunda:mapDecisionResult': mapDecisionResult,
      ...options.attributes,
    }
    return this.add('businessRuleTask', id, { ...options, attributes })
  }

  callActivity(id: string, calledElement: string, options: CallActivityOptions = {}): this {
    const extensions = callMappingsXml(options) + (options.extensions ?? '')
    return this.add('callActivity', id, { ...options, extensions, attributes: { calledElement, ...options.attributes } })
  }

  task(id = this.file.newId('Task'), options: ActivityOptions = {}): this {
    return this.add('task', id, options)
  }

  manualTask(id = this.file.newId('ManualTask'), options: ActivityOptions = {}): this {
    return this.add('manualTask', id, options)
  }

  exclusiveGateway(id = this.file.newId('Exclusive'), options: NodeOptions = {}): this {
    return this.add('exclusiveGateway', id, options)
  }

  parallelGateway(id = this.file.newId('Parallel'), options: NodeOptions = {}): this {
    return this.add('parallelGateway', id, options)
  }

  inclusiveGateway(id = this.file.newId('Inclusive'), options: NodeOptions = {}): this {
    return this.add('inclusiveGateway', id, options)
  }

  eventBasedGateway(id = this.file.newId('EventBased'), options: NodeOptions = {}): this {
    return this.add('eventBasedGateway', id, options)
  }

  timerCatch(id: string, due: Due, options: NodeOptions = {}): this {
    return this.add('intermediateCatchEvent', id, options, timerXml(due))
  }

  messageCatch(id: string, message: string, options: NodeOptions = {}): this {
    return this.add('intermediateCatchEvent', id, options, this.eventXml('message', message))
  }

  signalCatch(id: string, signal: string, options: NodeOptions = {}): this {
    return this.add('intermediateCatchEvent', id, options, this.eventXml('signal', signal))
  }

  conditionalCatch(id: string, condition: string, options: NodeOptions & ConditionalOptions = {}): this {
    return this.add('intermediateCatchEvent', id, options, conditionalXml(condition, options))
  }

  /** Where the link throw events of this name go on; drawn without a flow to it. */
  linkCatch(id: string, name: string): this {
    this.current = null
    return this.add('intermediateCatchEvent', id, {}, xml('bpmn:linkEventDefinition', { name }))
  }

  linkThrow(id: string, name: string): this {
    return this.add('intermediateThrowEvent', id, {}, xml('bpmn:linkEventDefinition', { name }))
  }

  /** An intermediate none throw event. */
  milestone(id = this.file.newId('Milestone'), options: NodeOptions = {}): this {
    return this.add('intermediateThrowEvent', id, options)
  }

  messageThrow(id: string, how: MessageThrow, options: NodeOptions = {}): this {
    return this.add('intermediateThrowEvent', id, options, messageThrowXml(how))
  }

  /** @param variables camunda:in by target, or 'all' */
  signalThrow(id: string, signal: string, variables: 'all' | Record<string, string> = {}, options: NodeOptions = {}): this {
    const mappings = mappingsXml('camunda:in', variables)
    const body = mappings === '' ? '' : xml('bpmn:extensionElements', {}, mappings)
    return this.add('intermediateThrowEvent', id, options, this.eventXml('signal', signal, {}, body))
  }

  escalationThrow(id: string, code: string, options: NodeOptions = {}): this {
    return this.add('intermediateThrowEvent', id, options, this.eventXml('escalation', code))
  }

  /** @param activityRef without one, every completed activity of the scope */
  compensationThrow(id: string, activityRef?: string, options: NodeOptions = {}): this {
    return this.add('intermediateThrowEvent', id, options, xml('bpmn:compensateEventDefinition', { activityRef }))
  }

  /** @param draw draws what stands inside, beginning with a start event */
  subProcess(id: string, draw: Draw, options: ActivityOptions = {}): this {
    return this.add('subProcess', id, options, this.drawn(id, draw))
  }

  transaction(id: string, draw: Draw, options: ActivityOptions = {}): this {
    return this.add('transaction', id, options, this.drawn(id, draw))
  }

  /**
   * Drawn without a flow: what follows comes after the node before it.
   * @param start its start event; the id is `<id>_Start`
   * @param draw what comes after the start event
   */
  eventSubProcess(id: string, start: StartOptions, draw: Draw, options: NodeOptions = {}): this {
    const body = this.drawn(id, (inner) => draw(inner.startEvent(`${id}_Start`, start)))
    return this.addBeside('subProcess', id, { ...options, attributes: { triggeredByEvent: true, ...options.attributes } }, body)
  }

  /** A boundary event on `host`; what follows is drawn from it. */
  boundaryTimer(host: string, id: string, due: Due, options: Boundary = {}): this {
    return this.boundary(host, id, timerXml(due), options)
  }

  boundaryMessage(host: string, id: string, message: string, options: Boundary = {}): this {
    return this.boundary(host, id, this.eventXml('message', message), options)
  }

  boundarySignal(host: string, id: string, signal: string, options: Boundary = {}): this {
    return this.boundary(host, id, this.eventXml('signal', signal), options)
  }

  boundaryConditional(host: string, id: string, condition: string, options: Boundary & ConditionalOptions = {}): this {
    return this.boundary(host, id, conditionalXml(condition, options), options)
  }

  /** Without a code it catches every error. */
  boundaryError(host: string, id: string, code?: string, variables: { code?: string; message?: string } = {}): this {
    return this.boundary(host, id, this.errorXml(code, { code: variables.code, message: variables.message }))
  }

  /** Without a code it catches every escalation. */
  boundaryEscalation(host: string, id: string, code?: string, options: Boundary & { codeVariable?: string } = {}): this {
    return this.boundary(host, id, this.escalationXml(code, options.codeVariable), options)
  }

  /** On a transaction. */
  boundaryCancel(host: string, id: string): this {
    return this.boundary(host, id, xml('bpmn:cancelEventDefinition'))
  }

  /** What follows is drawn from the node before. `handler` is an activity drawn with `forCompensation`. */
  boundaryCompensation(host: string, id: string, handler: string): this {
    this.raw(
      xml('bpmn:association', { id: this.file.newId('Association'), associationDirection: 'One', sourceRef: id, targetRef: handler }),
    )
    return this.addBeside('boundaryEvent', id, { attributes: { attachedToRef: host } }, xml('bpmn:compensateEventDefinition'))
  }

  private boundary(host: string, id: string, definition: string, options: Boundary = {}): this {
    this.current = null
    const attributes = { attachedToRef: host, cancelActivity: options.interrupting ?? true, ...options.attributes }
    return this.add('boundaryEvent', id, { ...options, attributes }, definition)
  }

  private drawn(id: string, draw: Draw): string {
    const inner = new ProcessBuilder(id, {}, this.file)
    draw(inner)
    return inner.body()
  }

  private startXml(options: StartOptions): string {
    const { message, signal, timer, condition, error, escalation, compensation, codeVariable, messageVariable } = options
    if (message !== undefined) return this.eventXml('message', message)
    if (signal !== undefined) return this.eventXml('signal', signal)
    if (timer) return timerXml(timer)
    if (condition !== undefined) return conditionalXml(condition, options)
    if (error !== undefined) return this.errorXml(error === true ? undefined : error, { code: codeVariable, message: messageVariable })
    if (escalation !== undefined) return this.escalationXml(escalation === true ? undefined : escalation, codeVariable)
    return compensation ? xml('bpmn:compensateEventDefinition') : ''
  }

  private endXml(options: EndOptions): string {
    const { terminate, cancel, error, errorMessage, signal, escalation, compensation, message } = options
    if (terminate) return xml('bpmn:terminateEventDefinition')
    if (cancel) return xml('bpmn:cancelEventDefinition')
    if (error !== undefined)
      return xml('bpmn:errorEventDefinition', { errorRef: this.file.define('error', error, { 'camunda:errorMessage': errorMessage }) })
    if (signal !== undefined) return this.eventXml('signal', signal)
    if (escalation !== undefined) return this.eventXml('escalation', escalation)
    if (compensation) return xml('bpmn:compensateEventDefinition', { activityRef: compensation === true ? undefined : compensation })
    return message ? messageThrowXml(message) : ''
  }

  private eventXml(kind: 'message' | 'signal' | 'escalation', name: string, attributes: Attributes = {}, body = ''): string {
    return xml(`bpmn:${kind}EventDefinition`, { [`${kind}Ref`]: this.file.define(kind, name), ...attributes }, body)
  }

  private errorXml(code: string | undefined, variables: { code?: string; message?: string }): string {
    const errorRef = code === undefined ? undefined : this.file.define('error', code)
    const attributes = { 'camunda:errorCodeVariable': variables.code, 'camunda:errorMessageVariable': variables.message }
    return xml('bpmn:errorEventDefinition', { errorRef, ...attributes })
  }

  private escalationXml(code: string | undefined, codeVariable: string | undefined): string {
    const attributes = { 'camunda:escalationCodeVariable': codeVariable }
    return code === undefined ? xml('bpmn:escalationEventDefinition', attributes) : this.eventXml('escalation', code, attributes)
  }
}

type Boundary = NodeOptions & { interrupting?: boolean }

export function aProcess(key: string, attributes: Attributes = {}): ProcessBuilder {
  return new ProcessBuilder(key, attributes)
}

function conditionalXml(condition: string, { variableName, variableEvents }: ConditionalOptions): string {
  const attributes = { 'camunda:variableName': variableName, 'camunda:variableEvents': variableEvents }
  return xml('bpmn:conditionalEventDefinition', attributes, formal('condition', condition))
}

function messageThrowXml({ topic, expression }: MessageThrow): string {
  const external = topic === undefined ? {} : { 'camunda:type': 'external', 'camunda:topic': topic }
  return xml('bpmn:messageEventDefinition', { ...external, 'camunda:expression': expression })
}
