import type { FieldType } from './form-schema.ts'

const COMMON = ['type', 'title', 'description', 'x-component', 'x-component-props', 'x-decorator', 'x-index', 'x-visible-if', 'x-help']
const VALUE = ['required', 'x-required-if', 'x-checks']
const SCALAR = [...VALUE, 'enum', 'default', 'x-computed', 'x-example']

/** The keys that a field of each type may carry. There are no others. */
export const FIELD_KEYS: Record<FieldType, ReadonlySet<string>> = {
  // The bounds are for MoneyInput, whose value is decimal text.
  string: new Set([...COMMON, ...SCALAR, 'format', 'minLength', 'maxLength', 'pattern', 'minimum', 'maximum']),
  number: new Set([...COMMON, ...SCALAR, 'minimum', 'maximum', 'multipleOf']),
  integer: new Set([...COMMON, ...SCALAR, 'minimum', 'maximum', 'multipleOf']),
  boolean: new Set([...COMMON, ...VALUE, 'default', 'x-computed']),
  array: new Set([...COMMON, ...VALUE, 'enum', 'default', 'items', 'minItems', 'maxItems']),
  object: new Set([...COMMON, 'properties']),
  void: new Set([...COMMON, 'properties']),
}

/** Names of a property. ASCII, so that a path means the same in FEEL, in SQL and in a URL. */
export const KEY_PATTERN = /^[A-Za-z][A-Za-z0-9_]{0,63}$/

/** Words that FEEL reads otherwise, names that JavaScript reads otherwise, and names of our own. */
export const RESERVED_KEYS: ReadonlySet<string> = new Set([
  ...['and', 'or', 'not', 'in', 'if', 'then', 'else', 'for', 'return', 'some', 'every', 'satisfies', 'between'],
  ...['instance', 'of', 'function', 'external', 'null', 'true', 'false', 'item', 'partial'],
  ...['constructor', 'prototype', 'toString', 'valueOf', 'hasOwnProperty', 'isPrototypeOf'],
  ...['now', 'today', 'root'],
])

/** Keys that would reach into JavaScript's own objects. */
export const FORBIDDEN_KEYS: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype'])
