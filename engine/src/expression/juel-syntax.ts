/** The parsed forms of JUEL, plain JSON. */
export type JuelTemplate = JuelPart[]
/** Text outside `${…}` is a string; inside it is an expression. */
export type JuelPart = string | JuelNode

export type JuelBinaryOperator = '==' | '!=' | '<' | '<=' | '>' | '>=' | '+' | '-' | '*' | '/' | '%' | '&&' | '||'
export type JuelUnaryOperator = '!' | '-' | 'empty'

export type JuelNode =
  | { type: 'literal'; value: string | number | boolean | null }
  | { type: 'variable'; name: string }
  | { type: 'property'; target: JuelNode; key: JuelNode }
  | { type: 'call'; name: string; arguments: JuelNode[] }
  | { type: 'method'; target: JuelNode; name: string; arguments: JuelNode[] }
  | { type: 'unary'; operator: JuelUnaryOperator; operand: JuelNode }
  | { type: 'binary'; operator: JuelBinaryOperator; left: JuelNode; right: JuelNode }
  | { type: 'choice'; condition: JuelNode; then: JuelNode; otherwise: JuelNode }
