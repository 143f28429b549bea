import { expect, test } from 'vitest'
import { createApp } from '../app.ts'
import type { Services } from '../services.ts'
import { openApiDocument } from './openapi.ts'
import { OPERATIONS } from './operations/index.ts'
import { RESPONSES } from './operations/responses.ts'

/** Routers only close over the services, so that the routes can be read without any of them. */
const services = {
  config: { rateLimitPerMinute: 0, workerToken: 'x' },
  logger: {},
  clock: () => 0,
  engine: {},
  cases: {},
} as unknown as Services

test('every route under /api is described, and nothing else is', () => {
  const mounted = (createApp(services).middleware as unknown as { router?: { stack: { methods: string[]; path: string }[] } }[])
    .flatMap((middleware) => middleware.router?.stack ?? [])
    .flatMap((layer) =>
      layer.methods
        .filter((method) => method !== 'HEAD')
        .map((method) => `${method} ${layer.path.replace(/:(\w+)/g, '{$1}').replace(/(.)\/$/, '$1')}`),
    )
    .filter((name) => name.includes(' /api/'))
  expect(mounted.sort()).toEqual(Object.keys(OPERATIONS).sort())
})

interface Described {
  operationId: string
  tags: string[]
  parameters?: { name: string; in: string; required?: boolean; schema: object }[]
  requestBody?: { content: Record<string, unknown> }
  responses: Record<string, { $ref?: string; content?: Record<string, unknown> }>
  security: Record<string, string[]>[]
}

const document = openApiDocument()
const described = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods as Record<string, Described>).map(([method, operation]) => ({
    name: `${method.toUpperCase()} ${path}`,
    path,
    method,
    operation,
  })),
)

test('a body schema refuses unknown keys in the document too', () => {
  expect(document.paths['/api/cases']!.post).toMatchObject({
    requestBody: { content: { 'application/json': { schema: { additionalProperties: false, required: ['matterKey', 'form'] } } } },
  })
})

test('operation ids are formed by one rule, and each is there once', () => {
  const ids = described.map(({ operation }) => operation.operationId)
  expect(new Set(ids).size).toBe(ids.length)
  expect(ids.filter((id) => !/^(get|post|put|delete)([A-Z0-9][A-Za-z0-9]*)$/.test(id))).toEqual([])
  expect(described.find(({ name }) => name === 'GET /api/cases/{id}/open-steps')!.operation.operationId).toBe('getCasesByIdOpenSteps')
})

test('every reference is to something that is there, and nothing of zod or of a local definition is left', () => {
  const text = JSON.stringify(document)
  expect(text).not.toMatch(/\$schema|\$defs|__schema/)
  const refs = new Set([...text.matchAll(/"\$ref":"(#[^"]+)"/g)].map((match) => match[1]!))
  const at = (pointer: string) =>
    pointer
      .slice(2)
      .split('/')
      .reduce<unknown>((value, key) => (value as Record<string, unknown> | undefined)?.[key], document)
  expect([...refs].filter((ref) => at(ref) === undefined)).toEqual([])
})

test.each(described)('$name is described whole', ({ name, path, method, operation }) => {
  const { parameters = [], responses, security, requestBody } = operation
  // each part of the path once, and with what may stand there
  const inPath = parameters.filter((one) => one.in === 'path')
  expect(inPath.map((one) => `{${one.name}}`)).toEqual(path.match(/\{\w+\}/g) ?? [])
  expect(inPath.every((one) => one.required && ('pattern' in one.schema || 'enum' in one.schema || 'maxLength' in one.schema))).toBe(true)
  expect(new Set(parameters.map((one) => `${one.in} ${one.name}`)).size).toBe(parameters.length)
  // a success, with a body unless it has none; refusals with their codes
  const successes = Object.entries(responses).filter(([status]) => status < '4')
  expect(successes.length).toBeGreaterThan(0)
  for (const [status, response] of successes) expect('content' in response).toBe(!['204', '302'].includes(status))
  expect(responses).toMatchObject({ 400: { $ref: '#/components/responses/BadRequest' }, 429: {}, 500: {} })
  if (OPERATIONS[name]!.right !== 'public') expect(responses).toMatchObject({ 401: {}, 403: {}, 404: {}, 409: {}, 422: {} })
  // whoever changes something shows its session's token
  const { right, token } = OPERATIONS[name]!
  const isOpen = right === 'public'
  expect(security).toEqual(token ? [{ token: [] }] : isOpen ? [] : [{ session: [], ...(method !== 'get' && { csrf: [] }) }])
  if (method === 'get' || method === 'delete') expect(requestBody).toBeUndefined()
})

test('the errors carry the codes that the server has', () => {
  const codesOf = (name: string) => JSON.stringify(document.components.responses[name])
  expect(codesOf('Conflict')).toContain('"IDEMPOTENCY_KEY_REUSED"')
  expect(codesOf('Invalid')).toContain('"FORM_INVALID"')
  expect(codesOf('Locked')).toContain('"ACCOUNT_LOCKED"')
  expect(codesOf('TooManyRequests')).toContain('"TOO_MANY_REQUESTS"')
})

test('uploads, downloads and the live stream say their media types', () => {
  const contentOf = (path: string, method: string, status: string) =>
    Object.keys((document.paths[path] as Record<string, Described>)[method]!.responses[status]!.content!)
  expect(contentOf('/api/inbox/stream', 'get', '200')).toEqual(['text/event-stream'])
  expect(contentOf('/api/cases/{id}/archive/package', 'get', '200')).toEqual(['application/zip'])
  expect(contentOf('/api/files/{id}', 'get', '200')).toContain('application/pdf')
  expect((document.paths['/api/transfer/{kind}/confirm'] as Record<string, Described>).post!.requestBody).toMatchObject({
    content: { 'multipart/form-data': { schema: { required: ['file', 'plan', 'mode'] } } },
  })
})

test('only what answers with bytes names media types', () => {
  const binary = Object.entries(RESPONSES.operations).filter(([, answers]) => Object.values(answers).includes('binary'))
  const named = Object.entries(OPERATIONS).filter(([, { media }]) => media !== undefined)
  expect(named.map(([name]) => name).filter((name) => !binary.some(([one]) => one === name))).toEqual([])
})
