import { expect, test } from 'vitest'
import { createApp } from '../app.ts'
import type { Services } from '../services.ts'
import { openApiDocument } from './openapi.ts'
import { OPERATIONS } from './operations/index.ts'

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

test('a body schema refuses unknown keys in the document too', () => {
  const document = openApiDocument()
  expect(document.paths['/api/cases']!.post).toMatchObject({
    requestBody: { content: { 'application/json': { schema: { additionalProperties: false, required: ['matterKey', 'form'] } } } },
  })
})
