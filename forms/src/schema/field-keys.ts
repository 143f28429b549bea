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
