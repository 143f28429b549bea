import { ExpressionFailure } from '../expression/expression.ts'
import { show } from '../expression/juel-coerce.ts'
import { coerce, toJson } from './coerce.ts'
import { at, evaluateFormula } from './formula.ts'
import type { Match, Row, Selection } from './hit-policies.ts'
import { aggregate, givesList, selectRows } from './hit-policies.ts'
import { meets } from './input-entry.ts'
import type { Aggregation, DecisionTable, TableInput, TableOutput } from './model.ts'
import type { EvaluatedInput, EvaluatedOutput } from './result.ts'
import type { Scope } from './scope.ts'
import { extend } from './scope.ts'

/** What a table gave, with FEEL's own dates and times. */
export interface TableOutcome {
  inputs: EvaluatedInput[]
  selection: Selection
  outputs: EvaluatedOutput[]
  rules: Record<string, unknown>[]
  collectValue: number | null
  value: unknown
}

/**
 * A decision table. Column by column like camunda: an input entry is looked at only where those before it are met,
 * an output entry only where the hit policy needs it.
 * @param decision how failures name the decision
 * @throws ExpressionFailure naming decision, rule and column
 */
export function evaluateTable(table: DecisionTable, decision: string, scope: Scope): TableOutcome {
  let matches: Match[] = table.rules.map((rule, index) => ({ rule, index: index + 1 }))
  const inputs = table.inputs.map((input, column): EvaluatedInput => {
    const value = at(
      decision,
      () => named('input', input, column),
      () => inputValue(input, scope),
    )
    const inner = extend(scope, { [input.variable]: value, '?': value })
    matches = matches.filter((match) => {
      const entry = match.rule.inputEntries[column]!
      return (
        entry.kind === 'any' ||
        at(
          decision,
          () => cell(match, 'input', input, column),
          () => meets(entry, value, inner),
        )
      )
    })
    return { inputId: input.id, name: input.label, type: input.type?.name ?? null, value: toJson(value) }
  })
  const selection = selectRows(table, decision, matches, (match) => rowOf(table, match, decision, scope))
  if (matches.length === 0) return outcomeOf(table, inputs, { rows: defaultRows(table, decision, scope), matched: [] }, decision)
  return outcomeOf(table, inputs, selection, decision)
}

function inputValue(input: TableInput, scope: Scope): unknown {
  const value = coerce(evaluateFormula(input.expression, scope), input.type)
  const { allowed } = input
  if (allowed === null || allowed.kind === 'any' || value === null) return value
  for (const item of input.type?.isList && Array.isArray(value) ? value : [value]) {
    if (meets(allowed, item, extend(scope, { [input.variable]: item, '?': item }))) continue
    throw new ExpressionFailure(allowed.source, `${show(toJson(item))} is not one of the allowed values`)
  }
  return value
}

function rowOf(table: DecisionTable, match: Match, decision: string, scope: Scope): Row {
  const entries = table.outputs.flatMap((output, column) => {
    const entry = match.rule.outputEntries[column]!
    if (entry.kind === 'empty') return []
    const value = at(
      decision,
      () => cell(match, 'output', output, column),
      () => coerce(evaluateFormula(entry, scope), output.type),
    )
    return [[output.name, value] as const]
  })
  return { ...match, outputs: Object.fromEntries(entries) }
}

/** Where no rule matches, the default output entries; none if no output has one. */
function defaultRows(table: DecisionTable, decision: string, scope: Scope): Row[] {
  const entries = table.outputs.flatMap((output, column) => {
    const { defaultEntry } = output
    if (!defaultEntry) return []
    const where = () => `default of ${named('output', output, column)}`
    return [[output.name, at(decision, where, () => coerce(evaluateFormula(defaultEntry, scope), output.type))] as const]
  })
  return entries.length === 0
    ? []
    : [{ rule: { id: '', inputEntries: [], outputEntries: [] }, index: 0, outputs: Object.fromEntries(entries) }]
}

function outcomeOf(table: DecisionTable, inputs: EvaluatedInput[], selection: Selection, decision: string): TableOutcome {
  const { rows } = selection
  const outputs = rows.flatMap((row) => table.outputs.flatMap((output) => evaluatedOutput(row, output)))
  if (table.aggregation !== null) {
    const collectValue = aggregateRows(table.aggregation, decision, rows)
    const rules = collectValue === null ? [] : [{ [table.outputs[0]!.name]: collectValue }]
    return { inputs, selection, outputs, rules, collectValue, value: collectValue }
  }
  const values = rows.map((row) => valueOf(row, table))
  const value = givesList(table) ? values : (values[0] ?? null)
  return { inputs, selection, outputs, rules: rows.map((row) => row.outputs), collectValue: null, value }
}

/** Of the only output. A default entry stands for the result, so it is not counted. */
function aggregateRows(aggregation: Aggregation, decision: string, rows: Row[]): number | null {
  if (aggregation === 'COUNT') rows = rows.filter((row) => row.index > 0)
  return aggregate(
    aggregation,
    decision,
    rows.flatMap((row) => Object.values(row.outputs)),
  )
}

/** DMN's value of one row. */
function valueOf(row: Row, table: DecisionTable): unknown {
  if (table.outputs.length === 1) return row.outputs[table.outputs[0]!.name] ?? null
  return Object.fromEntries(table.outputs.map(({ name }) => [name, row.outputs[name] ?? null]))
}

function evaluatedOutput(row: Row, output: TableOutput): EvaluatedOutput[] {
  if (!Object.hasOwn(row.outputs, output.name)) return []
  const isDefault = row.index === 0
  return [
    {
      ruleId: isDefault ? null : row.rule.id,
      ruleIndex: isDefault ? null : row.index,
      outputId: output.id,
      name: output.label ?? output.name,
      variableName: output.name,
      type: output.type?.name ?? null,
      value: toJson(row.outputs[output.name]),
    },
  ]
}

/** An entry as failures name it: by its row and its column. */
function cell({ rule, index }: Match, kind: string, column: TableInput | TableOutput, number: number): string {
  return `rule ${index} ("${rule.id}"), ${named(kind, column, number)}`
}

/** A column as failures name it, by its heading. */
function named(kind: string, column: TableInput | TableOutput, number: number): string {
  return `${kind} "${column.label ?? ('name' in column ? column.name : column.id) ?? number + 1}"`
}
