import type { ActivityOptions, Attributes, ListenerOptions } from './builder-options.ts'
import { attributesOf, escape, extensionsXml, formal, listenerXml, loopXml, write, xml } from './builder-xml.ts'

/** What all scopes of one file share: numbers for ids, and the definitions that events refer to. */
export class FileXml {
  private readonly counts = new Map<string, number>()
  private readonly definitions = new Map<string, { id: string; xml: string }>()

  newId(kind: string): string {
    const number = (this.counts.get(kind) ?? 0) + 1
    this.counts.set(kind, number)
    return `${kind}_${number}`
  }

  /** The id of the one message, signal, error or escalation of this name or code. */
  define(kind: 'message' | 'signal' | 'error' | 'escalation', name: string, attributes: Attributes = {}): string {
    const key = `${kind} ${name}`
    const known = this.definitions.get(key)
    if (known) return known.id
    const id = this.newId(`${kind.charAt(0).toUpperCase()}${kind.slice(1)}Definition`)
    const code = kind === 'error' || kind === 'escalation' ? { [`${kind}Code`]: name } : {}
    this.definitions.set(key, { id, xml: xml(`bpmn:${kind}`, { id, name, ...code, ...attributes }) })
    return id
  }

  definitionsXml(): string[] {
    return [...this.definitions.values()].map((definition) => definition.xml)
  }
}

/** The pen: nodes, and the flows between them. What kinds of node there are is ProcessBuilder's affair. */
export class Drawing {
  protected readonly file: FileXml
  protected current: string | null = null
  /** Written out when all is drawn: a node's default flow comes after it. */
  private readonly parts: (() => string)[] = []
  private readonly header: string
  private pending: { id?: string; condition?: string; language?: string; isDefault?: boolean; listeners?: ListenerOptions[] } = {}
  private readonly defaults = new Map<string, string>()

  constructor(key: string, attributes: Attributes = {}, file = new FileXml()) {
    this.file = file
    this.header = `<bpmn:process${write({ id: key, isExecutable: true, ...attributes })}>`
  }

  /** Of the next flow. */
  condition(expression: string, language?: string): this {
    this.pending.condition = expression
    this.pending.language = language
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

  /** What is done when the next flow is taken. */
  takeListener(listener: Omit<ListenerOptions, 'event'>): this {
    this.pending.listeners = [...(this.pending.listeners ?? []), { event: 'take', ...listener }]
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

  /** Of the process, or of the sub-process being drawn. */
  scopeListener(listener: ListenerOptions): this {
    return this.raw(xml('bpmn:extensionElements', {}, listenerXml(listener)))
  }

  /** Any XML, as it is, into the scope. */
  raw(text: string): this {
    this.parts.push(() => text)
    return this
  }

  toXml(): string {
    return [
      '<?xml version="1.0" encoding="UTF-8"?>',
      '<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:camunda="http://camunda.org/schema/1.0/bpmn"',
      ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" id="Definitions" targetNamespace="https://lianban.example/test">',
      this.header,
      this.body(),
      '</bpmn:process>',
      ...this.file.definitionsXml(),
      '</bpmn:definitions>',
    ].join('\n')
  }

  protected body(): string {
    return this.parts.map((part) => part()).join('\n')
  }

  /** A node and the flow to it. A compensation handler has no flow: what follows is drawn from the node before it. */
  protected add(kind: string, id: string, options: ActivityOptions = {}, body = ''): this {
    const attributes = attributesOf(options)
    const inner = extensionsXml(options) + body + loopXml(options.loop)
    this.parts.push(() => `<bpmn:${kind}${write({ id, default: this.defaults.get(id), ...attributes })}>${inner}</bpmn:${kind}>`)
    if (options.forCompensation) return this
    if (this.current !== null) this.drawFlow(id)
    this.current = id
    return this
  }

  /** A node that no flow leads to; what follows is drawn from the node before it. */
  protected addBeside(kind: string, id: string, options: ActivityOptions, body: string): this {
    const { current } = this
    this.current = null
    this.add(kind, id, options, body)
    this.current = current
    return this
  }

  private drawFlow(target: string): void {
    const source = this.current
    if (source === null) throw new Error(`nothing to draw a flow from to ${target}`)
    const { id = this.file.newId('Flow'), condition, language, isDefault, listeners } = this.pending
    this.pending = {}
    if (isDefault) this.defaults.set(source, id)
    const body = extensionsXml({ listeners }) + conditionXml(condition, language)
    this.parts.push(() => `<bpmn:sequenceFlow${write({ id, sourceRef: source, targetRef: target })}>${body}</bpmn:sequenceFlow>`)
  }
}

function conditionXml(condition: string | undefined, language: string | undefined): string {
  if (condition === undefined) return ''
  if (language === undefined) return formal('conditionExpression', condition)
  return xml('bpmn:conditionExpression', { 'xsi:type': 'bpmn:tFormalExpression', language }, escape(condition))
}
