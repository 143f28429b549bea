/** When a timer is due: one of the two, as ISO 8601, FEEL (`=…`) or `${…}`. */
export type Due = { duration: string } | { date: string }

type Attributes = Record<string, string | number | boolean | null | undefined>

/** What all scopes of one file share. */
interface FileXml {
  ids: Map<string, number>
  messages: Map<string, string>
  errors: Map<string, string>
}

/**
 * Writes BPMN XML the way it is drawn: every call adds a node and a flow to it from the node before; `moveTo` goes back
 * to a node for another way out, `connectTo` draws a flow to a node that exists.
 *
 * aProcess('leave').startEvent('Start').exclusiveGateway('Long').condition('=days > 3').userTask('Approve').endEvent('End')
 *   .moveTo('Long').defaultFlow().connectTo('End').toXml()
 */
export class ProcessBuilder {
  private readonly file: FileXml
  /** Written out when all is drawn: a node's default flow comes after it. */
  private readonly parts: (() => string)[] = []
  private readonly header: string
  private current: string | null = null
  private pending: { id?: string; condition?: string; isDefault?: boolean } = {}
  private readonly defaults = new Map<string, string>()

  constructor(key: string, attributes: Attributes = {}, file?: FileXml) {
    this.file = file ?? { ids: new Map(), messages: new Map(), errors: new Map() }
    this.header = `<bpmn:process${write({ id: key, isExecutable: true, ...attributes })}>`
  }

  startEvent(id = this.newId('Start'), options: { message?: string; attributes?: Attributes } = {}): this {
    this.current = null
    return this.add('startEvent', id, options.attributes, options.message === undefined ? '' : this.messageXml(options.message))
  }

  endEvent(id = this.newId('End'), options: { terminate?: boolean; error?: string } = {}): this {
    const terminate = options.terminate ? '<bpmn:terminateEventDefinition/>' : ''
    return this.add('endEvent', id, {}, options.error === undefined ? terminate : this.errorXml(options.error))
  }

  /** @param attributes e.g. `{ name: '审查', 'camunda:candidateGroups': '${organ}:handler' }` */
  userTask(id = this.newId('UserTask'), attributes: Attributes = {}): this {
    return this.add('userTask', id, attributes)
  }

  /** An external task. */
  serviceTask(id: string, topic: string, options: { properties?: Record<string, string>; attributes?: Attributes } = {}): this {
    const properties = Object.entries(options.properties ?? {}).map(([name, value]) => `<camunda:property${write({ name, value })}/>`)
    const body =
      properties.length === 0
        ? ''
        : `<bpmn:extensionElements><camunda:properties>${properties.join('')}</camunda:properties></bpmn:extensionElements>`
    return this.add('serviceTask', id, { 'camunda:type': 'external', 'camunda:topic': topic, ...options.attributes }, body)
  }

  task(id = this.newId('Task')): this {
    return this.add('task', id)
  }

  manualTask(id = this.newId('ManualTask')): this {
    return this.add('manualTask', id)
  }

  /** An intermediate none throw event. */
  milestone(id = this.newId('Milestone')): this {
    return this.add('intermediateThrowEvent', id)
  }

  exclusiveGateway(id = this.newId('Exclusive')): this {
    return this.add('exclusiveGateway', id)
  }

  parallelGateway(id = this.newId('Parallel')): this {
    return this.add('parallelGateway', id)
  }

  timerCatch(id: string, due: Due): this {
    return this.add('intermediateCatchEvent', id, {}, timerXml(due))
  }

  messageCatch(id: string, message: string): this {
    return this.add('intermediateCatchEvent', id, {}, this.messageXml(message))
  }

  /** @param build draws what stands inside, beginning with a start event */
  subProcess(id: string, build: (inner: ProcessBuilder) => void): this {
    const inner = new ProcessBuilder(id, {}, this.file)
    build(inner)
    return this.add('subProcess', id, {}, inner.body())
  }

  /** A boundary event on `host`; what follows is drawn from it. */
  boundaryTimer(host: string, id: string, due: Due, options: { interrupting?: boolean } = {}): this {
    return this.boundary(host, id, timerXml(due), options.interrupting ?? true)
  }

  boundaryMessage(host: string, id: string, message: string, options: { interrupting?: boolean } = {}): this {
    return this.boundary(host, id, this.messageXml(message), options.interrupting ?? true)
  }

  /** Without a code it catches every error. */
  boundaryError(host: string, id: string, code?: string, variables: { code?: string; message?: string } = {}): this {
    const attributes = { 'camunda:errorCodeVariable': variables.code, 'camunda:errorMessageVariable': variables.message }
    return this.boundary(host, id, this.errorXml(code, attributes), true)
  }

  /** Of the next flow. */
  condition(expression: string): this {
    this.pending.condition = expression
    return this
  }

  /** The next flow is the default of the node it leaves. */
  defaultFlow(): this {
    this.pending.isDefault = true
    return this
  }

  /** The next flow's id. */
  flow(id: string): this {
    this.pending.id = id
    return this
  }

  moveTo(id: string): this {
    this.current = id
    return this
  }

  connectTo(id: string): this {
    this.drawFlow(id)
    this.current = id
    return this
  }

  /** Any XML, as it is, into the scope. */
  raw(xml: string): this {
    this.parts.push(() => xml)
    return this
  }

  toXml(): string {
    const messages = [...this.file.messages].map(([name, id]) => `<bpmn:message${write({ id, name })}/>`)
    const errors = [...this.file.errors].map(([code, id]) => `<bpmn:error${write({ id, name: code, errorCode: code })}/>`)
    return [
      '<?xml version="1.0" encoding="UTF-8"?>',
      '<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:camunda="http://camunda.org/schema/1.0/bpmn"',
      ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" id="Definitions" targetNamespace="https://lianban.example/test">',
      this.header,
      this.body(),
      '</bpmn:process>',
      ...messages,
      ...errors,
      '</bpmn:definitions>',
    ].join('\n')
  }

  private body(): string {
    return this.parts.map((part) => part()).join('\n')
  }

  private boundary(host: string, id: string, definition: string, interrupting: boolean): this {
    this.current = null
    return this.add('boundaryEvent', id, { attachedToRef: host, cancelActivity: interrupting }, definition)
  }

  private add(kind: string, id: string, attributes: Attributes = {}, body = ''): this {
    this.parts.push(() => `<bpmn:${kind}${write({ id, default: this.defaults.get(id), ...attributes })}>${body}</bpmn:${kind}>`)
    if (this.current !== null) this.drawFlow(id)
    this.current = id
    return this
  }

  private drawFlow(target: string): void {
    const source = this.current
    if (source === null) throw new Error(`nothing to draw a flow from to ${target}`)
    const { id = this.newId('Flow'), condition, isDefault } = this.pending
    this.pending = {}
    if (isDefault) this.defaults.set(source, id)
    const body =
      condition === undefined
        ? ''
        : `<bpmn:conditionExpression xsi:type="bpmn:tFormalExpression">${escape(condition)}</bpmn:conditionExpression>`
    this.parts.push(() => `<bpmn:sequenceFlow${write({ id, sourceRef: source, targetRef: target })}>${body}</bpmn:sequenceFlow>`)
  }

  private messageXml(name: string): string {
    if (!this.file.messages.has(name)) this.file.messages.set(name, `MessageDefinition_${this.file.messages.size + 1}`)
    return `<bpmn:messageEventDefinition${write({ messageRef: this.file.messages.get(name) })}/>`
  }

  private errorXml(code: string | undefined, attributes: Attributes = {}): string {
    if (code === undefined) return `<bpmn:errorEventDefinition${write(attributes)}/>`
    if (!this.file.errors.has(code)) this.file.errors.set(code, `ErrorDefinition_${this.file.errors.size + 1}`)
    return `<bpmn:errorEventDefinition${write({ errorRef: this.file.errors.get(code), ...attributes })}/>`
  }

  private newId(kind: string): string {
    const number = (this.file.ids.get(kind) ?? 0) + 1
    this.file.ids.set(kind, number)
    return `${kind}_${number}`
  }
}

export function aProcess(key: string, attributes: Attributes = {}): ProcessBuilder {
  return new ProcessBuilder(key, attributes)
}

function timerXml(due: Due): string {
  const [element, text] = 'date' in due ? ['timeDate', due.date] : ['timeDuration', due.duration]
  return `<bpmn:timerEventDefinition><bpmn:${element} xsi:type="bpmn:tFormalExpression">${escape(text)}</bpmn:${element}></bpmn:timerEventDefinition>`
}

function write(attributes: Attributes): string {
  return Object.entries(attributes)
    .filter(([, value]) => value !== undefined && value !== null)
    .map(([name, value]) => ` ${name}="${escape(String(value))}"`)
    .join('')
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
}
