import { create, listOf, type Moddle } from '../model/moddle.ts'

/** What one attribute or extension of an element says, as a text; '' where it says nothing. */
export interface Setting {
  /** Unique among those of one element. */
  key: string
  label: string
  help?: string
  /** @default text */
  kind?: 'text' | 'lines' | 'flag' | 'choice'
  /** Of a choice; the first is meant where nothing is said. */
  options?: readonly { value: string; label: string }[]
  read(element: Moddle): string
  /** @param definitions the file's root, where messages and their like stand */
  write(element: Moddle, value: string, definitions: Moddle): void
}

/** An attribute of the element, e.g. `camunda:topic`. */
export const attribute = (name: string, shown: Omit<Setting, 'key' | 'read' | 'write'>): Setting => ({
  ...shown,
  key: name,
  read: (element) => String(element.get<unknown>(name) ?? ''),
  write: (element, value) => element.set(name, value === '' ? undefined : value),
})

/** Yes or no; `whenAbsent` is not written. */
export const flag = (name: string, whenAbsent: boolean, shown: Omit<Setting, 'key' | 'read' | 'write' | 'kind'>): Setting => ({
  ...shown,
  key: name,
  kind: 'flag',
  read: (element) => ((element.get<boolean | undefined>(name) ?? whenAbsent) ? 'yes' : ''),
  write: (element, value) => element.set(name, (value === 'yes') === whenAbsent ? undefined : value === 'yes'),
})

/** The first extension element of a type, e.g. `camunda:InputOutput`. */
export const extensionOf = (element: Moddle, type: string): Moddle | undefined => extensionsOf(element, type)[0]

export const extensionsOf = (element: Moddle, type: string): Moddle[] =>
  listOf(element.get<Moddle | undefined>('extensionElements'), 'values').filter(({ $type }) => $type === type)

/** Puts these in the place of all extension elements of a type; without any left the holder goes. */
export function setExtensions(element: Moddle, type: string, wanted: readonly Moddle[]): void {
  let holder = element.get<Moddle | undefined>('extensionElements')
  const rest = listOf(holder, 'values').filter(({ $type }) => $type !== type)
  const values = [...rest, ...wanted]
  if (values.length === 0) return element.set('extensionElements', undefined)
  if (!holder) {
    holder = create('bpmn:ExtensionElements', {}, element)
    element.set('extensionElements', holder)
  }
  for (const one of wanted) one.$parent = holder
  holder.set('values', values)
}

/** A child that holds an expression, e.g. `loopCardinality` of `owner`. */
export const readBody = (owner: Moddle | undefined, name: string): string =>
  owner?.get<Moddle | undefined>(name)?.get<string | undefined>('body') ?? ''

/** Its other attributes, the language among them, stay. */
export function writeBody(owner: Moddle | undefined, name: string, body: string): void {
  const before = owner?.get<Moddle | undefined>(name)
  if (body === '') owner?.set(name, undefined)
  else if (before) before.set('body', body)
  else owner?.set(name, create('bpmn:FormalExpression', { body }, owner))
}

/** `名称 = 值`, one a line; a line without `=` or without a name says nothing. */
export function readLines(text: string): { name: string; value: string }[] {
  return text.split('\n').flatMap((line) => {
    const at = line.indexOf('=')
    const name = line.slice(0, Math.max(at, 0)).trim()
    return name === '' ? [] : [{ name, value: line.slice(at + 1).trim() }]
  })
}

export const writeLines = (pairs: readonly { name: string; value: string }[]): string =>
  pairs.map(({ name, value }) => `${name} = ${value}`).join('\n')
