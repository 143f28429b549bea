import type { Expression } from '../expression/expression.ts'

/** The decisions of one DMN file, compiled once. Plain JSON, so that it can be stored. */
export interface DecisionModel {
  /** definitions/@id and @name; camunda's key and name of the decision requirements graph. */
  id: string | null
  name: string | null
  /** By id, in the file's order. */
  decisions: Record<string, Decision>
  /** Business knowledge models by id. */
  knowledge: Record<string, BusinessKnowledge>
}

export interface Decision {
  /** Also the key under which it is deployed. */
  id: string
  name: string | null
  versionTag: string | null
  historyTimeToLive: string | null
  /** What its result is called by the decisions that require it: its variable's name, else its own name or id. */
  resultName: string
  /** Declared type of the result. */
  type: ValueType | null
  /** Ids, in the file's order. The graph has no circles. */
  requiredDecisions: string[]
  requiredKnowledge: string[]
  logic: Logic
}

/** A function that decisions share. It sees its parameters and the knowledge it requires, itself included. */
export interface BusinessKnowledge {
  id: string
  /** By which it is called. */
  name: string
  requiredKnowledge: string[]
  function: FunctionLogic
}

/** The value expressions of DMN: a table, a text, or boxed expressions of them. */
export type Logic =
  | { kind: 'formula'; formula: Formula }
  | DecisionTable
  | FunctionLogic
  | { kind: 'context'; entries: ContextEntry[] }
  | { kind: 'list'; items: Logic[] }
  | { kind: 'relation'; columns: string[]; rows: Logic[][] }
  | { kind: 'invocation'; function: Logic; bindings: { parameter: string; value: Logic }[] }
  | { kind: 'conditional'; if: Logic; then: Logic; otherwise: Logic }
  | { kind: 'filter'; in: Logic; match: Logic }
  | { kind: 'iteration'; operator: 'for' | 'every' | 'some'; variable: string; in: Logic; body: Logic }

export interface FunctionLogic {
  kind: 'function'
  parameters: string[]
  body: Logic
}

export interface ContextEntry {
  /** null: the entry that gives the whole context's value. */
  name: string | null
  type: ValueType | null
  value: Logic
}

/**
 * One text, compiled. Most texts of real tables are constants and plain names, which need no interpreter:
 * - `empty`: nothing written, the value is null;
 * - `variable`: a name without spaces.
 */
export type Formula =
  | { kind: 'empty' }
  | { kind: 'constant'; source: string; value: Scalar }
  | { kind: 'variable'; source: string }
  | Extract<Expression, { kind: 'feel' | 'juel' }>

export type Scalar = string | number | boolean | null

export type HitPolicy = 'UNIQUE' | 'FIRST' | 'PRIORITY' | 'ANY' | 'COLLECT' | 'RULE ORDER' | 'OUTPUT ORDER'
export type Aggregation = 'SUM' | 'MIN' | 'MAX' | 'COUNT'

export interface DecisionTable {
  kind: 'table'
  hitPolicy: HitPolicy
  /** With COLLECT only; null collects a list. */
  aggregation: Aggregation | null
  inputs: TableInput[]
  /** At least one. */
  outputs: TableOutput[]
  rules: TableRule[]
}

export interface TableInput {
  id: string | null
  label: string | null
  expression: Formula
  type: ValueType | null
  /** What the value is called in input entries beside `?`; camunda's default is cellInput. */
  variable: string
  /** The only values allowed, null aside. */
  allowed: InputEntry | null
}

export interface TableOutput {
  id: string | null
  label: string | null
  /** Key of its value in results. */
  name: string
  type: ValueType | null
  /** The output values, the first having the highest priority; null if there are none or they are not constants. */
  priorities: Scalar[] | null
  /** Its value where no rule matches. */
  defaultEntry: Formula | null
}

export interface TableRule {
  id: string
  /** As many as inputs. */
  inputEntries: InputEntry[]
  /** As many as outputs. */
  outputEntries: Formula[]
}

/**
 * - `any`: `-` or nothing, always met;
 * - `simple`: constants, comparisons and ranges, decided without the interpreter where the value is a scalar;
 * - `juel`: an expression that gives true or false.
 */
export type InputEntry =
  | { kind: 'any' }
  | { kind: 'simple'; source: string; negated: boolean; tests: SimpleTest[] }
  | { kind: 'feel'; source: string }
  | Extract<Expression, { kind: 'juel' }>

export type SimpleTest =
  | { kind: 'equal'; value: Scalar }
  /** Bounds of the same type, start ≤ end; null is no bound. */
  | { kind: 'range'; start: number | string | null; end: number | string | null; startIncluded: boolean; endIncluded: boolean }

/** A type a value is coerced to. */
export interface ValueType {
  /** As the file writes it. */
  name: string
  base: BaseType
  isList: boolean
}

/**
 * `day` and `dateTime` are a date without and with time of day. `date` is camunda's, which is either of them;
 * `any` is every type that is not coerced.
 */
export type BaseType = 'string' | 'boolean' | 'integer' | 'long' | 'double' | 'date' | 'day' | 'dateTime' | 'time' | 'duration' | 'any'
