import type { Expression } from '@lianban/engine'
import { unsaidOf } from '../event-catalogue.ts'
import { compileFeel, valueOf, type RuleContext, type RuleFunctions } from './feel.ts'
import { plainCondition, plainValue } from './plain.ts'
import type { VersionedRule } from './rule.ts'

/** Computes an expression of a rule. @throws ExpressionFailure */
export type Ask<T = unknown> = (context: RuleContext, functions: RuleFunctions, now: number) => T

/** A rule ready to be asked. */
export interface CompiledRule {
  rule: VersionedRule
  /** What payloads of the entries it listens to may leave out. */
  unsaid: Record<string, null>
  when: Ask<boolean>
  occasion: Ask
  subject: Ask | null
  exempt: Ask<boolean> | null
  deadline: { due: Ask; until: Ask<boolean>; holds: Ask<boolean> } | null
}

/** The rules in force, by the action they listen to and by id. */
export interface RuleBook {
  byAction: ReadonlyMap<string, readonly CompiledRule[]>
  byId: ReadonlyMap<string, CompiledRule>
}

/** @throws ExpressionSyntaxError; a stored rule was checked before it was stored */
export function compileRules(rules: readonly VersionedRule[]): RuleBook {
  const byAction = new Map<string, CompiledRule[]>()
  const byId = new Map<string, CompiledRule>()
  for (const rule of rules.filter(({ enabled }) => enabled)) {
    const compiled = compile(rule)
    byId.set(rule.id, compiled)
    for (const action of rule.on) byAction.set(action, [...(byAction.get(action) ?? []), compiled])
  }
  return { byAction, byId }
}

const compile = (rule: VersionedRule): CompiledRule => {
  const unsaid = unsaidOf(rule.on)
  const whole = (context: RuleContext) => withUnsaid(context, unsaid)
  return {
    rule,
    unsaid,
    when: condition(rule.when, whole),
    occasion: value(rule.occasion, whole),
    subject: rule.subject === undefined ? null : value(rule.subject, whole),
    exempt: rule.exempt === 'false' ? null : condition(rule.exempt, whole),
    deadline: rule.deadline
      ? { due: value(rule.deadline.due, whole), until: condition(rule.deadline.until, whole), holds: condition(rule.deadline.holds, whole) }
      : null,
  }
}

/** FEEL takes a name that is not there for a mistake: what entries of other kinds say is there, and null. */
function withUnsaid(context: RuleContext, unsaid: Record<string, null>): RuleContext {
  // Lists that only the folds need are left out: FEEL would copy them for every question.
  const { open: _open, done: _done, specials: _specials, suspensions: _suspensions, materialKeys: _keys, ...state } = context.state
  return { ...context, state, event: { ...context.event, payload: { ...unsaid, ...(context.event.payload as object) } } }
}

function condition(source: string, whole: (context: RuleContext) => RuleContext): Ask<boolean> {
  const plain = plainCondition(source)
  const feel = compileFeel(source)
  return (context, functions, now) => plain(context, functions) ?? valueOf(feel, whole(context), functions, now) === true
}

function value(source: string, whole: (context: RuleContext) => RuleContext): Ask {
  const plain = plainValue(source)
  const feel: Expression = compileFeel(source)
  return (context, functions, now) => {
    const known = plain(context, functions)
    return known === undefined ? valueOf(feel, whole(context), functions, now) : known
  }
}
