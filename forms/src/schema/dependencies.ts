import { analyse, CONTEXT_NAMES, type ExpressionFacts, isBuiltin } from './expressions.ts'
import { type Field, partsOf } from './form-schema.ts'
import { pointer, type Report } from './report.ts'

/** Checks every expression: it parses, names what exists, and no value or visibility depends on itself. */
export function checkDependencies(fields: Field[], report: Report): void {
  let sound = true
  for (const field of fields) {
    for (const { text, at } of expressionsOf(field)) {
      const analysis = analyse(text)
      if (!analysis.ok) {
        report(at, analysis.code, analysis.message)
        sound = false
      } else checkNames(field, fields, analysis.facts, (code, message) => report(at, code, message))
    }
  }
  if (!sound) return
  const order = sortFields(fields)
  if (!order.ok) {
    const first = order.cycle[0]
    report(first?.pointer ?? '', 'CYCLE', `depends on itself: ${order.cycle.map((it) => it.path).join(' → ')} → ${first?.path ?? ''}`)
  }
}

interface Expression {
  text: string
  at: string
}

function expressionsOf(field: Field): Expression[] {
  const named = (['x-visible-if', 'x-required-if', 'x-computed'] as const).flatMap((key) => {
    const text = field.schema[key]
    return text === undefined ? [] : [{ text, at: pointer(field.pointer, key) }]
  })
  const checks = (field.schema['x-checks'] ?? []).map((check, index) => ({
    text: check.when,
    at: pointer(pointer(pointer(field.pointer, 'x-checks'), index), 'when'),
  }))
  return [...named, ...checks]
}

function checkNames(field: Field, fields: Field[], facts: ExpressionFacts, report: (code: string, message: string) => void) {
  for (const chain of facts.reads) {
    if (!known(chain, field, fields)) report('UNKNOWN_NAME', `there is no field "${chain}"`)
  }
  const columns = new Set(fields.filter((it) => it.table).map((it) => it.key))
  for (const chain of facts.filterReads) {
    const head = chain.split('.')[0] ?? ''
    if (!known(chain, field, fields) && !columns.has(head)) report('UNKNOWN_NAME', `there is no field "${chain}"`)
  }
  for (const name of facts.calls) {
    const taken =
      fields.some((it) => it.kind !== 'void' && it.path === name) ||
      (field.table && fields.some((it) => it.path === `${field.table}.${name}`))
    if (taken) report('NAME_CLASH', `"${name}" is a field here and cannot be called: rename the field`)
    else if (!(CONTEXT_NAMES as readonly string[]).includes(name) && !isBuiltin(name)) {
      report('UNKNOWN_NAME', `there is no function "${name}"`)
    }
  }
}

function known(chain: string, field: Field, fields: Field[]): boolean {
  if (chain === 'root') return true
  return targets(chain, field, fields).length > 0
}

/** The fields whose value a chain of names reads, as seen from `field`. */
function targets(chain: string, field: Field, fields: Field[]): Field[] {
  const fromRoot = chain.startsWith('root.')
  const bare = fromRoot ? chain.slice('root.'.length) : chain
  const column = field.table && !fromRoot ? `${field.table}.${bare}` : null
  const values = fields.filter((it) => it.kind !== 'void')
  const own = column ? values.filter((it) => it.table === field.table && startsWith(column, it.path) && hasPart(it, column)) : []
  if (own.length > 0) return own
  // `d.year` of a date reads the field `d`; `applicant` reads everything below it.
  return values.filter((it) => startsWith(it.path, bare) || (isLeaf(it) && startsWith(bare, it.path) && hasPart(it, bare)))
}

/** Whether what a chain names inside of a record is there: `leave.start` is, `leave.begin` is not. */
function hasPart({ kind, path, schema }: Field, chain: string): boolean {
  if (kind !== 'record' || chain === path) return true
  const [part = ''] = chain.slice(path.length + 1).split('.')
  return part in (partsOf(schema) ?? {})
}

const isLeaf = (field: Field): boolean => field.kind !== 'object' && field.kind !== 'table'
const startsWith = (path: string, prefix: string): boolean => path === prefix || path.startsWith(`${prefix}.`)

export type Order = { ok: true; fields: Field[] } | { ok: false; cycle: Field[] }

/**
 * Orders fields so that each comes after what its visibility and its computed value read, and after its containers.
 * Same schema, same order: ties keep the order of the form. Precondition: every expression parses.
 */
export function sortFields(fields: Field[]): Order {
  const byPath = new Map(fields.map((it) => [it.path, it]))
  const order: Field[] = []
  const done = new Set<Field>()
  const trail: Field[] = []
  const visit = (field: Field): Field[] | null => {
    if (done.has(field)) return null
    const at = trail.indexOf(field)
    if (at >= 0) return trail.slice(at)
    trail.push(field)
    for (const before of dependenciesOf(field, fields, byPath)) {
      const cycle = visit(before)
      if (cycle) return cycle
    }
    trail.pop()
    done.add(field)
    order.push(field)
    return null
  }
  for (const field of fields) {
    const cycle = visit(field)
    if (cycle) return { ok: false, cycle }
  }
  return { ok: true, fields: order }
}

function dependenciesOf(field: Field, fields: Field[], byPath: Map<string, Field>): Field[] {
  const container = byPath.get(field.containers[0] ?? '')
  const texts = [field.schema['x-visible-if'], field.schema['x-computed']].filter((it) => it !== undefined)
  const read = texts.flatMap((text) => {
    const analysis = analyse(text)
    if (!analysis.ok) return []
    // `root` alone is the whole form: it reads every value.
    return [...analysis.facts.reads, ...analysis.facts.filterReads].flatMap((chain) =>
      chain === 'root' ? fields.filter((it) => it.kind !== 'void') : targets(chain, field, fields),
    )
  })
  return [...(container ? [container] : []), ...read]
}
