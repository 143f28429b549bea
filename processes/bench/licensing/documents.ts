import { randomBytes } from 'node:crypto'
import type { Engine } from '@lianban/engine/runtime'
import { compileTemplate, templatesIn, type ProcessPackage } from '@lianban/processes'
import type { JsonValue } from '@lianban/engine'

const VERIFY_CODE_BYTES = 16

export type ExternalTask = Awaited<ReturnType<Engine['externalTasks']['fetchAndLock']>>[number]
export interface StoredFile {
  sha256: string
  size: number
  mediaType: string
}

/**
 * Stands for the worker that makes documents: it hands back what that one does, with the document's own number and a
 * verification code, but neither fills in a template nor prints: each document is the same stored page.
 */
export function documentsWithoutPrinting(packages: ProcessPackage[], page: StoredFile) {
  const sourceOf = templatesIn(packages)
  const numbers = new Map<string, string | null>()
  const numberPath = (template: string, definitionKey: string): string | null => {
    const key = `${definitionKey}/${template}`
    if (!numbers.has(key))
      numbers.set(key, compileTemplate(template, sourceOf(template, { processDefinitionKey: definitionKey })!).head.number)
    return numbers.get(key)!
  }
  return ({ row, variables }: ExternalTask): { document: JsonValue } => {
    const named = (name: string): string => {
      const from = row.properties?.[`${name}From`]
      return String(from === undefined ? row.properties?.[name] : variables[from]?.value)
    }
    const template = named('template')
    const path = numberPath(template, row.definition_key)
    return {
      document: {
        ...{ template, name: named('documentName'), number: path === null ? null : numberAt(variables, path.split('.')) },
        ...{ verifyCode: randomBytes(VERIFY_CODE_BYTES).toString('hex'), ...page },
      },
    }
  }
}

function numberAt(variables: ExternalTask['variables'], [name = '', ...path]: string[]): string | null {
  let value: unknown = variables[name]?.value
  for (const key of path) value = (value as Record<string, unknown> | null | undefined)?.[key]
  return typeof value === 'string' && value !== '' ? value : null
}
