import Router from '@koa/router'
import type { State } from '../context.ts'
import type { Services } from '../services.ts'
import { describe, ERROR_RESPONSES } from './operations/describe.ts'
import { OPERATIONS } from './operations/index.ts'
import { RESPONSES } from './operations/responses.ts'

const DESCRIPTION = `联办 Lianban: matters, cases, tasks and supervision of a county.

Sessions: POST /api/session sets the cookie lianban_session and answers with csrfToken (200), or with the step that is due (202).
Calls that change something carry it as X-CSRF-Token. Instants are UTC epoch milliseconds, days are YYYY-MM-DD in the county's
time zone. Lists are paged by keyset: \`after\` is what the last page gave as \`next\`; null: there is no more.
Errors are { error: { code, message, details, requestId } }; codes are stable, messages are words for the person and may change.`

/** The API described by OpenAPI 3.1: requests by the zod schemas that check them, answers by the types of what the routes answer with. */
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
  const tags = new Set<string>()
  for (const [name, operation] of Object.entries(OPERATIONS)) {
    const [method, path] = name.split(' ') as [string, string]
    const described = describe(name, operation)
    described.tags.forEach((tag) => tags.add(tag))
    paths[path] = { ...paths[path], [method.toLowerCase()]: described }
  }
  return {
    openapi: '3.1.0',
    info: { title: '联办 Lianban', version: '0.1.0', description: DESCRIPTION },
    servers: [{ url: '/' }],
    tags: [...tags].sort().map((name) => ({ name })),
    paths,
    components: {
      schemas: RESPONSES.schemas,
      responses: ERROR_RESPONSES,
      securitySchemes: {
        session: { type: 'apiKey', in: 'cookie', name: 'lianban_session' },
        token: { type: 'http', scheme: 'bearer', description: 'An API token; its rights are chosen when it is made' },
        csrf: { type: 'apiKey', in: 'header', name: 'X-CSRF-Token', description: 'csrfToken of the session' },
      },
    },
  }
}
