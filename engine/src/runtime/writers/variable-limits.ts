import type { JsonValue } from '../../core/state.ts'
import { EngineError, valueTooLong } from '../errors.ts'

/** Longest value of one variable, in characters of text; files and bytes count as base64. Bigger contents belong into an object store. */
export const MAX_VARIABLE_CHARACTERS = 4 * 1024 * 1024
/** Deepest nesting of lists and objects in a variable. */
export const MAX_VARIABLE_DEPTH = 500
/** A number, a key's quotes, a comma: what an item takes at least. */
const ITEM_CHARACTERS = 2

/**
 * Whether a value may be kept. Without recursion, because a value that is nested too deeply cannot be walked through, nor
 * written as JSON, by functions that call themselves.
 * @throws EngineError VALUE_TOO_LONG, VALUE_TOO_DEEP
 */
export function checkVariable(name: string, value: JsonValue): void {
  let characters = 0
  const open: { value: JsonValue; depth: number }[] = [{ value, depth: 0 }]
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { value: item, depth } = next
    characters += typeof item === 'string' ? item.length + ITEM_CHARACTERS : ITEM_CHARACTERS
    if (typeof item === 'object' && item !== null) {
      if (depth >= MAX_VARIABLE_DEPTH) throw tooDeep(name)
      for (const key of Array.isArray(item) ? [] : Object.keys(item)) characters += key.length + ITEM_CHARACTERS
      for (const inner of Object.values(item)) open.push({ value: inner, depth: depth + 1 })
    }
    if (characters > MAX_VARIABLE_CHARACTERS) throw valueTooLong(`the value of variable ${name}`, characters, MAX_VARIABLE_CHARACTERS)
  }
}

const tooDeep = (name: string): EngineError =>
  new EngineError('VALUE_TOO_DEEP', `variable ${name} is nested deeper than ${MAX_VARIABLE_DEPTH} lists and objects`, {
    name,
    limit: MAX_VARIABLE_DEPTH,
  })
