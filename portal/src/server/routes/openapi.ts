import Router from '@koa/router'
import { z } from 'zod'
import type { State } from '../context.ts'
import type { Services } from '../services.ts'
import { OPERATIONS } from './operations/index.ts'
import type { Operation } from './operations/operation.ts'

/** The API described by OpenAPI 3.1, made from the same zod schemas that check the requests. */
export function openApiRoutes(_services: Services): Router<State> {
  const router = new Router<State>()
  const document = openApiDocument()
  router.get('/api/openapi.json', (ctx) => {
    ctx.body = document
  })
  return router
}

export function openApiDocument() {
  const paths: Record<string, Record<string, unknown>> = {}
  for (const [name, operation] of Object.entries(OPERATIONS)) {
    const [method, path] = name.split(' ') as [string, string]
    paths[path] = { ...paths[path], [method.toLowerCase()]: describe(path, operation) }
  }
  return {
    openapi: '3.1.0',
    info: {
      title: '联办 Lianban',
      version: '0.1.0',
      description:
        'Session by cookie; calls that change something carry X-CSRF-Token. Errors: { error: { code, message, details, requestId } }.',
    },
    paths,
    components: { securitySchemes: { session: { type: 'apiKey', in: 'cookie', name: 'lianban_session' } } },
  }
}

function describe(path: string, operation: Operation) {
  const parameters = [
    ...[...path.matchAll(/\{(\w+)\}/g)].map((match) => ({ name: match[1], in: 'path', required: true, schema: { type: 'string' } })),
    ...(operation.idempotent
      ? [{ name: 'Idempotency-Key', in: 'header', required: true, schema: { type: 'string', pattern: '^[\\w-]{8,64}$' } }]
      : []),
    ...Object.entries(operation.query?.shape ?? {}).map(([name, schema]) => ({
      name,
      in: 'query',
      schema: jsonSchema(schema as z.ZodType),
    })),
  ]
  return {
    summary: operation.summary,
    ...(parameters.length ? { parameters } : {}),
    ...(operation.body ? { requestBody: { required: true, content: { 'application/json': { schema: jsonSchema(operation.body) } } } } : {}),
    ...(operation.upload
      ? {
          requestBody: {
            required: true,
            content: {
              'multipart/form-data': {
                schema: { type: 'object', properties: { file: { type: 'string', format: 'binary' } }, required: ['file'] },
              },
            },
          },
        }
      : {}),
    responses: { '2XX': { description: 'Success' }, '4XX': { description: 'Refused, with a stable code' } },
    security: operation.right === 'public' ? [] : [{ session: [] }],
    'x-right': operation.right,
  }
}

const jsonSchema = (schema: z.ZodType) => z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' })
