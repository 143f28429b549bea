import { evaluate, parseExpression } from 'feelin'
import { LIMITS } from '../limits.ts'

type Node = ReturnType<typeof parseExpression>['topNode']

/** What an expression reads and calls, found without running it. */
export interface ExpressionFacts {
  /** Dotted chains of names, `staff.amount`; the first name is not bound inside the expression. */
  reads: string[]
  /** Chains inside a list filter: they may mean a key of the item as well as a field. */
  filterReads: string[]
  calls: string[]
}

export type Analysis = { ok: true; facts: ExpressionFacts } | { ok: false; code: string; message: string }

/** Names an expression always has, besides the fields. */
export const CONTEXT_NAMES = ['now', 'today', 'root'] as const

const LOOPS = new Set(['ForExpression', 'QuantifiedExpression'])

/**
 * Reads one FEEL expression: is it well formed, what does it depend on, may it be run.
 * Refused, because a form is filled in by anybody on a server that serves everybody: expressions that are too long,
 * loops in loops in loops, and loops over number ranges, whose cost no limit on rows can bound.
 */
export function analyse(expression: string): Analysis {
  if (expression.length > LIMITS.expressionChars) {
    return {
      ok: false,
      code: 'EXPRESSION_TOO_LONG',
      message: `expression exceeds ${LIMITS.expressionChars} characters`,
    }
  }
  const tree = parse(expression)
  if (typeof tree === 'string') return { ok: false, code: 'EXPRESSION_INVALID', message: `FEEL: ${tree}` }
  const facts: ExpressionFacts = { reads: [], filterReads: [], calls: [] }
  const costly = walk(tree, expression, facts, { bound: new Set(), inFilter: false, loops: 0 })
  return costly ? { ok: false, code: 'EXPRESSION_TOO_COSTLY', message: costly } : { ok: true, facts }
}

/** Whether FEEL itself knows a function of this name. */
export function isBuiltin(name: string): boolean {
  return evaluate(name, {}).warnings.length === 0
}

/** The syntax tree, or the first error. A tree with error nodes is an error; evaluating an empty context finds its text. */
function parse(expression: string): Node | string {
  const tree = parseExpression(expression, {}, undefined)
  const broken = tree.topNode.toString().includes('⚠')
  if (!broken && expression.trim() !== '') return tree.topNode
  try {
    evaluate(expression, {})
    return 'cannot be parsed'
  } catch (error) {
    return error instanceof Error ? error.message : 'cannot be parsed'
  }
}

interface Scope {
  bound: ReadonlySet<string>
  inFilter: boolean
  loops: number
}

/** Collects reads and calls below `node`; returns the reason when something may cost too much. */
function walk(node: Node, text: string, facts: ExpressionFacts, scope: Scope): string | null {
  if (node.name === 'Type' || node.name === 'FunctionDefinition') {
    return node.name === 'FunctionDefinition' ? 'functions may not be defined here' : null
  }
  const chain = chainOf(node, text)
  if (chain) {
    if (!scope.bound.has(chain.split('.')[0] ?? '')) (scope.inFilter ? facts.filterReads : facts.reads).push(chain)
    return null
  }
  if (LOOPS.has(node.name)) return walkLoop(node, text, facts, scope)
  const children = childrenOf(node)
  if (node.name === 'FunctionInvocation' && children[0]) {
    facts.calls.push(source(children[0], text))
    return walkAll(children.slice(1), text, facts, scope)
  }
  if (node.name === 'FilterExpression' && children[0]) {
    const inner = { ...scope, inFilter: true, loops: scope.loops + 1, bound: new Set([...scope.bound, 'item']) }
    return tooManyLoops(inner) ?? walk(children[0], text, facts, scope) ?? walkAll(children.slice(1), text, facts, inner)
  }
  return walkAll(children, text, facts, scope)
}

function walkLoop(node: Node, text: string, facts: ExpressionFacts, scope: Scope): string | null {
  const bound = new Set(scope.bound)
  for (const clause of node.getChildren('InExpressions').flatMap((it) => it.getChildren('InExpression'))) {
    const [name, over] = [clause.getChild('Name'), clause.getChild('IterationContext')]
    if (over && childrenOf(over).length > 1) return 'a loop may run over a list of the form, not over a range of numbers'
    if (name) bound.add(source(name, text))
  }
  const clauses = node.getChildren('InExpressions').flatMap((it) => it.getChildren('InExpression')).length
  const inner = { ...scope, bound, loops: scope.loops + Math.max(1, clauses) }
  return tooManyLoops(inner) ?? walkAll(childrenOf(node), text, facts, inner)
}

function tooManyLoops(scope: Scope): string | null {
  return scope.loops > LIMITS.expressionLoops ? `more than ${LIMITS.expressionLoops} loops inside each other` : null
}

function walkAll(nodes: Node[], text: string, facts: ExpressionFacts, scope: Scope): string | null {
  for (const node of nodes) {
    const costly = walk(node, text, facts, scope)
    if (costly) return costly
  }
  return null
}

/** `a.b.c` when the node is a name or a path of names, else null. */
function chainOf(node: Node, text: string): string | null {
  if (node.name === 'VariableName') return source(node, text)
  if (node.name !== 'PathExpression') return null
  const [head, ...rest] = childrenOf(node)
  const before = head ? chainOf(head, text) : null
  const name = rest.find((it) => it.name === 'PathName')
  return before && name ? `${before}.${source(name, text)}` : null
}

function source(node: Node, text: string): string {
  return text.slice(node.from, node.to).replace(/\s+/g, ' ')
}

function childrenOf(node: Node): Node[] {
  const children: Node[] = []
  for (let child = node.firstChild; child; child = child.nextSibling) children.push(child)
  return children
}
