import { ExpressionFailure } from './expression.ts'
import { show, toNumber, toText } from './juel-coerce.ts'
import { dateMethod } from './juel-dates.ts'

type Method<T> = (target: T, values: unknown[], source: string) => unknown

/** The methods of java.lang.String that models use. Anything else is refused: the list is closed. */
const TEXT_METHODS: Record<string, Method<string>> = {
  concat: (text, [other]) => text + toText(other ?? null),
  equals: (text, [other]) => text === other,
  equalsIgnoreCase: (text, [other]) => text.toLowerCase() === toText(other ?? null).toLowerCase(),
  contains: (text, [other]) => text.includes(toText(other ?? null)),
  startsWith: (text, [other]) => text.startsWith(toText(other ?? null)),
  endsWith: (text, [other]) => text.endsWith(toText(other ?? null)),
  indexOf: (text, [other]) => text.indexOf(toText(other ?? null)),
  substring: (text, [from, to], source) => text.slice(toNumber(from ?? null, source), to === undefined ? undefined : toNumber(to, source)),
  length: (text) => text.length,
  isEmpty: (text) => text === '',
  trim: (text) => text.trim(),
  toUpperCase: (text) => text.toUpperCase(),
  toLowerCase: (text) => text.toLowerCase(),
  toString: (text: string) => text,
}

/** Of java.util.List. */
const LIST_METHODS: Record<string, Method<unknown[]>> = {
  size: (list) => list.length,
  isEmpty: (list) => list.length === 0,
  contains: (list, [item]) => list.includes(item ?? null),
  get: (list, [index], source) => list[toNumber(index ?? null, source)] ?? null,
}

/** Of java.util.Map. */
const MAP_METHODS: Record<string, Method<Record<string, unknown>>> = {
  get: (map, [key]) => (Object.hasOwn(map, toText(key ?? null)) ? (map[toText(key ?? null)] ?? null) : null),
  containsKey: (map, [key]) => Object.hasOwn(map, toText(key ?? null)),
  size: (map) => Object.keys(map).length,
  isEmpty: (map) => Object.keys(map).length === 0,
}

/** @throws ExpressionFailure for a method that is not in the lists above */
export function callMethod(target: unknown, name: string, values: unknown[], source: string): unknown {
  if (typeof target === 'string' && Object.hasOwn(TEXT_METHODS, name)) return TEXT_METHODS[name]!(target, values, source)
  if (typeof target === 'string') {
    const method = dateMethod(target, name)
    if (method) return wrapped(name, source, () => method(values, source))
  }
  if (Array.isArray(target) && Object.hasOwn(LIST_METHODS, name)) return LIST_METHODS[name]!(target, values, source)
  if (isMap(target) && Object.hasOwn(MAP_METHODS, name)) return MAP_METHODS[name]!(target, values, source)
  if ((typeof target === 'number' || typeof target === 'boolean') && name === 'toString') return toText(target)
  if ((typeof target === 'number' || typeof target === 'boolean') && name === 'equals') return target === values[0]
  throw new ExpressionFailure(source, `unknown method ${name} of ${show(target)}`)
}

function wrapped(name: string, source: string, call: () => unknown): unknown {
  try {
    return call()
  } catch (error) {
    throw error instanceof ExpressionFailure ? error : new ExpressionFailure(source, `${name}: ${String((error as Error).message)}`)
  }
}

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
