import { evaluateExpression } from '../expression/evaluate.ts'
import type { EvaluationContext } from '../expression/expression.ts'
import type { MappedValue, Mapping, Node } from '../model/executable.ts'
import type { JsonValue, Token, Variables } from './state.ts'
import type { Turn } from './turn.ts'
import { toJson, variablesOf } from './variables.ts'

/** camunda:inputParameter: local variables of the activity, each seeing those before it. @throws ExpressionFailure before anything is done */
export function mapInputs(node: Node, token: Token, turn: Turn): void {
  if (node.inputs.length === 0) return
  const variables = evaluateMappings(node.inputs, turn.context(token), () => true)
  turn.emit({ type: 'variablesSet', scopeId: token.id, variables })
}

/** camunda:outputParameter: computed inside the activity, set around it. @throws ExpressionFailure before anything is done */
export function mapOutputs(node: Node, token: Token, turn: Turn): void {
  if (node.outputs.length === 0) return
  const scopeId = turn.scopeOpenedBy(token.id)?.id ?? token.id
  const inside = { ...variablesOf(turn.state, token.id), ...variablesOf(turn.state, scopeId) }
  const variables = evaluateMappings(node.outputs, turn.contextOf(scopeId, node.id), (name) => !Object.hasOwn(inside, name))
  turn.setVariables(token.scopeId, variables)
}

/** @param isSeen whether a later parameter sees the value of this one */
function evaluateMappings(mappings: Mapping[], context: EvaluationContext, isSeen: (name: string) => boolean): Variables {
  const visible: Record<string, unknown> = { ...context.variables }
  const result: [string, { value: JsonValue }][] = []
  for (const { name, value } of mappings) {
    const computed = toJson(evaluateMapped(value, { ...context, variables: visible }), name)
    result.push([name, { value: computed }])
    if (isSeen(name)) visible[name] = computed
  }
  return Object.fromEntries(result)
}

function evaluateMapped(value: MappedValue, context: EvaluationContext): unknown {
  switch (value.type) {
    case 'expression':
      return evaluateExpression(value.expression, context)
    case 'list':
      return value.items.map((item) => evaluateMapped(item, context))
    case 'map':
      return Object.fromEntries(value.entries.map((entry) => [entry.key, evaluateMapped(entry.value, context)]))
  }
}
