/*
 * Block-structured models as BPMN files, for tests and benchmarks.
 */

export type Block =
  | { kind: 'task'; type: string; name: string; extra: number; timer: Block[] | null }
  /** `backs`: which of the branches lead back, and to which of the steps before them. */
  | { kind: 'split'; type: string; branches: Block[][]; ended: boolean; backs?: { branch: number; to: number }[] }
  | { kind: 'sub'; blocks: Block[] }

export interface BlockModel {
  xml: string
  /** Ids of nodes in the order in which they were written. */
  nodes: string[]
}

/** A model of about so many nodes, the same at each call. */
export function largeModel(nodes: number): string {
  const task = (name: string): Block => ({ kind: 'task', type: 'userTask', name, extra: 0, timer: null })
  const blocksOf = Array.from({ length: Math.ceil(nodes / 10) }, (_, index): Block[] => [
    task(`环节${index}`),
    {
      kind: 'split',
      type: index % 2 ? 'parallelGateway' : 'exclusiveGateway',
      branches: [[task('甲'), task('乙')], [task('丙')], [task('丁'), task('戊')]],
      ended: false,
    },
    { kind: 'task', type: 'serviceTask', name: '出具文书', extra: 0, timer: null },
  ])
  return writeModel(blocksOf.flat(), { ends: true, lanes: false, shuffled: false }).xml
}

/** Blocks as a BPMN file: without a diagram, with what other tools may have written. */
export function writeModel(
  blocksMade: Block[],
  { ends, lanes, shuffled }: { ends: boolean; lanes: boolean; shuffled: boolean },
): BlockModel {
  const writer = new XmlWriter(ends)
  const content = writer.scope(blocksMade, shuffled)
  const nodes = writer.nodes
  const half = Math.ceil(nodes.length / 2)
  const lane = (id: string, refs: string[]) =>
    `<lane id="${id}" name="${id}">${refs.map((ref) => `<flowNodeRef>${ref}</flowNodeRef>`).join('')}</lane>`
  const own = writer.topLevel
  const laneSet = lanes ? `<laneSet id="Lanes">${lane('Lane_1', own.slice(0, half))}${lane('Lane_2', own.slice(half))}</laneSet>` : ''
  const xml = `<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:camunda="http://camunda.org/schema/1.0/bpmn" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:own="https://example.org/own" id="Definitions_1" targetNamespace="https://lianban.example/test">
<process id="random" name="随机" isExecutable="true">${laneSet}${content}</process></definitions>`
  return { xml, nodes }
}

class XmlWriter {
  readonly nodes: string[] = []
  topLevel: string[] = []
  /** What stands before in the same stretch of one token, and may be gone back to. */
  private before: string[] = []
  /** Around what is being written: so many gateways of which one way is taken. */
  private within = 0
  private count = 0
  private depth = 0
  constructor(private readonly ends: boolean) {}

  scope(blocksMade: Block[], shuffled: boolean): string {
    this.depth++
    const around = this.before
    this.before = []
    const parts: Parts = { nodes: new Map(), flows: [] }
    const start = this.node(parts, 'startEvent', '')
    const last = this.sequence(parts, blocksMade, [start])
    if (last.length > 0) this.join(parts, last, this.node(parts, 'endEvent', ''))
    this.before = around
    const ins = (id: string) => parts.flows.filter(({ to }) => to === id).map((flow) => `<incoming>${flow.id}</incoming>`)
    const outs = (id: string) => parts.flows.filter(({ from }) => from === id).map((flow) => `<outgoing>${flow.id}</outgoing>`)
    const texts = [...parts.nodes].map(([id, make]) => make(this.ends ? [...ins(id), ...outs(id)].join('') : ''))
    const flows = parts.flows.map(
      ({ id, from, to, condition }) =>
        `<sequenceFlow id="${id}" sourceRef="${from}" targetRef="${to}" own:note="n${id}">${condition}</sequenceFlow>`,
    )
    if (--this.depth === 0) this.topLevel = [...parts.nodes.keys()]
    const all = shuffled ? [...flows.toReversed(), ...texts] : [...texts, ...flows]
    return all.join('\n')
  }

  /** Writes blocks behind the given loose ends. @returns the loose ends behind them */
  private sequence(parts: Parts, blocksMade: Block[], from: string[]): string[] {
    let loose = from
    for (const block of blocksMade) {
      if (loose.length === 0) break
      loose = this.block(parts, block, loose)
    }
    return loose
  }

  private block(parts: Parts, block: Block, from: string[]): string[] {
    if (block.kind === 'sub') {
      const inner = this.scope(block.blocks, false)
      const id = this.node(parts, 'subProcess', ' name="子流程"', inner)
      this.join(parts, from, id)
      this.before.push(id)
      return [id]
    }
    if (block.kind === 'task') {
      const id = this.node(parts, block.type, attributesOf(block), '', headOf(block.extra))
      this.join(parts, from, id)
      this.before.push(id)
      if (block.timer && block.type.endsWith('Task')) this.timer(parts, id, block.timer)
      return [id]
    }
    const split = this.node(parts, block.type, '')
    this.join(parts, from, split)
    const isOne = block.type === 'exclusiveGateway'
    const around = this.before
    // Ways side by side that do not meet again, within one of several ways that do: that is not built of blocks.
    const mayEnd = isOne || block.branches.length > 2 || this.within === 0
    if (isOne) this.within++
    const open = block.branches.flatMap((branch, index) => {
      if (!isOne) this.before = []
      const ends = this.sequence(parts, branch, [split])
      const back = isOne && index > 0 ? block.backs?.find((one) => one.branch === index) : undefined
      const target = back && this.before[back.to % this.before.length]
      if (!isOne) this.before = around
      if (target) this.join(parts, ends, target)
      else if (block.ended && mayEnd && index === 0 && ends.length > 0)
        this.join(parts, ends, this.node(parts, 'endEvent', ' name="到此结束"'))
      else if (ends.length > 0) return [ends]
      return []
    })
    if (isOne) this.within--
    const loose = open.flat()
    // Ways side by side that never meet: what follows is one of them.
    if (open.length < 2 && !isOne) this.before = []
    if (open.length < 2) return loose
    if (isOne) this.before.push(split)
    const join = this.node(parts, block.type, '')
    this.join(parts, loose, join)
    return [join]
  }

  private timer(parts: Parts, host: string, path: Block[]): void {
    const definition = '<timerEventDefinition><timeDuration xsi:type="tFormalExpression">=workdays(3)</timeDuration></timerEventDefinition>'
    const id = this.node(parts, 'boundaryEvent', ` attachedToRef="${host}" cancelActivity="false"`, definition)
    const around = this.before
    this.before = []
    const last = this.sequence(parts, path, [id])
    if (last.length > 0) this.join(parts, last, this.node(parts, 'endEvent', ' name="超期"'))
    this.before = around
  }

  private node(parts: Parts, type: string, attributes: string, content = '', head = ''): string {
    const id = `N_${++this.count}`
    this.nodes.push(id)
    parts.nodes.set(id, (ends) => `<${type} id="${id}"${attributes}>${head}${ends}${content}</${type}>`)
    return id
  }

  private join(parts: Parts, from: string[], to: string): void {
    for (const source of from) {
      const id = `F_${++this.count}`
      const condition = this.count % 3 === 0 ? '<conditionExpression xsi:type="tFormalExpression">=area > 300</conditionExpression>' : ''
      parts.flows.push({ id, from: source, to, condition })
    }
  }
}

interface Parts {
  nodes: Map<string, (ends: string) => string>
  flows: { id: string; from: string; to: string; condition: string }[]
}

const escape = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')

function attributesOf({ name, type }: { name: string; type: string }): string {
  const topic = type === 'serviceTask' ? ' camunda:type="external" camunda:topic="notify"' : ''
  const decision = type === 'businessRuleTask' ? ' camunda:decisionRef="decide"' : ''
  return `${name ? ` name="${escape(name)}"` : ''}${topic}${decision} own:colour="red"`
}

/** Bits: documentation, an unknown extension element, camunda's properties. */
const headOf = (extra: number): string =>
  [
    extra & 1 ? '<documentation>说明 &amp; 依据</documentation>' : '',
    extra & 6
      ? `<extensionElements>${extra & 2 ? '<own:thing size="3"><own:part>文字</own:part></own:thing>' : ''}${extra & 4 ? '<camunda:properties><camunda:property name="a" value="b" /></camunda:properties>' : ''}</extensionElements>`
      : '',
  ].join('')
