import ts from 'typescript'
import { routeFiles } from './program.ts'

/** What a handler answers with: a type of body, null for none, and the status that it comes with. */
export interface Answer {
  status: number
  body: ts.Type | null
}

const METHODS = new Set(['get', 'post', 'put', 'delete'])

/**
 * The answers of every route under /api, read from its handler: what it assigns to `ctx.body`, and `ctx.status` in the same block.
 * Calls that pass `ctx` on are followed.
 * @returns by operation, `GET /api/cases/{id}`
 * @throws Error for a route whose address or handler cannot be read
 */
export function answersOfRoutes(program: ts.Program): Map<string, Answer[]> {
  const checker = program.getTypeChecker()
  const found = new Map<string, Answer[]>()
  for (const path of routeFiles()) {
    const file = program.getSourceFile(path)!
    visit(file, (node) => {
      if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) return
      const { expression: router, name } = node.expression
      if (!METHODS.has(name.text) || checker.getTypeAtLocation(router).getProperty('allowedMethods') === undefined) return
      const address = node.arguments[0]!
      if (!ts.isStringLiteral(address)) return
      const full = `${prefixOf(checker, router)}${address.text}`.replace(/(.)\/$/, '$1').replace(/:(\w+)/g, '{$1}')
      if (!full.startsWith('/api/')) return
      found.set(`${name.text.toUpperCase()} ${full}`, answersOf(checker, functionOf(checker, node.arguments.at(-1)!)))
    })
  }
  return found
}

function visit(node: ts.Node, look: (node: ts.Node) => void): void {
  look(node)
  node.forEachChild((child) => visit(child, look))
}

/** Of `new Router({ prefix })`, wherever the router was handed on from. */
function prefixOf(checker: ts.TypeChecker, router: ts.Expression): string {
  const declaration = declarationOf(checker, router)
  if (declaration && ts.isVariableDeclaration(declaration) && declaration.initializer && ts.isNewExpression(declaration.initializer)) {
    const [options] = declaration.initializer.arguments ?? []
    const prefix =
      options && ts.isObjectLiteralExpression(options)
        ? options.properties.find((property): property is ts.PropertyAssignment => property.name?.getText() === 'prefix')
        : undefined
    const type = prefix && checker.getTypeAtLocation(prefix.initializer)
    return type?.isStringLiteral() ? type.value : ''
  }
  if (declaration && ts.isParameter(declaration)) {
    const taker = declaration.parent
    const place = taker.parameters.indexOf(declaration)
    let given: ts.Expression | undefined
    visit(declaration.getSourceFile(), (node) => {
      if (ts.isCallExpression(node) && declarationOf(checker, node.expression) === taker) given = node.arguments[place]
    })
    if (given) return prefixOf(checker, given)
  }
  throw new Error(`where does the router of ${router.getSourceFile().fileName}: ${router.parent.getText()} come from?`)
}

function declarationOf(checker: ts.TypeChecker, node: ts.Node): ts.Declaration | undefined {
  const symbol = checker.getSymbolAtLocation(node)
  if (!symbol) return undefined
  return (symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol).declarations?.[0]
}

/** The function that an expression is: itself, what a name stands for, or what a call returns. */
function functionOf(checker: ts.TypeChecker, node: ts.Node): ts.FunctionLikeDeclaration {
  if (ts.isArrowFunction(node) || ts.isFunctionDeclaration(node) || ts.isFunctionExpression(node)) return node
  if (ts.isIdentifier(node)) return functionOf(checker, declarationOf(checker, node)!)
  if (ts.isVariableDeclaration(node) && node.initializer) return functionOf(checker, node.initializer)
  if (ts.isCallExpression(node)) {
    const maker = functionOf(checker, node.expression)
    if (maker.body && !ts.isBlock(maker.body)) return functionOf(checker, maker.body)
    let made: ts.Expression | undefined
    maker.body?.forEachChild((child) => {
      if (ts.isReturnStatement(child)) made = child.expression
    })
    if (made) return functionOf(checker, made)
  }
  throw new Error(`no function to be found in ${node.getSourceFile().fileName}: ${node.getText()}`)
}

interface Found {
  block: ts.Node
  body?: ts.Type
  status?: number
}

function answersOf(checker: ts.TypeChecker, handler: ts.FunctionLikeDeclaration): Answer[] {
  const found: Found[] = []
  collect(checker, handler, found, new Set())
  const answers: Answer[] = []
  for (const { block, body } of found)
    if (body) answers.push({ status: found.find((one) => one.block === block && one.status !== undefined)?.status ?? 200, body })
  for (const { block, status } of found)
    if (status !== undefined && !found.some((one) => one.block === block && one.body)) answers.push({ status, body: null })
  return answers
}

/** Follows the calls that hand `ctx` on. */
function collect(checker: ts.TypeChecker, from: ts.FunctionLikeDeclaration, found: Found[], seen: Set<ts.Node>): void {
  if (seen.has(from) || !from.body) return
  seen.add(from)
  const isCtx = (node: ts.Node): boolean =>
    ts.isIdentifier(node) && node.text === 'ctx' && checker.getTypeAtLocation(node).getProperty('body') !== undefined
  visit(from.body, (node) => {
    if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.EqualsToken) {
      const { left, right } = node
      if (!ts.isPropertyAccessExpression(left) || !isCtx(left.expression)) return
      const block = ts.findAncestor(node, (one) => ts.isBlock(one) || ts.isArrowFunction(one))!
      if (left.name.text === 'body') found.push({ block, body: checker.getTypeAtLocation(right) })
      if (left.name.text === 'status' && ts.isNumericLiteral(right)) found.push({ block, status: Number(right.text) })
    }
    if (!ts.isCallExpression(node)) return
    const { expression: called, arguments: given } = node
    if (ts.isPropertyAccessExpression(called) && isCtx(called.expression) && called.name.text === 'redirect')
      found.push({ block: node, status: 302 })
    if (!given.some(isCtx) || !ts.isIdentifier(called)) return
    const declaration = declarationOf(checker, called)
    if (!declaration || declaration.getSourceFile().isDeclarationFile) return
    if (ts.isFunctionDeclaration(declaration)) collect(checker, declaration, found, seen)
    else if (ts.isVariableDeclaration(declaration) && declaration.initializer && ts.isArrowFunction(declaration.initializer))
      collect(checker, declaration.initializer, found, seen)
  })
}
