import {
  evaluateRules,
  type Field,
  type FieldAccess,
  fieldsOf,
  type FormSchema,
  type FormValues,
  inside,
  isBlank,
  type KnownOptions,
  loadOptions,
  type OptionsSource,
  resolveAccess,
  valueAt,
} from '@lianban/forms'
import { useEffect, useState } from 'react'

export interface ReadingProps {
  schema: FormSchema
  values: FormValues
  /** Rights of the reader; what is hidden is not shown. Without it everything is. */
  access?: FieldAccess
  fileUrl?: (fileId: string) => string
  /** Labels of what comes from a source: looked up already, or where to look. Without either codes are shown. */
  options?: KnownOptions
  optionsSource?: OptionsSource
}

/** One field to read, or a titled container with what is in it. */
export interface ReadNode {
  field: Field
  children: ReadNode[]
}

/** A form made ready to be read by one person. */
export interface Reader {
  values: FormValues
  nodes: ReadNode[]
  columnsOf: (table: Field) => Field[]
  fileUrl?: (fileId: string) => string
  options?: KnownOptions
}

export function useReader({ schema, values, access, fileUrl, options, optionsSource }: ReadingProps): Reader {
  const [now] = useState(() => Date.now())
  const found = useLookedUp(schema, values, options ? undefined : optionsSource)
  const rights = resolveAccess(schema, access)
  const { visible } = evaluateRules(schema, values, { now })
  // A rule may hang on a value that this reader does not get: what has a value is shown all the same.
  const shows = (field: Field) =>
    field.component !== 'Hidden' &&
    rights[field.path] !== 'hidden' &&
    (visible[field.path] !== false || !isBlank(valueAt(values, field.path)))
  return {
    values,
    nodes: outline(schema, '', shows),
    columnsOf: (table) =>
      fieldsOf(schema).filter((it) => it.table === table.path && rights[it.path] !== 'hidden' && it.component !== 'Hidden'),
    fileUrl,
    options: options ?? found,
  }
}

/** What is shown inside a container, in order; containers without a title of their own are looked through. */
function outline(schema: FormSchema, path: string, shows: (field: Field) => boolean): ReadNode[] {
  return inside(schema, path).flatMap((field): ReadNode[] => {
    if (field.kind !== 'void' && field.kind !== 'object') return shows(field) ? [{ field, children: [] }] : []
    const children = outline(schema, field.path, shows)
    const titled = field.title !== '' && (field.component === 'Section' || field.component === 'Group')
    return children.length > 0 && titled ? [{ field, children }] : children
  })
}

/** Neighbouring fields together, each container by itself. */
export function runsOf(nodes: ReadNode[]): (ReadNode | Field[])[] {
  const runs: (ReadNode | Field[])[] = []
  for (const node of nodes) {
    const last = runs.at(-1)
    if (node.children.length > 0) runs.push(node)
    else if (Array.isArray(last)) last.push(node.field)
    else runs.push([node.field])
  }
  return runs
}

function useLookedUp(schema: FormSchema, values: FormValues, source: OptionsSource | undefined): KnownOptions | undefined {
  const [found, setFound] = useState<KnownOptions>()
  useEffect(() => {
    if (!source) return
    let gone = false
    // What cannot be looked up shows its code.
    loadOptions(schema, values, source).then(
      (known) => !gone && setFound(known),
      () => undefined,
    )
    return () => {
      gone = true
    }
  }, [schema, values, source])
  return found
}
