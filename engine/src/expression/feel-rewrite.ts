import type { parseExpression } from 'feelin'
import { isSimpleName, normalizeName } from './feel-names.ts'

type Tree = ReturnType<typeof parseExpression>
type SyntaxNode = Tree['topNode']

/** Expressions of so many nodes are metered, whatever they hold. */
const MAX_PLAIN_NODES = 400

/** Whoever repeats work, or builds what can be built on. */
const REPEATING = new Set(['InExpressions', 'FunctionDefinition', 'Context'])
/** Filters that pick by number, so that nothing is walked through. */
const PICKING = new Set([
  'NumericLiteral',
  'BooleanLiteral',
  'VariableName',
  'PathExpression',
  'FunctionInvocation',
  'ArithmeticExpression',
  'FilterExpression',
  'StringLiteral',
])
const LITERALS = new Set(['NumericLiteral', 'StringLiteral', 'BooleanLiteral', 'DateTimeLiteral', 'null'])
/** Functions that compare the items of a list with each other. */
const PAIRING = new Set(['distinct values', 'union', 'mode'])

export interface RewrittenFeel {
  /** In feelin's dialect `camunda`, and independent of what names the context has. */
  text: string
  metered: boolean
  /** Every name that is read from the context, or may be; as feelin looks it up. */
  names: string[]
}

/**
 * The text of a parsed expression with its names made plain (`` `file count` ``) and, where it may take long, with
 * calls of the meter around what costs. null if the tree has errors.
 */
export function rewriteFeel(source: string, tree: Tree): RewrittenFeel | null {
  const found = inspect(source, tree)
  const [first, last] = [codeOf(tree)[0], codeOf(tree).at(-1)]
  if (!found || !first || !last) return null
  return { ...found, text: new Writer(source, found.metered).write(tree, first.from, last.to) }
}

/** How one of several unary tests is to be read: as a value, as true or false itself, or as a literal true or false. */
export type TestKind = 'value' | 'answer' | 'boolean'

export interface RewrittenTests extends RewrittenFeel {
  /** `text` is a list, with one item for each. */
  kinds: TestKind[]
  /** `not(…)`. */
  negated: boolean
}

/** Unary tests as the list of what they are. `< 10` becomes `? < 10`. null if the tree has errors. */
export function rewriteFeelTests(source: string, tree: Tree): RewrittenTests | null {
  const found = inspect(source, tree)
  const top = codeOf(tree)
  const list = top.find(({ name }) => name === 'PositiveUnaryTests')
  if (!found) return null
  const negated = top[0]?.name === 'not'
  if (!list) return top[0]?.name === 'Wildcard' ? { ...found, text: '[true]', kinds: ['answer'], negated } : null
  const tests = codeOf(list).map((test) => {
    const inner = codeOf(test)[0]!
    const compares = inner.name === 'SimplePositiveUnaryTest' && codeOf(inner)[0]?.name === 'CompareOp'
    const text = new Writer(source, found.metered).write(tree, test.from, test.to)
    return {
      text: compares ? `? ${text}` : text,
      kind: compares ? ('answer' as const) : isBoolean(inner) ? ('boolean' as const) : ('value' as const),
    }
  })
  return { ...found, text: `[${tests.map(({ text }) => `(${text})`).join(', ')}]`, kinds: tests.map(({ kind }) => kind), negated }
}

/** feelin compares these with the value, whatever else is true or false is the answer. */
function isBoolean(node: SyntaxNode): boolean {
  const code = codeOf(node)
  if (node.name === 'ParenthesizedExpression') return code[1] !== undefined && isBoolean(code[1])
  if (node.name === 'IfExpression') return code[3] !== undefined && code[5] !== undefined && isBoolean(code[3]) && isBoolean(code[5])
  return node.name === 'BooleanLiteral'
}

/** null if the tree has errors. */
function inspect(source: string, tree: Tree): Pick<RewrittenFeel, 'metered' | 'names'> | null {
  const names = new Set<string>()
  const nodes = { count: 0, broken: false, repeats: false }
  tree.iterate({
    enter({ type, node }) {
      nodes.count++
      nodes.broken ||= type.isError
      nodes.repeats ||= REPEATING.has(type.name) || (type.name === 'FilterExpression' && walks(node))
      if (type.name !== 'VariableName') return
      const name = nameOf(node, source)
      names.add(name)
      nodes.repeats ||= PAIRING.has(name)
    },
  })
  return nodes.broken ? null : { metered: nodes.repeats || nodes.count > MAX_PLAIN_NODES, names: [...names] }
}

class Writer {
  private text = ''
  private at = 0
  private readonly source: string
  private readonly metered: boolean

  constructor(source: string, metered: boolean) {
    this.source = source
    this.metered = metered
  }

  write(tree: Tree, from: number, to: number): string {
    this.at = from
    tree.iterate({ from, to, enter: ({ node }) => this.enter(node), leave: ({ node }) => this.close(node) })
    this.insert(to, '')
    return this.text
  }

  private enter(node: SyntaxNode): boolean {
    if (node.name === 'Type' || node.name === 'LineComment' || node.name === 'BlockComment') return false
    if (this.metered) for (const opening of guardsOf(node, this.source)) this.insert(node.from, opening)
    if (node.name === 'VariableName' || node.name === 'PathName') {
      const name = nameOf(node, this.source)
      if (!isSimpleName(name) && node.firstChild?.name !== 'BacktickIdentifier') {
        this.insert(node.from, `\`${name}\``)
        this.at = node.to
      }
      this.close(node)
      return false
    }
    if (node.name === '..' && this.metered && node.parent?.name === 'IterationContext') {
      this.insert(node.from, ',')
      this.at = node.to
    }
    return true
  }

  private close(node: SyntaxNode): void {
    if (!this.metered) return
    for (const opening of guardsOf(node, this.source).reverse()) this.insert(node.to, opening.startsWith('if ') ? ') else null' : ')')
  }

  private insert(at: number, text: string): void {
    this.text += this.source.slice(this.at, at) + text
    this.at = Math.max(this.at, at)
  }
}

/** What stands before a node, outermost first. */
function guardsOf(node: SyntaxNode, source: string): string[] {
  const parent = node.parent
  if (!parent || node.name === 'LineComment' || node.name === 'BlockComment') return []
  if (node.name === 'FunctionBody') return ['if meter__step() then (']
  if (node.name === 'IterationContext') return [node.getChild('..') ? 'meter__range(' : 'meter__each(']
  const guards: string[] = []
  const isFirst = !node.prevSibling
  if (parent.name === 'FilterExpression' && isFirst && walks(parent)) guards.push('meter__each(')
  if (parent.name === 'PathExpression' && isFirst) guards.push('meter__path(')
  if (isArgument(node, parent)) guards.push(PAIRING.has(calledName(parent, source)) ? 'meter__pairs(meter__value(' : 'meter__value(')
  else if (isOperand(node, parent) || (isBuilt(node) && !isFilter(node, parent))) guards.push('meter__value(')
  return guards.flatMap((guard) => guard.split(/(?<=\()/))
}

/** An argument of a call that is no literal. */
function isArgument(node: SyntaxNode, parent: SyntaxNode): boolean {
  if (LITERALS.has(node.name)) return false
  if (parent.name === 'NamedParameter') return node.name !== 'ParameterName'
  return parent.name === 'PositionalParameters' && parent.parent?.name !== 'DateTimeLiteral'
}

function calledName(parent: SyntaxNode, source: string): string {
  const call = parent.name === 'NamedParameter' ? parent.parent?.parent : parent.parent
  const called = call?.firstChild
  return called?.name === 'VariableName' ? nameOf(called, source) : ''
}

/** One of two operands of a comparison, neither of them a literal: both may be large. */
function isOperand(node: SyntaxNode, parent: SyntaxNode): boolean {
  if (parent.name === 'PositiveUnaryTest') return isValue(node)
  if (parent.name !== 'Comparison' || node.name.startsWith('Compare') || !isValue(node)) return false
  const { firstChild, lastChild } = parent
  return !LITERALS.has(firstChild!.name) && !LITERALS.has(lastChild!.name)
}

/** Something that makes a value as large as what it was made of, or larger. */
function isBuilt(node: SyntaxNode): boolean {
  if (node.name === 'ArithmeticExpression') return node.firstChild !== null && !node.getChildren('NumericLiteral').length
  if (node.name === 'DateTimeLiteral') return node.firstChild?.nextSibling != null
  return ['List', 'Context', 'FunctionInvocation', 'ForExpression'].includes(node.name)
}

function isValue(node: SyntaxNode): boolean {
  return ['VariableName', 'PathExpression', 'FunctionInvocation', 'FilterExpression', 'ParenthesizedExpression', 'IfExpression'].includes(
    node.name,
  )
}

/** feelin tells by its kind what a filter does, so it is not wrapped; brackets, choices and sums have the kind of what is in them. */
function isFilter(node: SyntaxNode, parent: SyntaxNode): boolean {
  if (['ParenthesizedExpression', 'IfExpression', 'ArithmeticExpression'].includes(parent.name))
    return parent.parent !== null && isFilter(parent, parent.parent)
  return parent.name === 'FilterExpression' && node.prevSibling !== null
}

/** Whether a filter looks at every item. */
function walks(filter: SyntaxNode): boolean {
  let inner = codeOf(filter)[2] ?? null
  while (inner?.name === 'ParenthesizedExpression') inner = codeOf(inner)[1] ?? null
  return inner !== null && !PICKING.has(inner.name)
}

/** The children that are no comments. */
function codeOf(node: SyntaxNode | Tree): SyntaxNode[] {
  const children: SyntaxNode[] = []
  const top = 'topNode' in node ? node.topNode : node
  for (let child = top.firstChild; child; child = child.nextSibling) if (!child.name.endsWith('Comment')) children.push(child)
  return children
}

/** As feelin puts it together from its words. */
function nameOf(node: SyntaxNode, source: string): string {
  const words = codeOf(node).map(({ name, from, to }) =>
    name === 'BacktickIdentifier' ? source.slice(from + 1, to - 1) : source.slice(from, to),
  )
  return words.length > 1 ? normalizeName(words.join(' ')) : (words[0] ?? source.slice(node.from, node.to))
}
