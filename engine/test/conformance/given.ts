import { readFileSync } from 'node:fs'
import type { EvaluationContext, Event, JsonValue, Token } from '../../src/index.ts'
import type { Environment } from '../../src/index.ts'
import { evaluateDecision, parseDecisions } from '../../src/decision/index.ts'
import { NO_EXECUTION } from '../../src/expression/expression.ts'
import { createScripts } from '../../src/script/scripts.ts'
import type { Scenario, ScenarioOptions, WorldOptions } from '../../src/testing/index.ts'
import { scenario, World } from '../../src/testing/index.ts'

const FIXTURES = new URL('../fixtures/conformance/', import.meta.url)

export const xmlOf = (name: string): string => readFileSync(new URL(`${name}.bpmn`, FIXTURES), 'utf8')

/** The first process of a conformance file. The name stands literally in the test: the inventory reads it there. */
export const given = (name: string, options?: ScenarioOptions): Scenario => scenario(xmlOf(name), options)

/** All processes of a conformance file, as one deployment among instances. */
export const givenWorld = (name: string, options?: WorldOptions): World => new World([xmlOf(name)], options)

/** Scripts on, as the runtime wires them. */
export function scriptsOn(): { environment: Pick<Environment, 'runScript'>; close: () => void } {
  const scripts = createScripts()
  const runScript = (source: string, { variables, now, execution = NO_EXECUTION, writes }: EvaluationContext) => {
    const answer = scripts.run({ source, variables: variables as Record<string, JsonValue>, now, execution })
    writes?.push(...answer.writes)
    return answer.result
  }
  return { environment: { runScript }, close: () => scripts.close() }
}

/** One decision table without inputs, with one rule of these outputs. */
export function aDecision(key: string, outputs: Record<string, string>): string {
  const names = Object.keys(outputs)
  return `<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="Definitions" name="d" namespace="n">
  <decision id="${key}"><decisionTable id="table_${key}">
    ${names.map((name) => `<output id="out_${name}" name="${name}"/>`).join('')}
    <rule id="rule_${key}">${names.map((name) => `<outputEntry><text>${outputs[name]}</text></outputEntry>`).join('')}</rule>
  </decisionTable></decision></definitions>`
}

/** Decisions by what the reference says, as the runtime looks them up. */
export function decisionsBy(
  file: (reference: Parameters<NonNullable<Environment['decision']>>[0]) => string | null,
): Pick<Environment, 'decision'> {
  return {
    decision(reference) {
      const xml = file(reference)
      if (xml === null) return null
      const parsed = parseDecisions(xml)
      if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems))
      const definitionId = `${reference.key}:${reference.version ?? reference.versionTag ?? reference.binding}`
      return { key: reference.key, definitionId, evaluate: (context) => evaluateDecision(parsed.decisions, reference.key, context) }
    },
  }
}

export const tokensAt = (s: Scenario, elementId: string): Token[] =>
  Object.values(s.state.tokens).filter((token) => token.elementId === elementId)

export function tokenAt(s: Scenario, elementId: string): Token {
  const found = tokensAt(s, elementId)
  if (found.length !== 1) throw new Error(`${found.length} tokens stand at ${elementId}`)
  return found[0]!
}

/** The local variables of a token as plain values. */
export const localsOf = ({ variables = {} }: Token): Record<string, JsonValue> =>
  Object.fromEntries(Object.entries(variables).map(([name, { value }]) => [name, value]))

/** The variables of the one scope of a sub-process, event sub-process or loop. */
export function scopeVariables(s: Scenario, elementId: string): Record<string, JsonValue> {
  const scope = Object.values(s.state.scopes).find((candidate) => candidate.elementId === elementId)
  if (!scope) throw new Error(`no scope of ${elementId} is open`)
  return Object.fromEntries(Object.entries(scope.variables).map(([name, { value }]) => [name, value]))
}

/** What the open subscriptions wait for, sorted, e.g. `message cancel`, `timer OneDay`. */
export const listensTo = (s: Scenario): string[] =>
  Object.values(s.state.subscriptions)
    .map(({ kind, eventName, elementId }) => `${kind} ${eventName ?? elementId}`)
    .sort()

/** Elements cancelled so far, in order. */
export const terminated = (s: Scenario): string[] =>
  s.events.flatMap((event) => (event.type === 'elementTerminated' ? event.elementId : []))

export const eventsOf = <Type extends Event['type']>(s: Scenario, type: Type): Extract<Event, { type: Type }>[] =>
  s.events.filter((event): event is Extract<Event, { type: Type }> => event.type === type)

/** The open user tasks of the runtime's table, by element. */
export const taskAt = (s: Scenario, elementId: string) =>
  [...s.tables.userTasks.values()].find((task) => task.elementId === elementId)!.task

export const externalTaskAt = (s: Scenario, elementId: string) =>
  [...s.tables.externalTasks.values()].find((task) => task.elementId === elementId)!.task

/** The codes of the open incidents with their elements. */
export const incidents = (s: Scenario): string[] => Object.values(s.state.incidents).map(({ elementId, code }) => `${elementId} ${code}`)
