import { attribute, childOf, childrenOf, idOf } from '../../model/compile/attributes.ts'
import type { XmlElement } from '../../model/xml.ts'
import type { Aggregation, DecisionTable, HitPolicy, InputEntry, Scalar, TableInput, TableOutput, TableRule, ValueType } from '../model.ts'
import type { DecisionContext } from './context.ts'
import { textOf } from './context.ts'
import { allowedValuesOf, typeOf } from './types.ts'

const HIT_POLICIES: readonly string[] = [
  'UNIQUE',
  'FIRST',
  'PRIORITY',
  'ANY',
  'COLLECT',
  'RULE ORDER',
  'OUTPUT ORDER',
] satisfies HitPolicy[]
const AGGREGATIONS: readonly string[] = ['SUM', 'MIN', 'MAX', 'COUNT'] satisfies Aggregation[]

/**
 * A decision table. What is wrong with it is reported to the context.
 * @param resultName key of the value of a single output that has no name of its own
 */
export function compileTable(element: XmlElement, resultName: string, context: DecisionContext): DecisionTable {
  const inputs = childrenOf(element, 'dmn:input')
  const outputs = childrenOf(element, 'dmn:output')
  const rules = childrenOf(element, 'dmn:rule')
  if (outputs.length === 0) context.report('INVALID_TABLE', element, `${context.label(element)} has no output`)
  const table: DecisionTable = {
    kind: 'table',
    ...policyOf(element, context),
    inputs: inputs.map((input, column) => compileInput(input, rules, column, context)),
    outputs: outputs.map((output) => compileOutput(output, outputs.length === 1 ? resultName : null, context)),
    rules: rules.map((rule, index) => compileRule(rule, index, { element, inputs, outputs }, context)),
  }
  checkOutputs(element, outputs, table, context)
  return table
}

function policyOf(element: XmlElement, context: DecisionContext): { hitPolicy: HitPolicy; aggregation: Aggregation | null } {
  const policy = attribute(element, 'hitPolicy') ?? 'UNIQUE'
  const aggregation = attribute(element, 'aggregation')
  if (!HIT_POLICIES.includes(policy)) {
    context.report(
      'INVALID_VALUE',
      element,
      `${context.label(element)} has the hit policy "${policy}"; known are ${HIT_POLICIES.join(', ')}`,
    )
  }
  if (aggregation !== null && !AGGREGATIONS.includes(aggregation)) {
    context.report(
      'INVALID_VALUE',
      element,
      `${context.label(element)} has the aggregation "${aggregation}"; known are ${AGGREGATIONS.join(', ')}`,
    )
  } else if (aggregation !== null && policy !== 'COLLECT') {
    context.report(
      'INVALID_TABLE',
      element,
      `${context.label(element)} aggregates by ${aggregation}, which goes with hit policy COLLECT, not ${policy}`,
    )
  }
  return { hitPolicy: policy as HitPolicy, aggregation: aggregation as Aggregation | null }
}

function compileInput(element: XmlElement, rules: XmlElement[], column: number, context: DecisionContext): TableInput {
  const expression = childOf(element, 'dmn:inputExpression')
  const text = expression ? textOf(expression) : ''
  if (text.trim() === '')
    context.warn('INVALID_EXPRESSION', expression ?? element, `${context.label(element)} has no expression: its value is always null`)
  const allowed = childOf(element, 'dmn:inputValues') ?? (expression && allowedValuesOf(expression, context))
  const cells = rules.map((rule) => childrenOf(rule, 'dmn:inputEntry')[column]).map((cell) => (cell ? textOf(cell) : ''))
  return {
    id: idOf(element),
    label: attribute(element, 'label') ?? (text.trim() || null),
    expression: context.formula(expression ?? element, text),
    type: asTheCellsWriteIt(typeOf(expression, context), cells),
    variable: attribute(element, 'camunda:inputVariable') ?? 'cellInput',
    allowed: allowed && textOf(allowed).trim() !== '' ? context.entry(allowed, textOf(allowed)) : null,
  }
}

/** FEEL never takes a day for a time of day. What `date` means is told by the column: camunda's editor writes `date and time(…)`. */
function asTheCellsWriteIt(type: ValueType | null, cells: string[]): ValueType | null {
  if (type?.base !== 'date') return type
  if (cells.some((cell) => /date and time *\(|@"\d[^"]*T/.test(cell))) return { ...type, base: 'dateTime' }
  return cells.some((cell) => /date *\(|@"\d/.test(cell)) ? { ...type, base: 'day' } : type
}

function compileOutput(element: XmlElement, nameOfTheOnly: string | null, context: DecisionContext): TableOutput {
  const name = attribute(element, 'name') ?? nameOfTheOnly
  if (name === null)
    context.report('MISSING_NAME', element, `${context.label(element)} has no name, which a table with several outputs needs`)
  const values = childOf(element, 'dmn:outputValues')
  const fallback = childOf(element, 'dmn:defaultOutputEntry')
  const defaultEntry = fallback ? context.formula(fallback, textOf(fallback)) : null
  return {
    id: idOf(element),
    label: attribute(element, 'label'),
    name: name ?? '',
    type: typeOf(element, context),
    priorities: values && textOf(values).trim() !== '' ? constantsOf(context.entry(values, textOf(values))) : null,
    defaultEntry: defaultEntry?.kind === 'empty' ? null : defaultEntry,
  }
}

function constantsOf(entry: InputEntry): Scalar[] | null {
  if (entry.kind !== 'simple' || entry.negated) return null
  const values = entry.tests.flatMap((test) => (test.kind === 'equal' ? [test.value] : []))
  return values.length === entry.tests.length ? values : null
}

interface Columns {
  element: XmlElement
  inputs: XmlElement[]
  outputs: XmlElement[]
}

function compileRule(rule: XmlElement, index: number, { element, inputs, outputs }: Columns, context: DecisionContext): TableRule {
  const inputEntries = childrenOf(rule, 'dmn:inputEntry')
  const outputEntries = childrenOf(rule, 'dmn:outputEntry')
  const count = (name: string, entries: XmlElement[], columns: XmlElement[]) => {
    if (entries.length === columns.length) return
    const message = `${context.label(rule)}, row ${index + 1} of ${context.label(element)}, has ${entries.length} ${name} entries for ${columns.length} ${name}s`
    context.report('INVALID_TABLE', rule, message)
  }
  count('input', inputEntries, inputs)
  count('output', outputEntries, outputs)
  return {
    id: idOf(rule) ?? `${idOf(element) ?? 'rule'}:${index + 1}`,
    inputEntries: inputEntries.map((entry) => context.entry(entry, textOf(entry))),
    outputEntries: outputEntries.map((entry) => context.formula(entry, textOf(entry))),
  }
}

function checkOutputs(element: XmlElement, outputs: XmlElement[], table: DecisionTable, context: DecisionContext): void {
  const { hitPolicy, aggregation } = table
  table.outputs.forEach(({ name }, index) => {
    if (name === '' || table.outputs.findIndex((output) => output.name === name) === index) return
    context.report('INVALID_TABLE', outputs[index]!, `${context.label(outputs[index]!)} has the name "${name}" of another output`)
  })
  if (aggregation !== null && outputs.length > 1) {
    context.report('INVALID_TABLE', element, `${context.label(element)} aggregates by ${aggregation}, which needs exactly one output`)
  }
  if ((hitPolicy === 'PRIORITY' || hitPolicy === 'OUTPUT ORDER') && table.outputs.every((output) => output.priorities === null)) {
    const message = `${context.label(element)} has hit policy ${hitPolicy}, but no output lists its values in order of priority (outputValues, constants)`
    context.report('INVALID_TABLE', element, message)
  }
}
