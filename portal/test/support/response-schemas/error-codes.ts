import ts from 'typescript'

/** Objects that give codes their status. */
const TABLES = new Set(['STATUS', 'STATUSES'])

/** The codes that errors carry to the caller, by status: `new XError(409, 'CODE', …)`, and tables `STATUS` of code → status. */
export function errorCodes(program: ts.Program): Record<string, string[]> {
  const codes = new Map<number, Set<string>>()
  const note = (status: number, code: string): void => {
    if (status < 400 || status > 599 || !/^[A-Z][A-Z_]+$/.test(code)) return
    if (!codes.has(status)) codes.set(status, new Set())
    codes.get(status)!.add(code)
  }
  const look = (node: ts.Node): void => {
    if (ts.isNewExpression(node) && node.arguments && node.arguments.length >= 2) {
      const [status, code] = node.arguments
      if (ts.isNumericLiteral(status!) && ts.isStringLiteral(code!)) note(Number(status.text), code.text)
    }
    if (ts.isVariableDeclaration(node) && ts.isIdentifier(node.name) && TABLES.has(node.name.text) && node.initializer) {
      let table: ts.Expression = node.initializer
      while (ts.isSatisfiesExpression(table) || ts.isAsExpression(table)) table = table.expression
      if (ts.isObjectLiteralExpression(table))
        for (const property of table.properties)
          if (ts.isPropertyAssignment(property) && ts.isNumericLiteral(property.initializer))
            note(Number(property.initializer.text), property.name.getText())
    }
    node.forEachChild(look)
  }
  for (const file of program.getSourceFiles()) if (/\/(tenants|processes|portal)\/src\//.test(file.fileName)) look(file)
  return Object.fromEntries([...codes].sort(([a], [b]) => a - b).map(([status, set]) => [String(status), [...set].sort()]))
}
