import { releaseTemplates } from '@lianban/processes'
import type { Middleware } from 'koa'
import { z } from 'zod'
import type { State } from '../context.ts'
import type { Services } from '../services.ts'
import { tenantOfWorker } from '../worker-credential.ts'
import { TEMPLATES_PATH } from '../worker-templates.ts'

const Query = z.object({
  template: z.string().min(1).max(191),
  process: z.string().min(1).max(191),
  case: z.string().min(1).max(191).optional(),
})

/**
 * The template of a paper that a worker on another machine makes: of the release under whose version its case runs, else of the
 * packages that this server has. For the installation's own workers only, by the token they fetch their tasks with.
 * 200 the HTML; 404 there is no such template; 400, 401
 */
export function workerTemplateRoutes({ database, clock, tenants, config, logger }: Services): Middleware<State> {
  const templatesOf = releaseTemplates(database, clock)
  return async (ctx, next) => {
    if (ctx.method !== 'GET' || ctx.path !== TEMPLATES_PATH) return next()
    const tenantId = await tenantOfWorker(tenants, config.workerToken, ctx.get('Authorization'))
    if (tenantId === null) {
      logger.warn({ ip: ctx.ip, path: ctx.path }, 'a worker was refused')
      ctx.status = 401
      return
    }
    const asked = Query.safeParse(ctx.query)
    if (!asked.success) {
      ctx.status = 400
      return
    }
    const { template, process, case: businessKey } = asked.data
    const html = await templatesOf(tenantId)(template, { processDefinitionKey: process, businessKey })
    ctx.status = html === null ? 404 : 200
    if (html === null) return
    // It is read by a program and shown to nobody.
    ctx.type = 'text/plain'
    ctx.body = html
  }
}
