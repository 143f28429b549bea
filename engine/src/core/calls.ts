import { evaluateInteger, evaluateExpression, evaluateText } from '../expression/evaluate.ts'
import type { EvaluationContext } from '../expression/expression.ts'
import { ExpressionFailure } from '../expression/expression.ts'
import type { CallActivityNode, CallMapping, DefinitionReference } from '../model/executable.ts'
import type { CalledProcess } from './events.ts'
import { enclosing, triggersAt, type Catcher } from './enclosing.ts'
import type { Caller, Token, Variables } from './state.ts'
import type { Turn } from './turn.ts'
import { toJson, visibleTyped } from './variables.ts'

/** What a called process instance tells its caller. */
export type CallOutcome =
  | { type: 'completed' }
  | { type: 'error'; errorCode: string; errorMessage: string | null }
  /** `ended`: the caller's catcher interrupts, so the called instance has ended itself. */
  | { type: 'escalation'; escalationCode: string; ended: boolean }
  /** Someone ended it from outside. */
  | { type: 'terminated'; reason: string }

/** Asks the runtime for the called process. @throws ExpressionFailure before anything is done */
export function startCall(node: CallActivityNode, token: Token, turn: Turn): void {
  const call = calledProcess(node, token, turn)
  const caller = callerFor(token, turn)
  turn.emit({ type: 'callStarted', tokenId: token.id, elementId: node.id, calledInstanceId: turn.newInstanceId(token), call, caller })
}

function calledProcess(node: CallActivityNode, token: Token, turn: Turn): CalledProcess {
  const context = turn.context(token)
  return {
    ...resolveReference(node.called, context),
    businessKey: node.businessKey && evaluateText(node.businessKey, context),
    variables: mapped(node.in, visibleTyped(turn.state, token.id), token.variables ?? {}, context),
  }
}

/** A reference to another definition with its expressions computed. @throws ExpressionFailure */
export function resolveReference(
  reference: DefinitionReference,
  context: EvaluationContext,
): Pick<CalledProcess, 'key' | 'binding' | 'version' | 'versionTag'> {
  const key = evaluateText(reference.key, context)
  if (key === null) throw new ExpressionFailure('calledElement', 'the key of the called definition is empty')
  const version = reference.version && evaluateInteger(reference.version, context)
  return { key, binding: reference.binding, version, versionTag: reference.versionTag && evaluateText(reference.versionTag, context) }
}

/** What the variables of one side give for the other. `context` sees the source side. @throws ExpressionFailure */
export function mapped(mappings: CallMapping[], visible: Variables, local: Variables, context: EvaluationContext): Variables {
  const result: Variables = {}
  for (const mapping of mappings) {
    const source = mapping.local ? local : visible
    if (mapping.type === 'all') Object.assign(result, source)
    else if (mapping.type === 'variable')
      result[mapping.target] = Object.hasOwn(source, mapping.source) ? source[mapping.source]! : { value: null }
    else result[mapping.target] = { value: toJson(evaluateExpression(mapping.source, context), mapping.target) }
  }
  return result
}

const isExact = ({ trigger }: Catcher): boolean => trigger.type === 'escalation' && trigger.escalationCode !== null

/**
 * The called instance has to know whether something thrown out of it will be caught: it decides then, not the caller.
 * Escalations stand in the order in which they catch: the innermost place first, there the exact code before catch-all.
 */
function callerFor(token: Token, turn: Turn): Caller {
  const errors = new Set<string | null>()
  const escalations = new Map<string | null, boolean>()
  for (const place of enclosing(token, turn)) {
    const catchers = triggersAt(place, turn)
    for (const { trigger, interrupting } of [...catchers.filter(isExact), ...catchers.filter((one) => !isExact(one))]) {
      if (trigger.type === 'error') errors.add(trigger.errorCode)
      if (trigger.type === 'escalation' && !escalations.has(trigger.escalationCode)) escalations.set(trigger.escalationCode, interrupting)
    }
  }
  const outer = turn.state.caller
  for (const code of outer?.errors ?? []) errors.add(code)
  for (const { code, interrupting } of outer?.escalations ?? []) if (!escalations.has(code)) escalations.set(code, interrupting)
  return {
    instanceId: turn.state.id,
    tokenId: token.id,
    errors: [...errors],
    escalations: [...escalations].map(([code, interrupting]) => ({ code, interrupting })),
  }
}

/** The called process ended, or threw: its out mappings are carried out, on every way out (Camunda's rule). */
export function receiveResult(token: Token, called: Variables, turn: Turn): void {
  const node = turn.node(token.elementId)
  if (node.kind !== 'callActivity') throw new Error(`token ${token.id} waits in no call activity`)
  const plain = Object.fromEntries(Object.entries(called).map(([name, { value }]) => [name, value]))
  const context = { ...turn.context(token), variables: plain }
  const parts = [true, false].map((local) =>
    mapped(node.out.filter((mapping) => mapping.local === local).map(notLocal), called, called, context),
  )
  const [local, around] = parts as [Variables, Variables]
  if (Object.keys(local).length > 0) turn.emit({ type: 'variablesSet', scopeId: token.id, variables: local })
  turn.setVariables(token.scopeId, around)
}

/** On the way out `local` says where the target is set, not where the source is looked for. */
const notLocal = (mapping: CallMapping): CallMapping => ({ ...mapping, local: false })

export function endCall(token: Token, outcome: CallOutcome['type'], turn: Turn): void {
  const { id: tokenId, elementId, calledInstanceId } = token
  if (calledInstanceId !== undefined) turn.emit({ type: 'callEnded', tokenId, elementId, calledInstanceId, outcome })
}
