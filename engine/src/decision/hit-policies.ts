import { ExpressionFailure } from '../expression/expression.ts'
import { show } from '../expression/juel-coerce.ts'
import { toJson } from './coerce.ts'
import type { Aggregation, DecisionTable, TableRule } from './model.ts'

/** A rule that matched. */
export interface Match {
  rule: TableRule
  /** Row of the table, from 1. */
  index: number
}

/** A rule that matched, with its outputs by name; an empty output entry has no key. */
export interface Row extends Match {
  outputs: Record<string, unknown>
}

export interface Selection {
  /** The rows of the result, in its order. */
  rows: Row[]
  /** The rules that the result rests on. */
  matched: Match[]
}

/**
 * What the hit policy takes of the rules that matched. DMN 1.3 clause 8.2.10.
 * @param decision how failures name the decision
 * @param evaluate an output is computed only where the policy needs it
 * @throws ExpressionFailure where the policy forbids these matches
 */
export function selectRows(table: DecisionTable, decision: string, matches: Match[], evaluate: (match: Match) => Row): Selection {
  const refuse = (reason: string) => new ExpressionFailure(decision, `hit policy ${table.hitPolicy}: ${reason}`)
  switch (table.hitPolicy) {
    case 'UNIQUE':
      if (matches.length > 1) throw refuse(`${rowsOf(matches)} all match; at most one may`)
      return selection(matches.map(evaluate))
    case 'FIRST':
      return selection(matches.slice(0, 1).map(evaluate))
    case 'ANY': {
      const rows = matches.map(evaluate)
      const other = rows.find((row) => textOf(row.outputs) !== textOf(rows[0]!.outputs))
      if (other) throw refuse(`${rowsOf([rows[0]!, other])} match and give different outputs`)
      return { rows: rows.slice(0, 1), matched: rows }
    }
    case 'PRIORITY':
      return selection(byPriority(table, matches.map(evaluate), refuse).slice(0, 1))
    case 'OUTPUT ORDER':
      return selection(byPriority(table, matches.map(evaluate), refuse))
    case 'COLLECT':
    case 'RULE ORDER':
      return selection(matches.map(evaluate))
  }
}

/** Whether the result is a list of rows. */
export function givesList({ hitPolicy, aggregation }: DecisionTable): boolean {
  return (hitPolicy === 'COLLECT' && aggregation === null) || hitPolicy === 'RULE ORDER' || hitPolicy === 'OUTPUT ORDER'
}

/**
 * COLLECT's number of the outputs that are not empty; null if there are none, and 0 for COUNT.
 * @throws ExpressionFailure if one is not a number
 */
export function aggregate(aggregation: Aggregation, decision: string, values: unknown[]): number | null {
  if (aggregation === 'COUNT') return values.length
  const numbers = values.map((value) => {
    if (typeof value === 'number') return value
    throw new ExpressionFailure(decision, `${aggregation}: ${show(toJson(value))} is not a number`)
  })
  if (numbers.length === 0) return null
  if (aggregation === 'SUM') return numbers.reduce((sum, number) => sum + number, 0)
  return numbers.reduce((best, number) => (aggregation === 'MIN' ? Math.min(best, number) : Math.max(best, number)))
}

function selection(rows: Row[]): Selection {
  return { rows, matched: rows }
}

/** The rows by the place of their outputs in the output values, the first output deciding first; equal ones in rule order. */
function byPriority(table: DecisionTable, rows: Row[], refuse: (reason: string) => ExpressionFailure): Row[] {
  const ranked = rows.map((row) => ({ row, ranks: ranksOf(table, row, refuse) }))
  return ranked.toSorted((a, b) => compare(a.ranks, b.ranks)).map(({ row }) => row)
}

function ranksOf(table: DecisionTable, row: Row, refuse: (reason: string) => ExpressionFailure): number[] {
  return table.outputs.flatMap(({ name, priorities }) => {
    if (priorities === null) return []
    const value = toJson(row.outputs[name])
    const rank = priorities.findIndex((priority) => priority === value)
    if (rank < 0) throw refuse(`${rowsOf([row])}: ${show(value)} is not one of the output values of ${name}`)
    return [rank]
  })
}

function compare(left: number[], right: number[]): number {
  const differing = left.findIndex((rank, index) => rank !== right[index])
  return differing < 0 ? 0 : left[differing]! - right[differing]!
}

function textOf(outputs: Record<string, unknown>): string {
  return JSON.stringify(toJson(outputs))
}

/** `rules 1 ("a") and 3 ("c")` */
function rowsOf(matches: Match[]): string {
  const names = matches.map(({ rule, index }) => `${index} ("${rule.id}")`)
  return names.length === 1 ? `rule ${names[0]}` : `rules ${names.slice(0, -1).join(', ')} and ${names.at(-1)}`
}
