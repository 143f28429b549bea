import { parseExpression } from 'feelin'
import { expressionsOf } from './dependencies.ts'
import { flatten } from './fields.ts'
import type { Field, FormSchema } from './form-schema.ts'

type Node = ReturnType<typeof parseExpression>['topNode']

/** A place in an expression that names a field. */
export interface Reference {
  /** Path of the field that is named. */
  path: string
  /** `form`: from the root of the form, `applicant.name`; `row`: a column of the own row; `item`: a key of something that is a row already. */
  kind: 'form' | 'row' | 'item'
  /** The name, or the chain of names, in the text; a leading `root.` is outside. */
  from: number
  to: number
}

export interface ExpressionPlace {
  field: Field
  /** Keys from the field to the text: `['x-visible-if']`, `['x-checks', 0, 'when']`. */
  at: (string | number)[]
  text: string
  references: Reference[]
}

/** Every expression of a form with what it names. Precondition: checkSchema accepts the schema. */
export function referencesIn(schema: FormSchema): ExpressionPlace[] {
  const fields = flatten(schema)
  return fields.flatMap((field) =>
    expressionsOf(field).map(({ text, keys }) => ({ field, at: keys, text, references: referencesOf(text, field, fields) })),
  )
}

/**
 * The fields that one expression names, in the order of the text. Names bound by `for`, `some`, `every` and list
 * filters are followed to the rows they run over, so `p.age` of `for p in staff` is the column `staff.age`.
 * @param owner the field that the expression belongs to: inside a table it sees its own row first
 */
export function referencesOf(expression: string, owner: Field, fields: readonly Field[]): Reference[] {
  const values = new Set(fields.filter((it) => it.kind !== 'void').map((it) => it.path))
  const reader: Reader = { text: expression, values, table: owner.table, found: [] }
  read(parseExpression(expression, {}, undefined).topNode, reader, { bound: new Map(), items: [] })
  return reader.found.sort((a, b) => a.from - b.from)
}

interface Reader {
  text: string
  values: ReadonlySet<string>
  table: string | null
  found: Reference[]
}

interface Scope {
  /** Names bound inside the expression: the path of what they run over, null when it is no field. */
  bound: ReadonlyMap<string, string | null>
  /** What the list filters around run over, nearest first. */
  items: readonly string[]
}

/** What a part of an expression stands for: a field, or the form itself (`''`). */
interface Meaning {
  path: string
  reference: Reference | null
}

/** Functions whose result holds the items of their first argument. */
const LIST_FUNCTIONS = new Set([
  'sort',
  'append',
  'concatenate',
  'reverse',
  'distinct values',
  'sublist',
  'union',
  'remove',
  'insert before',
])

function read(node: Node, reader: Reader, scope: Scope): Meaning | null {
  switch (node.name) {
    case 'VariableName':
      return readName(node, reader, scope)
    case 'PathExpression':
      return readPath(node, reader, scope)
    case 'FilterExpression':
      return readFilter(node, reader, scope)
    case 'ForExpression':
    case 'QuantifiedExpression':
      return readLoop(node, reader, scope)
    case 'FunctionInvocation': {
      const [called, ...rest] = childrenOf(node)
      const list = called !== undefined && LIST_FUNCTIONS.has(textOf(called, reader))
      const meanings = rest
        .flatMap((it) => (it.name === 'PositionalParameters' ? childrenOf(it) : [it]))
        .map((it) => read(it, reader, scope))
      const first = meanings.find((it) => it !== null)
      return list && first ? { path: first.path, reference: null } : null
    }
    case 'ParenthesizedExpression':
    case 'Expression': {
      const inner = childrenOf(node).map((it) => read(it, reader, scope))
      const only = inner.find((it) => it !== null)
      return only ? { path: only.path, reference: null } : null
    }
    default:
      for (const child of childrenOf(node)) read(child, reader, scope)
      return null
  }
}

function readName(node: Node, reader: Reader, scope: Scope): Meaning | null {
  const name = textOf(node, reader)
  if (scope.bound.has(name)) {
    const over = scope.bound.get(name) ?? null
    return over === null ? null : { path: over, reference: null }
  }
  const table = scope.items.find((it) => reader.values.has(`${it}.${name}`))
  if (table !== undefined) return found(reader, { path: `${table}.${name}`, kind: 'item', from: node.from, to: node.to })
  if (name === 'root') return { path: '', reference: null }
  if (reader.table !== null && reader.values.has(`${reader.table}.${name}`)) {
    return found(reader, { path: `${reader.table}.${name}`, kind: 'row', from: node.from, to: node.to })
  }
  return reader.values.has(name) ? found(reader, { path: name, kind: 'form', from: node.from, to: node.to }) : null
}

function readPath(node: Node, reader: Reader, scope: Scope): Meaning | null {
  const [head, ...rest] = childrenOf(node)
  const base = head ? read(head, reader, scope) : null
  const name = rest.find((it) => it.name === 'PathName')
  if (!base || !name) return null
  const path = base.path === '' ? textOf(name, reader) : `${base.path}.${textOf(name, reader)}`
  // `opened.year`: a part of a value, not a field.
  if (!reader.values.has(path)) return null
  if (base.reference?.kind === 'form') {
    Object.assign(base.reference, { path, to: name.to })
    return { path, reference: base.reference }
  }
  return found(reader, { path, kind: base.path === '' ? 'form' : 'item', from: name.from, to: name.to })
}

function readFilter(node: Node, reader: Reader, scope: Scope): Meaning | null {
  const [list, ...rest] = childrenOf(node)
  const base = list ? read(list, reader, scope) : null
  const bound = new Map(scope.bound).set('item', base?.path ?? null)
  const inner = { bound, items: base ? [base.path, ...scope.items] : scope.items }
  for (const child of rest) read(child, reader, inner)
  return base ? { path: base.path, reference: null } : null
}

function readLoop(node: Node, reader: Reader, scope: Scope): Meaning | null {
  const bound = new Map(scope.bound)
  const children = childrenOf(node)
  for (const clause of children.filter((it) => it.name === 'InExpressions').flatMap((it) => it.getChildren('InExpression'))) {
    const [name, over] = [clause.getChild('Name'), clause.getChild('IterationContext')]
    const meanings = over ? childrenOf(over).map((it) => read(it, reader, { ...scope, bound })) : []
    if (name) bound.set(textOf(name, reader), meanings[0]?.path ?? null)
  }
  const results = children.filter((it) => it.name !== 'InExpressions').map((it) => read(it, reader, { ...scope, bound }))
  const result = node.name === 'ForExpression' ? results.at(-1) : null
  return result ? { path: result.path, reference: null } : null
}

function found(reader: Reader, reference: Reference): Meaning {
  reader.found.push(reference)
  return { path: reference.path, reference }
}

function textOf(node: Node, reader: Reader): string {
  return reader.text.slice(node.from, node.to).replace(/\s+/g, ' ')
}

function childrenOf(node: Node): Node[] {
  const children: Node[] = []
  for (let child = node.firstChild; child; child = child.nextSibling) children.push(child)
  return children
}
