import Router from '@koa/router'
import { LIMITS } from '@lianban/forms'
import type { Caller } from '@lianban/tenants'
import { z } from 'zod'
import type { State } from '../context.ts'
import { HttpError } from '../http-error.ts'
import { callerOf } from '../middlewares/session.ts'
import { bodyOf, queryOf } from '../middlewares/validate.ts'
import type { Services } from '../services.ts'
import type { Operation } from './operations/operation.ts'

const text = z.string().min(1).max(64)
const Source = z.union([
  z.strictObject({ dictionary: text }),
  z.strictObject({ remote: text }),
  z.strictObject({ organs: z.strictObject({ kind: text.optional(), under: text.optional() }) }),
  z.strictObject({ users: z.strictObject({ post: text.optional(), organ: text.optional() }) }),
  z.strictObject({ regions: z.strictObject({ under: text.optional(), level: z.enum(['province', 'city', 'county']).optional() }) }),
])

const OptionsListQuery = z.object({
  /** `x-options` of the field, JSON. */
  source: z.string().max(300),
  /** Options below this one; empty: the outermost; left out: all of them. */
  parent: z.string().max(64).optional(),
  search: z.string().max(100).optional(),
  limit: z.coerce.number().int().min(1).max(500).default(50),
})
const OptionsFindBody = z.strictObject({ source: Source, values: z.array(z.string().max(LIMITS.codeChars)).max(LIMITS.optionValues) })

const Entry = z.strictObject({ code: text, name: z.string().max(200), parent: text.optional(), withdrawn: z.literal(true).optional() })
const DictionaryBody = z.strictObject({
  /** The one that was read; 0: a new dictionary. */
  version: z.int().min(0),
  name: z.string().max(200),
  entries: z.array(Entry).max(10_000),
})

/** Their part of the table of operations. */
export const OPTION_OPERATIONS: Record<string, Operation> = {
  'GET /api/options': { right: 'own', summary: '选项 Options of a form’s field', query: OptionsListQuery },
  'POST /api/options/find': { right: 'own', summary: '选项名称 What values of a field are called', body: OptionsFindBody },
  'GET /api/dictionaries': { right: 'studio:read', summary: '数据字典 Code lists, and the data services that there are' },
  'GET /api/dictionaries/{key}': { right: 'studio:read', summary: '数据字典 One code list with its entries' },
  'PUT /api/dictionaries/{key}': {
    right: 'studio:edit',
    summary: '保存数据字典 Save a code list in the place of the version that is known',
    body: DictionaryBody,
  },
}

/** Where forms get options from: looked up by whoever fills one in, kept by those who design. */
export function optionRoutes({ optionsOf, dictionaries, config }: Services): Router<State> {
  const router = new Router<State>({ prefix: '/api' })

  router.get('/options', async (ctx) => {
    const caller = callerOf(ctx)
    const { source, parent, ...request } = queryOf(ctx, OptionsListQuery)
    const asked = sourceIn(source)
    assertMayAsk(caller, asked)
    ctx.body = await optionsOf(caller.tenantId).list(asked, {
      ...request,
      ...(parent !== undefined && { parent: parent === '' ? null : parent }),
    })
  })

  router.post('/options/find', async (ctx) => {
    const caller = callerOf(ctx)
    const { source, values } = bodyOf(ctx, OptionsFindBody)
    assertMayAsk(caller, source)
    ctx.body = await optionsOf(caller.tenantId).find(source, values)
  })

  router.get('/dictionaries', async (ctx) => {
    const items = await dictionaries.list(callerOf(ctx))
    ctx.body = { items, services: config.optionServices.map(({ name, title }) => ({ name, title })) }
  })

  router.get('/dictionaries/:key', async (ctx) => {
    ctx.body = await dictionaries.get(callerOf(ctx), ctx.params.key!)
  })

  router.put('/dictionaries/:key', async (ctx) => {
    ctx.body = await dictionaries.save(callerOf(ctx), ctx.params.key!, bodyOf(ctx, DictionaryBody))
  })

  return router
}

function sourceIn(text: string): z.infer<typeof Source> {
  try {
    return Source.parse(JSON.parse(text))
  } catch {
    throw new HttpError(400, 'INVALID_REQUEST', '选项来源有误')
  }
}

/** Who works where is for those who work here. @throws HttpError NOT_AUTHORIZED */
function assertMayAsk({ kind }: Caller, source: z.infer<typeof Source>): void {
  if ('users' in source && kind !== 'staff') throw new HttpError(403, 'NOT_AUTHORIZED', '您无权查询工作人员')
}
