import { openApiDocument } from '../../src/server/routes/openapi.ts'
import { problemIn, type CheckedSchema } from './schema-check.ts'

/* Every answer that a test gets is held against what the OpenAPI file says of its operation, so that the file cannot rot. */

interface Response {
  $ref?: string
  content?: Record<string, { schema: CheckedSchema }>
}

const DOCUMENT = openApiDocument()

/** Paths without parameters first: `/api/cases/{id}` is no match for `/api/cases/batch`. */
const PATHS = Object.keys(DOCUMENT.paths)
  .sort((a, b) => a.split('{').length - b.split('{').length)
  .map((path) => ({ path, pattern: new RegExp(`^${path.replace(/\./g, '\\.').replace(/\{\w+\}/g, '[^/]+')}$`) }))
/** The authorization matrix ends its calls so, before they do anything. */
const NOT_CARRIED_OUT = 418

export interface Answered {
  method: string
  /** With its query. */
  path: string
  status: number
  mediaType: string
  /** Text of the answer. */
  text: string
}

/** `GET /api/cases/{id}` for `GET /api/cases/123?x=1`; undefined: no operation of the file. */
export function operationOf(method: string, path: string): string | undefined {
  const bare = path.split('?')[0]!.replace(/(.)\/$/, '$1')
  const found = PATHS.find((one) => one.pattern.test(bare) && method.toLowerCase() in DOCUMENT.paths[one.path]!)
  return found && `${method} ${found.path}`
}

/** @throws Error where the answer is not one that the file describes */
export function assertDocumented({ method, path, status, mediaType, text }: Answered): void {
  const operation = operationOf(method, path)
  if (operation === undefined || status === NOT_CARRIED_OUT) return
  const problem = problemOf(operation, status, mediaType.split(';')[0]!.trim(), text)
  if (problem)
    throw new Error(`${method} ${path} answered ${status} otherwise than the OpenAPI file says: ${problem}\n${text.slice(0, 500)}`)
}

function problemOf(operation: string, status: number, mediaType: string, text: string): string | null {
  const [method, path] = operation.split(' ') as [string, string]
  const { responses } = DOCUMENT.paths[path]![method.toLowerCase()] as { responses: Record<string, Response> }
  const response = responses[status]
  if (!response) return `only ${Object.keys(responses).join(', ')}`
  const { content } = response.$ref
    ? (DOCUMENT.components.responses as Record<string, Response>)[response.$ref.split('/').pop()!]!
    : response
  if (!content) return text && status !== 302 ? 'no body is described' : null
  if (!(mediaType in content)) return `${mediaType || 'nothing'} is none of ${Object.keys(content).join(', ')}`
  if (mediaType !== 'application/json') return null
  return problemIn(JSON.parse(text), content[mediaType]!.schema, DOCUMENT.components.schemas as Record<string, CheckedSchema>)
}
