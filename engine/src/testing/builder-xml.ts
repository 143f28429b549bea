import type {
  ActivityOptions,
  Attributes,
  CallActivityOptions,
  Due,
  ListenerOptions,
  LoopOptions,
  NodeOptions,
  UserTaskOptions,
} from './builder-options.ts'

/** One element; an empty one closes itself. */
export function xml(name: string, attributes: Attributes = {}, body = ''): string {
  return body === '' ? `<${name}${write(attributes)}/>` : `<${name}${write(attributes)}>${body}</${name}>`
}

export function write(attributes: Attributes): string {
  return Object.entries(attributes)
    .filter(([, value]) => value !== undefined && value !== null)
    .map(([name, value]) => ` ${name}="${escape(String(value))}"`)
    .join('')
}

export function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
}

export function timerXml(due: Due): string {
  const [element, text] =
    'date' in due ? ['timeDate', due.date] : 'cycle' in due ? ['timeCycle', due.cycle] : ['timeDuration', due.duration]
  return xml('bpmn:timerEventDefinition', {}, formal(element!, text))
}

/** An expression as an element of its own, in BPMN's way. */
export function formal(name: string, text: string | number): string {
  return xml(`bpmn:${name}`, { 'xsi:type': 'bpmn:tFormalExpression' }, escape(String(text)))
}

/** What the options say in attributes. */
export function attributesOf(options: ActivityOptions): Attributes {
  return {
    isForCompensation: options.forCompensation || undefined,
    'camunda:asyncBefore': options.asyncBefore,
    'camunda:asyncAfter': options.asyncAfter,
    ...options.attributes,
  }
}

/** What the options say in bpmn:extensionElements. */
export function extensionsXml(options: NodeOptions & Pick<UserTaskOptions, 'taskListeners'>): string {
  const { inputs = {}, outputs = {}, properties = {}, listeners = [], taskListeners = [], retryCycle, extensions = '' } = options
  const mappings = [...parameters('inputParameter', inputs), ...parameters('outputParameter', outputs)].join('')
  const listed = Object.entries(properties).map(([name, value]) => xml('camunda:property', { name, value }))
  const body = [
    mappings === '' ? '' : xml('camunda:inputOutput', {}, mappings),
    listed.length === 0 ? '' : xml('camunda:properties', {}, listed.join('')),
    ...listeners.map(listenerXml),
    ...taskListeners.map(({ timer, ...listener }) => xml('camunda:taskListener', listener, timer && timerXml(timer))),
    retryCycle === undefined ? '' : xml('camunda:failedJobRetryTimeCycle', {}, escape(retryCycle)),
    extensions,
  ].join('')
  return body === '' ? '' : xml('bpmn:extensionElements', {}, body)
}

export function listenerXml({ event, expression, topic }: ListenerOptions): string {
  return xml('camunda:executionListener', { event, expression, topic })
}

export function loopXml(loop: LoopOptions | undefined): string {
  if (!loop) return ''
  if ('standard' in loop) {
    const { testBefore, maximum, condition } = loop
    const body = condition === undefined ? '' : formal('loopCondition', condition)
    return xml('bpmn:standardLoopCharacteristics', { testBefore, loopMaximum: maximum }, body)
  }
  const { sequential, cardinality, collection, elementVariable, completionCondition, output, asyncBefore, asyncAfter } = loop
  const attributes = {
    isSequential: sequential,
    'camunda:collection': collection,
    'camunda:elementVariable': elementVariable,
    'camunda:asyncBefore': asyncBefore,
    'camunda:asyncAfter': asyncAfter,
  }
  const body = [
    cardinality === undefined ? '' : formal('loopCardinality', cardinality),
    output ? xml('bpmn:loopDataOutputRef', {}, escape(output.collection)) : '',
    output ? xml('bpmn:outputDataItem', { name: output.element }) : '',
    completionCondition === undefined ? '' : formal('completionCondition', completionCondition),
  ].join('')
  return xml('bpmn:multiInstanceLoopCharacteristics', attributes, body)
}

/** camunda:in and camunda:out. */
export function callMappingsXml(options: CallActivityOptions): string {
  const businessKey = options.businessKey === undefined ? '' : xml('camunda:in', { businessKey: options.businessKey })
  return businessKey + mappingsXml('camunda:in', options.in) + mappingsXml('camunda:out', options.out)
}

export function mappingsXml(name: string, mappings: 'all' | Record<string, string> = {}): string {
  if (mappings === 'all') return xml(name, { variables: 'all' })
  return Object.entries(mappings)
    .map(([target, source]) => xml(name, { [/^=|[$#]\{/.test(source) ? 'sourceExpression' : 'source']: source, target }))
    .join('')
}

function parameters(element: string, values: Record<string, string>): string[] {
  return Object.entries(values).map(([name, value]) => xml(`camunda:${element}`, { name }, escape(value)))
}
