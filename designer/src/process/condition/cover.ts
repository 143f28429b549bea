import type { KnownField } from '../draft.ts'
import type { Condition, Scalar } from './condition.ts'

/** What the conditions of one gateway's flows leave open or say twice. */
export interface CoverProblem {
  kind: 'gap' | 'overlap'
  text: string
  /** Indices of the flows that overlap. */
  flows: number[]
}

/**
 * Gaps and overlaps among the conditions of a gateway's flows, where all of them speak of one variable: ranges of a
 * number, or the values of an enumeration (its options, `true` and `false`). Where they speak of several, nothing is said.
 * @param conditions one for each flow; null: none, or one that is not understood
 * @param isExclusive at an exclusive gateway two conditions that hold together are a mistake
 * @param hasDefault a default flow takes what is left
 */
export function checkCover(
  conditions: readonly (Condition | null)[],
  { field, isExclusive, hasDefault }: { field?: KnownField; isExclusive: boolean; hasDefault: boolean },
): CoverProblem[] {
  const read = conditions.flatMap((condition, index) => (condition ? [{ condition, index }] : []))
  const variables = new Set(read.flatMap(({ condition }) => variablesOf(condition)))
  if (read.length !== conditions.length || variables.size !== 1) return []
  const title = field?.title ?? [...variables][0]!
  const samples = samplesOf(
    read.map(({ condition }) => condition),
    field,
  )
  if (!samples) return []
  if (field?.mayBeBlank) samples.push({ value: null, words: '空(没有填写)' })
  const problems: CoverProblem[] = []
  const missed = samples.filter(({ value }) => !read.some(({ condition }) => holds(condition, value)))
  if (missed.length > 0 && !hasDefault)
    problems.push({ kind: 'gap', text: `${title}为 ${listWords(missed)} 时没有去向,请补上条件或者设一条默认去向`, flows: [] })
  if (!isExclusive) return problems
  for (const [position, first] of read.entries())
    for (const second of read.slice(position + 1)) {
      const both = samples.filter(({ value }) => holds(first.condition, value) && holds(second.condition, value))
      if (both.length === 0) continue
      const text = `${title}为 ${listWords(both)} 时有两条去向,只会走排在前面的一条`
      problems.push({ kind: 'overlap', text, flows: [first.index, second.index] })
    }
  return problems
}

interface Sample {
  /** null: left empty. */
  value: Scalar | null
  words: string
}

const listWords = (samples: Sample[]): string => samples.map(({ words }) => words).join('、')

export const variablesOf = (condition: Condition): string[] =>
  condition.kind === 'comparison' ? [condition.variable] : condition.parts.flatMap(variablesOf)

/** Values that stand for all there are: each bound and what lies between bounds; null if the kind of value has no end. */
function samplesOf(conditions: readonly Condition[], field: KnownField | undefined): Sample[] | null {
  const values = [...new Set(conditions.flatMap(valuesOf))]
  if (values.length > 0 && values.every((value): value is number => typeof value === 'number')) return numberSamples(values)
  if (values.length > 0 && values.every((value) => typeof value === 'boolean'))
    return [true, false].map((value) => ({ value, words: value ? '是' : '否' }))
  if (!field?.options || conditions.some(comparesText)) return null
  return field.options.map(({ value, label }) => ({ value, words: label }))
}

function valuesOf(condition: Condition): Scalar[] {
  if (condition.kind !== 'comparison') return condition.parts.flatMap(valuesOf)
  if (condition.isDate) return ['date']
  return condition.value === null ? [] : [condition.value].flat()
}

const comparesText = (condition: Condition): boolean =>
  condition.kind === 'comparison'
    ? condition.isDate === true || !['=', '!=', 'in', 'not in'].includes(condition.operator)
    : condition.parts.some(comparesText)

function numberSamples(bounds: number[]): Sample[] {
  const sorted = bounds.toSorted((a, b) => a - b)
  const samples: Sample[] = [{ value: sorted[0]! - 1, words: `小于 ${sorted[0]}` }]
  for (const [index, bound] of sorted.entries()) {
    samples.push({ value: bound, words: String(bound) })
    const next = sorted[index + 1]
    if (next === undefined) samples.push({ value: bound + 1, words: `大于 ${bound}` })
    else samples.push({ value: (bound + next) / 2, words: `${bound} 与 ${next} 之间` })
  }
  return samples
}

/** Whether the condition holds for one value of its one variable. */
function holds(condition: Condition, value: Scalar | null): boolean {
  if (condition.kind !== 'comparison') {
    const { kind, parts } = condition
    return kind === 'and' ? parts.every((part) => holds(part, value)) : parts.some((part) => holds(part, value))
  }
  const { operator } = condition
  if (value === null) return ['empty', '!=', 'not in'].includes(operator)
  const list = condition.value === null ? [] : [condition.value].flat()
  const [other] = list
  switch (operator) {
    case '=':
      return value === other
    case '!=':
      return value !== other
    case 'in':
      return list.includes(value)
    case 'not in':
      return !list.includes(value)
    case 'empty':
      return false
    case 'not empty':
      return true
    case '<':
      return Number(value) < Number(other)
    case '<=':
      return Number(value) <= Number(other)
    case '>':
      return Number(value) > Number(other)
    case '>=':
      return Number(value) >= Number(other)
    default:
      return false
  }
}
