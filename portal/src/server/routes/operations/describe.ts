import { z } from 'zod'
import { STORED_FILES } from '../../middlewares/store-upload.ts'
import type { Operation } from './operation.ts'
import { RESPONSES } from './responses.ts'

/* One operation as OpenAPI 3.1 has it. */

type Schema = Record<string, unknown>
const JSON_TYPE = 'application/json'

/** `GET /api/cases/{id}/open-steps` → getCasesByIdOpenSteps. */
export function operationId(name: string): string {
  const [method, path] = name.split(' ') as [string, string]
  const parts = path
    .replace(/^\/api\//, '')
    .replace(/\{(\w+)\}/g, 'by-$1')
    .split(/[/.-]/)
  return method.toLowerCase() + parts.map((part) => part.charAt(0).toUpperCase() + part.slice(1)).join('')
}

/** By what a path begins with. */
export const tagOf = (path: string): string => path.split('/')[2]!

export function describe(name: string, operation: Operation) {
  const [method, path] = name.split(' ') as [string, string]
  const parameters = [...pathParameters(path, operation.params), ...headerParameters(operation), ...queryParameters(operation.query)]
  const content = requestContent(operation)
  return {
    operationId: operationId(name),
    tags: [tagOf(path)],
    summary: operation.summary,
    ...(parameters.length ? { parameters } : {}),
    ...(content ? { requestBody: { required: true, content } } : {}),
    responses: { ...successes(name, operation), ...errors(method, path, operation) },
    security: securityOf(method, operation),
    'x-right': operation.right,
  }
}

/** Unless an operation says otherwise: an id is a part of the path. */
const IDS: Record<string, Schema> = { version: { type: 'string', pattern: '^[1-9]\\d{0,8}$' } }
const ID: Schema = { type: 'string', minLength: 1, maxLength: 191, pattern: '^[^/]+$' }

function pathParameters(path: string, params?: z.ZodObject) {
  const given = params ? propertiesOf(params).properties : {}
  return [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    name: name!,
    in: 'path',
    required: true,
    schema: given[name!] ?? IDS[name!] ?? ID,
  }))
}

const headerParameters = ({ idempotent }: Operation) =>
  idempotent
    ? [
        {
          name: 'Idempotency-Key',
          in: 'header',
          required: true,
          description: 'A second call with the same key answers like the first and changes nothing',
          schema: { type: 'string', pattern: '^[\\w-]{8,64}$' },
        },
      ]
    : []

function queryParameters(query?: z.ZodObject) {
  if (!query) return []
  const { properties, required } = propertiesOf(query)
  return Object.entries(properties).map(([name, schema]) => ({
    name,
    in: 'query',
    ...(required.has(name) ? { required: true } : {}),
    schema,
  }))
}

function propertiesOf(schema: z.ZodObject): { properties: Record<string, Schema>; required: Set<string> } {
  const { properties = {}, required = [] } = jsonSchema(schema) as { properties?: Record<string, Schema>; required?: string[] }
  return { properties, required: new Set(required) }
}

function securityOf(method: string, { right, token }: Operation) {
  if (token) return [{ token: [] }]
  return right === 'public' ? [] : [{ session: [], ...(method === 'GET' ? {} : { csrf: [] }) }]
}

function requestContent({ body, upload }: Operation): Record<string, { schema: Schema }> | null {
  if (body) return { [JSON_TYPE]: { schema: jsonSchema(body) } }
  if (!upload) return null
  const fields = upload === true ? { properties: {}, required: new Set<string>() } : propertiesOf(upload)
  const properties = { file: { type: 'string', format: 'binary', description: 'One file' }, ...fields.properties }
  return { 'multipart/form-data': { schema: { type: 'object', properties, required: ['file', ...fields.required] } } }
}

const DESCRIPTIONS: Record<string, string> = {
  200: 'Done',
  201: 'Created',
  202: 'Not done yet: what is due next',
  204: 'Done; there is nothing to tell',
  302: 'To another page',
}

function successes(name: string, { media }: Operation) {
  const answers = RESPONSES.operations[name] ?? {}
  return Object.fromEntries(
    Object.entries(answers).map(([status, schema]) => {
      const description = DESCRIPTIONS[status] ?? 'Done'
      if (status === '302') return [status, { description, headers: { Location: { schema: { type: 'string' } } } }]
      if (schema === null) return [status, { description }]
      if (schema !== 'binary') return [status, { description, content: { [JSON_TYPE]: { schema } } }]
      const type = (one: string) => (/^text\//.test(one) ? { type: 'string' } : { type: 'string', format: 'binary' })
      return [status, { description, content: Object.fromEntries((media ?? STORED_FILES).map((one) => [one, { schema: type(one) }])) }]
    }),
  )
}

const ERRORS: Record<string, string> = {
  400: 'BadRequest',
  401: 'NotLoggedIn',
  403: 'Refused',
  404: 'NotFound',
  409: 'Conflict',
  410: 'Over',
  413: 'TooLarge',
  415: 'MediaTypeRefused',
  422: 'Invalid',
  423: 'Locked',
  429: 'TooManyRequests',
  500: 'OurMistake',
  503: 'Unavailable',
}

/** Codes that are given without a `new`: by Koa and the body parser. */
const MORE_CODES: Record<string, string[]> = { 413: ['BODY_TOO_LARGE'], 500: ['INTERNAL'] }

/** Shared by the operations: one for each status, with its codes. */
export const ERROR_RESPONSES = Object.fromEntries(
  Object.entries(ERRORS).map(([status, name]) => {
    const codes = [...(RESPONSES.codes[status] ?? []), ...(MORE_CODES[status] ?? [])].filter(
      (code) => status !== '500' || code === 'INTERNAL',
    )
    const error = {
      type: 'object',
      properties: { code: { enum: codes.sort() }, message: { type: 'string' }, details: {}, requestId: { type: 'string' } },
      required: ['code', 'message', 'requestId'],
      additionalProperties: false,
    }
    const schema = { type: 'object', properties: { error }, required: ['error'], additionalProperties: false }
    const headers = status === '429' ? { headers: { 'Retry-After': { schema: { type: 'integer' }, description: 'Seconds' } } } : {}
    return [name, { description: `Refused: ${codes.join(', ')}`, ...headers, content: { [JSON_TYPE]: { schema } } }]
  }),
)

function errors(method: string, path: string, { right, token, body, upload, refusals = [] }: Operation) {
  const isLogin = /^\/api\/(session|oidc)/.test(path)
  const isPublic = right === 'public' && !isLogin && !token
  const statuses = [
    400,
    ...(isPublic ? [] : [401, 409, 422]),
    ...(isPublic && method === 'GET' ? [] : [403]),
    404,
    ...(body || upload ? [413] : []),
    ...(upload ? [415, 422] : []),
    ...(isLogin || /^\/api\/account/.test(path) ? [423] : []),
    429,
    500,
    ...(isPublic ? [] : [503]),
    ...refusals,
  ]
  return Object.fromEntries(statuses.map((status) => [status, { $ref: `#/components/responses/${ERRORS[status]!}` }]))
}

/** As OpenAPI 3.1 takes it: what zod defines on the side is any JSON, which needs no definition. */
function jsonSchema(schema: z.ZodType): Schema {
  const { $schema: _, $defs: __, ...rest } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as Schema
  return withoutLocalRefs(rest) as Schema
}

function withoutLocalRefs(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutLocalRefs)
  if (typeof value !== 'object' || value === null) return value
  if (typeof (value as { $ref?: unknown }).$ref === 'string') return {}
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, withoutLocalRefs(part)]))
}
